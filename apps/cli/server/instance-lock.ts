import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createFileOnce } from '#monitoring/create-file-once.ts';
import { createFolder } from '#monitoring/create-folder.ts';
import { NotFinished, WrongUse } from '../errors.ts';

/**
 * One AMAS per data folder. A file that a crashed run left names a process that is gone: it is taken over.
 * Returns how to let go.
 */
export async function lockDataDirectory(dataDirectory: string): Promise<() => Promise<void>> {
  const path = join(dataDirectory, 'amas.pid');
  await createFolder(dataDirectory).catch((cause: unknown) => {
    throw new WrongUse(
      `The data folder ${dataDirectory} cannot be created. Set AMAS_DATA_DIR to a folder you may write to.`,
      cause,
    );
  });
  while (!(await createLock(path, dataDirectory))) {
    const holder = Number(await readFile(path, 'utf8').catch(() => ''));
    if (await isAmas(holder)) {
      throw new WrongUse(
        `AMAS already runs with the data folder ${dataDirectory} (process ${holder}). Stop it, or set AMAS_DATA_DIR to another folder. Hub and worker apart from each other need DATABASE_URL.`,
      );
    }
    await rm(path, { force: true });
  }
  return () => rm(path, { force: true });
}

async function createLock(path: string, dataDirectory: string): Promise<boolean> {
  try {
    return await createFileOnce(path, String(process.pid));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new NotFinished(
      `The data folder ${dataDirectory} cannot be written to (${code ?? 'unknown'}). Set AMAS_DATA_DIR to a folder you may write to.`,
      error,
    );
  }
}

/** A pid may have been given to another program since; where that can be looked up, it is. */
async function isAmas(pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return commandLine === undefined || /apps[\\/](cli|demo)/.test(commandLine);
}
