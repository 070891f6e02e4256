import type { Terminal } from '../terminal.ts';

/** The one document of `--json`: nothing else goes to standard output. */
export function printJson(terminal: Terminal, value: unknown): void {
  terminal.out(`${JSON.stringify(value, undefined, 2)}\n`);
}
