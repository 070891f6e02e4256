import { z } from 'zod';
import type { PullRequest } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Api } from './api.ts';
import { isBot } from './inbound.ts';
import {
  parseSubjectId,
  subjectId,
  type PullRequestPath,
  type QueuedCommits,
  type RepositoryPath,
} from './subject-id.ts';

const Side = z.object({
  ref: z.string(),
  sha: z.string(),
  /** Null when the fork was deleted. */
  repo: z
    .object({
      id: z.number(),
      name: z.string(),
      owner: z.object({ login: z.string() }),
      default_branch: z.string().nullish(),
    })
    .nullable(),
});
const Pull = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  html_url: z.string(),
  state: z.enum(['open', 'closed']),
  updated_at: z.string().nullish(),
  merged: z.boolean().nullish(),
  draft: z.boolean().nullish(),
  user: z
    .object({ login: z.string(), type: z.string().nullish() })
    .nullish()
    .transform((user) => user ?? { login: 'ghost' }),
  labels: z
    .array(z.object({ name: z.string() }))
    .nullish()
    .transform((labels) => labels ?? []),
  base: Side,
  head: Side,
});

/** The pull request as it stands now, under the names its repository has now. */
export async function readPullRequest(api: Api, path: PullRequestPath): Promise<PullRequest> {
  const pull = await api.call({
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
    parameters: { owner: path.owner, repo: path.repo, pull_number: path.number },
    answer: Pull,
  });
  const asItStands = toPullRequest(pull, path);
  return path.queue ? asQueued(asItStands, path.queue) : asItStands;
}

/** What the queue would merge. Its check is waited for whatever became of the pull request meanwhile. */
function asQueued(pullRequest: PullRequest, queue: QueuedCommits): PullRequest {
  const { subject, replyTo } = pullRequest;
  const { headSha, baseSha } = queue;
  const path = parseSubjectId(subject.id);
  return {
    ...pullRequest,
    subject: {
      ...subject,
      id: path ? subjectId({ ...path, queue }) : subject.id,
      title: `Merge queue: ${subject.title}`,
      revision: headSha,
    },
    baseSha,
    headSha,
    queuedFrom: subject.id,
    state: 'open',
    replyTo: { ...replyTo, headSha, isQueue: true },
  };
}

const whenKnown = ({ updated_at: updatedAt }: z.infer<typeof Pull>): Pick<PullRequest, 'updatedAt'> =>
  updatedAt ? { updatedAt } : {};

function toPullRequest(pull: z.infer<typeof Pull>, path: PullRequestPath): PullRequest {
  const { base, head, number } = pull;
  const owner = base.repo?.owner.login ?? path.owner;
  const repo = base.repo?.name ?? path.repo;
  return {
    subject: {
      type: 'pull_request',
      id: subjectId({ owner, repo, number }),
      title: pull.title,
      url: pull.html_url,
      revision: head.sha,
    },
    author: pull.user.login,
    isBotAuthor: isBot(pull.user),
    labels: pull.labels.map(({ name }) => name),
    body: pull.body ?? '',
    baseRef: base.ref,
    headRef: head.ref,
    baseSha: base.sha,
    headSha: head.sha,
    state: pull.merged ? 'merged' : pull.state,
    isDraft: pull.draft ?? false,
    isFork: head.repo === null || head.repo.id !== base.repo?.id,
    ...whenKnown(pull),
    ...(base.repo?.default_branch ? { defaultBranch: base.repo.default_branch } : {}),
    replyTo: { owner, repo, number, headSha: head.sha },
  };
}

const Listed = z.object({ number: z.number(), head: z.object({ sha: z.string() }) });

/** The open pull request whose newest commit this is: of forks too, which check events do not name. */
export async function findPullRequestAt(
  api: Api,
  { owner, repo, headSha }: RepositoryPath & { readonly headSha: string },
): Promise<PullRequestPath> {
  const pulls = await api.list({
    route: 'GET /repos/{owner}/{repo}/pulls',
    parameters: { owner, repo, state: 'open', sort: 'updated', direction: 'desc' },
    answer: Listed,
    isEnough: (page) => page.some(({ head }) => head.sha === headSha),
  });
  const found = pulls.find(({ head }) => head.sha === headSha);
  if (found) return { owner, repo, number: found.number };
  throw new AmasError('bots.target_gone', 'no open pull request has this commit', {
    publicMessage:
      'No open pull request ends in this commit any more. Comment `/amas review` on the pull request.',
    details: { platform: 'github' },
  });
}
