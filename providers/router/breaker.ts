import { createFaultCount } from './fault-count.ts';

/**
 * Stops asking what keeps failing. One for each model and key, because a vendor's outage is seldom one of all of them.
 * Not cockatiel's: that one guards a call that it makes itself, while here a choice is made before the call, a stream
 * counts when it ends, and another process may have seen the failures.
 */
export interface Breaker {
  /** Milliseconds until it may be asked; 0 = now. `isCheap`: the call would make a good trial. */
  waitMs(now: number, isCheap: boolean): number;
  /** Says that it is asked now: of a half-open one this is the trial. */
  begin(): Turn;
  state(now: number): BreakerState;
  /** Another process saw it open or close. */
  adopt(news: BreakerNews, now: number): void;
}

export type BreakerState = 'closed' | 'open' | 'half-open';

/** One call through it, ended once. `undefined` = it says nothing about the candidate: cancelled, or not its fault. */
export type Turn = (succeeded: boolean | undefined, now: number) => void;

/** `openMs`: how long it stays open from now on; 0 = it closed. */
export interface BreakerNews {
  readonly openMs: number;
  readonly level: number;
}

/** Doubles each time that a trial fails. */
const firstOpenMs = 1_000;
const maxOpenMs = 60_000;
const maxLevel = 6;
/** Trials in a row that must succeed. */
const trialsToClose = 2;
/** A trial should be cheap; when no cheap call comes for so many times the wait, any will do. */
const patience = 3;

interface State {
  /** Undefined = closed. */
  openUntil: number | undefined;
  openForMs: number;
  level: number;
  isTrialUnderWay: boolean;
  trialsLeft: number;
}

export function createBreaker(onChange?: (news: BreakerNews) => void): Breaker {
  const faults = createFaultCount();
  const state: State = {
    openUntil: undefined,
    openForMs: 0,
    level: 0,
    isTrialUnderWay: false,
    trialsLeft: 0,
  };

  const open = (now: number) => {
    openFor(state, Math.min(maxOpenMs, firstOpenMs * 2 ** state.level), now);
    state.level = Math.min(maxLevel, state.level + 1);
    onChange?.({ openMs: state.openForMs, level: state.level });
  };
  const close = () => {
    state.openUntil = undefined;
    faults.restart();
  };
  const endTrial = (succeeded: boolean | undefined, now: number) => {
    state.isTrialUnderWay = false;
    if (succeeded === undefined || state.openUntil === undefined) return;
    if (!succeeded) {
      open(now);
      return;
    }
    state.trialsLeft -= 1;
    if (state.trialsLeft > 0) return;
    close();
    onChange?.({ openMs: 0, level: state.level });
  };
  const note = (succeeded: boolean, now: number) => {
    // Calls that began before it opened say nothing new.
    if (state.openUntil !== undefined) return;
    if (faults.note(succeeded, now)) open(now);
    else if (faults.isTrusted) state.level = 0;
  };

  return {
    waitMs: (now, isCheap) => waitMsOf(state, now, isCheap),
    begin() {
      const isTrial = state.openUntil !== undefined;
      if (isTrial) state.isTrialUnderWay = true;
      let isOver = false;
      return (succeeded, endedAt) => {
        if (isOver) return;
        isOver = true;
        if (isTrial) endTrial(succeeded, endedAt);
        else if (succeeded !== undefined) note(succeeded, endedAt);
      };
    },
    state(now) {
      if (state.openUntil === undefined) return 'closed';
      return now < state.openUntil ? 'open' : 'half-open';
    },
    adopt({ openMs, level }, now) {
      state.level = Math.min(maxLevel, level);
      if (openMs > 0) openFor(state, Math.min(maxOpenMs, openMs), now);
      else if (state.openUntil !== undefined) close();
    },
  };
}

function openFor(state: State, openMs: number, now: number): void {
  state.openForMs = openMs;
  state.openUntil = now + openMs;
  state.trialsLeft = trialsToClose;
}

function waitMsOf({ openUntil, openForMs, isTrialUnderWay }: State, now: number, isCheap: boolean): number {
  if (openUntil === undefined) return 0;
  if (now < openUntil) return openUntil - now;
  // It is looked at again soon: how the trial ends decides.
  if (isTrialUnderWay) return firstOpenMs / 4;
  const untilAnyMs = openUntil + patience * openForMs - now;
  return isCheap ? 0 : Math.max(0, untilAnyMs);
}
