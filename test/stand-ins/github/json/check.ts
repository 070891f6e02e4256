import { pullsAt, runsOf } from '../state/checks.ts';
import type { Annotation, CheckRun, CheckSuite, PullIssue, Repository } from '../state/model.ts';
import type { World } from '../state/world.ts';
import { appJson, repositoryNameJson } from './account.ts';
import { encodePath } from './commit.ts';
import { apiUrl, htmlUrl, nodeId, timestamp, timestampOrNull } from './links.ts';

export function checkRunJson(world: World, run: CheckRun) {
  const { suite } = run;
  const { repository, app } = suite;
  const url = apiUrl(world, repository, `/check-runs/${run.id}`);
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CR', run.id),
    head_sha: suite.headSha,
    external_id: run.externalId,
    url,
    html_url: htmlUrl(world, repository, `/runs/${run.id}`),
    details_url: run.detailsUrl ?? `${world.url}/apps/${app.slug}`,
    status: run.status,
    conclusion: run.conclusion ?? null,
    started_at: timestampOrNull(run.startedAt),
    completed_at: timestampOrNull(run.completedAt),
    output: {
      title: run.output.title ?? null,
      summary: run.output.summary ?? null,
      text: run.output.text ?? null,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: suite.id },
    app: appJson(world, app),
    pull_requests: pullsAt(repository, suite.headSha).map((issue) => pullReferenceJson(world, issue)),
  };
}

export function annotationJson(world: World, run: CheckRun, annotation: Annotation) {
  const { repository, headSha } = run.suite;
  return {
    path: annotation.path,
    blob_href: htmlUrl(world, repository, `/blob/${headSha}/${encodePath(annotation.path)}`),
    start_line: annotation.start_line,
    start_column: annotation.start_column ?? null,
    end_line: annotation.end_line,
    end_column: annotation.end_column ?? null,
    annotation_level: annotation.annotation_level,
    title: annotation.title ?? null,
    message: annotation.message,
    raw_details: annotation.raw_details ?? null,
  };
}

export function checkSuiteJson(world: World, suite: CheckSuite) {
  const { repository, headSha } = suite;
  const url = apiUrl(world, repository, `/check-suites/${suite.id}`);
  const pulls = pullsAt(repository, headSha);
  return {
    id: suite.id,
    node_id: nodeId('CS', suite.id),
    head_branch: pulls[0]?.pull.headRef ?? null,
    head_sha: headSha,
    ...suiteState(suite),
    url,
    before: null,
    after: headSha,
    pull_requests: pulls.map((issue) => pullReferenceJson(world, issue)),
    app: appJson(world, suite.app),
    repository: repositoryNameJson(repository),
    created_at: timestamp(suite.createdAt),
    updated_at: timestamp(suite.updatedAt),
    latest_check_runs_count: runsOf(suite).length,
    check_runs_url: `${url}/check-runs`,
    rerequestable: true,
    runs_rerequestable: true,
  };
}

/** Worst first: the suite takes the worst conclusion of its runs. */
const bySeverity = ['failure', 'timed_out', 'cancelled', 'action_required', 'success', 'neutral', 'skipped'];

function suiteState(suite: CheckSuite) {
  const runs = runsOf(suite);
  if (suite.isRerequested || runs.length === 0) return { status: 'queued', conclusion: null };
  if (runs.every(({ status }) => status === 'completed')) {
    const conclusion = bySeverity.find((worst) => runs.some((run) => run.conclusion === worst)) ?? null;
    return { status: 'completed', conclusion };
  }
  const isStarted = runs.some(({ status }) => status !== 'queued');
  return { status: isStarted ? 'in_progress' : 'queued', conclusion: null };
}

function pullReferenceJson(world: World, issue: PullIssue) {
  const { repository, number, pull } = issue;
  return {
    url: apiUrl(world, repository, `/pulls/${number}`),
    id: pull.id,
    number,
    head: { ref: pull.headRef, sha: pull.headSha, repo: repositoryLinkJson(world, repository) },
    base: { ref: pull.baseRef, sha: pull.baseSha, repo: repositoryLinkJson(world, repository) },
  };
}

function repositoryLinkJson(world: World, repository: Repository) {
  return { id: repository.id, url: apiUrl(world, repository), name: repository.name };
}
