import type { Prisma } from '../generated/client.ts';
import type { Database, Store } from '../client.ts';
import { uuidv7 } from '../uuid.ts';

export type NewCompletion = Omit<Prisma.CompletionUncheckedCreateInput, 'id'>;

/** Returns the id of the row. */
export async function recordCompletion(store: Store, completion: NewCompletion): Promise<string> {
  const id = uuidv7();
  await store.completion.create({ data: { ...completion, id } });
  return id;
}

export type Words = Prisma.InputJsonValue;

/** Adds the words of a call, already redacted, to its record. */
export async function keepContent(store: Store, id: string, content: Words): Promise<void> {
  await store.completion.updateMany({ where: { id }, data: { content } });
}

/** Takes away the words that were kept for as long as their organization wants. */
export async function forgetWords({ pool }: Pick<Database, 'pool'>): Promise<void> {
  await pool.query(
    `update completions set content = null from organizations
     where organizations.id = completions.organization_id and content is not null
       and completions.created_at < now() - make_interval(days => words_days)`,
  );
}

/** Of one request to the gateway, in order. */
export const findCompletionsOfRequest = (store: Store, requestId: string) =>
  store.completion.findMany({ where: { requestId }, orderBy: { createdAt: 'asc' } });

export const findCompletions = (store: Store, taskId: string) =>
  store.completion.findMany({ where: { taskId }, orderBy: { createdAt: 'asc' } });
export type CompletionRow = Awaited<ReturnType<typeof findCompletions>>[number];

/** What calls without a task fill. */
const columns = {
  id: 'id',
  organizationId: 'organization_id',
  projectId: 'project_id',
  userId: 'user_id',
  agent: 'agent',
  apiKeyId: 'api_key_id',
  requestId: 'request_id',
  operation: 'operation',
  provider: 'provider',
  model: 'model',
  outcome: 'outcome',
  code: 'code',
  prompt: 'prompt',
  inputUncached: 'input_uncached',
  cacheRead: 'cache_read',
  cacheWrite: 'cache_write',
  output: 'output',
  reasoning: 'reasoning',
  costUsd: 'cost_usd',
  reportedUsd: 'reported_usd',
  computedUsd: 'computed_usd',
  latencyMs: 'latency_ms',
  attempts: 'attempts',
  warnings: 'warnings',
  decision: 'decision',
  content: 'content',
  budgetHolder: 'budget_holder',
  createdAt: 'created_at',
} as const;
type Column = keyof typeof columns;

const pairs = Object.entries(columns) as [Column, string][];
const names = Object.values(columns).join(', ');
/** The same, with the time by the database's clock: $2 is what the caller believes that it is now. */
const shifted = Object.values(columns)
  .map((name) => (name === 'created_at' ? 'created_at + (statement_timestamp() - $2::timestamptz)' : name))
  .join(', ');

/** What stands where a row says nothing: the statement names every column, so that the table's own do not apply. */
const initial: Partial<Record<Column, string>> = { operation: 'chat' };

/**
 * Many rows in one statement, given as JSON: a tenth of what the same rows cost one by one. Ids are the caller's, so
 * that a batch that is sent twice counts once. Of the caller's clock only the age of a row counts.
 */
export async function recordCompletions(
  { pool }: Pick<Database, 'pool'>,
  rows: readonly (NewCompletion & { readonly id: string; readonly createdAt: Date })[],
): Promise<void> {
  const values = rows.map((row) => {
    const value: Record<string, unknown> = {};
    for (const [field, column] of pairs) value[column] = row[field] ?? initial[field] ?? null;
    return value;
  });
  await pool.query(
    `insert into completions (${names}) select ${shifted} from jsonb_populate_recordset(null::completions, $1::jsonb)
     on conflict (id) do nothing`,
    [JSON.stringify(values), new Date()],
  );
}
