import { describe, expect, it, test } from 'vitest';
import { inWords, validateBlocks } from './block-kit.ts';

const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const plain = (text: string) => ({ type: 'plain_text', text });
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) });
const button = (more: object = {}) => ({ type: 'button', text: plain('Go'), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });

const problems = (...blocks: unknown[]): string[] => validateBlocks(blocks).map(inWords);

it('takes a message at every limit', () => {
  const blocks = [
    { type: 'header', text: plain('h'.repeat(150)), block_id: 'b'.repeat(255) },
    section('s'.repeat(3_000)),
    { type: 'section', fields: Array.from({ length: 10 }, () => mrkdwn('f'.repeat(2_000))) },
    { type: 'context', elements: Array.from({ length: 10 }, () => mrkdwn('c')) },
    actions(...Array.from({ length: 25 }, (_, index) => button({ action_id: `a${index}` }))),
    actions(button({ text: plain('t'.repeat(75)), url: 'u'.repeat(3_000), value: 'v'.repeat(2_000) })),
    { type: 'image', image_url: 'https://x.test/a.png', alt_text: 'a', title: plain('t') },
    ...Array.from({ length: 43 }, () => ({ type: 'divider' })),
  ];
  expect(problems(...blocks)).toEqual([]);
});

describe('refuses, with the place in the words of Slack', () => {
  test.each([
    [
      '51 blocks',
      Array.from({ length: 51 }, () => ({ type: 'divider' })),
      'no more than 50 items allowed [json-pointer:/blocks]',
    ],
    [
      'a section of 3,001 characters',
      [section('s'.repeat(3_001))],
      'must be less than 3001 characters (parent: failed to match all allowed schemas) [json-pointer:/blocks/0/text/text]',
    ],
    ['an empty section', [section('')], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
    [
      'a section of nothing',
      [{ type: 'section' }],
      'must define either `text` or `fields` [json-pointer:/blocks/0]',
    ],
    [
      '11 fields',
      [{ type: 'section', fields: Array.from({ length: 11 }, () => mrkdwn('f')) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
    [
      'a header of 151 characters',
      [{ type: 'header', text: plain('h'.repeat(151)) }],
      'must be less than 151 characters (parent: failed to match all allowed schemas) [json-pointer:/blocks/0/text/text]',
    ],
    [
      'a header in mrkdwn',
      [{ type: 'header', text: mrkdwn('h') }],
      'must be a valid enum value [json-pointer:/blocks/0/text/type]',
    ],
    [
      '26 actions',
      [actions(...Array.from({ length: 26 }, () => button()))],
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    ['no actions', [actions()], 'no less than 1 items required [json-pointer:/blocks/0/elements]'],
    [
      'the same action twice',
      [actions(button({ action_id: 'x' })), actions(button({ action_id: 'x' }))],
      '`action_id` "x" already exists [json-pointer:/blocks/1/elements/0/action_id]',
    ],
    [
      'the same block twice',
      [
        { type: 'divider', block_id: 'x' },
        { type: 'divider', block_id: 'x' },
      ],
      '`block_id` "x" already exists [json-pointer:/blocks/1/block_id]',
    ],
    ['no type', [{}], 'missing required field: type [json-pointer:/blocks/0]'],
    ['an unknown type', [{ type: 'foo' }], 'unsupported type: foo [json-pointer:/blocks/0/type]'],
    [
      'a property of another text type',
      [{ type: 'header', text: { ...plain('h'), verbatim: true } }],
      'invalid additional property: verbatim [json-pointer:/blocks/0/text]',
    ],
    [
      'a button with a label of 76 characters',
      [actions(button({ text: plain('t'.repeat(76)) }))],
      'must be less than 76 characters (parent: failed to match all allowed schemas) [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    [
      'a button in a style of its own',
      [actions(button({ style: 'pink' }))],
      'must be a valid enum value [json-pointer:/blocks/0/elements/0/style]',
    ],
    [
      'an image without words',
      [{ type: 'image', image_url: 'https://x.test/a.png' }],
      'missing required field [json-pointer:/blocks/0/alt_text]',
    ],
  ])('%s', (_name, blocks, problem) => {
    expect(problems(...blocks)).toContain(problem);
  });
});
