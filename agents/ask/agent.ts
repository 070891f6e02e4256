import { z } from 'zod';
import { askAbout } from '#agents/dialogue/ask-about.ts';
import { setUpModel, toOutcome } from '#agents/dialogue/outcome.ts';
import { provenProse } from '#agents/dialogue/proven-prose.ts';
import { evidence } from '#agents/dialogue/shown-lines.ts';
import type { Agent } from '../contract.ts';
import { manifest } from './manifest.ts';

const maxAnswerChars = 6_000;

const dialogue = {
  version: 'ask-1',
  schemaName: 'answer',
  schema: z.object({ answer: z.string(), evidence: z.array(evidence) }),
  task: [
    'You answer one question of a developer about a change of source code, a thread beside it, or an issue.',
    '`answer`: at most 200 words of Markdown. Begin with the answer itself. Say what cannot be told from the data.',
  ],
};

/** Without a model there is no answer to a free question, and nothing that looks like one. */
export const agent: Agent = {
  manifest,
  run: async (task, context) => {
    const asked = await askAbout(dialogue, task, context);
    const { answer, model, notes, shown } = asked;
    if (!answer) {
      const markdown =
        model === 'not-configured' ? setUpModel : 'The model gave no usable answer. Ask again.';
      return { ...toOutcome({ markdown, model, notes }), kind: 'declined' };
    }
    const prose = provenProse({ text: answer.answer, evidence: answer.evidence }, shown, maxAnswerChars);
    const markdown = prose.markdown === '' ? 'The model said nothing that its lines prove.' : prose.markdown;
    return toOutcome({ markdown, model, notes: [...notes, ...prose.notes] });
  },
};
