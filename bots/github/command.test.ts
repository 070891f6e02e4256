import * as fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { impliedCommand, parseCommand } from './command.ts';

const names = ['amas', 'acme-amas'];

test.each([
  ['/amas review', 'review', []],
  ['/AMAS Review --full src', 'review', ['--full', 'src']],
  ['  /amas   why\thttps://x.test/1  ', 'why', ['https://x.test/1']],
  ['/amas', 'help', []],
  ['@amas review', 'review', []],
  ['@Acme-Amas, review', 'review', []],
  ['@acme-amas[bot]: help', 'help', []],
  ['\n\n/amas review\nthank you', 'review', []],
  ['> what does it say?\n\n/amas why', 'why', []],
  ['```\n/amas stop\n```\n/amas review', 'review', []],
  ['~~~~\n/amas stop\n~~~\n/amas stop\n~~~~\n/amas review', 'review', []],
  ['    /amas stop\n/amas review', 'review', []],
  ['<!-- /amas stop -->/amas review', 'review', []],
  ['/amas review\r\nmore', 'review', []],
])('%j asks for %s', (body, name, args) => {
  expect(parseCommand(body, names)).toMatchObject({ name, args });
});

test.each([
  '',
  'please /amas review',
  'Thanks!\n/amas review',
  '`/amas review`',
  '> /amas review',
  '```\n/amas review\n```',
  '```\n/amas review',
  '    /amas review',
  '\t/amas review',
  '<!-- /amas review -->',
  '<!-- /amas review',
  'On Fri, 27 Nov 2026 at 10:00, rosa wrote:\n/amas review',
  '-----Original Message-----\n/amas review',
  '/amass review',
  '/amas-review',
  '@amas-team review',
  '@someone review',
  'amas review',
])('%j asks for nothing', (body) => {
  expect(parseCommand(body, names)).toBeUndefined();
});

it('never throws, and never reads more than one line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (body) => {
      const command = parseCommand(`/amas ${body}`, names);
      expect(command?.args.join(' ')).not.toMatch(/[\r\n]/);
    }),
  );
});

test.each([
  ['/amas ask why "so" and doesn\'t it?', 'why "so" and doesn\'t it?'],
  [
    '/amas ask why?\nIn the cache:\n```ts\nconst a = 1;\n```',
    'why?\nIn the cache:\n```ts\nconst a = 1;\n```',
  ],
  ['/amas ask\nwhy?', '\nwhy?'],
  ['/amas ask why?\n> quoted\nmine', 'why?\nmine'],
  ['/amas ask why?\n\nOn Fri, 27 Nov 2026 at 10:00, rosa wrote:\nhers', 'why?'],
  ['/amas ask why?\n\n-----Original Message-----\nFrom: rosa\nhers', 'why?'],
])('%j keeps what its author wrote, and nothing that was quoted', (body, rest) => {
  expect(parseCommand(body, names)?.rest).toBe(rest);
});

test.each([
  ['wrong because it is checked above', 'wrong', 'because it is checked above'],
  ['Wrong: generated', 'wrong', 'generated'],
  ['False positive, this is a test', 'wrong', 'False positive, this is a test'],
  ['confirm', 'confirm', undefined],
  ['Confirm!', 'confirm', undefined],
  ['undo', 'undo', undefined],
  ['Is this also true of old rows?', 'ask', 'Is this also true of old rows?'],
  ['I see.\nBut why here?', 'ask', 'I see.\nBut why here?'],
])('%j in a thread means %s', (body, name, rest) => {
  expect(impliedCommand(body)).toMatchObject({ name, isImplied: true });
  expect(impliedCommand(body)?.rest).toBe(rest);
});

test.each(['Thanks!', 'Fixed in abc123.', 'wrongly named', '> why?\nDone', '', 'confirmed by the tests'])(
  '%j in a thread is people talking',
  (body) => {
    expect(impliedCommand(body)).toBeUndefined();
  },
);
