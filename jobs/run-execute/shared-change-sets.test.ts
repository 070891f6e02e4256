import { describe, expect, it } from 'vitest';
import type { RawChange } from '#agents/contract.ts';
import { createSharedChangeSets } from './shared-change-sets.ts';

const changes: readonly RawChange[] = [
  { path: 'a.ts', status: 'added', head: new TextEncoder().encode('export {};\n') },
];

describe('shared change sets', () => {
  it('are one object for the runs of a task, so that their files are parsed once', () => {
    const changeSetOf = createSharedChangeSets();
    expect(changeSetOf('one', changes)).toBe(changeSetOf('one', changes));
  });

  it('are never shared between tasks', () => {
    const changeSetOf = createSharedChangeSets();
    expect(changeSetOf('one', changes)).not.toBe(changeSetOf('other', changes));
  });
});
