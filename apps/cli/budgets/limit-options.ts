import { manifests as agentManifests } from '#agents/manifests.ts';
import type { Store } from '#prisma/client.ts';
import { listApiKeys } from '#prisma/repositories/api-keys.ts';
import {
  budgetPeriods,
  limitChoices,
  type LimitKey,
  type LimitValue,
} from '#prisma/repositories/budget-limits.ts';
import { findActorId } from '#prisma/repositories/tasks.ts';
import { listProjects } from '#prisma/repositories/tenancy.ts';
import { Decimal } from 'decimal.js';
import { z } from 'zod';
import type { DataOptions } from '../data/data-options.ts';
import { WrongUse } from '../errors.ts';
import { nearNames } from '#monitoring/near-names.ts';

export interface LimitOptions extends DataOptions {
  readonly project?: string;
  readonly user?: string;
  readonly agent?: string;
  readonly key?: string;
  readonly per: string;
}

export interface SetLimitOptions extends LimitOptions {
  // oxlint-disable-next-line unicorn/no-thenable -- the option's own name; it is never awaited
  readonly then: string;
}

/** The column's places, and far more than anybody spends. */
const usdText = z.string().regex(/^\$?(\d{1,8}(\.\d{1,9})?|\.\d{1,9})$/);

/** @throws WrongUse */
export function readLimitValue(usd: string, choice: string): LimitValue {
  if (/^\$?-/.test(usd))
    throw new WrongUse(`A limit can't be below zero: ${usd}. 0 forbids every call that costs something.`);
  const amount = usdText.safeParse(usd.trim());
  if (!amount.success) {
    throw new WrongUse(
      `A limit is an amount of US dollars, such as 20 or 0.05 (at most 9 decimals), not ${usd}.`,
    );
  }
  const onReached = z.enum(limitChoices).safeParse(choice);
  if (!onReached.success) throw new WrongUse(`--then takes ${limitChoices.join(', ')}, not ${choice}.`);
  return { usd: new Decimal(amount.data.replace('$', '')), onReached: onReached.data };
}

/** Which limit is meant. @throws WrongUse */
export async function readLimitKey(
  store: Store,
  organizationId: string,
  options: LimitOptions,
): Promise<LimitKey> {
  const period = z.enum(budgetPeriods).safeParse(options.per);
  if (!period.success) throw new WrongUse(`--per takes ${budgetPeriods.join(', ')}, not ${options.per}.`);
  const given = (['project', 'user', 'agent', 'key'] as const).filter((name) => options[name] !== undefined);
  if (given.length > 1) {
    throw new WrongUse(
      `A limit is of one of them: give only one of ${given.map((name) => `--${name}`).join(', ')}.`,
    );
  }
  const [scope] = given;
  if (scope === undefined) return { scope: 'organization', subject: '', period: period.data };
  const name = options[scope] ?? '';
  const subject = name === '*' ? '*' : await subjects[scope](store, organizationId, name);
  return { scope, subject, period: period.data };
}

type FindSubject = (store: Store, organizationId: string, name: string) => Promise<string>;

const subjects: Readonly<Record<'project' | 'user' | 'agent' | 'key', FindSubject>> = {
  async project(store, organizationId, name) {
    const projects = await listProjects(store, organizationId);
    const found = projects.find(({ slug }) => slug === name);
    return (
      found?.id ??
      unknown(
        `project ${name}`,
        name,
        projects.map(({ slug }) => slug),
      )
    );
  },
  async user(store, organizationId, name) {
    const [, platform = '', person = ''] = /^([a-z0-9-]+):(.+)$/.exec(name) ?? [];
    if (person === '') {
      throw new WrongUse(
        `--user takes the platform and the person, such as github:ada or slack:U012AB3CD, not ${name}.`,
      );
    }
    const id = await findActorId(store, { organizationId, platform, person });
    return `${platform}:${id ?? person}`;
  },
  async agent(_store, _organizationId, name) {
    const ids = Object.keys(agentManifests);
    return ids.includes(name) ? name : unknown(`agent ${name}`, name, ids);
  },
  async key(store, organizationId, name) {
    const keys = await listApiKeys(store, organizationId);
    const found = keys.find((key) => key.name === name || key.id === name);
    return (
      found?.id ??
      unknown(
        `key ${name}`,
        name,
        keys.map((key) => key.name),
      )
    );
  },
};

function unknown(what: string, name: string, known: readonly string[]): never {
  const near = nearNames(name, known);
  const shown =
    near.length > 0
      ? `Near it: ${near.join(', ')}.`
      : `There are: ${known.slice(0, 10).join(', ') || 'none'}.`;
  throw new WrongUse(`There is no ${what}. ${shown}`);
}
