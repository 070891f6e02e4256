import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Creates a folder and those above it, if they are missing. Each is tried twice at most: the `recursive` of Node never
 * ends where a file system answers "no such folder" although the one above is there, as procfs does.
 */
export async function createFolder(path: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    if (await isFolder(path)) return;
    const above = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || above === path) throw error;
    await createFolder(above, mode);
    await mkdir(path, { mode }).catch(async (cause: unknown) => {
      if (!(await isFolder(path))) throw cause;
    });
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
