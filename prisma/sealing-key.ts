import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFileOnce } from '#monitoring/create-file-once.ts';
import type { Store } from './client.ts';
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
  await mkdir(dataDirectory, { recursive: true });
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
export async function verifySealer(store: Store, sealer: Sealer): Promise<void> {
  if ((await checkSealer(store, sealer)) === 'right') return;
  const value = toCheckValue(sealer);
  await store.systemConfig.createMany({ data: [{ key: checkKey, value }], skipDuplicates: true });
}

/** The same, without writing anything. `unused`: nothing was sealed in this database yet. */
export async function checkSealer(store: Store, sealer: Sealer): Promise<'right' | 'unused'> {
  const sealed = await readCheck(store);
  if (!sealed) return 'unused';
  sealer.open(sealed);
  return 'right';
}

/** Seals the check value again with the newest key, as `resealIntegrations` does with the secrets. */
export async function resealCheck(store: Store, sealer: Sealer): Promise<void> {
  const sealed = await readCheck(store);
  if (!sealed || !sealer.isOutdated(sealed)) return;
  sealer.open(sealed);
  await store.systemConfig.update({ where: { key: checkKey }, data: { value: toCheckValue(sealer) } });
}

async function readCheck(store: Store): Promise<Buffer | undefined> {
  const row = await store.systemConfig.findUnique({ where: { key: checkKey } });
  return typeof row?.value === 'string' ? Buffer.from(row.value, 'base64') : undefined;
}

const toCheckValue = (sealer: Sealer) => Buffer.from(sealer.seal(checkText)).toString('base64');
