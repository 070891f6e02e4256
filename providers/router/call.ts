import type { CompletionPart, CompletionRequest, CompletionResult, Decision } from '../contract.ts';
import { ProviderError } from '../errors.ts';
import type { Account, Reservation, Reserved } from './account.ts';
import type { Cover } from './cover.ts';
import type { Waiting } from './fair-line.ts';
import { flawOf } from './flaw.ts';
import type { Hedges } from './hedges.ts';
import { endLosers, race, type Running } from './race.ts';
import { createRound, type Option, type Round } from './round.ts';
import type { OutOfUse } from './out-of-use.ts';
import type { Member } from './pool.ts';
import type { ChosenPolicy } from './policy/policies.ts';
import type { Choice } from './select.ts';
import type { SharedRates } from './shared-rates.ts';
import type { Time } from './time.ts';
import { endStream, openTry, type Begun, type Way } from './try.ts';

/** One model call inside its limits. */
export interface Call {
  readonly request: CompletionRequest;
  /** Estimated, without what it may write. */
  readonly inputTokens: number;
  /** Estimated, with all that it may write. */
  readonly tokens: number;
  readonly stream: boolean;
  readonly chosen: ChosenPolicy;
  /** Who may be asked, in order; with everybody whom the policy speaks of, and why the others may not. */
  readonly choice: Choice;
  /** What makes it pointless to ask anybody, such as a model that nobody knows. */
  readonly problem: ProviderError | undefined;
  /** The caller's. */
  readonly signal: AbortSignal;
  /** Of the steady clock. */
  readonly deadline: number;
  readonly startedAt: number;
  readonly time: Time;
  readonly account: Account;
  readonly outOfUse: OutOfUse;
  readonly hedges: Hedges;
  readonly sharedRates: SharedRates | undefined;
  readonly turn: Waiting;
  /** Time that was a vendor's, or a wait. */
  readonly others: Cover;
  readonly notes: CallNotes;
}

/** What a call finds out on its way. */
export interface CallNotes {
  hedged: boolean;
  cache: Decision['cache'];
  savedUsd?: number;
  /** As `provider/model`: it did not fit the money. */
  readonly unaffordable: string[];
  timeToFirstPartMs?: number;
}

/**
 * Asks the members in their order until one begins to answer. Each attempt gets an equal share of the time that is
 * left, so attempts shrink and never add up. Who may work later comes back when its wait is over, and only while nobody
 * else is ready. Rejects with the signal's reason, with what is wrong with the request, or with one error that holds
 * all attempts.
 */
export async function beginCall(call: Call, way: Way, request = call.request): Promise<Begun> {
  call.signal.throwIfAborted();
  if (call.problem) throw call.problem;
  const round = createRound(call);
  for (;;) {
    const option = round.next();
    // Nothing is awaited where nothing has to be: the vendor is asked within the same turn then.
    const ready = waitFor(call, option);
    if (!(typeof ready === 'boolean' ? ready : await ready)) continue;
    const paid = payFor(call, option, round);
    const reservation = paid instanceof Promise ? await paid : paid;
    if (!reservation) continue;
    const asking = { round, way, request };
    const first = start(call, { ...asking, option, reservation });
    const isHedged = call.chosen.policy.hedgeShare > 0;
    const ended = isHedged ? await hedged(call, first, asking) : await first.ended;
    if (!('failed' in ended)) return begunBy(call, ended, way);
    round.failed(ended.failed);
  }
}

/** Waits until it can be asked, and takes its turn then; false when everything has to be looked at anew. */
function waitFor(call: Call, option: Option): boolean | Promise<boolean> {
  const { time, signal } = call;
  const { member } = option;
  const now = time.now();
  const restMs = option.waitMs(now);
  if (restMs > 0) return waited(call, time.sleep(restMs, signal)).then(() => false);
  const passing = member.gate.pass(call.tokens, { who: call.turn, signal, limitMs: call.deadline - now });
  if (!passing) return call.sharedRates ? passShared(call, call.sharedRates, member) : true;
  return waited(call, passing).then((hasTurn) => {
    if (!hasTurn) return false;
    return call.sharedRates ? passShared(call, call.sharedRates, member) : true;
  });
}

