import { apiKeyScopes, createApiKey, listApiKeys, type ApiKeyScope } from '#prisma/repositories/api-keys.ts';
import { isProviderId } from '#providers/manifests.ts';
import { noSuchProvider } from '#providers/no-such-provider.ts';
import { recordAudit } from '#prisma/repositories/audit.ts';
import { ensureDefaultProject } from '#prisma/repositories/tenancy.ts';
import type { Cli } from '../command.ts';
import { cliActor } from '../data/cli-actor.ts';
import type { DataOptions } from '../data/data-options.ts';
import { withData } from '../data/open-data.ts';
import { WrongUse } from '../errors.ts';
import { printJson } from '../output/print-json.ts';
import { keyStatus, toKeyItem } from './key-item.ts';

export interface CreateKeyOptions extends DataOptions {
  readonly scope?: string;
  readonly models?: string;
  readonly rpm?: string;
  readonly expires?: string;
}

export async function createKey(cli: Cli, name: string, options: CreateKeyOptions): Promise<void> {
  const now = cli.clock.now();
  const wanted = {
    name: readName(name),
    scopes: readScopes(options.scope),
    models: readModels(options.models),
    ...readRate(options.rpm),
    ...readExpiry(options.expires, now),
  };
  const created = await withData(cli, options, async ({ database, jobs }) => {
    const { organizationId } = await ensureDefaultProject(database);
    const others = await listApiKeys(database.store, organizationId);
    if (others.some((other) => other.name === wanted.name && keyStatus(other, now) === 'active'))
      throw new WrongUse(
        `There is a key called ${wanted.name}. Revoke it first (amas key revoke ${wanted.name}), or choose another name.`,
      );
    return await jobs.transact(async (store) => {
      const made = await createApiKey(store, { organizationId, ...wanted });
      await recordAudit(store, {
        organizationId,
        actor: cliActor(),
        action: 'api_key.create',
        target: made.row.id,
        details: { name: wanted.name, scopes: [...wanted.scopes], models: [...wanted.models] },
      });
      return made;
    });
  });
  if (options.json) {
    printJson(cli.terminal, { key: created.key, ...toKeyItem(created.row, now) });
    return;
  }
  cli.terminal.out(`${created.key}\n`);
  cli.terminal.err(
    'Keep it now: it is not shown again. Use it as OPENAI_API_KEY, with OPENAI_BASE_URL set to the URL of the hub and /v1.\n',
  );
}

function readName(text: string): string {
  const name = text.trim();
  if (/^[\w][\w .@-]{0,63}$/.test(name)) return name;
  throw new WrongUse(
    'The name of a key has 1 to 64 characters: letters, digits, spaces, and . @ - _, beginning with a letter or digit.',
  );
}

function readScopes(text: string | undefined): readonly ApiKeyScope[] {
  if (text === undefined) return apiKeyScopes;
  const names = listOf(text);
  const unknown = names.filter((name) => !apiKeyScopes.some((scope) => scope === name));
  if (unknown.length > 0 || names.length === 0)
    throw new WrongUse(`--scope takes ${apiKeyScopes.join(', ')}, not ${unknown.join(', ') || 'nothing'}.`);
  return apiKeyScopes.filter((scope) => names.includes(scope));
}

/** A key for models of a provider that there is not could ask nobody. */
function readModels(text: string | undefined): readonly string[] {
  const patterns = listOf(text);
  for (const pattern of patterns) {
    const [provider = '', ...rest] = pattern.split('/');
    if (rest.length > 0 && !provider.includes('*') && !isProviderId(provider))
      throw new WrongUse(`--models ${pattern}: ${noSuchProvider(provider)}`);
  }
  return patterns;
}

const listOf = (text = '') => [...new Set(text.split(',').map((part) => part.trim()))].filter(Boolean);

function readRate(text: string | undefined): { requestsPerMinute?: number } {
  if (text === undefined) return {};
  const requestsPerMinute = Number(text);
  if (/^\d{1,6}$/.test(text) && requestsPerMinute > 0) return { requestsPerMinute };
  throw new WrongUse(`--rpm takes a whole number of requests a minute from 1 to 999999, not ${text}.`);
}

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

function readExpiry(text: string | undefined, now: number): { expiresAt?: Date } {
  if (text === undefined) return {};
  const [, count = '', unit = ''] = /^(\d{1,4})([mhdw])$/.exec(text) ?? [];
  const ms = Number(count) * (unitMs[unit as keyof typeof unitMs] ?? 0);
  if (ms > 0) return { expiresAt: new Date(now + ms) };
  throw new WrongUse(`--expires takes a duration such as 30m, 12h, 90d or 52w, not ${text}.`);
}
