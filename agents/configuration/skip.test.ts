import { expect, test } from 'vitest';
import { standardSettings, type Settings } from './keys.ts';
import { skipOf, type PullRequestFacts } from './skip.ts';

const facts: PullRequestFacts = {
  title: 'Add a form',
  author: 'ada',
  isBotAuthor: false,
  isDraft: false,
  labels: ['bug'],
  headRef: 'form',
  baseRef: 'main',
};

const cases: readonly [string, Partial<Settings>, Partial<PullRequestFacts>, string | undefined][] = [
  ['nothing set', {}, {}, undefined],
  ['reviews off', { 'review.enabled': false }, {}, 'config.disabled'],
  ['the event is not named', { 'review.on': ['opened'] }, {}, 'config.event_off'],
  ['a draft', {}, { isDraft: true }, 'config.draft'],
  ['a draft where they are wanted', { 'review.drafts': true }, { isDraft: true }, undefined],
  ['a bot where they are not wanted', { 'review.bots': false }, { isBotAuthor: true }, 'config.bot'],
  ['a label', { 'review.ignore.labels': ['skip*', 'BUG'] }, {}, 'config.label'],
  ['a title', { 'review.ignore.titles': ['*form'] }, {}, 'config.title'],
  ['a branch', { 'review.ignore.branches': ['form'] }, {}, 'config.branch'],
  ['a base', { 'review.ignore.bases': ['main'] }, {}, 'config.base'],
  ['an author', { 'review.ignore.authors': ['ada'] }, {}, 'config.author'],
  ['others', { 'review.ignore.authors': ['bob'], 'review.ignore.labels': ['x'] }, {}, undefined],
];

test.each(cases)('%s: the reason is told with its remedy', (_what, settings, own, reason) => {
  const found = skipOf({ ...standardSettings, ...settings }, { ...facts, ...own }, 'pushed');
  expect(found?.reason).toBe(reason);
  if (found) expect(found.remedy).toMatch(/\.amas\.yml.*\/amas review/s);
});
