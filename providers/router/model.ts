import type { CompletionRecord, Model } from '../contract.ts';
import { ProviderError, type ProviderErrorCode } from '../errors.ts';
import type { Flight } from './answers/flights.ts';
import { questionKey } from './answers/question-key.ts';
import type { Binding } from './binding.ts';
import { beginCall, type Call } from './call.ts';
import { tokenRateOf } from './candidate.ts';
import type { RouterHost } from './host.ts';
import { openAttempt } from './attempt.ts';
import { limitsOf, openCall } from './open-call.ts';
import { answerOf, recordOf, type Answer, type Outcome, type Settled } from './record.ts';
import { answerParts, type StreamedPart } from './stream.ts';
import { forAnswer, type Way } from './try.ts';

/** What a call hands on: the parts of a stream, and at the end the answer with its record. */
export type FlightPart =
  | StreamedPart
  | { readonly type: 'answer'; readonly answer: Answer; readonly record: CompletionRecord };

type Ended = Extract<FlightPart, { type: 'answer' }>;

/** The model as one binding holds it. */
export function createModel(host: RouterHost, binding: Binding): Model {
  const bound = { binding, ...limitsOf(host, binding) };
  const { members } = host.pool;
  const usual = members.filter(({ candidate }) => candidate.onlyByName !== true);
  return {
    ...(usual.length === 0 ? {} : { tokens: tokenRateOf(usual.map(({ candidate }) => candidate)) }),
    async complete(request, signal) {
      const call = openCall(host, bound, { request, signal, stream: false });
      const key = keyOf(call, binding);
      const ended =
        key === undefined
          ? await completeAlone(host, call, binding)
          : await lastOf(shared(host, call, { binding, key }));
      return { ...ended.answer.result, warnings: ended.record.warnings, record: ended.record };
    },
    async *stream(request, signal) {
      const call = openCall(host, bound, { request, signal, stream: true });
      const key = keyOf(call, binding);
      const ended = yield* key === undefined
        ? streamAlone(host, call, binding)
        : withoutEnd(shared(host, call, { binding, key }));
      const { answer, record } = ended;
      yield { type: 'finish', result: { ...answer.result, warnings: record.warnings }, record };
    },
  };
}

/** Undefined where answers are not to be kept: the same question may deserve another answer then. */
function keyOf({ request, choice, chosen, problem, stream }: Call, binding: Binding): string | undefined {
  const isWanted = binding.cache ?? request.temperature === 0;
  const [first] = choice.members;
  if (!isWanted || !chosen.policy.cache || !first || problem) return undefined;
  return `${stream ? 'stream' : 'whole'}:${questionKey(request, binding.organizationId, first.name)}`;
}

async function completeAlone(host: RouterHost, call: Call, binding: Binding): Promise<Ended> {
  const outcome = await answerOfCall(call, forAnswer).then(
    (answer): Settled => ({ answer }),
    (error: unknown): Settled => ({ error }),
  );
  return await end(host, call, { binding, outcome });
}

/** What is asked for in one piece. */
export async function answerOfCall(call: Call, way: Way): Promise<Answer> {
  const begun = await beginCall(call, way);
  if (!('result' in begun)) throw new Error('a whole answer was asked for');
  const { result, member } = begun;
  begun.close({ result });
  return answerOf(member, result);
}

/** The record is kept whatever becomes of the call, also when its reader left. */
async function* streamAlone(
  host: RouterHost,
  call: Call,
  binding: Binding,
): AsyncGenerator<StreamedPart, Ended> {
  let outcome: Outcome = { left: true };
  try {
    outcome = yield* answerParts(call);
  } catch (error) {
    outcome = { error };
  } finally {
    if ('left' in outcome) await host.keepRecord(recordOf(call, outcome), binding);
  }
  return await end(host, call, { binding, outcome });
}

async function end(
  host: RouterHost,
  call: Call,
  { binding, outcome }: { readonly binding: Binding; readonly outcome: Settled },
): Promise<Ended> {
  const record = recordOf(call, outcome);
  await host.keepRecord(record, binding);
  if ('error' in outcome) throw outcome.error;
  const { answer } = outcome;
  const answeredBy = call.choice.members.find(({ name }) => name === `${answer.provider}/${answer.model}`);
  if (binding.conversationId !== undefined && answeredBy)
    host.order.answered(binding.conversationId, answeredBy.id);
  return { type: 'answer', answer, record };
}

interface Shared {
  readonly binding: Binding;
  readonly key: string;
}

/** Errors that are the leader's own: whoever joined it may fare better. */
const ownErrors: ReadonlySet<ProviderErrorCode> = new Set(['providers.budget_exceeded', 'providers.timeout']);

