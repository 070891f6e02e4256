import type { CompletionRequest } from '../contract.ts';

/** The request that lets another model go on where one broke off. */
export function continuationOf(request: CompletionRequest, text: string): CompletionRequest {
  return {
    ...request,
    messages: [
      ...request.messages,
      { role: 'assistant', content: text },
      {
        role: 'user',
        content:
          'Your answer was cut off. Go on exactly where it ends, in the middle of the word if need be. Repeat nothing and explain nothing.',
      },
    ],
  };
}

/** Takes the continuation's text piece by piece and gives it back without what it repeats. */
export interface Seam {
  add(text: string): string;
  /** What is still held back. */
  end(): string;
}

/** Nobody repeats more than a paragraph; less than this is chance. */
const longest = 400;
const shortest = 4;
/** Of a text that begins all over again nothing is handed on until it is past what was there. */
const leastRestart = 20;

export function createSeam(before: string): Seam {
  let held = '';
  let isDecided = false;
  const mayRestart = () => before.length >= leastRestart && before.startsWith(held);
  const decide = () => {
    isDecided = true;
    return held.slice(overlapOf(before, held));
  };
  return {
    add(text) {
      if (isDecided) return text;
      held += text;
      return held.length < longest || (mayRestart() && held.length < before.length) ? '' : decide();
    },
    end: () => (isDecided ? '' : decide()),
  };
}

/** How many characters of the continuation say again what was said. */
export function overlapOf(before: string, after: string): number {
  if (before.length >= leastRestart && after.startsWith(before)) return before.length;
  for (let length = Math.min(longest, before.length, after.length); length >= shortest; length -= 1) {
    if (before.endsWith(after.slice(0, length))) return length;
  }
  return 0;
}
