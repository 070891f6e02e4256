import { Validator, type ValidationResult } from '@cfworker/json-schema';
import type {
  CompletionRecord,
  CompletionRequest,
  CompletionResult,
  Model,
  RoutedPart,
} from '#providers/contract.ts';
import { ApiError, invalidRequest } from '../api-error.ts';
import { withinTime } from './within-time.ts';

type Answer = CompletionResult & { readonly record: CompletionRecord };

/**
 * The parts of a streamed answer. With a schema nothing leaves before the whole of it is known to follow: so one that
 * does not can be asked for once more, and nobody sees what is wrong. A client that rather reads along (`asItComes`)
 * gets an error in place of the finish of what does not follow.
 * @throws `schema_mismatch`
 */
export async function* streamToSchema(
  model: Model,
  { request, asItComes }: { readonly request: CompletionRequest; readonly asItComes: boolean },
  signal: AbortSignal,
): AsyncGenerator<RoutedPart> {
  if (request.schema && !asItComes) {
    yield* partsOf(await completeToSchema(model, request, signal));
    return;
  }
  for await (const part of model.stream(request, signal)) {
    const problem = part.type === 'finish' ? problemOf(part.result, request) : undefined;
    if (problem !== undefined) throw streamMismatch(problem);
    yield part;
  }
}

function* partsOf({ record, ...result }: Answer): Generator<RoutedPart> {
  yield { type: 'start', provider: record.provider, model: record.model };
  if (result.text !== '') yield { type: 'text', text: result.text };
  for (const call of result.toolCalls) yield { type: 'tool-call', call };
  yield { type: 'finish', result, record };
}

/**
 * The whole answer, held to the schema of the request where it has one: what does not follow it is asked for once
 * more, and is an error then.
 * @throws `schema_mismatch`
 */
export async function completeToSchema(
  model: Model,
  request: CompletionRequest,
  signal: AbortSignal,
): Promise<Answer> {
  const first = await model.complete(request, signal);
  const problem = problemOf(first, request);
  if (problem === undefined) return first;
  const again = `That does not follow the JSON schema: ${problem}. Answer once more, with the JSON alone.`;
  const messages = [
    ...request.messages,
    { role: 'assistant', content: first.text || '(nothing)' },
    { role: 'user', content: again },
  ] as const;
  const second = await model.complete({ ...request, messages }, signal);
  const still = problemOf(second, request);
  if (still !== undefined) throw mismatch(still);
  return together(first, second);
}

/** Why an answer is not of its schema; undefined when it is, and when the model meant to say something else. */
function problemOf({ text, finish }: CompletionResult, { schema }: CompletionRequest): string | undefined {
  if (!schema || finish !== 'stop') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  const { valid, errors } = held(value, schema.schema);
  if (valid) return undefined;
  const last = errors.at(-1);
  return `${last?.instanceLocation ?? '#'}: ${last?.error ?? 'it differs'}`.slice(0, 300);
}

const checkMs = 100;

/** It reads the schema, which comes from outside, and makes no code of it. */
function held(value: unknown, schema: Readonly<Record<string, unknown>>): ValidationResult {
  let result: ValidationResult | undefined;
  try {
    result = withinTime(checkMs, () => new Validator(schema, '2020-12').validate(value));
  } catch (error) {
    // A schema that refers to itself without end.
    if (!(error instanceof RangeError)) throw error;
  }
  if (result) return result;
  throw invalidRequest(
    'The JSON schema takes too long to hold an answer to: simplify its patterns and references.',
    'response_format.json_schema.schema',
  );
}

/** Both were paid for. */
function together(first: Answer, second: Answer): Answer {
  const [one, two] = [first.record, second.record];
  const isKnown = one.costUsd !== undefined && two.costUsd !== undefined;
  const warnings = [
    ...second.warnings,
    'The first answer did not follow the JSON schema, and was asked for once more.',
  ];
  return {
    ...second,
    warnings,
    record: {
      ...two,
      warnings,
      costUsd: isKnown ? one.costUsd + two.costUsd : undefined,
      attempts: [...one.attempts, ...two.attempts],
    },
  };
}

const mismatch = (problem: string) =>
  schemaMismatch(
    `The model does not follow the JSON schema, also not at a second try (${problem}). Ask another model, or for a simpler schema.`,
  );

const streamMismatch = (problem: string) =>
  schemaMismatch(
    `The answer that was streamed does not follow the JSON schema (${problem}): do not use it. Ask without "x-amas-schema: as-it-comes" to have such an answer tried once more, or ask another model.`,
  );

const schemaMismatch = (message: string) =>
  new ApiError(502, message, { type: 'server_error', code: 'schema_mismatch' });
