import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFileOnce } from '#monitoring/create-file-once.ts';
import { createFolder } from '#monitoring/create-folder.ts';
import type { Database, Store } from './client.ts';
import { createSealer, createSealingKey, type Sealer } from './sealing.ts';

const checkKey = 'encryption.check';
const checkText = 'amas';

/**
 * The sealer of this installation: from `AMAS_ENCRYPTION_KEY`, else from the data folder, where a key is made at the
 * first start. Several machines over one database need the variable: their data folders differ.
 */
export async function openSealer(options: {
  key: string | undefined;
  dataDirectory: string;
}): Promise<Sealer> {
  return createSealer(options.key ?? (await keyOfDataFolder(options.dataDirectory)));
}

/** The same, without making a key where there is none. */
export async function findSealer(options: {
  key: string | undefined;
  dataDirectory: string;
}): Promise<Sealer | undefined> {
  const key = options.key ?? (await findKeyOfDataFolder(options.dataDirectory));
  return key === undefined ? undefined : createSealer(key);
}

const keyPathOf = (dataDirectory: string) => join(dataDirectory, 'encryption-key');

async function keyOfDataFolder(dataDirectory: string): Promise<string> {
  const path = keyPathOf(dataDirectory);
  await createFolder(dataDirectory);
  // Of several processes that start at once, one makes the key.
  await createFileOnce(path, createSealingKey());
  return (await readFile(path, 'utf8')).trim();
}

async function findKeyOfDataFolder(dataDirectory: string): Promise<string | undefined> {
  try {
    return (await readFile(keyPathOf(dataDirectory), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Throws `prisma.encryption_key_wrong` when the database was sealed with another key: better at start than at the first event. */
export async function verifySealer(database: Pick<Database, 'pool'>, sealer: Sealer): Promise<void> {
  if ((await checkSealer(database, sealer)) === 'right') return;
  await database.pool.query(
    `insert into system_config (key, value, updated_at) values ($1, $2, now()) on conflict (key) do nothing`,
    [checkKey, JSON.stringify(toCheckValue(sealer))],
  );
}

/** The same, without writing anything. `unused`: nothing was sealed in this database yet. */
export async function checkSealer(
  { pool }: Pick<Database, 'pool'>,
  sealer: Sealer,
): Promise<'right' | 'unused'> {
  // SQL, because each process does it at its start: docs/decisions/0028-sql-where-a-process-starts.md.
  const { rows } = await pool.query<{ value: unknown }>('select value from system_config where key = $1', [
    checkKey,
  ]);
  const sealed = toSealed(rows[0]?.value);
  if (!sealed) return 'unused';
  sealer.open(sealed);
  return 'right';
}

/** Seals the check value again with the newest key, as `resealIntegrations` does with the secrets. */
export async function resealCheck(store: Store, sealer: Sealer): Promise<void> {
  const row = await store.systemConfig.findUnique({ where: { key: checkKey } });
  const sealed = toSealed(row?.value);
  if (!sealed || !sealer.isOutdated(sealed)) return;
  sealer.open(sealed);
  await store.systemConfig.update({ where: { key: checkKey }, data: { value: toCheckValue(sealer) } });
}

const toSealed = (value: unknown): Buffer | undefined =>
  typeof value === 'string' ? Buffer.from(value, 'base64') : undefined;

const toCheckValue = (sealer: Sealer) => Buffer.from(sealer.seal(checkText)).toString('base64');
