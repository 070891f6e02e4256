import { clip } from '#apps/cli/output/one-line.ts';
import type { Terminal } from '#apps/cli/terminal.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 80;
const wipe = '\r\u001b[2K';

/** A line that turns and counts seconds until it is ended, for a person who watches; nothing otherwise. */
export function showLive(terminal: Terminal, indent: string, label: string): { end(): void } {
  if (!terminal.isErrLive) return { end: () => {} };
  const start = performance.now();
  let frame = 0;
  const draw = () => {
    const elapsed = Math.floor((performance.now() - start) / 1_000);
    const line = `${indent}${frames[frame % frames.length]} ${label} · ${elapsed} s`;
    terminal.err(wipe + terminal.errColors.dim(clip(line, terminal.columns - 1)));
    frame += 1;
  };
  draw();
  const timer = setInterval(draw, frameMs);
  return {
    end: () => {
      clearInterval(timer);
      terminal.err(wipe);
    },
  };
}
