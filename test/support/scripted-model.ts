import type {
  CompletionRecord,
  CompletionRequest,
  CompletionResult,
  Finish,
  Model,
} from '#providers/contract.ts';
import { plainDecision } from './decision.ts';

export const silence = Symbol('silence');

/** What a scripted model does at one call: answer with a text, answer in full, throw, or never end. */
export type Step =
  | string
  | { readonly text: string; readonly finish: Finish }
  | Error
  | typeof silence
  | ((request: CompletionRequest) => string);

export interface ScriptedModel extends Model {
  /** Without those of the second look. */
  readonly requests: readonly CompletionRequest[];
  /** Those in which the model is asked to refute. */
  readonly secondLooks: readonly CompletionRequest[];
}

const record: CompletionRecord = {
  provider: 'scripted',
  model: 'one',
  outcome: 'answered',
  usage: { inputUncached: 10, cacheRead: 0, cacheWrite: 0, output: 5, reasoning: 0 },
  costUsd: 0.001,
  latencyMs: 1,
  attempts: [{ provider: 'scripted', model: 'one', outcome: 'answered', latencyMs: 1, startedMs: 0 }],
  warnings: [],
  decision: plainDecision,
};

/**
 * A model for tests that does the steps in order and repeats the last one. It ignores the signal, as a bad one would.
 * Asked to refute, it refutes nothing.
 */
export function scriptedModel(...steps: readonly Step[]): ScriptedModel {
  return scriptedJudge(steps, [JSON.stringify({ verdicts: [] })]);
}

/** The same, with steps of their own for the second look. */
export function scriptedJudge(review: readonly Step[], refutation: readonly Step[]): ScriptedModel {
  const requests: CompletionRequest[] = [];
  const secondLooks: CompletionRequest[] = [];
  const complete: Model['complete'] = (request) => {
    const isSecond = request.schema?.name === 'refutation';
    const [steps, asked] = isSecond ? [refutation, secondLooks] : [review, requests];
    const step = steps[Math.min(asked.length, steps.length - 1)] ?? '';
    asked.push(structuredClone(request));
    if (step instanceof Error) return Promise.reject(step);
    if (step === silence) return new Promise(() => {});
    return Promise.resolve(answer(step, request));
  };
  return {
    requests,
    secondLooks,
    complete,
    async *stream(request, signal) {
      const { record, ...result } = await complete(request, signal);
      if (result.text !== '') yield { type: 'text', text: result.text };
      yield { type: 'finish', result, record };
    },
  };
}

function answer(
  step: Exclude<Step, Error | typeof silence>,
  request: CompletionRequest,
): CompletionResult & { readonly record: CompletionRecord } {
  const said = typeof step === 'function' ? step(request) : step;
  const { text, finish } = typeof said === 'string' ? { text: said, finish: 'stop' as const } : said;
  return { text, finish, toolCalls: [], usage: record.usage, model: 'one', warnings: [], record };
}
