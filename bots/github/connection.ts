import { z } from 'zod';
import type { BotHost, Connection } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Api } from './api.ts';
import { openApp, type App } from './app.ts';
import { platformHosts } from './text/guard-links.ts';
import { createAuthorise } from './authorise.ts';
import { commitMessages } from './commit-messages.ts';
import { fileAt } from './file-at.ts';
import { filesAt } from './files-at.ts';
import { changedSince } from './changed-since.ts';
import { readIssue, readLabels, readLinkedIssues, searchSimilar } from './issues.ts';
import { postReply } from './post-reply.ts';
import { openLedger } from './posting.ts';
import { readObjections } from './objections.ts';
import { readChanges } from './read-changes.ts';
import { findPullRequestAt, readPullRequest } from './read-pull-request.ts';
import { readSettings } from './settings.ts';
import { parseCommitId, parsePullRequestUrl, parseSubjectId, type PullRequestPath } from './subject-id.ts';
import { readRepositoryFile } from './repository-file.ts';
import { revertOf } from './revert-of.ts';
import { readVoices } from './voices.ts';
import { readPlace, readTarget, repositoryOf } from './target.ts';
import { readThread } from './thread.ts';

/**
 * Opens GitHub for one installation, or, without `accountId`, for whichever installation covers the repository in
 * question. Tokens are kept in the connection: one that is used again saves a request each time.
 */
export function connect(
  settings: Readonly<Record<string, string>>,
  accountId: string | undefined,
  host: BotHost,
): Connection {
  const parsed = readSettings(settings);
  const app = openApp(parsed, host);
  const apiOf = accountId === undefined ? byRepository(app) : constant(app.installation(accountId));
  const ownLogin = once(() => readOwnLogin(app));
  const authorise = createAuthorise(host.clock);

  return {
    reply: async (reply, posted, record, signal) => {
      const target = readTarget(reply.target);
      const api = await apiOf(target);
      const mayResolve = parsed.resolveThreads === 'yes';
      const ledger = openLedger(posted, record);
      const hosts = [...platformHosts, ...webHosts(parsed.apiUrl)];
      return postReply({ api, reply, target, ledger, ownLogin, hosts, mayResolve, signal });
    },
    authorise: async (event, access) => {
      if (event.kind !== 'command') return { allowed: true };
      const target = readPlace(event);
      return authorise(await apiOf(target), event, { target, access });
    },
    pullRequest: async (subjectIdOrUrl) => {
      const commit = parseCommitId(subjectIdOrUrl);
      const path = commit
        ? await findPullRequestAt(await apiOf(commit), commit)
        : locate(subjectIdOrUrl, parsed.apiUrl);
      return readPullRequest(await apiOf(path), path);
    },
    ...readsOf({ apiOf, ownLogin, apiUrl: parsed.apiUrl }),
    ...issueReads(apiOf, parsed.apiUrl),
    acknowledge: async (event) => {
      try {
        const target = readTarget(event.replyTo);
        if (target.commentId !== undefined) await react(await apiOf(target), target, target.commentId);
      } catch (error) {
        // A courtesy: the answer itself comes anyway, and says what is wrong.
        host.log.debug({ err: error }, 'comment not acknowledged');
      }
    },
  };
}

/** What is read of issues, and of the repository's way with them. */
function issueReads(
  apiOf: ApiOf,
  apiUrl: string,
): Pick<Connection, 'issue' | 'linkedIssues' | 'labels' | 'similarIssues'> {
  const at = async (subjectId: string) => {
    const path = locate(subjectId, apiUrl);
    return { path, api: await apiOf(path) };
  };
  return {
    issue: async (subjectId) => {
      const { api, path } = await at(subjectId);
      return readIssue(api, path);
    },
    linkedIssues: async (pullRequest) => {
      const { api, path } = await at(pullRequest.subject.id);
      return readLinkedIssues(api, path, pullRequest);
    },
    labels: async (subjectId) => {
      const { api, path } = await at(subjectId);
      return readLabels(api, path);
    },
    similarIssues: async (issue) => {
      const { api, path } = await at(issue.subject.id);
      return searchSimilar(api, path, issue);
    },
  };
}

interface Reach {
  readonly apiOf: ApiOf;
  readonly ownLogin: () => Promise<string>;
  readonly apiUrl: string;
}

