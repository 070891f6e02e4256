import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

async function keyOfDataFolder(dataDirectory: string): Promise<string> {
  const path = join(dataDirectory, 'encryption-key');
  await mkdir(dataDirectory, { recursive: true });
  // `wx`: of several processes that start at once, one makes the key.
  await writeFile(path, createSealingKey(), { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  return (await readFile(path, 'utf8')).trim();
}

/** Throws `prisma.encryption_key_wrong` when the database was sealed with another key: better at start than at the first event. */
export async function verifySealer(store: Store, sealer: Sealer): Promise<void> {
  const row = await store.systemConfig.findUnique({ where: { key: checkKey } });
  if (typeof row?.value === 'string') {
    sealer.open(Buffer.from(row.value, 'base64'));
    return;
  }
  const value = Buffer.from(sealer.seal(checkText)).toString('base64');
  await store.systemConfig.createMany({ data: [{ key: checkKey, value }], skipDuplicates: true });
}
