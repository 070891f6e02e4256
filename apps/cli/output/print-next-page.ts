import type { Terminal } from '../terminal.ts';

/** Said beside the list, not in it. */
export function printNextPage(terminal: Terminal, next: string | null): void {
  if (next !== null) terminal.err(`${terminal.errColors.dim(`Older ones: --after ${next}`)}\n`);
}
