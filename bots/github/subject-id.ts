export interface RepositoryPath {
  readonly owner: string;
  readonly repo: string;
}

/** Where a pull request is. */
export interface PullRequestPath extends RepositoryPath {
  readonly number: number;
  /** In a merge queue: what the queue would merge, instead of the pull request's own commits. */
  readonly queue?: QueuedCommits;
}

export interface QueuedCommits {
  readonly baseSha: string;
  readonly headSha: string;
}

const path = '(?<owner>[\\w.-]{1,100})/(?<repo>[\\w.-]{1,100})';
const sha = '[0-9a-f]{40,64}';
const idForm = new RegExp(`^${path}#(?<number>\\d{1,10})(?:@(?<baseSha>${sha})\\.\\.(?<headSha>${sha}))?$`);
const commitForm = new RegExp(`^${path}@(?<headSha>${sha})$`);
const urlForm = new RegExp(`^/${path}/pull/(?<number>\\d{1,10})(/|$)`);

/** `octo/repo#12`: unique on one GitHub. */
export function subjectId({ owner, repo, number, queue }: PullRequestPath): string {
  const queued = queue === undefined ? '' : `@${queue.baseSha}..${queue.headSha}`;
  return `${owner}/${repo}#${number}${queued}`;
}

/** `octo/repo@<sha>`: the pull request whose newest commit this is, when GitHub tells no more. */
export function commitId({ owner, repo }: RepositoryPath, headSha: string): string {
  return `${owner}/${repo}@${headSha}`;
}

export function parseCommitId(id: string): (RepositoryPath & { readonly headSha: string }) | undefined {
  const { owner, repo, headSha } = commitForm.exec(id)?.groups ?? {};
  if (owner === undefined || repo === undefined || headSha === undefined) return undefined;
  return { owner, repo, headSha };
}

export function parseSubjectId(id: string): PullRequestPath | undefined {
  return toPath(idForm.exec(id));
}

/** Of any GitHub, Enterprise Server included: the host is the caller's to judge. */
export function parsePullRequestUrl(text: string): (PullRequestPath & { readonly host: string }) | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const found = /^https?:$/.test(url.protocol) ? toPath(urlForm.exec(url.pathname)) : undefined;
  return found && { ...found, host: url.host };
}

function toPath(match: RegExpExecArray | null): PullRequestPath | undefined {
  const { owner, repo, number, baseSha, headSha } = match?.groups ?? {};
  if (owner === undefined || repo === undefined || Number(number) < 1) return undefined;
  const queue = baseSha === undefined || headSha === undefined ? undefined : { baseSha, headSha };
  return { owner, repo, number: Number(number), ...(queue ? { queue } : {}) };
}
