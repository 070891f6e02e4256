import type { Store } from '#prisma/client.ts';
import { listApiKeys } from '#prisma/repositories/api-keys.ts';
import type { LimitKey } from '#prisma/repositories/budget-limits.ts';
import { listProjects } from '#prisma/repositories/tenancy.ts';

/** Names for people of what limits hold for by an id. */
export type SubjectNames = (key: Pick<LimitKey, 'scope' | 'subject'>) => string;

export async function readSubjectNames(store: Store, organizationId: string): Promise<SubjectNames> {
  const [projects, keys] = await Promise.all([
    listProjects(store, organizationId),
    listApiKeys(store, organizationId),
  ]);
  const names = new Map([
    ...projects.map(({ id, slug }) => [id, slug] as const),
    ...keys.map(({ id, name }) => [id, name] as const),
  ]);
  return ({ subject }) => names.get(subject) ?? subject;
}

/** `the month of agent security` */
export function limitText({ scope, subject, period }: LimitKey, nameOf: SubjectNames): string {
  const name = nameOf({ scope, subject });
  const whose = subject === '' ? `the ${scope}` : subject === '*' ? `each ${scope}` : `${scope} ${name}`;
  return `${whose} for ${period === 'task' ? 'one task' : `a ${period}`}`;
}
