import { z } from 'zod';
import { catalogue } from '#agents/analysis/rules/catalogue.ts';
import { explain, summaryOf } from '#agents/analysis/rules/rule-info.ts';
import { askAbout } from '#agents/dialogue/ask-about.ts';
import { modelAbsence, toOutcome } from '#agents/dialogue/outcome.ts';
import { provenProse } from '#agents/dialogue/proven-prose.ts';
import { evidence } from '#agents/dialogue/shown-lines.ts';
import type { Agent, Finding } from '../contract.ts';
import { manifest } from './manifest.ts';

const maxExplanationChars = 4_000;

const dialogue = {
  version: 'explain-1',
  schemaName: 'explanation',
  schema: z.object({ explanation: z.string(), evidence: z.array(evidence) }),
  task: [
    'You explain a remark on a change of source code to the developer who has to act on it.',
    '`explanation`: at most 180 words of Markdown about this very code: which value takes which way, with what input it',
    'goes wrong, and how the safe form looks here. When the remark is wrong for this code, say so and why.',
  ],
};

/** The rule's own account always; what it means for this very code when there is a model. */
export const agent: Agent = {
  manifest,
  run: async (task, context) => {
    const finding = task.material?.thread?.finding;
    const { answer, model, notes, shown } = await askAbout(dialogue, task, context);
    const prose = answer
      ? provenProse({ text: answer.explanation, evidence: answer.evidence }, shown, maxExplanationChars)
      : undefined;
    const parts = [
      ...(prose?.markdown ? [`#### In this code\n\n${prose.markdown}`] : []),
      finding
        ? accountOf(finding)
        : 'This thread is not about a finding of AMAS, so there is no rule to explain.',
      ...(answer ? [] : [modelAbsence(model)]),
    ];
    return toOutcome({ markdown: parts.join('\n\n'), model, notes: [...notes, ...(prose?.notes ?? [])] });
  },
};

/** What the rule says of itself; a finding of a model has no rule, and its own words stand. */
function accountOf(finding: Finding): string {
  const rule = catalogue.get(finding.rule);
  const marks = [`\`${finding.rule}\``, finding.severity, ...(finding.cwe ? [finding.cwe] : [])].join(', ');
  const head = `#### The rule\n\n**${rule ? summaryOf(rule) : finding.title}** (${marks})`;
  return `${head}\n\n${rule ? explain(rule) : finding.detail}`;
}
