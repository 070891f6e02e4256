/** Where a pull request is. */
export interface PullRequestPath {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

const path = '(?<owner>[\\w.-]{1,100})/(?<repo>[\\w.-]{1,100})';
const idForm = new RegExp(`^${path}#(?<number>\\d{1,10})$`);
const urlForm = new RegExp(`^/${path}/pull/(?<number>\\d{1,10})(/|$)`);

/** `octo/repo#12`: unique on one GitHub. */
export function subjectId({ owner, repo, number }: PullRequestPath): string {
  return `${owner}/${repo}#${number}`;
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
  const { owner, repo, number } = match?.groups ?? {};
  if (owner === undefined || repo === undefined || Number(number) < 1) return undefined;
  return { owner, repo, number: Number(number) };
}
