import { z } from 'zod';
import { AmasError } from '#monitoring/errors.ts';
import { ownInlineComments } from './own-comments.ts';
import type { Posting } from './posting.ts';
import { repositoryOf } from './target.ts';
import { fingerprintOf } from './text/remark.ts';

/** Threads beyond this stay open: nobody has that many of ours. */
const maxPages = 10;
/** A long conversation is people's. */
const maxComments = 20;
const perPage = 50;

const Thread = z.object({
  id: z.string(),
  isResolved: z.boolean(),
  isOutdated: z.boolean(),
  path: z.string(),
  originalLine: z.number().int().nullable(),
  comments: z.object({
    totalCount: z.number().int(),
    nodes: z.array(z.object({ body: z.string(), author: z.object({ login: z.string() }).nullable() })),
  }),
});
type Thread = z.infer<typeof Thread>;

const Page = z.object({
  repository: z.object({
    pullRequest: z.object({
      reviewThreads: z.object({
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
        nodes: z.array(Thread),
      }),
    }),
  }),
});

const threadsQuery = `query($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      reviewThreads(first: ${perPage}, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes {
          id isResolved isOutdated path originalLine
          comments(first: ${maxComments}) { totalCount nodes { body author { login } } }
        }
      }
    }
  }
}`;

const resolveMutation = `mutation($threadId: ID!) {
  resolveReviewThread(input: { threadId: $threadId }) { thread { id isResolved } }
}`;
const Resolved = z.object({
  resolveReviewThread: z.object({ thread: z.object({ isResolved: z.boolean() }) }),
});

export interface Resolution {
  readonly resolved: number;
  /** Why threads stay open that might be closed. */
  readonly note?: string;
}

/**
 * Resolves own threads of findings that are gone. Each condition can only forbid: the thread is ours by author and
 * marker, nobody else wrote in it, GitHub calls it outdated, the finding's file was looked at in full, and nothing found
 * now stands on its line (facts of github.com/alibaba/open-code-review/pull/944). Needs contents: write, which GitHub
 * asks for this although no content changes: so it is done only where it was wanted, else the threads stay, and the note
 * says so.
 */
export async function resolveThreads(posting: Posting): Promise<Resolution> {
  const { reply, signal, api } = posting;
  const gone = new Set(
    (reply.fixed ?? []).filter(({ isSeen }) => isSeen).map(({ fingerprint }) => fingerprint),
  );
  if (gone.size === 0) return { resolved: 0 };
  if (!posting.mayResolve) {
    const open = await ownInlineComments(posting);
    return { resolved: 0, ...([...gone].some((each) => open.has(each)) ? { note: unresolvedNote } : {}) };
  }
  let resolved = 0;
  try {
    const login = await posting.ownLogin();
    for (const thread of await readThreads(posting)) {
      if (!mayResolve(thread, { posting, login, gone })) continue;
      await api.graphql({
        query: resolveMutation,
        variables: { threadId: thread.id },
        answer: Resolved,
        signal,
      });
      resolved += 1;
    }
    return { resolved };
  } catch (error) {
    const lacksRight = error instanceof AmasError && error.code === 'bots.unauthorised';
    if (!lacksRight) throw error;
    return {
      resolved,
      note: 'Threads of findings that are gone stay open: GitHub lets the App resolve them only with the permission *contents: write*.',
    };
  }
}

const unresolvedNote =
  'Threads of findings that are gone are left for you to resolve: this AMAS was set up without the right to do it.';

async function readThreads({ api, target, signal }: Posting): Promise<readonly Thread[]> {
  const threads: Thread[] = [];
  let after: string | null = null;
  for (let page = 0; page < maxPages; page += 1) {
    const { owner, repo } = repositoryOf(target);
    const answer: z.infer<typeof Page> = await api.graphql({
      query: threadsQuery,
      variables: { owner, repo, number: target.number, after },
      answer: Page,
      signal,
    });
    const { nodes, pageInfo } = answer.repository.pullRequest.reviewThreads;
    threads.push(...nodes);
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  return threads;
}

interface Context {
  readonly posting: Posting;
  readonly login: string;
  readonly gone: ReadonlySet<string>;
}

function mayResolve(thread: Thread, { posting, login, gone }: Context): boolean {
  const { nodes, totalCount } = thread.comments;
  if (thread.isResolved || !thread.isOutdated || totalCount > nodes.length) return false;
  // GraphQL names a bot without the ending that REST gives it.
  const isOwn = (author: { login: string } | null) => author !== null && `${author.login}[bot]` === login;
  const isOurs = nodes.every(({ author }) => isOwn(author));
  const fingerprint = fingerprintOf(nodes[0]?.body ?? '');
  if (!isOurs || fingerprint === undefined || !gone.has(fingerprint)) return false;
  const { originalLine, path } = thread;
  return !posting.reply.remarks.some(
    (remark) =>
      remark.path === path &&
      originalLine !== null &&
      remark.line <= originalLine &&
      originalLine <= (remark.endLine ?? remark.line),
  );
}
