import { uuidv7 } from '../uuid.ts';
import type { Database, Store } from '../client.ts';

export interface Tenant {
  readonly organizationId: string;
  readonly projectId: string;
}

export const defaultSlug = 'default';

/** The organization and project that everything belongs to until somebody makes others. Safe to call from many processes. */
export async function ensureDefaultProject(database: Pick<Database, 'pool'>): Promise<Tenant> {
  await database.pool.query(
    `insert into organizations (id, slug, name) values ($1, $2, 'Default organization') on conflict (slug) do nothing`,
    [uuidv7(), defaultSlug],
  );
  await database.pool.query(
    `insert into projects (id, organization_id, slug, name)
     select $1, id, $2, 'Default project' from organizations where slug = $2
     on conflict (organization_id, slug) do nothing`,
    [uuidv7(), defaultSlug],
  );
  const { rows } = await database.pool.query<Tenant>(
    `select o.id as "organizationId", p.id as "projectId"
     from organizations o join projects p on p.organization_id = o.id and p.slug = $1 where o.slug = $1`,
    [defaultSlug],
  );
  const [tenant] = rows;
  if (!tenant) throw new Error('the default project vanished between two statements');
  return tenant;
}

/** The projects of an organization, by name. */
export const listProjects = (
  store: Store,
  organizationId: string,
): Promise<{ readonly id: string; readonly slug: string }[]> =>
  store.project.findMany({
    where: { organizationId },
    orderBy: { slug: 'asc' },
    select: { id: true, slug: true },
  });

export async function listOrganizations(store: Store): Promise<string[]> {
  const rows = await store.organization.findMany({ select: { id: true }, orderBy: { id: 'asc' } });
  return rows.map(({ id }) => id);
}

/** Whether an organization wants the words of its model calls kept, and for how many days. */
export interface WordsWish {
  readonly isOn: boolean;
  readonly days: number;
}

const usualDays = 30;

export async function readWordsWish(
  { pool }: Pick<Database, 'pool'>,
  organizationId: string,
): Promise<WordsWish> {
  const { rows } = await pool.query<WordsWish>(
    'select records_prompts as "isOn", words_days as days from organizations where id = $1',
    [organizationId],
  );
  return rows[0] ?? { isOn: false, days: usualDays };
}

export async function setWordsWish(
  store: Store,
  organizationId: string,
  { isOn, days }: WordsWish,
): Promise<void> {
  await store.organization.update({
    where: { id: organizationId },
    data: { recordsPrompts: isOn, wordsDays: days },
  });
}
