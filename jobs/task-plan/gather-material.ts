import type { Finding, IssueText, Material } from '#agents/contract.ts';
import type { Connection, Issue, PullRequest, Thread } from '#bots/contract.ts';
import { AmasError, codeOf } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';

const maxBodyChars = 20_000;

export interface Gathering {
  readonly intent: string;
  readonly connection: Connection;
  readonly log: Logger;
  readonly question: string;
  readonly thread: Thread | undefined;
  readonly finding: Finding | undefined;
  readonly issue: Issue | undefined;
  readonly pullRequest: PullRequest | undefined;
}

/**
 * What an answer needs beside the change. Each part is a help: one that cannot be had is named in the answer, and takes
 * nothing else with it.
 */
export async function gatherMaterial(
  gathering: Gathering,
): Promise<{ readonly material: Material; readonly notes: readonly string[] }> {
  const { intent, question, thread, finding, issue } = gathering;
  const notes: string[] = [];
  const read = readers(gathering, notes);
  return {
    material: {
      ...(intent === 'ask' ? { question } : {}),
      ...(issue ? { issue: toText(issue) } : {}),
      ...(thread ? { thread: { ...toPlace(thread), ...(finding ? { finding } : {}) } } : {}),
      ...(await read.labels()),
      ...(await read.candidates()),
      ...(await read.linkedIssues()),
    },
    notes,
  };
}

/** One for each part that the platform has to be asked for; only what the intent needs is asked. */
function readers({ intent, connection, log, issue, pullRequest }: Gathering, notes: string[]) {
  const id = (issue ?? pullRequest)?.subject.id ?? '';
  const part = async <Value>(
    what: string,
    reading: Promise<Value> | undefined,
  ): Promise<Value | undefined> => {
    try {
      return await reading;
    } catch (error) {
      // A limit, or a right that is lacking: anything else is ours.
      if (!(error instanceof AmasError)) throw error;
      log.warn({ err: error, code: codeOf(error) }, 'part of a request not read');
      notes.push(`${what} could not be read (${error.code}).`);
      return undefined;
    }
  };
  return {
    labels: async (): Promise<Material> => {
      if (intent !== 'triage' && intent !== 'describe') return {};
      const labels = await part('The labels of the repository', connection.labels?.(id));
      return labels ? { labels } : {};
    },
    candidates: async (): Promise<Material> => {
      if (intent !== 'triage' || !issue) return {};
      const found = await part('Similar issues', connection.similarIssues?.(issue));
      return found ? { candidates: found.map(toText) } : {};
    },
    linkedIssues: async (): Promise<Material> => {
      if (intent !== 'describe' || !pullRequest) return {};
      const linked = await part('Linked issues', connection.linkedIssues?.(pullRequest));
      return linked ? { linkedIssues: linked.map(toText) } : {};
    },
  };
}

const toText = ({ reference, subject, body, state, labels }: Issue): IssueText => ({
  reference,
  title: subject.title,
  body: body.slice(0, maxBodyChars).toWellFormed(),
  url: subject.url,
  state,
  labels,
});

const toPlace = ({ path, line, side, hunk, comments }: Thread): NonNullable<Material['thread']> => ({
  path,
  ...(line === undefined ? {} : { line }),
  side,
  hunk,
  comments: comments.map(({ author, text }) => ({ author, text })),
});
