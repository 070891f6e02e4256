import { z } from 'zod';
import { askAbout } from '#agents/dialogue/ask-about.ts';
import { acceptanceCriteria } from '#agents/dialogue/criteria.ts';
import { modelAbsence, toOutcome } from '#agents/dialogue/outcome.ts';
import { safeLine, safeMarkdown } from '#agents/judge/safe-markdown.ts';
import type { Agent } from '../contract.ts';
import { manifest } from './manifest.ts';

const maxSteps = 12;
const maxQuestions = 6;

const dialogue = {
  version: 'plan-1',
  schemaName: 'plan',
  schema: z.object({
    steps: z.array(z.object({ title: z.string(), detail: z.string() })),
    questions: z.array(z.string()),
  }),
  task: [
    'You plan the work that an issue of a software project asks for.',
    '`steps`: at most 12, in order, each something that one change can do and a test can show; `detail` at most 40',
    'words. Name files only when the data does. `questions`: what has to be decided before, at most 6; none is fine.',
  ],
};

/** The checklist that stands in the issue always; steps and open questions when there is a model. */
export const agent: Agent = {
  manifest,
  run: async (task, context) => {
    const criteria = acceptanceCriteria(task.material?.issue?.body ?? '');
    const { answer, model, notes } = await askAbout(dialogue, task, context);
    const checklist =
      criteria.length === 0
        ? 'The issue names no acceptance criteria: add a list below a heading `Acceptance criteria`, or check boxes.'
        : criteria
            .map(({ text, isTicked }) => `- [${isTicked ? 'x' : ' '}] ${safeLine(text, 300)}`)
            .join('\n');
    const parts = [
      `#### What the issue asks for\n\n${checklist}`,
      ...(answer ? planned(answer) : [modelAbsence(model)]),
    ];
    return toOutcome({ markdown: parts.join('\n\n'), model, notes });
  },
};

function planned({ steps, questions }: z.infer<typeof dialogue.schema>): string[] {
  const rows = steps
    .slice(0, maxSteps)
    .map(
      ({ title, detail }, index) =>
        `${index + 1}. **${safeLine(title, 120)}**: ${safeMarkdown(detail, 400).replaceAll('\n', ' ')}`,
    );
  const open = questions.slice(0, maxQuestions).map((question) => `- ${safeLine(question, 300)}`);
  return [
    ...(rows.length === 0 ? [] : [`#### Steps\n\n${rows.join('\n')}`]),
    ...(open.length === 0 ? [] : [`#### To be decided first\n\n${open.join('\n')}`]),
  ];
}
