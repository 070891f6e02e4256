import { z } from 'zod';
import type { Issue, Label, PullRequest } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Api } from './api.ts';
import { subjectId, type PullRequestPath } from './subject-id.ts';

const maxLinked = 5;
const maxLabels = 200;
/** Three searches of thirty results each: GitHub takes thirty searches a minute. */
const maxSearches = 3;
const leastWordChars = 4;

const IssueAnswer = z.object({
  number: z.number().int(),
  title: z.string(),
  body: z.string().nullish(),
  html_url: z.string(),
  state: z.enum(['open', 'closed']),
  labels: z.array(z.union([z.string(), z.object({ name: z.string().nullish() })])).nullish(),
  pull_request: z.looseObject({}).nullish(),
});

export async function readIssue(api: Api, path: PullRequestPath): Promise<Issue> {
  const { owner, repo, number } = path;
  const answer = await api.call({
    route: 'GET /repos/{owner}/{repo}/issues/{issue_number}',
    parameters: { owner, repo, issue_number: number },
    answer: IssueAnswer,
  });
  return toIssue(answer, path);
}

function toIssue(
  issue: z.infer<typeof IssueAnswer>,
  { owner, repo }: Omit<PullRequestPath, 'number'>,
): Issue {
  const { number, title, html_url: url } = issue;
  return {
    subject: {
      type: issue.pull_request ? 'pull_request' : 'issue',
      id: subjectId({ owner, repo, number }),
      title,
      url,
    },
    reference: `#${number}`,
    body: issue.body ?? '',
    labels: (issue.labels ?? []).flatMap((label) => (typeof label === 'string' ? label : (label.name ?? []))),
    state: issue.state,
    replyTo: { owner, repo, number },
  };
}

/**
 * The words by which GitHub links a pull request to the issue it closes (docs.github.com, linking a pull request to an
 * issue). Only those of the same repository can be read.
 */
const closing =
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:([\w.-]+\/[\w.-]+)?#(\d{1,9})|https?:\/\/[^/\s]+\/([\w.-]+\/[\w.-]+)\/issues\/(\d{1,9}))\b/gi;

export async function readLinkedIssues(
  api: Api,
  path: PullRequestPath,
  { body, subject }: Pick<PullRequest, 'body' | 'subject'>,
): Promise<readonly Issue[]> {
  const own = `${path.owner}/${path.repo}`.toLowerCase();
  const spoken = `${subject.title}\n${body.replaceAll(/<!--[\s\S]*?(-->|$)/g, '')}`;
  const numbers = [...spoken.matchAll(closing)]
    .filter(([, short, , long]) => (short ?? long ?? own).toLowerCase() === own)
    .map(([, , short, , long]) => Number(short ?? long));
  const issues: Issue[] = [];
  for (const number of [...new Set(numbers)].slice(0, maxLinked)) {
    const issue = await ifThere(readIssue(api, { ...path, number }));
    if (issue) issues.push(issue);
  }
  return issues;
}

const LabelAnswer = z.object({ name: z.string(), description: z.string().nullish() });

export async function readLabels(api: Api, { owner, repo }: PullRequestPath): Promise<readonly Label[]> {
  const labels = await api.list({
    route: 'GET /repos/{owner}/{repo}/labels',
    parameters: { owner, repo },
    answer: LabelAnswer,
    maxPages: maxLabels / 100,
  });
  return labels.map(({ name, description }) => ({ name, description: description ?? '' }));
}

const Found = z.object({ items: z.array(IssueAnswer) });

/** A search wants every word it is given: one word at a time finds more. The caller judges how alike they are. */
export async function searchSimilar(
  api: Api,
  path: PullRequestPath,
  issue: Issue,
): Promise<readonly Issue[]> {
  const found = new Map<string, Issue>();
  for (const word of searchWords(issue)) {
    const { items } = await api.call({
      route: 'GET /search/issues',
      parameters: { q: `repo:${path.owner}/${path.repo} is:issue ${word}`, per_page: 30 },
      answer: Found,
    });
    for (const item of items) {
      const other = toIssue(item, path);
      if (other.subject.id !== issue.subject.id) found.set(other.subject.id, other);
    }
  }
  return [...found.values()];
}

/** The longest words of the title, then of the text: letters and digits only, so that none is a qualifier. */
function searchWords({ subject, body }: Issue): string[] {
  const wordsOf = (text: string) =>
    [...text.slice(0, 5_000).matchAll(/[\p{L}\p{N}]{2,40}/gu)].map(([word]) => word.toLowerCase());
  const byLength = (words: readonly string[]) => words.toSorted((one, other) => other.length - one.length);
  const words = [...byLength(wordsOf(subject.title)), ...byLength(wordsOf(body))];
  return [...new Set(words)].filter((word) => word.length >= leastWordChars).slice(0, maxSearches);
}

/** A link may name an issue that was deleted, or moved. */
async function ifThere<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AmasError && error.code === 'bots.target_gone') return undefined;
    throw error;
  }
}
