import type { EmitterWebhookEventName } from '@octokit/webhooks';
import type { Delivery, Normalised } from '#bots/contract.ts';
import { normaliseCheckRun, normaliseCheckSuite } from './check-event.ts';
import { normaliseComment } from './comment-event.ts';
import { ignored } from './inbound.ts';
import { normaliseInstallation, normaliseInstallationRepositories } from './installation-event.ts';
import type { Handler } from './on-actions.ts';
import { readBody } from './payload.ts';
import { normaliseIssue } from './issue-event.ts';
import { normaliseMergeGroup } from './merge-group-event.ts';
import { normalisePullRequest } from './pull-request-event.ts';
import { normaliseReviewComment } from './review-comment-event.ts';
import { normaliseReview } from './review-event.ts';

const handlers: Readonly<Record<string, Handler>> = {
  ping: () => ignored('ping'),
  pull_request: normalisePullRequest,
  check_run: normaliseCheckRun,
  check_suite: normaliseCheckSuite,
  merge_group: normaliseMergeGroup,
  issue_comment: normaliseComment,
  issues: normaliseIssue,
  pull_request_review: normaliseReview,
  pull_request_review_comment: normaliseReviewComment,
  installation: normaliseInstallation,
  installation_repositories: normaliseInstallationRepositories,
} satisfies Partial<Record<EmitterWebhookEventName, Handler>>;

/** Turns a stored delivery into the one event it stands for, or says why it leads to nothing. Never throws. */
export function normalise(delivery: Delivery, settings: Readonly<Record<string, string>>): Normalised {
  const body = readBody(delivery);
  if (!body.ok) return { kind: 'malformed', reason: body.reason };
  const handler = Object.hasOwn(handlers, delivery.event) ? handlers[delivery.event] : undefined;
  if (!handler) return ignored('event_not_used');
  const { appId = '', appSlug = 'amas' } = settings;
  return handler({ delivery, payload: body.value, app: { id: appId, slug: appSlug } });
}
