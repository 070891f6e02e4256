import type { Normalised } from '#bots/contract.ts';
import { actorOf, ignored, type Inbound } from './inbound.ts';
import { onActions } from './on-actions.ts';
import { IssuePayload } from './payload.ts';

/** Issues lead to nothing by themselves: nobody asked. A comment on one may ask. */
export const normaliseIssue = onActions(
  ['opened', 'edited', 'labeled', 'reopened'],
  IssuePayload,
  toNormalised,
);

function toNormalised({ issue, sender }: IssuePayload, { app }: Inbound): Normalised {
  const url = issue.html_url;
  if (actorOf(sender, app).isSelf) return ignored('own_event', url);
  return ignored(
    'issue_not_asked',
    url,
    'Comment `/amas triage`, `/amas plan` or `/amas ask …` on the issue.',
  );
}
