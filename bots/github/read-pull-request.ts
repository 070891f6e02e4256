import { z } from 'zod';
import type { PullRequest } from '#bots/contract.ts';
import type { Api } from './api.ts';
import { isBot } from './inbound.ts';
import { subjectId, type PullRequestPath } from './subject-id.ts';

const Side = z.object({
  ref: z.string(),
  sha: z.string(),
  /** Null when the fork was deleted. */
  repo: z.object({ id: z.number(), name: z.string(), owner: z.object({ login: z.string() }) }).nullable(),
});
const Pull = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  html_url: z.string(),
  state: z.enum(['open', 'closed']),
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
    replyTo: { owner, repo, number, headSha: head.sha },
  };
}
