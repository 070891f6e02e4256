import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { readRepositoryFile, repositoryFiles } from '#test/support/repository.ts';

const prompts = repositoryFiles().filter((path) => /^agents\/[^/]+\/prompts\/[^/]+\.(ts|md)$/.test(path));

/**
 * The prompts as they are recorded with completions: whoever reads `security/review-v1` in a row must find the text that
 * was sent. A change is a new file with the next number; the old one may go. Then change this list.
 */
const texts: Readonly<Record<string, string>> = {
  'agents/code/prompts/review-v1.ts': 'fd576c27fed293dc',
  'agents/judge/prompts/frame-v1.ts': 'bdd3c05e2dbe0afe',
  'agents/judge/prompts/refute-v1.ts': '1796be5225996b19',
  'agents/security/prompts/review-v1.ts': '5abfb62bd5d26be5',
};

it('every prompt is named by its version', () => {
  expect(prompts.length).toBeGreaterThan(0);
  expect(prompts.filter((path) => !/\/[a-z-]+-v\d+\.(ts|md)$/.test(path))).toEqual([]);
});

it('no version of a prompt changes its text', () => {
  const actual = Object.fromEntries(
    prompts.map((path) => [
      path,
      createHash('sha256').update(readRepositoryFile(path)).digest('hex').slice(0, 16),
    ]),
  );
  expect(
    actual,
    'list a new prompt above; a new text of an old one is a new file with the next number',
  ).toEqual(texts);
});
