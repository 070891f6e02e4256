import { spellHidden } from '#agents/judge/spell-hidden.ts';
import { asData } from '#agents/strangers/as-data.ts';
import { readPart } from '#agents/strangers/strangers-findings.ts';
import type { IssueText, Task } from '../contract.ts';

const maxPartCharacters = 6_000;
const maxCandidates = 10;

/** Everything of a task that a model may read, each part under a label and cut where it is too long. */
export function materialSections({ context, material = {} }: Task): string[] {
  const { question, issue, thread, linkedIssues = [], labels = [], candidates = [] } = material;
  return [
    ...context.map(({ label, text }) => section(label, withoutOrders(label, text))),
    ...(issue ? [issueSection('The issue', issue)] : []),
    ...(thread
      ? [
          section(`The thread at ${thread.path}:${thread.line ?? '?'}`, thread.hunk),
          ...(thread.finding
            ? [
                section(
                  'The finding there',
                  `${thread.finding.rule}: ${thread.finding.title}\n${thread.finding.detail}`,
                ),
              ]
            : []),
          ...thread.comments.map(({ author, text }) => section(`Comment of ${author}`, text)),
        ]
      : []),
    ...linkedIssues.map((linked) => issueSection(`Linked issue ${linked.reference}`, linked)),
    ...(labels.length === 0
      ? []
      : [section('Labels', labels.map(({ name, description }) => `${name}: ${description}`).join('\n'))]),
    ...candidates.slice(0, maxCandidates).map((each) => issueSection(`Other issue ${each.reference}`, each)),
    ...(question === undefined ? [] : [section('The question', question)]),
  ];
}

const issueSection = (label: string, { title, body }: IssueText): string =>
  section(label, withoutOrders(label, `${title}\n\n${body}`));

/** What anybody may write beside a change or into an issue; what the person asks, and a thread says, is the matter itself. */
function withoutOrders(label: string, text: string): string {
  return asData(readPart({ origin: 'subject', trust: 'untrusted', label, text })).text;
}

function section(label: string, text: string): string {
  const seen = spellHidden(text);
  const cut = seen.length > maxPartCharacters ? `${seen.slice(0, maxPartCharacters)} …[cut]` : seen;
  return `[${spellHidden(label).replaceAll('\n', ' ')}]\n${cut}`;
}
