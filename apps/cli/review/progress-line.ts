import { spellHidden } from '#agents/judge/spell-hidden.ts';
import type { RunProgress } from '#agents/orchestrator/run-locally.ts';
import type { Terminal } from '../terminal.ts';

/** Says on standard error what goes on: one line that is rewritten for a watching person, plain lines otherwise. */
export interface Progress {
  readonly say: (text: string) => void;
  readonly run: (progress: RunProgress) => void;
  /** Takes the live line away, so that the report starts on a clean one. */
  readonly end: () => void;
}

export const silentProgress: Progress = { say: () => {}, run: () => {}, end: () => {} };

export function createProgress(terminal: Terminal): Progress {
  const { dim } = terminal.errColors;
  const states = new Map<string, string>();
  let isOpen = false;
  const wipe = () => {
    if (isOpen) terminal.err('\r\u001b[2K');
    isOpen = false;
  };
  return {
    say: (text) => {
      wipe();
      terminal.err(`${dim(spellHidden(text))}\n`);
    },
    run: ({ agent, state, label }) => {
      const line = `${agent}: ${state === 'done' ? 'done, ' : ''}${label}`;
      if (!terminal.isErrLive) {
        terminal.err(`${line}\n`);
        return;
      }
      states.set(agent, line);
      wipe();
      terminal.err(dim(clip([...states.values()].join(' · '), terminal.errColumns - 1)));
      isOpen = true;
    },
    end: wipe,
  };
}

/** A line that wraps can't be wiped. */
function clip(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(1, columns - 1))}…`;
}
