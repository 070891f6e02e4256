import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Remark, Reply } from '#bots/contract.ts';
import { validateBlocks } from '#test/stand-ins/slack/block-kit.ts';
import { renderReply } from './blocks.ts';

const remark: Remark = {
  fingerprint: 'f',
  severity: 'high',
  title: 'User input reaches a shell',
  detail: '',
  path: 'src/run.ts',
  line: 12,
  side: 'new',
};

const reply: Reply = {
  id: 'reply-1',
  taskId: 'task-1',
  target: { channel: 'C1' },
  verdict: 'attention',
  title: 'Review of octo/repo#12',
  markdown: 'Looked at **3** files.',
  progress: [],
  remarks: [],
  links: [{ label: 'Review on GitHub', url: 'https://github.com/octo/repo/pull/12#pullrequestreview-1' }],
  footer: 'no model asked · $0.00 · 1.2 s',
};

const textsOf = (changes: Partial<Reply>): string[] =>
  renderReply({ ...reply, ...changes }).blocks.map((block) => {
    if (block.type === 'context')
      return block.elements.map((each) => ('text' in each ? each.text : '')).join();
    return 'text' in block ? (block.text?.text ?? '') : '';
  });

describe('a reply as a Slack message', () => {
  it('has a title with its sign, the text, the way to the receipt and a quiet last line', () => {
    expect(renderReply(reply)).toEqual({
      text: '⚠️ Review of octo/repo#12',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: '⚠️ Review of octo/repo#12', emoji: false } },
        { type: 'section', text: { type: 'mrkdwn', text: 'Looked at *3* files.', verbatim: true } },
        {
          type: 'section',
          text: {
            type: 'mrkdwn',
            text: '<https://github.com/octo/repo/pull/12#pullrequestreview-1|Review on GitHub>',
            verbatim: true,
          },
        },
        {
          type: 'context',
          elements: [{ type: 'mrkdwn', text: 'no model asked · $0.00 · 1.2 s', verbatim: true }],
        },
      ],
    });
  });

  it('lists its steps while work goes on, and no longer afterwards', () => {
    const progress: Reply['progress'] = [
      { label: 'fetch', state: 'done' },
      { label: 'code', state: 'running' },
      { label: 'security', state: 'failed' },
      { label: 'post', state: 'waiting' },
    ];
    expect(textsOf({ verdict: 'pending', progress })).toContain('✓ fetch\n▸ code\n✗ security\n○ post');
    expect(textsOf({ verdict: 'passed', progress }).join()).not.toContain('fetch');
  });

  it('lists findings with the gravest first, each linked to its line', () => {
    const remarks: Remark[] = [
      { ...remark, severity: 'low', title: 'A <b> name', path: 'a b.ts', line: 3, side: 'old' },
      remark,
    ];
    const anchor = (path: string) => createHash('sha256').update(path).digest('hex');
    expect(textsOf({ remarks })[2]).toBe(
      [
        '*2 findings*: 1 high, 1 low',
        `• *High* <https://github.com/octo/repo/pull/12/files#diff-${anchor('src/run.ts')}R12|src/run.ts:12> User input reaches a shell`,
        `• *Low* <https://github.com/octo/repo/pull/12/files#diff-${anchor('a b.ts')}L3|a b.ts:3> A &lt;b&gt; name`,
      ].join('\n'),
    );
  });

  it('names the place in code where there is no pull request to link to', () => {
    expect(textsOf({ remarks: [remark], links: [] })[2]).toContain('• *High* `src/run.ts:12` User input');
  });

  it('counts the findings beyond the tenth', () => {
    const remarks = [
      ...Array.from({ length: 11 }, () => remark),
      ...Array.from({ length: 3 }, () => ({ ...remark, severity: 'info' as const })),
    ];
    const lines = textsOf({ remarks })[2]?.split('\n') ?? [];
    expect(lines).toHaveLength(12);
    expect(lines[0]).toBe('*14 findings*: 11 high, 3 info');
    expect(lines.at(-1)).toBe('_and 4 more: 1 high, 3 info_');
  });

  it('shows a long text as far as Slack takes it, and says that there is more', () => {
    const paragraph = `${'A sentence of some length. '.repeat(20)}\n\n`;
    const texts = textsOf({ markdown: paragraph.repeat(200) });
    expect(texts.join('').length).toBeGreaterThan(9_000);
    expect(texts.find((each) => each.includes('longer than Slack shows'))).toBeDefined();
    expect(texts.at(-1)).toBe(reply.footer);
  });

  it('an answer in words claims no success', () => {
    expect(renderReply({ ...reply, kind: 'answer', verdict: 'passed', title: 'Status' }).text).toBe('Status');
  });

  test.each([
    ['a script', 'javascript:alert(1)'],
    ['a relative address', '/tasks/1'],
    ['an endless one', `https://x.test/${'a'.repeat(5_000)}`],
  ])('a link to %s stays a label', (_name, url) => {
    expect(textsOf({ links: [{ label: 'Task', url }] })).toContain('Task');
  });
});

/** Texts of every kind that may hurt: long, escaped to five times their length, wide, controlling, empty. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 500 }),
  fc.lorem({ maxCount: 400 }),
  fc
    .tuple(
      fc.constantFrom(
        '&',
        '<',
        '"',
        '\\',
        '\u0001',
        '\uD800',
        '漢',
        '😀',
        '```\n',
        '\n',
        '<!channel>',
        '<@U1>',
      ),
      fc.nat(6_000),
    )
    .map(([part, count]) => part.repeat(count)),
);
const severity = fc.constantFrom<Remark['severity']>('critical', 'high', 'medium', 'low', 'info');
const anyReply: fc.Arbitrary<Reply> = fc.record({
  id: fc.uuid(),
  taskId: fc.uuid(),
  target: fc.constant({ channel: 'C1' }),
  verdict: fc.constantFrom('pending', 'passed', 'attention', 'incomplete', 'not-done', 'cancelled'),
  title: anyText,
  markdown: fc.array(anyText, { maxLength: 4 }).map((texts) => texts.join('\n\n')),
  progress: fc.array(
    fc.record({ label: anyText, state: fc.constantFrom('waiting', 'running', 'done', 'failed') }),
    { maxLength: 30 },
  ),
  remarks: fc.array(
    fc.record({
      fingerprint: fc.uuid(),
      severity,
      title: anyText,
      detail: anyText,
      path: anyText,
      line: fc.nat(),
      side: fc.constantFrom('old', 'new'),
    }),
    { maxLength: 60 },
  ),
  links: fc.array(fc.record({ label: anyText, url: fc.oneof(anyText, fc.webUrl()) }), { maxLength: 12 }),
  footer: anyText,
});

it('any reply becomes a message that Slack takes and that notifies nobody', () => {
  fc.assert(
    fc.property(anyReply, (each) => {
      const { text, blocks } = renderReply(each);
      expect(validateBlocks(blocks)).toEqual([]);
      expect(Buffer.byteLength(JSON.stringify(blocks))).toBeLessThanOrEqual(12_000);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4_000);
      expect(text.trim()).not.toBe('');
      const shown = JSON.stringify(blocks.filter((block) => block.type !== 'header')) + text;
      expect(shown).not.toMatch(/<[!@#]/);
    }),
    { numRuns: 300 },
  );
});
