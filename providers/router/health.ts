import type { Price } from '../contract.ts';
import type { BreakerState } from './breaker.ts';
import type { RouterHost } from './host.ts';
import { priceless } from './select.ts';

/** How one model and key is doing, as this process sees it. */
export interface MemberHealth {
  readonly provider: string;
  readonly model: string;
  readonly key?: string;
  readonly region: string;
  readonly breaker: BreakerState;
  /** Milliseconds until it is asked again; 0 = it may be asked. */
  readonly waitMs: number;
  readonly inFlight: number;
  /** Now; absent where nobody knows it. */
  readonly price?: Price;
  /** The code of what a person has to put right; absent while it is in use. */
  readonly outOfUse?: string;
  /** Absent while too little is known. */
  readonly p50Ms?: number;
  readonly p95Ms?: number;
}

export function healthOf({
  pool,
  outOfUse,
  time,
}: Pick<RouterHost, 'pool' | 'outOfUse' | 'time'>): MemberHealth[] {
  const now = time.now();
  return pool.members.map((member) => {
    const { candidate, breaker, gate, untilAnswer, untilFirstPart, region } = member;
    const reason = outOfUse.reasonFor(candidate)?.code ?? priceless(member)?.code;
    const known = untilAnswer.quantile(0.5) === undefined ? untilFirstPart : untilAnswer;
    const { price } = member.facts();
    const p50Ms = known.quantile(0.5);
    const p95Ms = known.quantile(0.95);
    const waitMs = Math.max(breaker.waitMs(now, true), gate.waitMs(0, now));
    return {
      provider: candidate.provider.id,
      model: candidate.model,
      ...(candidate.key === undefined ? {} : { key: candidate.key }),
      region,
      breaker: breaker.state(now),
      waitMs: Math.ceil(waitMs),
      inFlight: gate.inFlight,
      ...(price === undefined ? {} : { price }),
      ...(reason === undefined ? {} : { outOfUse: reason }),
      ...(p50Ms === undefined ? {} : { p50Ms: Math.round(p50Ms) }),
      ...(p95Ms === undefined ? {} : { p95Ms: Math.round(p95Ms) }),
    };
  });
}
