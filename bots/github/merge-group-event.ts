import type { Normalised } from '#bots/contract.ts';
import { actorOf, eventOf, ignored, type Inbound } from './inbound.ts';
import { onActions } from './on-actions.ts';
import { MergeGroupPayload } from './payload.ts';
import { subjectId } from './subject-id.ts';

const kinds: Readonly<Record<string, string>> = {
  checks_requested: 'merge_queue.checks_requested',
  destroyed: 'merge_queue.left',
};

/** A merge queue wants the check of the commit it would merge, or no longer does. */
export const normaliseMergeGroup = onActions(Object.keys(kinds), MergeGroupPayload, toNormalised);

function toNormalised(payload: MergeGroupPayload, inbound: Inbound): Normalised {
  const { action, merge_group: group, repository, sender, installation } = payload;
  const { head_sha: headSha, base_sha: baseSha } = group;
  // refs/heads/gh-readonly-queue/main/pr-12-<sha>: the payload names its pull request nowhere else.
  const number = Number(/\/pr-(\d{1,10})-[0-9a-f]{7,64}$/.exec(group.head_ref)?.[1]);
  if (!Number.isInteger(number) || number < 1) return ignored('merge_queue_unknown');
  const owner = repository.owner.login;
  const repo = repository.name;
  const page = repository.html_url ?? `https://github.com/${owner}/${repo}`;
  const base = group.base_ref.replace(/^refs\/heads\//, '');
  return eventOf(inbound, {
    kind: kinds[action] ?? 'merge_queue.left',
    ...(installation ? { accountId: String(installation.id) } : {}),
    actor: actorOf(sender, inbound.app),
    subject: {
      type: 'pull_request',
      id: subjectId({ owner, repo, number, queue: { baseSha, headSha } }),
      title: `Merge queue: #${number} into ${base}`,
      url: `${page}/pull/${number}`,
      revision: headSha,
    },
    text: '',
    replyTo: { owner, repo, number, headSha, isQueue: true },
  });
}