/** What only reads. */
function readsOf({ apiOf, ownLogin, apiUrl }: Reach) {
  return {
    changedFiles: async (pullRequest, signal, rank) => {
      const target = readTarget(pullRequest.replyTo);
      const { baseSha, headSha } = pullRequest;
      return readChanges(await apiOf(target), target, { baseSha, headSha, rank }, signal);
    },
    fileAt: async (subject, commit, path, signal) => {
      const { owner, repo } = locate(subject, apiUrl);
      return fileAt(await apiOf({ owner, repo }), { owner, repo, commit, path }, signal);
    },
    filesAt: async (subject, commit, signal) => {
      const { owner, repo } = locate(subject, apiUrl);
      return filesAt(await apiOf({ owner, repo }), { owner, repo, commit }, signal);
    },
    commitMessages: async (pullRequest, signal) => {
      const target = readTarget(pullRequest.replyTo);
      return commitMessages(await apiOf(target), target, signal);
    },
    revertOf: async (pullRequest, commit, signal) => {
      const target = readTarget(pullRequest.replyTo);
      return revertOf(await apiOf(target), target, { pullRequest, commit }, signal);
    },
    thread: async (event) => {
      const target = readTarget(event.replyTo);
      return readThread(await apiOf(target), event, { target, ownLogin: await ownLogin() });
    },
    changedSince: async (pullRequest, revision, signal) => {
      const target = readTarget(pullRequest.replyTo);
      const commits = { from: revision, to: pullRequest.headSha };
      return changedSince(await apiOf(target), target, commits, signal);
    },
    voices: async (place, signal) => {
      const target = readTarget(place);
      return readVoices(await apiOf(target), { target, ownLogin: await ownLogin() }, signal);
    },
    objections: async (place, signal) => {
      const target = readTarget(place);
      return readObjections(await apiOf(target), { target, ownLogin: await ownLogin() }, signal);
    },
    repositoryFile: async (subject, file, signal) => {
      const target = readTarget(subject.replyTo);
      return readRepositoryFile(await apiOf(target), { target, subject, ...file }, signal);
    },
  } satisfies Partial<Connection>;
}

type ApiOf = (path: { readonly owner: string; readonly repo: string }) => Promise<Api>;

const constant =
  (api: Api): ApiOf =>
  async () =>
    api;

const Installation = z.object({ id: z.number().int() });

function byRepository(app: App): ApiOf {
  const known = new Map<string, () => Promise<Api>>();
  return ({ owner, repo }) => {
    const name = `${owner}/${repo}`.toLowerCase();
    const find = known.get(name) ?? once(() => findInstallation(app, owner, repo));
    known.set(name, find);
    return find();
  };
}

async function findInstallation(app: App, owner: string, repo: string): Promise<Api> {
  try {
    const { id } = await app.api.call({
      route: 'GET /repos/{owner}/{repo}/installation',
      parameters: { owner, repo },
      answer: Installation,
    });
    return app.installation(String(id));
  } catch (error) {
    const isAbsent = error instanceof AmasError && error.code === 'bots.target_gone';
    if (!isAbsent) throw error;
    throw new AmasError('bots.target_gone', 'the GitHub App is not installed on the repository', {
      publicMessage: `The GitHub App of this AMAS is not installed on ${owner}/${repo}, or there is no such repository. An owner can install it there.`,
      details: error.details,
    });
  }
}

/** Login of the App's bot user. */
async function readOwnLogin(app: App): Promise<string> {
  const { slug } = await app.api.call({ route: 'GET /app', answer: z.object({ slug: z.string().min(1) }) });
  return `${slug}[bot]`;
}

function locate(subjectIdOrUrl: string, apiUrl: string): PullRequestPath {
  const byUrl = parsePullRequestUrl(subjectIdOrUrl);
  if (byUrl && !webHosts(apiUrl).includes(byUrl.host)) {
    throw new AmasError('bots.target_gone', 'the pull request is on another GitHub', {
      publicMessage: `This AMAS is not connected to ${byUrl.host}, only to ${webHosts(apiUrl).at(-1)}.`,
      details: { platform: 'github' },
    });
  }
  const path = byUrl ?? parseSubjectId(subjectIdOrUrl);
  if (path) return path;
  throw new AmasError('bots.target_gone', 'not a pull request of GitHub', {
    publicMessage:
      'That is no pull request of GitHub. Give its address, such as https://github.com/octo/repo/pull/12.',
    details: { platform: 'github' },
  });
}

/** Hosts of the pages that belong to an API: `api.github.com` has its pages at `github.com`, others on their own host. */
function webHosts(apiUrl: string): string[] {
  const { host } = new URL(apiUrl);
  return [host, host.replace(/^api\./, '')];
}

async function react(api: Api, target: ReturnType<typeof readTarget>, commentId: number): Promise<void> {
  await api.call({
    route:
      target.threadId === undefined
        ? 'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions'
        : 'POST /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions',
    parameters: { ...repositoryOf(target), comment_id: commentId, content: 'eyes' },
    answer: z.unknown(),
  });
}

/** Shares one call of `load` until it fails: a failure is not remembered. */
function once<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loading: Promise<Value> | undefined;
  return async () => {
    loading ??= load();
    try {
      return await loading;
    } catch (error) {
      loading = undefined;
      throw error;
    }
  };
}
