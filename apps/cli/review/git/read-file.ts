import { readFile as readBytes, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { ReadFile } from '#agents/contract.ts';
import type { Comparison } from './comparison.ts';
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