/** The answer that is kept, or that is on its way to somebody else, or one that others may join. */
async function* shared(
  host: RouterHost,
  call: Call,
  { binding, key }: Shared,
): AsyncGenerator<FlightPart, void> {
  const found = host.kept.find(key);
  const kept = found instanceof Promise ? await found : found;
  if (kept) {
    const { costUsd, result, ...answeredBy } = kept;
    call.notes.cache = 'hit';
    if (costUsd !== undefined) call.notes.savedUsd = costUsd;
    const answer: Answer = { ...answeredBy, result: { ...result, usage: noUsage } };
    yield* retold(answer);
    yield await end(host, call, { binding, outcome: { answer } });
    return;
  }
  const flight = host.flights.find(key);
  if (flight) {
    const isDone = yield* join(host, call, { binding, flight });
    if (isDone) return;
  }
  call.notes.cache = 'miss';
  const lead = (signal: AbortSignal) => leading(host, { ...call, signal }, { binding, key });
  yield* flight ? lead(call.signal) : host.flights.start(key, lead).follow(call.signal);
}

const noUsage = { inputUncached: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 };

/** A whole answer as the parts of a stream. */
function* retold({ provider, model, result }: Answer): Generator<FlightPart> {
  yield { type: 'start', provider, model };
  if (result.text !== '') yield { type: 'text', text: result.text };
  for (const each of result.toolCalls) yield { type: 'tool-call', call: each };
}

/** Goes along with somebody else's call; false when that one failed for a reason of its own before any part came. */
async function* join(
  host: RouterHost,
  call: Call,
  { binding, flight }: { readonly binding: Binding; readonly flight: Flight<FlightPart> },
): AsyncGenerator<FlightPart, boolean> {
  const { time, signal, deadline, notes } = call;
  const attempt = openAttempt('router', { limitMs: deadline - time.now(), signal, time });
  notes.cache = 'joined';
  call.others.begin();
  let hasBegun = false;
  let outcome: Outcome = { left: true };
  try {
    for await (const part of flight.follow(attempt.signal)) {
      hasBegun = true;
      if (part.type === 'answer') {
        outcome = { answer: { ...part.answer, result: { ...part.answer.result, usage: noUsage } } };
        if (part.record.costUsd !== undefined) notes.savedUsd = part.record.costUsd;
      } else yield part;
    }
  } catch (error) {
    outcome = { error };
  } finally {
    attempt.close();
    call.others.end();
    if ('left' in outcome) await host.keepRecord(recordOf(call, outcome), binding);
  }
  if ('error' in outcome && !hasBegun && !attempt.signal.aborted && isOwn(outcome.error)) return false;
  if ('left' in outcome) throw new Error('a call ended without an end');
  yield await end(host, call, { binding, outcome });
  return true;
}

const isOwn = (error: unknown): boolean => !(error instanceof ProviderError) || ownErrors.has(error.code);

/** The call that others may join. Its record belongs to whoever started it, who may be gone when it ends. */
async function* leading(
  host: RouterHost,
  call: Call,
  { binding, key }: Shared,
): AsyncGenerator<FlightPart, void> {
  const ended = call.stream
    ? yield* streamAlone(host, call, binding)
    : await completeAlone(host, call, binding);
  keep(host, call, { ended, key });
  yield ended;
}

function keep(
  { kept }: RouterHost,
  { chosen, choice }: Call,
  { ended, key }: { readonly ended: Ended; readonly key: string },
) {
  const { answer, record } = ended;
  const { text, toolCalls, finish, model, vendorParts } = answer.result;
  const isFirstChoice = choice.members[0]?.name === `${answer.provider}/${answer.model}`;
  if (!isFirstChoice || (finish !== 'stop' && finish !== 'length' && finish !== 'tool-calls')) return;
  const result = {
    text,
    toolCalls: [...toolCalls],
    finish,
    model,
    warnings: [...answer.result.warnings],
    ...(vendorParts === undefined ? {} : { vendorParts }),
  };
  const costUsd = record.costUsd === undefined ? {} : { costUsd: record.costUsd };
  kept.keep(
    key,
    { provider: answer.provider, model: answer.model, ...costUsd, result },
    chosen.policy.cacheMinutes * 60_000,
  );
}

async function lastOf(parts: AsyncIterable<FlightPart>): Promise<Ended> {
  for await (const part of parts) if (part.type === 'answer') return part;
  throw new Error('a call ended without an end');
}

async function* withoutEnd(parts: AsyncIterable<FlightPart>): AsyncGenerator<StreamedPart, Ended> {
  for await (const part of parts) {
    if (part.type === 'answer') return part;
    yield part;
  }
  throw new Error('a call ended without an end');
}
