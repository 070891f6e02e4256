import { readFile as readBytes, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { ReadFile } from '#agents/contract.ts';
import type { Comparison } from './comparison.ts';
import { parseBlobs } from './contents.ts';
import type { Repository } from './repository.ts';

/** Context for a reader, not material of a review: larger files are data. */
const maxBytes = 200_000;
/** What one review may read beyond its change. */
const maxReads = 60;

/** Reads files of a local repository beyond the change, each once: from the working tree where that is reviewed, else by git. */
export function createReadFile(repository: Repository, comparison: Comparison): ReadFile {
  const known = new Map<string, Promise<string | undefined>>();
  return async (path, side = 'head') => {
    // oxlint-disable-next-line no-control-regex -- a line break would be a second question to git
    if (path === '' || /[\u0000-\u001f\u007f]/.test(path)) return undefined;
    if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) return undefined;
    // Where nothing is compared, the settings of the reviewed version hold.
    const commit = side === 'base' && comparison.isWhole !== true ? comparison.base : comparison.head;
    const key = `${commit ?? ''}:${path}`;
    const reading = known.get(key);
    if (reading) return reading;
    if (known.size >= maxReads) return undefined;
    const text = commit === undefined ? fromTree(repository.root, path) : fromGit(repository, commit, path);
    known.set(key, text);
    return text;
  };
}

/** Texts of many files of one version, without those that are none: two processes, however many they are. */
export async function readTexts(
  repository: Repository,
  commit: string | undefined,
  paths: readonly string[],
): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const texts =
    commit === undefined
      ? await Promise.all(paths.map((path) => fromTree(repository.root, path)))
      : await allFromGit(repository, commit, paths);
  return paths.flatMap((path, at) => {
    const text = texts[at];
    return text === undefined ? [] : [{ path, text }];
  });
}

async function allFromGit(
  { git }: Repository,
  commit: string,
  paths: readonly string[],
): Promise<readonly (string | undefined)[]> {
  // oxlint-disable-next-line no-control-regex -- a line break would be a second question to git
  if (paths.length === 0 || paths.some((path) => /[\u0000-\u001f\u007f]/.test(path))) return [];
  const names = paths.map((path) => `${commit}:${path}\n`).join('');
  const lines = (await git.catFile('--batch-check', names)).toString('utf8').split('\n');
  const ids = lines.map((line) => {
    const [, id = '', size] = /^([0-9a-f]{40,64}) blob (\d+)$/.exec(line) ?? [];
    return Number(size) <= maxBytes ? id : '';
  });
  const wanted = [...new Set(ids)].filter((id) => id !== '');
  if (wanted.length === 0) return [];
  const blobs = parseBlobs(await git.catFile('--batch', `${wanted.join('\n')}\n`));
  return ids.map((id) => {
    const bytes = blobs.get(id);
    return bytes && toText(bytes);
  });
}

async function fromGit({ git }: Repository, commit: string, path: string): Promise<string | undefined> {
  const size = /^[0-9a-f]{40,64} blob (\d+)$/.exec(
    (await git.catFile('--batch-check', `${commit}:${path}\n`)).toString('utf8').trim(),
  )?.[1];
  if (size === undefined || Number(size) > maxBytes) return undefined;
  const answer = await git.catFile('--batch', `${commit}:${path}\n`);
  const start = answer.indexOf(0x0a) + 1;
  return toText(answer.subarray(start, start + Number(size)));
}

/** A link, of the file or of a folder above it, may lead out of the repository: it is not followed. */
async function fromTree(root: string, path: string): Promise<string | undefined> {
  try {
    const top = await realpath(root);
    const full = join(top, ...path.split('/'));
    const real = await realpath(full);
    if (real !== full || !real.startsWith(top + sep)) return undefined;
    const facts = await stat(real);
    if (!facts.isFile() || facts.size > maxBytes) return undefined;
    return toText(await readBytes(real));
  } catch {
    return undefined;
  }
}

function toText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
