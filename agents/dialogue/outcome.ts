import type { Outcome, Proposals } from '../contract.ts';

/** An answer in words, with what it proposes. */
export function toOutcome(answer: {
  readonly markdown: string;
  readonly model: Outcome['model'];
  readonly notes?: readonly string[];
  readonly proposals?: Proposals;
}): Outcome {
  const { markdown, model, notes = [], proposals } = answer;
  return {
    kind: 'answered',
    markdown,
    findings: [],
    notes,
    model,
    coverage: [],
    ...(proposals === undefined ? {} : { proposals }),
  };
}

/** Why there is no more than rules could tell. */
export function modelAbsence(model: Outcome['model']): string {
  return model === 'not-configured'
    ? 'No model was asked: none is configured. This is what can be told without one.'
    : 'The model gave no usable answer. This is what can be told without one.';
}

export const setUpModel =
  'A model is needed to answer a free question, and none is configured here. The operator can set one up with `OPENAI_API_KEY`, `ANTHROPIC_API_KEY` or `GROQ_API_KEY` (see deploy/env.example) and start AMAS again.';
