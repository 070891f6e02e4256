import type { Signature } from '../git/git-object.ts';
import { formatHunks } from '../git/line-diff.ts';
import type { Commit } from '../git/object-store.ts';
import type { FileChange } from '../git/tree-diff.ts';
import type { Repository } from '../state/model.ts';
import type { World } from '../state/world.ts';
import { userJson } from './account.ts';
import { apiUrl, htmlUrl, timestamp } from './links.ts';

export function commitJson(world: World, repository: Repository, commit: Commit) {
  return {
    sha: commit.sha,
    node_id: `C_${commit.sha}`,
    commit: {
      author: signatureJson(commit.author),
      committer: signatureJson(commit.committer),
      message: commit.message,
      tree: { sha: commit.tree, url: apiUrl(world, repository, `/git/trees/${commit.tree}`) },
      url: apiUrl(world, repository, `/git/commits/${commit.sha}`),
      comment_count: 0,
      verification: {
        verified: false,
        reason: 'unsigned',
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
    url: apiUrl(world, repository, `/commits/${commit.sha}`),
    html_url: htmlUrl(world, repository, `/commit/${commit.sha}`),
    comments_url: apiUrl(world, repository, `/commits/${commit.sha}/comments`),
    author: committerJson(world, commit.author),
    committer: committerJson(world, commit.committer),
    parents: commit.parents.map((sha) => ({
      sha,
      url: apiUrl(world, repository, `/commits/${sha}`),
      html_url: htmlUrl(world, repository, `/commit/${sha}`),
    })),
  };
}

function signatureJson({ name, email, at }: Signature) {
  return { name, email, date: timestamp(at) };
}

/** The account behind a signature, when the address belongs to one. */
function committerJson(world: World, { name }: Signature) {
  const user = world.users.get(name.toLowerCase());
  return user ? userJson(world, user) : null;
}

/** A changed file of a pull request or comparison. `sha` is the commit that holds its shown side. */
export function fileJson(world: World, repository: Repository, change: FileChange, sha: string) {
  const path = encodePath(change.path);
  const blob = change.after ?? change.before;
  return {
    sha: blob?.sha ?? null,
    filename: change.path,
    status: change.status,
    additions: change.additions,
    deletions: change.deletions,
    changes: change.additions + change.deletions,
    blob_url: htmlUrl(world, repository, `/blob/${sha}/${path}`),
    raw_url: htmlUrl(world, repository, `/raw/${sha}/${path}`),
    contents_url: apiUrl(world, repository, `/contents/${path}?ref=${sha}`),
    ...(change.hunks ? { patch: formatHunks(change.hunks) } : {}),
    ...(change.previousPath === undefined ? {} : { previous_filename: change.previousPath }),
  };
}

export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
