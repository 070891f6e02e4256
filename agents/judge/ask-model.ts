import { AmasError, codeOf, publicMessageOf } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';
import type { CompletionResult, Message, Model } from '#providers/contract.ts';
import type { ChangeSet, Task } from '../contract.ts';
import type { Batch } from './hunk-batches.ts';
import { createBoundary, promptText, repairText, type JudgePrompt } from './judge-prompt.ts';
import { answerJsonSchema, modelAnswer, parseAnswer, type ModelFinding } from './model-answer.ts';

/** Twenty findings of full length, with room for a model that thinks aloud first. */
const maxOutputTokens = 8_000;

/** Of an answer that could not be read, this much is shown to the model again. */
const maxEchoCharacters = 8_000;

export interface Question {
  readonly model: Model;
  readonly prompt: JudgePrompt;
  readonly task: Task;
  readonly changeSet: ChangeSet;
  readonly signal: AbortSignal;
  readonly deadline: AbortSignal;
  readonly log: Logger;
}

/** `unusable`: this batch has no answer, the next may. `failed`: the model can't be asked any more. */
export type ModelReply =
  | { readonly kind: 'answer'; readonly findings: readonly ModelFinding[]; readonly steps: number }
  | {
      readonly kind: 'unusable' | 'failed';
      readonly reason: string;
      readonly note: string;
      readonly steps: number;
    };

/** Asks about one batch, and once more when the answer can't be read and `stepsLeft` allows a second call. */
export async function askModel(question: Question, batch: Batch, stepsLeft: number): Promise<ModelReply> {
  const { prompt, task, changeSet } = question;
  const schema = modelAnswer(prompt.categories);
  const text = promptText(prompt, task, { changeSet, batch }, createBoundary());
  const messages: Message[] = [{ role: 'user', content: text.user }];
  let steps = 0;
  for (;;) {
    steps += 1;
    let result: CompletionResult;
    try {
      result = await complete(question, {
        system: text.system,
        messages,
        schema: { name: 'review', schema: answerJsonSchema(schema) },
        maxOutputTokens,
      });
    } catch (error) {
      return failure(question, error, steps);
    }
    if (result.finish === 'refusal' || result.finish === 'content-filter') return refusal(steps);
    const parsed = parseAnswer(schema, result.text);
    if (parsed.kind === 'answer') return { kind: 'answer', findings: parsed.answer.findings, steps };
    if (steps === 2 || stepsLeft < 2) return unreadable(parsed.error, steps);
    messages.push(
      { role: 'assistant', content: result.text.slice(0, maxEchoCharacters) || '(empty)' },
      { role: 'user', content: repairText(repairReason(result, parsed.error)) },
    );
  }
}

/** Does not wait for a model that ignores the signal. */
async function complete(
  question: Question,
  request: Parameters<Model['complete']>[0],
): Promise<CompletionResult> {
  const signal = AbortSignal.any([question.signal, question.deadline]);
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([question.model.complete(request, signal), aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** A cancelled run ends; anything else ends the model's part only. */
function failure(question: Question, error: unknown, steps: number): ModelReply {
  question.signal.throwIfAborted();
  if (question.deadline.aborted) {
    const note = 'The deadline of the task passed before the model had judged everything.';
    return { kind: 'failed', reason: 'deadline', note, steps };
  }
  const fields = { err: error, code: codeOf(error), prompt: question.prompt.version };
  if (error instanceof AmasError) question.log.warn(fields, 'model call failed');
  else question.log.error(fields, 'model call failed');
  const note = `The model could not be asked: ${publicMessageOf(error)}`;
  return { kind: 'failed', reason: 'model failed', note, steps };
}

function refusal(steps: number): ModelReply {
  return {
    kind: 'unusable',
    reason: 'model refused',
    note: 'The model refused to judge a part of the change.',
    steps,
  };
}

function unreadable(error: string, steps: number): ModelReply {
  const tries = steps > 1 ? ', also after a second try' : '';
  return {
    kind: 'unusable',
    reason: 'model answer unusable',
    note: `An answer of the model was discarded: ${error}${tries}.`,
    steps,
  };
}

function repairReason(result: CompletionResult, error: string): string {
  const cut = result.finish === 'length' || result.finish === 'truncated';
  return cut ? `${error}; it was cut off at the end, so write fewer and shorter findings` : error;
}
