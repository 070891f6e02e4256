import { apiUrl } from '../json/links.ts';
import { treeMode, type TreeEntry } from '../git/git-object.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import { content, ok, type Reply } from '../http/reply.ts';
import { repositoryRoute, textParam, type RepositoryExchange, type Route } from '../http/route.ts';
import { resolveRef } from '../state/repositories.ts';
import { encodedContent, maxRawBytes } from './contents.ts';

const maxTreeEntries = 100_000;
const maxTreeBytes = 7 * 1024 * 1024;

export const gitRoutes: readonly Route[] = [
  repositoryRoute({
    method: 'GET',
    path: '/git/blobs/:sha',
    docs: 'git/blobs#get-a-blob',
    access: ['contents:read'],
    handle: readBlob,
  }),
  repositoryRoute({
    method: 'GET',
    path: '/git/trees/*sha',
    docs: 'git/trees#get-a-tree',
    access: ['contents:read'],
    handle: readTree,
  }),
];

function readBlob(exchange: RepositoryExchange): Reply {
  const { world, repository, mediaType } = exchange;
  const sha = textParam(exchange, 'sha');
  const data = repository.store.blob(sha);
  if (!data) throw notFound();
  if (data.length > maxRawBytes) {
    throw new Refusal(403, 'The requested blob is too large to fetch via the API.', {
      errors: [{ resource: 'Blob', field: 'data', code: 'too_large' }],
    });
  }
  if (mediaType === 'raw') return content('application/vnd.github.raw; charset=utf-8', data);
  const url = apiUrl(world, repository, `/git/blobs/${sha}`);
  return ok({ sha, node_id: `B_${sha}`, size: data.length, url, ...encodedContent(data) });
}

/** `sha` names a tree, a commit or a branch. Any value of `recursive` means yes, `0` and `false` included. */
function readTree(exchange: RepositoryExchange): Reply {
  const { world, repository, query } = exchange;
  const name = textParam(exchange, 'sha');
  const { store } = repository;
  const sha = store.tree(name) ? name : store.commit(resolveRef(repository, name) ?? '')?.tree;
  if (sha === undefined) throw notFound();
  const all = query.has('recursive') ? walk(exchange, sha, '') : entriesOf(exchange, sha, '');
  const kept = withinLimits(all);
  return ok({
    sha,
    url: apiUrl(world, repository, `/git/trees/${sha}`),
    tree: kept,
    truncated: kept.length < all.length,
  });
}

function walk(exchange: RepositoryExchange, sha: string, prefix: string): ReturnType<typeof entryJson>[] {
  return entriesOf(exchange, sha, prefix).flatMap((entry) =>
    entry.type === 'tree' ? [entry, ...walk(exchange, entry.sha, `${entry.path}/`)] : [entry],
  );
}

function entriesOf(exchange: RepositoryExchange, sha: string, prefix: string) {
  const entries = exchange.repository.store.tree(sha) ?? [];
  return entries.map((entry) => entryJson(exchange, entry, prefix));
}

function entryJson({ world, repository }: RepositoryExchange, entry: TreeEntry, prefix: string) {
  const type = entry.mode === treeMode ? 'tree' : entry.mode === '160000' ? 'commit' : 'blob';
  return {
    path: `${prefix}${entry.name}`,
    mode: entry.mode.padStart(6, '0'),
    type,
    sha: entry.sha,
    ...(type === 'blob' ? { size: repository.store.blob(entry.sha)?.length ?? 0 } : {}),
    ...(type === 'commit' ? {} : { url: apiUrl(world, repository, `/git/${type}s/${entry.sha}`) }),
  };
}

function withinLimits<T>(entries: readonly T[]): readonly T[] {
  let bytes = 0;
  let count = 0;
  for (const entry of entries) {
    bytes += Buffer.byteLength(JSON.stringify(entry));
    if (count === maxTreeEntries || bytes > maxTreeBytes) break;
    count++;
  }
  return entries.slice(0, count);
}
