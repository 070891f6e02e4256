import { z } from 'zod';
import { askAbout } from '#agents/dialogue/ask-about.ts';
import { modelAbsence, toOutcome } from '#agents/dialogue/outcome.ts';
import { proposeLabels } from '#agents/dialogue/propose-labels.ts';
import { similarity } from '#agents/dialogue/similarity.ts';
import { safeLine } from '#agents/judge/safe-markdown.ts';
import type { Agent, IssueText, Material } from '../contract.ts';
import { manifest } from './manifest.ts';

/** Below this, two issues share little more than the words of their project. */
const leastSimilarity = 0.2;
const maxSimilar = 5;
const maxLabels = 5;

const dialogue = {
  version: 'triage-1',
  schemaName: 'triage',
  schema: z.object({
    labels: z.array(z.object({ name: z.string(), reason: z.string() })),
    duplicates: z.array(z.object({ reference: z.string(), reason: z.string() })),
  }),
  task: [
    'You sort an issue of a software project into what the project already has.',
    '`labels`: at most 5 names out of the section [Labels], with the reason in at most 15 words. None is fine.',
    '`duplicates`: references of sections "Other issue" that are about the same fault or wish, at most 5, with the reason',
    'in at most 15 words. None is the usual answer.',
  ],
};

interface Named {
  readonly name: string;
  readonly because: string;
}

/** Proposes only labels that exist and issues that were found, whatever a model says. */
export const agent: Agent = {
  manifest,
  run: async (task, context) => {
    const { issue, labels = [], candidates = [] } = task.material ?? {};
    if (!issue)
      return {
        ...toOutcome({ markdown: 'There is no issue to sort.', model: 'not-needed' }),
        kind: 'declined',
      };
    const similar = rank(issue, candidates);
    const { answer, model, notes } = await askAbout(dialogue, withCandidates(task, similar), context);
    const proposed = answer ? known(answer.labels, labels) : byWords(issue, labels);
    const duplicates = new Map(answer?.duplicates.map(({ reference, reason }) => [reference, reason]));
    const parts = [
      labelSection(proposed, labels.length),
      similarSection(similar, duplicates),
      ...(answer ? [] : [modelAbsence(model)]),
    ];
    const names = proposed.map(({ name }) => name);
    return toOutcome({ markdown: parts.join('\n\n'), model, notes, proposals: { labels: names } });
  },
};

function rank(issue: IssueText, candidates: readonly IssueText[]) {
  return candidates
    .filter(({ reference }) => reference !== issue.reference)
    .map((candidate) => ({ candidate, score: similarity(issue, candidate) }))
    .filter(({ score }) => score >= leastSimilarity)
    .toSorted((one, other) => other.score - one.score)
    .slice(0, maxSimilar);
}

const withCandidates = <Task extends { readonly material?: Material }>(
  task: Task,
  similar: ReturnType<typeof rank>,
): Task => ({
  ...task,
  material: { ...task.material, candidates: similar.map(({ candidate }) => candidate) },
});

const byWords = ({ title, body }: IssueText, labels: NonNullable<Material['labels']>): Named[] =>
  proposeLabels(labels, `${title} ${title}\n${body}`).map(({ name, because }) => ({
    name,
    because: `it says “${because}”`,
  }));

/** Names compare without case; what the repository does not have is nobody's label. */
function known(
  proposed: readonly { readonly name: string; readonly reason: string }[],
  labels: NonNullable<Material['labels']>,
): Named[] {
  return proposed
    .flatMap(({ name, reason }) => {
      const label = labels.find((each) => each.name.toLowerCase() === name.trim().toLowerCase());
      return label ? [{ name: label.name, because: safeLine(reason, 150) }] : [];
    })
    .slice(0, maxLabels);
}

function labelSection(proposed: readonly Named[], count: number): string {
  if (proposed.length === 0) {
    const why = count === 0 ? 'The repository has no labels.' : 'No label of the repository fits its words.';
    return `#### Labels\n\n${why}`;
  }
  const rows = proposed.map(({ name, because }) => `- \`${name.replaceAll('`', "'")}\`: ${because}`);
  return `#### Proposed labels\n\n${rows.join('\n')}\n\nNothing was changed. To set exactly these: \`/amas triage --apply\``;
}

function similarSection(similar: ReturnType<typeof rank>, duplicates: ReadonlyMap<string, string>): string {
  if (similar.length === 0) return '#### Similar issues\n\nNone was found.';
  const rows = similar.map(({ candidate, score }) => {
    const reason = duplicates.get(candidate.reference);
    const mark =
      reason === undefined
        ? `${Math.round(score * 100)} % alike`
        : `likely the same: ${safeLine(reason, 150)}`;
    return `- ${candidate.reference} ${safeLine(candidate.title, 150)} (${candidate.state}, ${mark})`;
  });
  return `#### Similar issues\n\n${rows.join('\n')}`;
}
