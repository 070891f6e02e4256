import type { Normalised } from '#bots/contract.ts';
import { fixAction, rerunAction } from './check-actions.ts';
import { actorOf, eventOf, ignored, type Inbound } from './inbound.ts';
import { onActions } from './on-actions.ts';
import { CheckRunPayload, CheckSuitePayload } from './payload.ts';
import { commitId, subjectId } from './subject-id.ts';

/** "Re-run", or a button of our own, on a check run. Only people with write access see them; that is asked all the same. */
export const normaliseCheckRun = onActions(
  ['rerequested', 'requested_action'],
  CheckRunPayload,
  ({ check_run: run, ...payload }, inbound) => {
    const identifier = payload.requested_action?.identifier ?? rerunAction.identifier;
    if (identifier === rerunAction.identifier) return toCommand(inbound, { ...payload, ...run }, 'review');
    if (identifier === fixAction.identifier) return toCommand(inbound, { ...payload, ...run }, 'fix');
    return ignored('action_unknown', run.html_url ?? undefined, 'Use a button of a newer check of AMAS.');
  },
);

/** "Re-run all checks". */
export const normaliseCheckSuite = onActions(
  ['rerequested'],
  CheckSuitePayload,
  ({ check_suite: suite, ...payload }, inbound) => toCommand(inbound, { ...payload, ...suite }, 'review'),
);

interface Pressed extends Pick<CheckRunPayload, 'repository' | 'sender' | 'installation'> {
  readonly head_sha: string;
  readonly pull_requests?: readonly { readonly number: number }[] | null | undefined;
}

/** A button is a command of whoever pressed it. What is reviewed is the newest commit, as for one in words. */
function toCommand(inbound: Inbound, pressed: Pressed, name: 'review' | 'fix'): Normalised {
  const { repository, sender, installation, head_sha: headSha } = pressed;
  const actor = actorOf(sender, inbound.app);
  if (actor.isSelf) return ignored('own_event');
  const place = { owner: repository.owner.login, repo: repository.name };
  const number = pressed.pull_requests?.[0]?.number;
  const page = repository.html_url ?? `https://github.com/${place.owner}/${place.repo}`;
  return eventOf(inbound, {
    kind: 'command',
    ...(installation ? { accountId: String(installation.id) } : {}),
    actor,
    subject: {
      type: 'pull_request',
      id: number === undefined ? commitId(place, headSha) : subjectId({ ...place, number }),
      title: `Commit ${headSha.slice(0, 7)}`,
      url: number === undefined ? `${page}/commit/${headSha}` : `${page}/pull/${number}`,
    },
    text: '',
    command: name === 'review' ? { name, args: ['--full'], rest: '--full' } : { name, args: [] },
    ...(number === undefined
      ? {}
      : { replyTo: { ...place, number, isPrivate: repository.private ?? false } }),
  });
}
