import { amountIn, windowMsOf, windowNames, type WindowName } from './rate-windows.ts';
import type { Member } from './pool.ts';
import type { SharedState } from './shared-state.ts';

/** The configured rates of a model and key, kept by all processes together. */
export interface SharedRates {
  /** The window that is used up and how long it lasts; undefined when the call may pass. */
  take(
    member: Pick<Member, 'id' | 'rates'>,
    tokens: number,
  ): Promise<{ window: WindowName; resetMs: number } | undefined>;
}

/** A shared state that does not answer leaves each process with its own count: losing it costs agreement, never a call. */
export function createSharedRates(shared: SharedState, onLost: (error: unknown) => void): SharedRates {
  return {
    async take({ id, rates }, tokens) {
      for (const window of windowNames) {
        const limit = rates[window];
        if (limit === undefined) continue;
        const amount = amountIn(window, tokens, limit);
        try {
          const taken = await shared.take(`rate:${id}:${window}`, amount, {
            limit,
            windowMs: windowMsOf(window),
          });
          if (!taken.ok) return { window, resetMs: taken.resetMs };
        } catch (error) {
          onLost(error);
          return undefined;
        }
      }
      return undefined;
    },
  };
}
