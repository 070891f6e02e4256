import { issueJson, labelJson, labelsOf } from '../json/issue.ts';
import { checkBody, list, text } from '../http/fields.ts';
import { paginate } from '../http/pagination.ts';
import { Refusal } from '../http/refusal.ts';
import { ok, type Reply } from '../http/reply.ts';
import { repositoryRoute, textParam, type RepositoryExchange, type Route } from '../http/route.ts';
import type { Issue, Label } from '../state/model.ts';
import { recordEffect } from '../state/world.ts';
import { issueOf } from './issue-comments.ts';

const reading = ['issues:read', 'pull_requests:read'] as const;
const writing = ['issues:write', 'pull_requests:write'] as const;

/** Issues and their labels; every pull request is an issue too. */
export const issueRoutes: readonly Route[] = [
  repositoryRoute({
    method: 'GET',
    path: '/issues/:number',
    docs: 'issues/issues#get-an-issue',
    access: reading,
    handle: (exchange) => ok(issueJson(exchange.world, issueOf(exchange))),
  }),
  repositoryRoute({
    method: 'GET',
    path: '/labels',
    docs: 'issues/labels#list-labels-for-a-repository',
    access: reading,
    handle: (exchange) => {
      const { world, repository } = exchange;
      const page = paginate(exchange, [...repository.labels.values()]);
      return ok(
        page.items.map((label) => labelJson(world, repository, label)),
        page.headers,
      );
    },
  }),
  repositoryRoute({
    method: 'POST',
    path: '/issues/:number/labels',
    docs: 'issues/labels#add-labels-to-an-issue',
    access: writing,
    handle: addLabels,
  }),
  repositoryRoute({
    method: 'DELETE',
    path: '/issues/:number/labels/:name',
    docs: 'issues/labels#remove-a-label-from-an-issue',
    access: writing,
    handle: removeLabel,
  }),
];

/** A label that the repository does not have is made: whoever only wants known ones has to check. */
function addLabels(exchange: RepositoryExchange): Reply {
  const { world, repository, body } = exchange;
  const issue = issueOf(exchange);
  checkBody(body, { required: { labels: list(text(), 100) } });
  for (const name of body['labels'] as readonly string[]) {
    const key = name.toLowerCase();
    const label: Label = repository.labels.get(key) ?? { id: world.nextId(), name, description: null };
    repository.labels.set(key, label);
    if (issue.labels.has(key)) continue;
    issue.labels.add(key);
    told(exchange, issue, 'added');
  }
  return labelList(exchange, issue);
}

function removeLabel(exchange: RepositoryExchange): Reply {
  const issue = issueOf(exchange);
  const key = textParam(exchange, 'name').toLowerCase();
  if (!issue.labels.delete(key)) throw new Refusal(404, 'Label does not exist');
  told(exchange, issue, 'removed');
  return labelList(exchange, issue);
}

function told({ world, actor }: RepositoryExchange, issue: Issue, what: 'added' | 'removed'): void {
  recordEffect(world, `label.${what}`, actor, { ...issue, id: issue.id });
  if (issue.pull) return;
  const action = what === 'added' ? 'labeled' : 'unlabeled';
  world.emit({ event: 'issues', action, issue, sender: actor.user });
}

const labelList = ({ world, repository }: RepositoryExchange, issue: Issue): Reply =>
  ok(labelsOf(issue).map((label) => labelJson(world, repository, label)));
