import { describe, expect, it } from 'vitest';
import { createTerminal } from '../terminal.ts';
import { createProgress } from './progress-line.ts';

function watched(isTTY: boolean) {
  let written = '';
  const err = { write: (text: string) => void (written += text), isTTY, columns: 40 };
  const progress = createProgress(createTerminal({ write: () => {} }, err, 'auto'));
  return { progress, text: () => written };
}

const wipe = '\r\u001b[2K';

describe('progress', () => {
  it('is one line that is rewritten for a person who watches, and gone at the end', () => {
    const { progress, text } = watched(true);
    progress.run({ agent: 'code', state: 'running', label: 'rules read 2 files' });
    progress.run({ agent: 'security', state: 'running', label: 'rules read 2 files' });
    progress.run({ agent: 'code', state: 'done', label: '0 findings' });
    progress.end();
    expect(text()).not.toContain('\n');
    expect(text().split(wipe)).toHaveLength(4);
    expect(text().endsWith(wipe)).toBe(true);
  });

  it('never writes a live line that would wrap, because it could not be wiped', () => {
    const { progress, text } = watched(true);
    progress.run({ agent: 'security', state: 'running', label: 'x'.repeat(200) });
    // oxlint-disable-next-line no-control-regex -- takes the colours away
    expect(text().replaceAll(/\u001b\[\d+m/g, '').length).toBeLessThan(40);
  });

  it('is plain lines where nobody watches', () => {
    const { progress, text } = watched(false);
    progress.say('Reviewing');
    progress.run({ agent: 'code', state: 'running', label: 'rules read 2 files' });
    progress.run({ agent: 'code', state: 'done', label: '0 findings' });
    progress.end();
    expect(text()).toBe('Reviewing\ncode: rules read 2 files\ncode: done, 0 findings\n');
  });
});
