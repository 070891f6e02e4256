import { expect, it } from 'vitest';
import { asAsked } from './as-asked.ts';

const subject = {
  type: 'pull_request',
  id: 'octo/repo#1',
  url: 'https://github.com/octo/repo/pull/1',
} as const;
const at = '2026-11-27T10:00:00Z';
const now = { subject: { ...subject, title: 'New' }, body: 'new', updatedAt: '2026-11-27T10:00:07Z' };
const event = (kind: string, text: string, title = 'Old') => ({
  kind,
  text,
  subject: { ...subject, title },
  occurredAt: at,
});
const command = { ...event('command', '/amas review'), command: { name: 'review', args: [] } };

it('an event of the pull request tells its title and description, whatever became of them since', () => {
  const asked = asAsked(now, event('pull_request.opened', 'old'));
  expect(asked).toMatchObject({ title: 'Old', body: 'old' });
  expect(asked.notes.join()).toContain('as they stood then');
});

it('nothing is said where nothing changed', () => {
  expect(asAsked(now, event('pull_request.synchronize', 'new', 'New'))).toEqual({
    title: 'New',
    body: 'new',
    notes: [],
  });
});

it('a command takes them as they stand now, and says so when something changed meanwhile', () => {
  const asked = asAsked(now, command);
  expect(asked).toMatchObject({ title: 'New', body: 'new' });
  expect(asked.notes.join()).toContain('as they stand now');
  expect(
    asAsked({ ...now, updatedAt: at }, { ...command, occurredAt: '2026-11-27T10:00:00.500Z' }).notes,
  ).toEqual([]);
});

it('an unknown time says nothing', () => {
  expect(asAsked({ subject: now.subject, body: 'new' }, command).notes).toEqual([]);
});
