import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { RawChange } from '#agents/contract.ts';
import type { ChangedEntry } from './changed-entries.ts';
import { maxReadBytes, type Git } from './git.ts';
import type { Repository } from './repository.ts';

/** What one review holds in memory. What lies beyond is listed as not looked at. */
const maxFiles = 3_000;
/** Of a whole repository: the same bytes, in more and smaller files. */
export const maxFilesOfAll = 50_000;
const maxTotalBytes = 200_000_000;
const beyondReview = 'the change is too large for one review';
const filesAtOnce = 32;
/** Deleted files are not reviewed: they are read for what they protected or offered, which are texts of people. */
const maxDeletedFiles = 500;
const maxDeletedBytes = 100_000;

/** An entry with the contents of both sides, or the reason why there are none. */
export type Contents = Pick<RawChange, 'base' | 'head' | 'unavailable'>;

/** Reads the contents of all entries with two processes of git, and the working tree without any. */
export async function readContents(
  repository: Repository,
  entries: readonly ChangedEntry[],
  { isWorkingTree, files = maxFiles }: { readonly isWorkingTree: boolean; readonly files?: number },
): Promise<ReadonlyMap<string, Contents>> {
  const readable = entries.filter((entry) => entry.unavailable === undefined && entry.status !== 'removed');
  const chosen = readable.slice(0, files);
  const deleted = entries.filter(({ status }) => status === 'removed').slice(0, maxDeletedFiles);
  const blobs = await readBlobs(repository.git, [
    ...chosen.flatMap(({ baseId, headId }) => [baseId, headId].filter((id) => id !== undefined)),
    ...deleted.flatMap(({ baseId }) => baseId ?? []),
  ]);
  const budget = { bytesLeft: maxTotalBytes };
  const contents = new Map<string, Contents>();
  for (const { path, baseId } of deleted) contents.set(path, ofDeleted(blobs(baseId)));
  for (const entry of readable.slice(files)) contents.set(entry.path, { unavailable: beyondReview });
  for (let from = 0; from < chosen.length; from += filesAtOnce) {
    const group = chosen.slice(from, from + filesAtOnce);
    const read = await Promise.all(
      group.map(async (entry) => {
        const base = entry.baseId === undefined ? {} : blobs(entry.baseId);
        const path = join(repository.root, entry.path);
        const head = isWorkingTree ? await readWorkingFile(path, budget) : blobs(entry.headId);
        return toContents(base, head);
      }),
    );
    for (const [index, entry] of group.entries()) contents.set(entry.path, read[index] ?? {});
  }
  return contents;
}

/** What cannot be had of a deleted file is no gap: the account says that it is deleted. */
function ofDeleted({ bytes }: Content): Contents {
  return bytes === undefined || bytes.byteLength > maxDeletedBytes ? {} : { base: bytes };
}

type Content = { readonly bytes?: Uint8Array; readonly unavailable?: string };

function toContents(base: Content, head: Content): Contents {
  const unavailable = head.unavailable ?? base.unavailable;
  if (unavailable !== undefined) return { unavailable };
  return {
    ...(base.bytes === undefined ? {} : { base: base.bytes }),
    ...(head.bytes === undefined ? {} : { head: head.bytes }),
  };
}

async function readBlobs(git: Git, ids: readonly string[]): Promise<(id: string | undefined) => Content> {
  const unique = [...new Set(ids)];
  const sizes = await blobSizes(git, unique);
  let total = 0;
  const wanted = unique.filter((id) => {
    const size = sizes.get(id);
    if (size === undefined || size > maxReadBytes || total + size > maxTotalBytes) return false;
    total += size;
    return true;
  });
  const blobs =
    wanted.length === 0
      ? new Map<string, Uint8Array>()
      : parseBlobs(await git.catFile('--batch', asLines(wanted)));
  return (id) => {
    const bytes = id === undefined ? undefined : blobs.get(id);
    if (bytes !== undefined) return { bytes };
    const size = id === undefined ? undefined : sizes.get(id);
    if (size === undefined) return { unavailable: 'missing in this clone' };
    return { unavailable: size > maxReadBytes ? 'too-large' : beyondReview };
  };
}

async function blobSizes(git: Git, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const answer = (await git.catFile('--batch-check', asLines(ids))).toString('latin1');
  return new Map(
    [...answer.matchAll(/^([0-9a-f]{40,64}) blob (\d+)$/gm)].map(([, id = '', size]) => [id, Number(size)]),
  );
}

/** Reads `<id> blob <size>`, the bytes, and a line feed, as often as they come. */
export function parseBlobs(output: Buffer): Map<string, Uint8Array> {
  const blobs = new Map<string, Uint8Array>();
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(0x0a, at);
    if (end === -1) break;
    const [id = '', type, size] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (type !== 'blob') continue;
    blobs.set(id, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
}

function asLines(ids: readonly string[]): string {
  return `${ids.join('\n')}\n`;
}

/** Follows no link and waits for no pipe: a name in a working tree may be anything. */
async function readWorkingFile(path: string, budget: { bytesLeft: number }): Promise<Content> {
  try {
    const file = await open(
      path,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    try {
      const stats = await file.stat();
      if (!stats.isFile()) return { unavailable: 'not a regular file' };
      if (stats.size > maxReadBytes) return { unavailable: 'too-large' };
      if (stats.size > budget.bytesLeft) return { unavailable: beyondReview };
      budget.bytesLeft -= stats.size;
      return { bytes: await file.readFile() };
    } finally {
      await file.close();
    }
  } catch (error) {
    const isLink = (error as NodeJS.ErrnoException).code === 'ELOOP';
    return { unavailable: isLink ? 'symlink' : 'cannot be read' };
  }
}
