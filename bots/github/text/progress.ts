import type { Reply } from '#bots/contract.ts';
import { guardLine } from './guard-markdown.ts';

const words = { waiting: '', running: ' *(running)*', done: '', failed: ' **(failed)**' } as const;

/** The steps of work in progress as a task list. Empty when there are none. */
export function renderProgress(progress: Reply['progress']): string {
  return progress
    .map(({ label, state }) => `- [${state === 'done' ? 'x' : ' '}] ${guardLine(label)}${words[state]}`)
    .join('\n');
}
