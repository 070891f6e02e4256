import { z } from 'zod';
import type { ChangedFile } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Api } from './api.ts';
import { statusOf, type FileEntry } from './changed-files.ts';
import { repositoryOf, type Target } from './target.ts';

/** Larger files are data; the largest that anything here reads are lockfiles. */
const maxFileBytes = 8_000_000;
const emptyBlobSha = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391';

/** What one change may take in memory, counted down as its files arrive. */
export interface Budget {
  leftBytes: number;
  leftFiles: number;
}

export interface ContentSource {
  readonly api: Api;
  readonly target: Target;
  readonly mergeBaseSha: string;
  readonly headSha: string;
  readonly budget: Budget;
  readonly signal?: AbortSignal | undefined;
}

const Content = z.object({
  type: z.string(),
  sha: z.string(),
  size: z.number(),
  /** `none` for 1 to 100 MB: such content comes by its blob only. */
  encoding: z.string().nullish(),
  content: z.string().nullish(),
});
const Blob = z.object({ content: z.string(), encoding: z.literal('base64') });

export type Side = { readonly bytes: Uint8Array } | { readonly unavailable: string };

/** A changed file with its contents, or with the reason why they could not be had. */
export async function readChangedFile(source: ContentSource, entry: FileEntry): Promise<ChangedFile> {
  const status = statusOf(entry);
  const patch = entry.patch ?? undefined;
  const file: ChangedFile = {
    path: entry.filename,
    ...(entry.previous_filename ? { previousPath: entry.previous_filename } : {}),
    status,
  };
  if (status === 'removed') return withPatch(file, patch);
  if (isSubmodule(patch)) return { ...file, unavailable: 'submodule' };
  if (patch === undefined && entry.changes === 0 && status !== 'renamed') return withoutText(file, entry);
  if (source.budget.leftFiles <= 0 || source.budget.leftBytes <= 0) {
    return withPatch({ ...file, unavailable: 'too-many-files' }, patch);
  }
  source.budget.leftFiles -= 1;
  return withContents(source, withPatch(file, patch), entry);
}

async function withContents(
  source: ContentSource,
  file: ChangedFile,
  entry: FileEntry,
): Promise<ChangedFile> {
  const [head, base] = await Promise.all([
    readSide(source, { path: file.path, ref: source.headSha, sha: entry.sha ?? undefined }),
    file.status === 'added'
      ? undefined
      : readSide(source, { path: file.previousPath ?? file.path, ref: source.mergeBaseSha }),
  ]);
  if ('unavailable' in head) {
    const { patch, ...rest } = file;
    // What is no text of its own is not reviewed by its diff either.
    return notText.has(head.unavailable)
      ? { ...rest, unavailable: head.unavailable }
      : withPatch({ ...rest, unavailable: head.unavailable }, patch);
  }
  if (base && 'unavailable' in base)
    return { ...file, head: head.bytes, unavailable: `base-${base.unavailable}` };
  return { ...file, head: head.bytes, ...(base ? { base: base.bytes } : {}) };
}

const notText: ReadonlySet<string> = new Set(['binary', 'submodule', 'symlink', 'lfs-pointer', 'not-a-file']);

export interface Place {
  readonly path: string;
  /** The default branch when absent. */
  readonly ref?: string | undefined;
  /** Of the blob expected there. GitHub follows symbolic links, so another one betrays a link. */
  readonly sha?: string | undefined;
}

export async function readSide(
  source: Omit<ContentSource, 'mergeBaseSha' | 'headSha'>,
  place: Place,
): Promise<Side> {
  const { api, target, signal } = source;
  try {
    const content = await api.call({
      // Encoded here: Octokit would encode the slashes as well.
      route: `GET /repos/{owner}/{repo}/contents/${place.path.split('/').map(encodeURIComponent).join('/')}`,
      parameters: { ...repositoryOf(target), ...(place.ref === undefined ? {} : { ref: place.ref }) },
      accept: 'application/vnd.github.object+json',
      answer: Content,
      signal,
    });
    const kind = notAFile(content, place.sha);
    if (kind !== undefined) return { unavailable: kind };
    if (content.size > Math.min(maxFileBytes, source.budget.leftBytes)) return { unavailable: 'too-large' };
    source.budget.leftBytes -= content.size;
    return toSide(
      content.encoding === 'base64' ? (content.content ?? '') : await readBlob(source, content.sha),
    );
  } catch (error) {
    const code = error instanceof AmasError ? error.code : undefined;
    // One file that GitHub does not give must not take the review of the others with it.
    if (code === 'bots.target_gone') return { unavailable: 'not-found' };
    if (code === 'bots.refused') return { unavailable: 'too-large' };
    throw error;
  }
}

function notAFile(content: z.infer<typeof Content>, expectedSha: string | undefined): string | undefined {
  if (content.type === 'symlink' || content.type === 'submodule') return content.type;
  if (content.type !== 'file') return 'not-a-file';
  // The API version of 2022 calls a submodule a file; unlike one it has no content of any encoding.
  if (content.encoding === undefined || content.encoding === null) return 'submodule';
  return expectedSha !== undefined && expectedSha !== content.sha ? 'symlink' : undefined;
}

async function readBlob(
  { api, target, signal }: Pick<ContentSource, 'api' | 'target' | 'signal'>,
  sha: string,
): Promise<string> {
  const blob = await api.call({
    route: 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
    parameters: { ...repositoryOf(target), file_sha: sha },
    answer: Blob,
    signal,
  });
  return blob.content;
}

function toSide(base64: string): Side {
  const bytes = Buffer.from(base64, 'base64');
  const start = bytes.subarray(0, 8_000);
  if (start.toString('latin1').startsWith('version https://git-lfs.github.com/spec/')) {
    return { unavailable: 'lfs-pointer' };
  }
  // Git's own test: a NUL in the first 8,000 bytes.
  return start.includes(0) ? { unavailable: 'binary' } : { bytes };
}

/** GitHub counts no changed lines: an empty file, a binary one, or a change of its mode. */
function withoutText(file: ChangedFile, { sha }: FileEntry): ChangedFile {
  if (sha !== emptyBlobSha) return { ...file, unavailable: 'binary-or-mode-only' };
  return file.status === 'added'
    ? { ...file, patch: '', head: new Uint8Array() }
    : { ...file, unavailable: 'mode-only' };
}

/** Every line has to be of this kind: a text that quotes one is a text. */
const isSubmodule = (patch: string | undefined): boolean =>
  patch !== undefined && /^@@[^\n]*(\n[-+]Subproject commit [0-9a-f]{40,64})+\s*$/.test(patch);

const withPatch = (file: ChangedFile, patch: string | undefined): ChangedFile =>
  patch === undefined ? file : { ...file, patch };
