import type { z } from 'zod';
import { AmasError, codeOf, publicMessageOf } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';
import type { CompletionRequest, CompletionResult, Message, Model } from '#providers/contract.ts';
import { repairText, type PromptText } from './judge-prompt.ts';
import { answerJsonSchema, parseAnswer } from './model-answer.ts';

/** Twenty findings of full length, with room for a model that thinks aloud first. */
const maxOutputTokens = 8_000;

/** Of an answer that could not be read, this much is shown to the model again. */
const maxEchoCharacters = 8_000;

/** A model, and what ends its part. */
export interface Asker {
  readonly model: Model;
  /** Ends the whole run. */
  readonly signal: AbortSignal;
  /** Ends the model's part alone. */
  readonly deadline: AbortSignal;
  readonly log: Logger;
}

export interface Question<Schema extends z.ZodObject> {
  readonly text: PromptText;
  readonly schemaName: string;
  readonly schema: Schema;
}

/** `unusable`: this question has no answer, the next may. `failed`: the model can't be asked any more. */
export type ModelReply<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer; readonly steps: number }
  | {
      readonly kind: 'unusable' | 'failed';
      readonly reason: string;
      readonly note: string;
      readonly steps: number;
    };

/**
 * Asks one question, and once more when the answer can't be read and `stepsLeft` allows a second call. The model gets
 * no tools: what it says is read by a schema, and nothing it says can act.
 */
export async function askModel<Schema extends z.ZodObject>(
  asker: Asker,
  { text, schemaName, schema }: Question<Schema>,
  stepsLeft: number,
): Promise<ModelReply<z.output<Schema>>> {
  const messages: Message[] = [{ role: 'user', content: text.user }];
  let steps = 0;
  for (;;) {
    steps += 1;
    let result: CompletionResult;
    try {
      result = await complete(asker, {
        system: text.system,
        messages,
        schema: { name: schemaName, schema: answerJsonSchema(schema) },
        maxOutputTokens,
        prompt: text.version,
      });
    } catch (error) {
      return failure(asker, error, { steps, prompt: text.version });
    }
    if (result.finish === 'refusal' || result.finish === 'content-filter') return refusal(steps);
    const parsed = parseAnswer(schema, result.text);
    if (parsed.kind === 'answer') return { kind: 'answer', answer: parsed.answer, steps };
    if (steps === 2 || stepsLeft < 2) return unreadable(parsed.error, steps);
    messages.push(
      { role: 'assistant', content: result.text.slice(0, maxEchoCharacters) || '(empty)' },
      { role: 'user', content: repairText(repairReason(result, parsed.error)) },
    );
  }
}

/** Does not wait for a model that ignores the signal. */
async function complete(asker: Asker, request: CompletionRequest): Promise<CompletionResult> {
  const signal = AbortSignal.any([asker.signal, asker.deadline]);
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([asker.model.complete(request, signal), aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** A cancelled run ends; anything else ends the model's part only. */
function failure(
  { signal, deadline, log }: Asker,
  error: unknown,
  { steps, prompt }: { readonly steps: number; readonly prompt: string },
): ModelReply<never> {
  signal.throwIfAborted();
  if (deadline.aborted) {
    const note = 'The deadline of the task passed before the model had judged everything.';
    return { kind: 'failed', reason: 'deadline', note, steps };
  }
  const fields = { err: error, code: codeOf(error), prompt };
  if (error instanceof AmasError) log.warn(fields, 'model call failed');
  else log.error(fields, 'model call failed');
  const note = `The model could not be asked: ${publicMessageOf(error)}`;
  return { kind: 'failed', reason: 'model failed', note, steps };
}

function refusal(steps: number): ModelReply<never> {
  return {
    kind: 'unusable',
    reason: 'model refused',
    note: 'The model refused to judge a part of the change.',
    steps,
  };
}

function unreadable(error: string, steps: number): ModelReply<never> {
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