/** What all processes count together comes after what this one counts. */
async function passShared(
  call: Call,
  sharedRates: SharedRates,
  { id, rates, gate }: Member,
): Promise<boolean> {
  const refused = await sharedRates.take({ id, rates }, call.tokens);
  if (!refused) return true;
  gate.fill(refused.window, refused.resetMs);
  gate.leave(call.tokens, 0);
  return false;
}

async function waited<Value>({ others }: Call, wait: Promise<Value>): Promise<Value> {
  others.begin();
  try {
    return await wait;
  } finally {
    others.end();
  }
}

/** Undefined when it does not fit; its turn is given back then. */
function payFor(
  call: Call,
  { member }: Option,
  round: Round,
): Reservation | undefined | Promise<Reservation | undefined> {
  const take = (reserved: Reserved) => {
    if (reserved && 'candidate' in reserved) return reserved;
    member.gate.leave(call.tokens, 0);
    round.unaffordable(member, reserved);
    return undefined;
  };
  const reserved = call.account.reserve(member.candidate, member.facts(), call);
  if (!(reserved instanceof Promise)) return take(reserved);
  return reserved.then(take, (error: unknown) => {
    member.gate.leave(call.tokens, 0);
    throw error;
  });
}

interface Asking {
  readonly round: Round;
  readonly way: Way;
  readonly request: CompletionRequest;
}

interface Start extends Asking {
  readonly option: Option;
  readonly reservation: Reservation;
}

/** One attempt until it begins to answer. `ended` rejects with what ends the whole call. */
function start(call: Call, { option, reservation, round, way, request }: Start): Running {
  const { member } = option;
  const limitMs = round.limitMs(option);
  const turn = member.breaker.begin();
  const opened = openTry(call, reservation, { member, turn, limitMs });
  const ask = async (): Promise<Awaited<Running['ended']>> => {
    try {
      const answer = await way.ask(opened.attempt, member, request);
      const result = 'result' in answer ? answer.result : resultIn(answer.first);
      if (!result || !flawOf(member.candidate.provider.id, request, result))
        return Object.assign(opened, answer);
      if ('rest' in answer) endStream(answer);
      return failedBy(call, option, opened.close({ result }));
    } catch (error) {
      return failedBy(call, option, opened.close({ error }));
    }
  };
  return { opened, ended: ask() };
}

const resultIn = (part: CompletionPart): CompletionResult | undefined =>
  part.type === 'finish' ? part.result : undefined;

/** Throws what ends the whole call, and returns what does not. */
function failedBy({ signal, chosen }: Call, option: Option, error: unknown) {
  if (signal.aborted) throw signal.reason as Error;
  if (!(error instanceof ProviderError) || error.code === 'providers.bad_request') throw error;
  if (error.code === 'providers.refused' && chosen.policy.onRefusal === 'stop') throw error;
  return { failed: [{ option, error }] };
}

/** A second attempt when the first is slower than usual; the first of them to begin wins. */
async function hedged(call: Call, first: Running, asking: Asking): Promise<Awaited<Running['ended']>> {
  const { time, hedges, turn, chosen } = call;
  const { member } = first.opened;
  hedges.earn(turn.organizationId, chosen.policy.hedgeShare);
  const usualMs = (asking.way.stream ? member.untilFirstPart : member.untilAnswer).quantile(0.95);
  if (usualMs === undefined) return await first.ended;
  const running = [first];
  const second = async (isOver: () => boolean) => {
    const option = asking.round.readyBeside(member);
    if (!option || !hedges.spend(turn.organizationId)) return undefined;
    if (!(await waitFor(call, option))) return undefined;
    const reservation = await payFor(call, option, asking.round);
    if (!reservation) return undefined;
    if (isOver()) {
      call.account.release(reservation);
      option.member.gate.leave(call.tokens, 0);
      return undefined;
    }
    call.notes.hedged = true;
    const started = start(call, { ...asking, option, reservation });
    running.push(started);
    return started;
  };
  const ended = await race(first, { time, afterMs: usualMs, second });
  if (!('failed' in ended)) endLosers(ended, running);
  return ended;
}

/** Notes down how long it took to begin. */
function begunBy({ time, notes, startedAt }: Call, begun: Begun, way: Way): Begun {
  if (!way.stream) return begun;
  const now = time.now();
  begun.member.untilFirstPart.add(now - begun.startedAt);
  notes.timeToFirstPartMs ??= Math.round(now - startedAt);
  return begun;
}
