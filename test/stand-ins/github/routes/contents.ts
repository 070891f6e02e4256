import { apiUrl, htmlUrl } from '../json/links.ts';
import { encodePath } from '../json/commit.ts';
import type { FileEntry, ObjectStore } from '../git/object-store.ts';
import { treeMode } from '../git/git-object.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import { content, ok, type Reply } from '../http/reply.ts';
import { repositoryRoute, textParam, type RepositoryExchange, type Route } from '../http/route.ts';
import { resolveRef } from '../state/repositories.ts';

const maxJsonBytes = 1024 * 1024;
export const maxRawBytes = 100 * 1024 * 1024;
const maxListed = 1_000;

export const contentRoutes: readonly Route[] = ['/contents', '/contents/*path'].map((path) =>
  repositoryRoute({
    method: 'GET',
    path,
    docs: 'repos/contents#get-repository-content',
    access: ['contents:read'],
    handle: readContent,
  }),
);

function readContent(exchange: RepositoryExchange): Reply {
  const { repository, query } = exchange;
  const path = textParam(exchange, 'path').replace(/\/$/, '');
  const ref = query.get('ref') ?? repository.defaultBranch;
  const sha = resolveRef(repository, ref);
  if (sha === undefined) throw new Refusal(404, `No commit found for the ref ${ref}`);
  const entry = repository.store.snapshotOf(sha).get(path);
  if (entry) return readFile(exchange, { path, ref, entry });
  const folder = folderAt(repository.store, sha, path);
  if (folder === undefined) throw notFound();
  const entries = listFolder(exchange, { path, ref, folder });
  if (exchange.mediaType !== 'object') return ok(entries);
  return ok({ ...entryJson(exchange, { path, ref }, { mode: treeMode, sha: folder }), entries });
}

interface Place {
  readonly path: string;
  readonly ref: string;
  readonly entry: FileEntry;
}

function readFile(exchange: RepositoryExchange, place: Place): Reply {
  const { repository, mediaType } = exchange;
  const { entry } = place;
  const summary = entryJson(exchange, place, entry);
  if (entry.mode === '160000') return ok({ ...summary, submodule_git_url: null });
  const data = repository.store.blob(entry.sha) ?? Buffer.alloc(0);
  if (data.length > maxRawBytes) throw tooLarge('100 MB');
  if (mediaType === 'raw') return content('application/vnd.github.raw; charset=utf-8', data);
  if (entry.mode === '120000') return ok({ ...summary, target: data.toString() });
  if (data.length <= maxJsonBytes) return ok({ ...summary, ...encodedContent(data) });
  if (mediaType === 'object') return ok({ ...summary, content: '', encoding: 'none' });
  throw tooLarge('1 MB');
}

/** Base64 in lines of 60 characters, as GitHub breaks it. */
export function encodedContent(data: Buffer) {
  const lines = data.toString('base64').match(/.{1,60}/g) ?? [];
  return { content: lines.map((line) => `${line}\n`).join(''), encoding: 'base64' };
}

function tooLarge(size: string): Refusal {
  return new Refusal(
    403,
    `This API returns blobs up to ${size} in size. The requested blob is too large to fetch via the API, ` +
      'but you can always clone the repository via Git.',
    { errors: [{ resource: 'Blob', field: 'data', code: 'too_large' }] },
  );
}

/** The id of a folder's tree in a commit. */
function folderAt(store: ObjectStore, commitSha: string, path: string): string | undefined {
  let tree = store.commit(commitSha)?.tree;
  for (const name of path === '' ? [] : path.split('/')) {
    tree = store.tree(tree ?? '')?.find((entry) => entry.name === name && entry.mode === treeMode)?.sha;
  }
  return tree;
}

function listFolder(
  exchange: RepositoryExchange,
  { path, ref, folder }: { readonly path: string; readonly ref: string; readonly folder: string },
) {
  const entries = exchange.repository.store.tree(folder) ?? [];
  return entries
    .slice(0, maxListed)
    .map((entry) =>
      entryJson(exchange, { path: path === '' ? entry.name : `${path}/${entry.name}`, ref }, entry),
    );
}

function entryJson(
  exchange: RepositoryExchange,
  { path, ref }: { readonly path: string; readonly ref: string },
  { mode, sha }: { readonly mode: string; readonly sha: string },
) {
  const isBlob = mode !== treeMode && mode !== '160000';
  return {
    type: typeOf(mode, exchange.apiVersion),
    size: isBlob ? (exchange.repository.store.blob(sha)?.length ?? 0) : 0,
    name: path.split('/').at(-1) ?? '',
    path,
    sha,
    ...linksJson(exchange, { path, ref, sha: isBlob ? sha : undefined }),
  };
}

/** A submodule was called a file until the version of 2026-03-10. */
function typeOf(mode: string, apiVersion: string): string {
  if (mode === treeMode) return 'dir';
  if (mode === '120000') return 'symlink';
  return mode === '160000' && apiVersion >= '2026-03-10' ? 'submodule' : 'file';
}

function linksJson(
  { world, repository }: RepositoryExchange,
  { path, ref, sha }: { readonly path: string; readonly ref: string; readonly sha: string | undefined },
) {
  const url = apiUrl(world, repository, `/contents/${encodePath(path)}?ref=${encodeURIComponent(ref)}`);
  const page = htmlUrl(world, repository, `/blob/${ref}/${encodePath(path)}`);
  const gitUrl = sha === undefined ? null : apiUrl(world, repository, `/git/blobs/${sha}`);
  return {
    url,
    html_url: page,
    git_url: gitUrl,
    download_url: sha === undefined ? null : htmlUrl(world, repository, `/raw/${ref}/${encodePath(path)}`),
    _links: { self: url, git: gitUrl, html: page },
  };
}
