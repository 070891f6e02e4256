import { access, constants, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { WrongUse } from '../../errors.ts';
import { openGit, type Git, type GitOptions } from './git.ts';

/** A local repository, or the part of it that a path names. */
export interface Repository {
  /** Settled on the folder of the path, with the repository's filters switched off. */
  readonly git: Git;
  /** Absolute; the git folder itself for a bare repository. */
  readonly root: string;
  /** The folder or file that limits the review, from the root; empty for the whole repository. */
  readonly limit: string;
  /** The same for git: at most one. */
  readonly pathspec: readonly string[];
  readonly isBare: boolean;
  readonly isShallow: boolean;
}

type Source = Pick<GitOptions, 'environment' | 'signal'>;

/**
 * Opens the repository that holds `path`, a folder or a file, and limits the review to it; the repository around the
 * current folder, without a limit, when there is none. Throws `WrongUse` with what to do about it.
 */
export async function openRepository(path: string | undefined, source: Source): Promise<Repository> {
  const target = await existing(path ?? '.');
  const folder = target.isFolder ? target.path : dirname(target.path);
  const plain = openGit({ folder, ...source });
  const [description, settings] = await Promise.all([
    plain.text([
      'rev-parse',
      '--is-bare-repository',
      '--is-inside-work-tree',
      '--is-shallow-repository',
      '--show-prefix',
      '--show-cdup',
    ]),
    plain.text(['config', '--list', '--name-only', '-z']),
  ]);
  const [bare, inWorkTree, shallow, prefix = '', toRoot = ''] = description.split('\n');
  const isBare = bare === 'true';
  if (!isBare && inWorkTree !== 'true') {
    throw new WrongUse(`${folder} is the inside of a git folder. Name the folder with the files instead.`);
  }
  const place = target.isFolder
    ? prefix.replace(/\/$/, '')
    : `${prefix}${target.path.slice(folder.length + 1)}`;
  const limit = path === undefined ? '' : place;
  return {
    git: openGit({ folder: resolve(folder, toRoot), ...source, config: filtersOff(settings) }),
    root: resolve(folder, toRoot),
    limit,
    pathspec: limit === '' ? [] : [`:(top,literal)${limit}`],
    isBare,
    isShallow: shallow === 'true',
  };
}

async function existing(path: string): Promise<{ readonly path: string; readonly isFolder: boolean }> {
  try {
    const real = await realpath(path);
    const isFolder = (await stat(real)).isDirectory();
    // Git starts in there; its own words for a closed door would be those of the system.
    if (isFolder) await access(real, constants.X_OK);
    return { path: real, isFolder };
  } catch (error) {
    throw new WrongUse(`${path} does not exist or cannot be entered.`, error);
  }
}

/**
 * Clean filters are programs named by the repository's own configuration, and git runs them to compare files. They
 * can only be switched off by name.
 */
function filtersOff(settings: string): readonly string[] {
  const names = new Set(
    settings
      .split('\0')
      .map((setting) => /^filter\.(.+)\.(?:clean|smudge|process|required)$/s.exec(setting)?.[1])
      .filter((name) => name !== undefined),
  );
  return [...names].flatMap((name) => {
    if (/[=\n]/.test(name)) {
      throw new WrongUse(
        `The git configuration names a filter that cannot be switched off (${JSON.stringify(name)}). ` +
          'Remove it from .git/config if you did not put it there.',
      );
    }
    return [`filter.${name}.clean=`, `filter.${name}.process=`, `filter.${name}.required=false`];
  });
}
