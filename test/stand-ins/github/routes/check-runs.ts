import { annotationJson, checkRunJson, checkSuiteJson } from '../json/check.ts';
import { paginate } from '../http/pagination.ts';
import { forbidden, Refusal } from '../http/refusal.ts';
import { created, ok, type Reply } from '../http/reply.ts';
import { fromParam, repositoryRoute, textParam, type RepositoryExchange, type Route } from '../http/route.ts';
import {
  createCheckRun,
  rerequestRun,
  rerequestSuite,
  runsForCommit,
  runsOf,
  updateCheckRun,
} from '../state/checks.ts';
import type { App, CheckRun, CheckSuite } from '../state/model.ts';
import { resolveRef } from '../state/repositories.ts';
import { parseCheckRunUpdate, parseNewCheckRun } from './check-fields.ts';

export const checkRunRoutes: readonly Route[] = [
  repositoryRoute({
    method: 'POST',
    path: '/check-runs',
    docs: 'checks/runs#create-a-check-run',
    access: ['checks:write'],
    handle: create,
  }),
  repositoryRoute({
    method: 'PATCH',
    path: '/check-runs/:id',
    docs: 'checks/runs#update-a-check-run',
    access: ['checks:write'],
    handle: (exchange) => {
      const run = runOf(exchange);
      const { app } = run.suite;
      if (callingApp(exchange) !== app) {
        throw forbidden(
          `Invalid app_id \`${app.id}\` - check run can only be modified by the GitHub App that created it.`,
        );
      }
      updateCheckRun(exchange.world, run, parseCheckRunUpdate(exchange.body));
      return ok(checkRunJson(exchange.world, run));
    },
  }),
  repositoryRoute({
    method: 'GET',
    path: '/check-runs/:id',
    docs: 'checks/runs#get-a-check-run',
    access: ['checks:read'],
    handle: (exchange) => ok(checkRunJson(exchange.world, runOf(exchange))),
  }),
  repositoryRoute({
    method: 'GET',
    path: '/check-runs/:id/annotations',
    docs: 'checks/runs#list-check-run-annotations',
    access: ['checks:read'],
    handle: (exchange) => {
      const run = runOf(exchange);
      const page = paginate(exchange, run.annotations);
      return ok(
        page.items.map((annotation) => annotationJson(exchange.world, run, annotation)),
        page.headers,
      );
    },
  }),
  repositoryRoute({
    method: 'POST',
    path: '/check-runs/:id/rerequest',
    docs: 'checks/runs#rerequest-a-check-run',
    access: ['checks:write'],
    handle: (exchange) => {
      rerequestRun(exchange.world, runOf(exchange), exchange.actor.user);
      return created({});
    },
  }),
  repositoryRoute({
    method: 'GET',
    path: '/commits/:ref/check-runs',
    docs: 'checks/runs#list-check-runs-for-a-git-reference',
    access: ['checks:read'],
    handle: (exchange) => listRuns(exchange, runsForCommit(exchange.repository, commitOf(exchange))),
  }),
  repositoryRoute({
    method: 'GET',
    path: '/commits/:ref/check-suites',
    docs: 'checks/suites#list-check-suites-for-a-git-reference',
    access: ['checks:read'],
    handle: listSuites,
  }),
  repositoryRoute({
    method: 'GET',
    path: '/check-suites/:id',
    docs: 'checks/suites#get-a-check-suite',
    access: ['checks:read'],
    handle: (exchange) => ok(checkSuiteJson(exchange.world, suiteOf(exchange))),
  }),
  repositoryRoute({
    method: 'GET',
    path: '/check-suites/:id/check-runs',
    docs: 'checks/runs#list-check-runs-in-a-check-suite',
    access: ['checks:read'],
    handle: (exchange) => listRuns(exchange, runsOf(suiteOf(exchange))),
  }),
  repositoryRoute({
    method: 'POST',
    path: '/check-suites/:id/rerequest',
    docs: 'checks/suites#rerequest-a-check-suite',
    access: ['checks:write'],
    handle: (exchange) => {
      rerequestSuite(exchange.world, suiteOf(exchange), exchange.actor.user);
      return created({});
    },
  }),
];

function create(exchange: RepositoryExchange): Reply {
  const { world, repository, body } = exchange;
  const fields = parseNewCheckRun(body);
  const { headSha, name } = fields;
  if (!repository.store.commit(headSha)) throw noCommit(headSha);
  const target = { repository, app: callingApp(exchange), headSha, name };
  return created(checkRunJson(world, createCheckRun(world, target, fields)));
}

/** `filter=latest`, the default, shows the newest run of a name in each suite. */
function listRuns(exchange: RepositoryExchange, runs: readonly CheckRun[]): Reply {
  const { world, query } = exchange;
  const [name, status, appId] = [query.get('check_name'), query.get('status'), query.get('app_id')];
  const isLatest = query.get('filter') !== 'all';
  const matching = runs.filter(
    (run, index) =>
      (name === null || run.name === name) &&
      (status === null || run.status === status) &&
      (appId === null || String(run.suite.app.id) === appId) &&
      (!isLatest ||
        index === runs.findIndex((other) => other.suite === run.suite && other.name === run.name)),
  );
  const page = paginate(exchange, matching);
  const checkRuns = page.items.map((run) => checkRunJson(world, run));
  return ok({ total_count: matching.length, check_runs: checkRuns }, page.headers);
}

function listSuites(exchange: RepositoryExchange): Reply {
  const { world, repository, query } = exchange;
  const sha = commitOf(exchange);
  const appId = query.get('app_id');
  const matching = [...repository.checkSuites.values()].filter(
    (suite) => suite.headSha === sha && (appId === null || String(suite.app.id) === appId),
  );
  const page = paginate(exchange, matching);
  const suites = page.items.map((suite) => checkSuiteJson(world, suite));
  return ok({ total_count: matching.length, check_suites: suites }, page.headers);
}

function commitOf(exchange: RepositoryExchange): string {
  const ref = textParam(exchange, 'ref');
  const sha = resolveRef(exchange.repository, ref);
  if (sha === undefined) throw noCommit(ref);
  return sha;
}

function callingApp({ actor }: RepositoryExchange): App {
  if (!actor.app) throw forbidden('You must authenticate via a GitHub App.');
  return actor.app;
}

function runOf(exchange: RepositoryExchange): CheckRun {
  return fromParam(exchange, 'id', exchange.repository.checkRuns);
}

function suiteOf(exchange: RepositoryExchange): CheckSuite {
  return fromParam(exchange, 'id', exchange.repository.checkSuites);
}

function noCommit(ref: string): Refusal {
  return new Refusal(422, `No commit found for SHA: ${ref}`);
}
