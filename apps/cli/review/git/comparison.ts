import { WrongUse } from '../../errors.ts';
import { nearNames } from '#monitoring/near-names.ts';
import type { Repository } from './repository.ts';

/** The two versions to compare. */
export interface Comparison {
  /** Object id of a commit, or of a tree when the user named one. */
  readonly base: string;
  /** Object id of a commit; the working tree when absent. */
  readonly head?: string;
  /** Nothing is compared: the base is the empty tree. */
  readonly isWhole?: boolean;
  /** For a person: what is compared with what, and who chose it. */
  readonly description: string;
}

/** Where a base is looked for when none is named, best first. */
const usualBases = [
  ['origin/HEAD', 'refs/remotes/origin/HEAD'],
  ['origin/main', 'refs/remotes/origin/main'],
  ['origin/master', 'refs/remotes/origin/master'],
  ['main', 'refs/heads/main'],
  ['master', 'refs/heads/master'],
] as const;

export interface Wanted {
  readonly base?: string;
  readonly head?: string;
  /** Every tracked file, as if the change had added it. */
  readonly all?: boolean;
}

/** Ids of the tree without entries, which git knows without storing it, by the length of the repository's ids. */
const emptyTrees: Readonly<Record<number, string>> = {
  40: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  64: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
};

/** Resolves what the user named, or the usual base. Throws `WrongUse` with near names when there is none. */
export async function chooseComparison(repository: Repository, wanted: Wanted): Promise<Comparison> {
  if (repository.isBare && wanted.head === undefined) {
    throw new WrongUse(
      'This is a bare repository, without a working tree. Name the version to review: --head <branch>.',
    );
  }
  const objects = await resolveAll(repository, wanted);
  const head = objects.get(headName(wanted));
  if (head === undefined) throw await noHead(repository, wanted.head);
  if (wanted.all === true) return wholeOf(repository, wanted, head);
  const base = await chooseBase(repository, wanted, objects);
  const mergeBase = base.isTree ? base.id : await mergeBaseOf(repository, base, head, wanted);
  const reviewed = wanted.head === undefined ? 'the working tree' : wanted.head;
  return {
    base: mergeBase,
    ...(wanted.head === undefined ? {} : { head }),
    description: `${reviewed}${repository.limit === '' ? '' : `, ${repository.limit} only,`} against ${base.name} (${base.isTree ? 'tree' : 'merge base'} ${mergeBase.slice(0, 10)}${
      wanted.base === undefined ? ', chosen because --base was not given' : ''
    })`,
  };
}

function wholeOf(repository: Repository, wanted: Wanted, head: string): Comparison {
  const version = wanted.head ?? 'the working tree';
  const limit = repository.limit === '' ? '' : `, ${repository.limit} only`;
  return {
    base: emptyTrees[head.length] ?? '',
    ...(wanted.head === undefined ? {} : { head }),
    isWhole: true,
    description: `every tracked file of ${version}${limit}`,
  };
}

interface Base {
  readonly name: string;
  readonly id: string;
  readonly isTree: boolean;
}

async function chooseBase(
  repository: Repository,
  wanted: Wanted,
  objects: ReadonlyMap<string, string>,
): Promise<Base> {
  if (wanted.base !== undefined) {
    const commit = objects.get(`${wanted.base}^{commit}`);
    if (commit !== undefined) return { name: wanted.base, id: commit, isTree: false };
    const tree = objects.get(`${wanted.base}^{tree}`);
    if (tree !== undefined) return { name: wanted.base, id: tree, isTree: true };
    throw await unknownRevision(repository, '--base', wanted.base);
  }
  for (const [name, reference] of usualBases) {
    const id = objects.get(`${reference}^{commit}`);
    if (id !== undefined) return { name, id, isTree: false };
  }
  throw new WrongUse(
    `No base to compare with: there is none of ${usualBases.map(([name]) => name).join(', ')}. ` +
      'Name one: --base <branch or commit>, for example --base HEAD~1.',
  );
}

/** One process for every name: each line of the answer belongs to one line of the question. */
async function resolveAll(repository: Repository, wanted: Wanted): Promise<ReadonlyMap<string, string>> {
  for (const [option, value] of [
    ['--base', wanted.base],
    ['--head', wanted.head],
  ] as const) {
    // oxlint-disable-next-line no-control-regex -- a line break would be a second question to git
    if (value !== undefined && (value.trim() === '' || /[\u0000-\u001f\u007f]/.test(value))) {
      throw new WrongUse(`${option} needs the name of a branch, tag or commit.`);
    }
  }
  const names = [
    headName(wanted),
    ...(wanted.base === undefined
      ? usualBases.map(([, reference]) => `${reference}^{commit}`)
      : [`${wanted.base}^{commit}`, `${wanted.base}^{tree}`]),
  ];
  const answer = await repository.git.catFile('--batch-check', `${names.join('\n')}\n`);
  const found = new Map<string, string>();
  for (const [index, line] of answer.toString('utf8').split('\n').entries()) {
    const match = /^([0-9a-f]{40,64}) (?:commit|tree) \d+$/.exec(line);
    const name = names[index];
    if (match?.[1] !== undefined && name !== undefined) found.set(name, match[1]);
  }
  return found;
}

function headName(wanted: Wanted): string {
  return `${wanted.head ?? 'HEAD'}^{commit}`;
}

async function mergeBaseOf(
  repository: Repository,
  base: Base,
  head: string,
  wanted: Wanted,
): Promise<string> {
  const output = await repository.git.text(['merge-base', base.id, head]);
  const id = output.trim();
  if (id !== '') return id;
  const names = `${base.name} and ${wanted.head ?? 'HEAD'}`;
  throw new WrongUse(
    repository.isShallow
      ? `This clone is shallow, so that the common ancestor of ${names} is not in it. Get the history with ` +
          'git fetch --unshallow, or name a commit that is here: --base <commit>.'
      : `${names} have no commit in common, so that there is no change to review between them. Name another --base.`,
  );
}

async function noHead(repository: Repository, head: string | undefined): Promise<WrongUse> {
  if (head !== undefined) return unknownRevision(repository, '--head', head);
  return new WrongUse(
    'There is no commit yet on this branch, so that there is nothing to compare with. Commit first, or name what to ' +
      'review: --head <branch>.',
  );
}

async function unknownRevision(repository: Repository, option: string, name: string): Promise<WrongUse> {
  const references = await repository.git.text([
    'for-each-ref',
    '--format=%(refname:short)',
    'refs/heads',
    'refs/remotes',
    'refs/tags',
  ]);
  const near = nearNames(
    name,
    references.split('\n').filter((reference) => reference !== ''),
  );
  const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
  const fetch = repository.isShallow
    ? ' This clone is shallow: it may have to be fetched first (git fetch origin <branch>).'
    : '';
  return new WrongUse(`${option} ${name}: there is no such branch, tag or commit here.${hint}${fetch}`);
}
