import type { Proof } from '#bots/contract.ts';
import { oneLine } from '../output/one-line.ts';
import { paintStatus } from '../output/paint-status.ts';
import type { Terminal } from '../terminal.ts';

/** One line per proof, and one more with what to do. */
export function printProofs(terminal: Terminal, proofs: readonly Proof[]): void {
  const idWidth = Math.max(0, ...proofs.map(({ id }) => id.length));
  for (const { id, status, message, remedy } of proofs) {
    const word = paintStatus(status, status.padEnd(4), terminal.outColors);
    terminal.out(`${word}  ${id.padEnd(idWidth)}  ${oneLine(message)}\n`);
    if (remedy !== null) terminal.out(`${' '.repeat(idWidth + 8)}→ ${oneLine(remedy)}\n`);
  }
}
