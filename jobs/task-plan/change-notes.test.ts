import { expect, it } from 'vitest';
import { pullRequestAt } from '#test/support/job-scene.ts';
import { changeNotes } from './change-notes.ts';

const pull = { ...pullRequestAt('a'.repeat(40)), defaultBranch: 'main' };

it('an ordinary pull request needs no note', () => {
  expect(changeNotes(pull)).toEqual([]);
});

it.each([
  ['is stacked on another branch', { baseRef: 'step-1`' }, /^Its base is `step-1`, not the default branch/],
  ['comes from a fork', { isFork: true }, /fork/],
])('one that %s says so', (_case, differences, note) => {
  expect(changeNotes({ ...pull, ...differences })).toEqual([expect.stringMatching(note)]);
});
