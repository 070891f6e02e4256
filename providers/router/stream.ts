import type { CompletionPart, CompletionResult, RoutedPart } from '../contract.ts';
import { malformed, ProviderError } from '../errors.ts';
import { timedOut } from './attempt.ts';
import { beginCall, type Call } from './call.ts';
import { answerOf, type Settled } from './record.ts';
import { continuationOf, createSeam, type Seam } from './seam.ts';
import { Cancelled, endStream, forStream, refuseFlawed, type Begun, type OpenStream } from './try.ts';

/** What comes before the end. */
export type StreamedPart = Exclude<RoutedPart, { type: 'finish' }>;

/** What left already when a model broke off. */
interface Told {
  text: string;
  /** A tool call was handed on: nobody else can go on from there. */
  hasCalled: boolean;
  seam: Seam | undefined;
}

/**
 * The text and the tool calls of whoever answers. Until the first part nobody sees who was asked before. After it, a
 * stream that breaks ends with its error, or goes on with another model where the policy allows it and nothing but
 * text was under way: with tools in the request a call may be half written, so nobody goes on then.
 */
export async function* answerParts(call: Call): AsyncGenerator<StreamedPart, Settled> {
  const told: Told = { text: '', hasCalled: false, seam: undefined };
  let begun = await beginCall(call, forStream);
  yield { type: 'start', ...nameOf(begun) };
  for (;;) {
    const end = yield* partsOf(call, begun as Begun & OpenStream, told);
    if (!(end instanceof Error)) {
      // The models before a seam did not say what they used.
      const result = told.seam ? { ...end, text: told.text, usage: undefined } : end;
      return { answer: answerOf(begun.member, result) };
    }
    if (!mayContinue(call, end, told)) throw end;
    told.seam = createSeam(told.text);
    begun = await goOn(call, begun, { told, error: end });
    yield { type: 'seam', ...nameOf(begun) };
  }
}

const nameOf = ({ member: { candidate } }: Begun) => ({
  provider: candidate.provider.id,
  model: candidate.model,
});

/** Returns the result, or what broke it. Throws when the caller left. */
async function* partsOf(
  call: Call,
  begun: Begun & OpenStream,
  told: Told,
): AsyncGenerator<StreamedPart, CompletionResult | Error> {
  const watch = watchStream(call, begun);
  try {
    for (let part = begun.first; ; part = await nextPart(begun)) {
      if (part.type === 'finish') {
        const error = begun.close({ result: part.result });
        if (!error) yield* heldBack(told);
        return error ?? part.result;
      }
      if (part.type === 'tool-call') {
        told.hasCalled = true;
        yield part;
        continue;
      }
      watch.saw(part.text.length);
      const text = told.seam ? told.seam.add(part.text) : part.text;
      if (text !== '') yield hand(told, text);
    }
  } catch (error) {
    begun.close({ error });
    call.signal.throwIfAborted();
    if (error instanceof ProviderError) return error;
    throw error;
  } finally {
    watch.end();
    // Closed already, unless the reader left.
    begun.close({ error: readerLeft });
    endStream(begun);
  }
}

const readerLeft = new Cancelled('the reader left');

function hand(told: Told, text: string): StreamedPart {
  told.text += text;
  return { type: 'text', text };
}

function* heldBack(told: Told): Generator<StreamedPart> {
  const held = told.seam?.end() ?? '';
  if (held !== '') yield hand(told, held);
}

async function nextPart({ attempt, rest, member }: Begun & OpenStream): Promise<CompletionPart> {
  const next = await attempt.guard(rest.next());
  // A stream that only stops has no finish reason, and so no answer.
  if (next.done) throw malformed(member.candidate.provider.id, 'truncated');
  refuseFlawed(member.candidate.provider.id, next.value);
  return next.value;
}

/** Thoughts and the arguments of tool calls come in no parts: with tools a silence may be long. */
const toolPatience = 5;
/** A rate says something after so long. */
const rateAfterMs = 10_000;
const lookEveryMs = 2_000;
/** No vendor's token is longer, on average. */
const charactersPerToken = 100;
const leastMaxCharacters = 1_000_000;

/** Ends a stream that is silent for too long, too slow, or without end. */
function watchStream(call: Call, { attempt, member }: Begun) {
  const { time, deadline, request, chosen } = call;
  const { idleMs, minCharactersPerSecond = 0 } = chosen.policy.limits;
  const patienceMs = idleMs * (request.tools?.length ? toolPatience : 1);
  const everyMs = minCharactersPerSecond > 0 ? Math.min(lookEveryMs, patienceMs) : patienceMs;
  const provider = member.candidate.provider.id;
  const maxCharacters = Math.max(leastMaxCharacters, request.maxOutputTokens * charactersPerToken);
  const startedAt = time.now();
  let lastAt = startedAt;
  let characters = 0;
  let cancel: () => void;
  const look = () => {
    const now = time.now();
    const ranMs = now - startedAt;
    const isSlow = ranMs >= rateAfterMs && (characters * 1_000) / ranMs < minCharactersPerSecond;
    const silentMs = now - lastAt;
    if (isSlow || silentMs >= patienceMs) attempt.abort(timedOut(provider, isSlow ? ranMs : patienceMs));
    else cancel = time.after(Math.min(everyMs, patienceMs - silentMs), look);
  };
  attempt.limit(deadline - startedAt);
  cancel = time.after(everyMs, look);
  return {
    saw(count: number) {
      lastAt = time.now();
      characters += count;
      if (characters > maxCharacters) throw malformed(provider, 'endless');
    },
    end: () => cancel(),
  };
}

function mayContinue({ chosen, request }: Call, error: Error, { hasCalled }: Told): boolean {
  const mayBeHalfACall = hasCalled || Boolean(request.tools?.length) || request.schema !== undefined;
  return chosen.policy.continueStreams && !mayBeHalfACall && error instanceof ProviderError;
}

/** Another model, never the one that broke off. Where there is none the break is what the caller is told. */
async function goOn(
  call: Call,
  broken: Begun,
  { told, error }: { readonly told: Told; readonly error: Error },
): Promise<Begun> {
  const members = call.choice.members.filter((member) => member !== broken.member);
  if (members.length === 0) throw error;
  const request = continuationOf(call.request, told.text);
  return await beginCall({ ...call, choice: { ...call.choice, members } }, forStream, request);
}
