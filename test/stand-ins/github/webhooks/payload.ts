import { installationJson, repositoryNameJson, userJson } from '../json/account.ts';
import { checkRunJson, checkSuiteJson } from '../json/check.ts';
import { commentJson, issueJson } from '../json/issue.ts';
import { nodeId } from '../json/links.ts';
import { pullJson, pullSummaryJson } from '../json/pull.ts';
import { reviewCommentJson, reviewJson } from '../json/review.ts';
import { repositoryJson } from '../json/repository.ts';
import { coveredRepositories } from '../state/apps.ts';
import type { App, Installation, Repository } from '../state/model.ts';
import type { HookEvent, World } from '../state/world.ts';

export type Payload = Readonly<Record<string, unknown>>;

type EventOf<Name extends HookEvent['event']> = Extract<HookEvent, { readonly event: Name }>;

/** The fields each event has beside action, repository, installation and sender. */
const fields: { readonly [Name in HookEvent['event']]: (world: World, event: EventOf<Name>) => Payload } = {
  pull_request: (world, { issue, push, formerBase }) => ({
    number: issue.number,
    pull_request: pullJson(world, issue),
    ...push,
    ...(formerBase
      ? { changes: { base: { ref: { from: formerBase.ref }, sha: { from: formerBase.sha } } } }
      : {}),
  }),
  merge_group: (_world, { group, action }) => ({
    merge_group: {
      head_sha: group.headSha,
      head_ref: group.headRef,
      base_sha: group.baseSha,
      base_ref: group.baseRef,
      head_commit: { id: group.headSha },
    },
    ...(action === 'destroyed' ? { reason: 'dequeued' } : {}),
  }),
  issue_comment: (world, { comment, previousBody }) => ({
    ...(previousBody === undefined ? {} : { changes: { body: { from: previousBody } } }),
    issue: issueJson(world, comment.issue),
    comment: commentJson(world, comment),
  }),
  issues: (world, { issue }) => ({ issue: issueJson(world, issue) }),
  pull_request_review: (world, { review }) => ({
    // Lower case in webhooks, unlike in the API.
    review: { ...reviewJson(world, review), state: review.state.toLowerCase() },
    pull_request: pullSummaryJson(world, review.issue),
  }),
  pull_request_review_comment: (world, { comment }) => ({
    comment: reviewCommentJson(world, comment),
    pull_request: pullSummaryJson(world, comment.issue),
  }),
  check_run: (world, { run, identifier }) => ({
    check_run: { ...checkRunJson(world, run), check_suite: checkSuiteJson(world, run.suite) },
    ...(identifier === undefined ? {} : { requested_action: { identifier } }),
  }),
  check_suite: (world, { suite }) => ({ check_suite: checkSuiteJson(world, suite) }),
  installation: (world, { installation, action }) => ({
    installation: installationJson(world, installation),
    ...(action === 'created' || action === 'deleted'
      ? { repositories: coveredRepositories(world, installation).map(repositoryNameJson) }
      : {}),
  }),
  installation_repositories: (world, { installation, action, repositories }) => ({
    installation: installationJson(world, installation),
    repository_selection: 'selected',
    repositories_added: action === 'added' ? repositories.map(repositoryNameJson) : [],
    repositories_removed: action === 'removed' ? repositories.map(repositoryNameJson) : [],
    requester: null,
  }),
};

/** The body of a webhook as one installation receives it. */
export function payloadOf(
  world: World,
  event: HookEvent,
  repository: Repository | undefined,
  installation: Installation,
): Payload {
  const build = fields[event.event] as (world: World, event: HookEvent) => Payload;
  return {
    action: event.action,
    ...build(world, event),
    ...(repository ? repositoryFields(world, repository, installation) : {}),
    sender: userJson(world, event.sender),
  };
}

/** What a hook is told when it is made. */
export function pingPayload(world: World, app: App): Payload {
  const { id, url, contentType } = app.hook;
  return {
    zen: 'Anything added dilutes everything else.',
    hook_id: id,
    hook: {
      type: 'App',
      id,
      name: 'web',
      active: true,
      events: app.events,
      config: { content_type: contentType, insecure_ssl: '0', secret: '********', url },
      app_id: app.id,
      deliveries_url: `${world.url}/app/hook/deliveries`,
    },
  };
}

function repositoryFields(world: World, repository: Repository, { id }: Installation): Payload {
  const { owner } = repository;
  const organization = {
    ...userJson(world, owner),
    url: `${world.url}/orgs/${owner.login}`,
    description: null,
  };
  return {
    repository: repositoryJson(world, repository),
    ...(owner.type === 'Organization' ? { organization } : {}),
    installation: { id, node_id: nodeId('I', id) },
  };
}
