import { z } from 'zod';
import { askAbout } from '#agents/dialogue/ask-about.ts';
import { modelAbsence, toOutcome } from '#agents/dialogue/outcome.ts';
import { proposeLabels } from '#agents/dialogue/propose-labels.ts';
import { evidence } from '#agents/dialogue/shown-lines.ts';
import { safeLine, safeMarkdown } from '#agents/judge/safe-markdown.ts';
import type { Agent, ChangeSet, Task } from '../contract.ts';
import { changeMap, exportedNames, kindOf, plain } from './change-map.ts';
import { criteriaTable, linkedCriteria, type LinkedCriterion } from './criteria-table.ts';
import { manifest } from './manifest.ts';
import { moduleDiagram } from './module-diagram.ts';
import { riskNotes } from './risk-notes.ts';

const maxTitleChars = 72;
const maxBodyChars = 3_000;
const maxTests = 10;

const dialogue = {
  version: 'describe-1',
  schemaName: 'description',
  schema: z.object({
    title: z.string(),
    body: z.string(),
    criteria: z.array(
      z.object({
        criterion: z.number(),
        state: z.enum(['met', 'not met', 'unclear']),
        reason: z.string(),
        evidence: z.array(evidence),
      }),
    ),
  }),
  task: [
    'You describe a change of source code for the people who will review it and for those who read its history later.',
    '`title`: imperative, at most 72 characters. `body`: at most 150 words of Markdown: why, what is different for users',
    'or callers, what to look at. Nothing that the diff or the linked issues do not show.',
    '`criteria`: one entry for each numbered criterion of the data: "met" only when added lines show it, "not met" when',
    'lines show that it is not or the change leaves it out, else "unclear"; `reason` at most 20 words.',
  ],
};

/** Map, risks, names and criteria from the change itself; title, text and verdicts on criteria from a model. */
export const agent: Agent = {
  manifest,
  run: async (task, context) => {
    const { changeSet } = context;
    const { linkedIssues = [], labels = [] } = task.material ?? {};
    const criteria = linkedCriteria(linkedIssues);
    const { answer, model, notes, shown } = await askAbout(dialogue, withCriteria(task, criteria), context);
    const judged = { judgements: answer?.criteria ?? [], shown, changes: changeSet.changes };
    const account = accountOf(changeSet);
    const proposed = proposeLabels(labels, labelText(task, changeSet)).map(({ name }) => name);
    const told = answer && {
      title: safeLine(answer.title, maxTitleChars),
      body: safeMarkdown(answer.body, maxBodyChars),
    };
    const parts = [
      told
        ? `#### Proposed title\n\n${told.title}\n\n#### Proposed description\n\n${told.body}`
        : modelAbsence(model),
      ...section('Acceptance criteria', criteria.length === 0 ? '' : criteriaTable(criteria, judged)),
      ...account,
      ...section('Labels that fit', proposed.map((name) => `\`${plain(name)}\``).join(', ')),
    ];
    const body = [...(told ? [told.body] : []), ...account].join('\n\n');
    const proposals = { ...(told ? { title: told.title } : {}), body, labels: proposed };
    return toOutcome({ markdown: parts.join('\n\n'), model, notes, proposals });
  },
};

const section = (heading: string, text: string): string[] =>
  text === '' ? [] : [`#### ${heading}\n\n${text}`];

function accountOf(changeSet: ChangeSet): string[] {
  const tests = changeSet.coverage.filter(({ path }) => kindOf(path) === 'tests');
  return [
    `#### What changes\n\n${changeMap(changeSet)}`,
    ...section('Modules', moduleDiagram(changeSet.changes) ?? ''),
    ...section('Look at first', riskNotes(changeSet).join('\n')),
    ...section('Names that others may use', exportedNames(changeSet.changes).join('\n')),
    ...section('Tests', testList(tests.map(({ path }) => path))),
  ];
}

function testList(paths: readonly string[]): string {
  const shown = paths.slice(0, maxTests).map((path) => `\`${plain(path)}\``);
  return `${shown.join(', ')}${paths.length > shown.length ? ` and ${paths.length - shown.length} more` : ''}`;
}

/** The criteria as the model is to number them. */
function withCriteria(task: Task, criteria: readonly LinkedCriterion[]): Task {
  if (criteria.length === 0) return task;
  const text = criteria
    .map(({ number, reference, text: said }) => `${number}. (${reference}) ${said}`)
    .join('\n');
  const part = {
    origin: 'subject',
    trust: 'untrusted',
    label: 'Numbered acceptance criteria',
    text,
  } as const;
  return { ...task, context: [...task.context, part] };
}

/** Paths speak for labels as words do. */
function labelText({ context }: Pick<Task, 'context'>, { coverage }: ChangeSet): string {
  const paths = coverage.map(({ path }) => `${path.replaceAll(/[/.]/g, ' ')} ${kindOf(path)}`);
  return [...context.filter(({ label }) => /title/i.test(label)).map(({ text }) => text), ...paths].join(
    '\n',
  );
}
