import type { CompletionPart } from '../contract.ts';
import { serverSentEvents } from './server-sent-events.ts';

/** What one event says. */
export interface TakenEvent {
  readonly text: string;
  /** The answer is complete with it. */
  readonly isLast?: boolean;
}

/**
 * The text of a stream of events, as it comes: what came together is handed on together, because each part costs
 * whoever reads along as much as a network read. Returns whether the answer said that it is complete, by `[DONE]` or as
 * `take` reads it. What `take` throws is thrown once the text before it is handed on.
 */
export async function* streamedText(
  chunks: AsyncIterable<Uint8Array>,
  take: (data: string) => TakenEvent,
): AsyncGenerator<CompletionPart, boolean> {
  for await (const events of serverSentEvents(chunks)) {
    const { text, isLast, problem } = takeTogether(events, take);
    if (text !== '') yield { type: 'text', text };
    if (problem) throw problem.error;
    if (isLast) return true;
  }
  return false;
}

function takeTogether(events: readonly string[], take: (data: string) => TakenEvent) {
  let text = '';
  try {
    for (const data of events) {
      if (data === '[DONE]') return { text, isLast: true };
      const taken = take(data);
      text += taken.text;
      if (taken.isLast) return { text, isLast: true };
    }
  } catch (error) {
    return { text, isLast: false, problem: { error } };
  }
  return { text, isLast: false };
}
