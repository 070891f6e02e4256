import * as fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { parseCommand } from './command.ts';

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
  expect(parseCommand(body, names)).toEqual({ name, args });
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
