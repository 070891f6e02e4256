import type { z } from 'zod';
import { manifests as bots } from '#bots/manifests.ts';
import { Environment, type Env } from '#monitoring/server-config.ts';
import { settingsOf } from '#monitoring/settings.ts';
import type { Integration } from '#prisma/repositories/integrations.ts';
import { manifests as providers } from '#providers/manifests.ts';
import { variableOf, type Unit } from './examine-unit.ts';

/** One value that AMAS reads, and where it comes from. */
export interface Variable {
  readonly name: string;
  /** `amas`, or the id of a platform or provider. */
  readonly of: string;
  /** `file`: the one that `AMAS_ENV_FILE` names. */
  readonly source: 'environment' | 'file' | 'database' | 'default' | 'unset';
  readonly isSecret: boolean;
  /** What holds, passwords left out; null for secrets and what is not set. */
  readonly value: string | null;
}

/** Read by the worker beside the common ones. */
export const workerVariables = [
  'AMAS_PROVIDERS',
  'AMAS_ROUTING',
  'AMAS_MULTI_TENANT',
  'AMAS_APPROVE_OWN',
  'AMAS_RECOVERY_MS',
] as const;

const secretVariables = ['AMAS_ENCRYPTION_KEY', 'OTEL_EXPORTER_OTLP_HEADERS'];

/** Every value in force. `integrations`: what the database holds for the default project, which wins. */
export function listVariables(env: Env, integrations: readonly Integration[]): Variable[] {
  return [
    ...Object.entries(Environment.shape).map(([name, type]) => coreVariable(name, type, env)),
    ...workerVariables.map((name) => coreVariable(name, undefined, env)),
    ...Object.values<Unit>(bots).flatMap((bot) => {
      const stored = integrations.find(({ platform }) => platform === bot.id);
      return unitVariables(bot, env, stored?.settings);
    }),
    ...Object.values<Unit>(providers).flatMap((provider) => unitVariables(provider, env, undefined)),
  ];
}

function coreVariable(name: string, type: z.ZodType | undefined, env: Env): Variable {
  return toVariable({
    name,
    of: 'amas',
    isSecret: secretVariables.includes(name),
    given: env[name],
    initial: initialOf(type),
  });
}

/** An account in the database replaces what the environment says about its platform as a whole. */
function unitVariables(unit: Unit, env: Env, stored: Integration['settings'] | undefined): Variable[] {
  return settingsOf(unit.settings).map((setting) => {
    const name = variableOf(setting);
    return toVariable({
      name,
      of: unit.id,
      isSecret: setting.secret ?? false,
      given: stored ? stored[setting.name] : env[name],
      origin: stored ? 'database' : 'environment',
      initial: initialOf(unit.settings.shape[setting.name] as z.ZodType | undefined),
    });
  });
}

interface Found {
  readonly name: string;
  readonly of: string;
  readonly isSecret: boolean;
  readonly given: string | undefined;
  readonly origin?: 'environment' | 'database';
  readonly initial: string | undefined;
}

function toVariable({ name, of, isSecret, given, origin = 'environment', initial }: Found): Variable {
  const isGiven = given !== undefined && given !== '';
  const value = isGiven ? given : initial;
  return {
    name,
    of,
    source: isGiven ? origin : value === undefined ? 'unset' : 'default',
    isSecret,
    value: isSecret || value === undefined ? null : withoutPassword(value),
  };
}

function initialOf(type: z.ZodType | undefined): string | undefined {
  const initial = type?.safeParse(undefined).data;
  return typeof initial === 'string' || typeof initial === 'number' ? String(initial) : undefined;
}

/** Parameters may hold a password too. */
function withoutPassword(text: string): string {
  const url = URL.parse(text);
  if (!url || (url.password === '' && url.search === '')) return text;
  url.password = url.password === '' ? '' : '***';
  url.search = url.search === '' ? '' : '?***';
  return url.href;
}
