import { describe, expect, it, test } from 'vitest';
import type { Finding, RawChange } from '../contract.ts';
import type { KnownFinding } from '../review-history.ts';
import { chooseScope, scopeText, type ScopeInput } from './review-scope.ts';
import { saidByOthers } from './said-by-others.ts';
import { trackFindings, type TrackInput } from './track-findings.ts';

const finding = (fingerprint: string, path = 'a.ts', line = 5): Finding => ({
  fingerprint,
  severity: 'high',
  rule: 'security/command-injection',
  category: 'security',
  title: 'A request decides what a shell runs',
  detail: '',
  location: { path, line, side: 'new' },
  evidence: 'rule',
  confidence: 1,
  agent: 'security',
});

const known = (fingerprint: string, path = 'a.ts', more: Partial<KnownFinding> = {}): KnownFinding => ({
  fingerprint,
  rule: 'security/command-injection',
  title: 'A request decides what a shell runs',
  path,
  line: 5,
  state: 'open',
  ...more,
});

const base: TrackInput = {
  findings: [],
  known: [],
  files: [{ path: 'a.ts', status: 'reviewed' }],
  again: new Set(['a.ts']),
  renames: [],
  hasModelAnswered: false,
};

describe('findings over reviews', () => {
  it('one that is there again is open, one that is gone is fixed', () => {
    const tracked = trackFindings({
      ...base,
      findings: [finding('one')],
      known: [known('one'), known('two')],
    });
    expect(tracked.open.map(({ fingerprint }) => fingerprint)).toEqual(['one']);
    expect(tracked.fixed).toMatchObject([{ fingerprint: 'two', isSeen: true }]);
  });

  const cases: readonly [string, Partial<TrackInput>][] = [
    ['its file was not looked at this time', { again: new Set() }],
    ['its file was looked at in part', { files: [{ path: 'a.ts', status: 'partly', reason: 'deadline' }] }],
    ['only a model saw it and none answered', { known: [known('two', 'a.ts', { rule: 'model/security' })] }],
    ['it was suppressed', { known: [known('two', 'a.ts', { state: 'suppressed' })] }],
  ];
  test.each(cases)('nothing is called gone when %s', (_why, own) => {
    expect(trackFindings({ ...base, known: [known('two')], ...own }).fixed).toEqual([]);
  });

  it('of a file that left the change it is gone, and nobody looked', () => {
    expect(trackFindings({ ...base, known: [known('two', 'b.ts')] }).fixed).toMatchObject([
      { isSeen: false },
    ]);
  });

  it('in other words at another line is not seen to be gone', () => {
    const rewritten = trackFindings({ ...base, findings: [finding('new')], known: [known('old')] });
    expect(rewritten.fixed).toMatchObject([{ fingerprint: 'old', isSeen: false }]);
    const another = { ...finding('new'), rule: 'security/xss' };
    expect(trackFindings({ ...base, findings: [another], known: [known('old')] }).fixed).toMatchObject([
      { isSeen: true },
    ]);
  });

  it('keeps the name it was posted with when its file is renamed, also at the review after that', () => {
    const files = [{ path: 'b.ts', status: 'reviewed' }] as const;
    const again = new Set(['b.ts']);
    const moved = trackFindings({
      ...base,
      files,
      again,
      findings: [finding('new-name', 'b.ts')],
      known: [known('old-name')],
      renames: [['a.ts', 'b.ts']],
    });
    expect(moved.findings.map(({ fingerprint }) => fingerprint)).toEqual(['old-name']);
    expect(moved.aliases.get('old-name')).toBe('new-name');
    const later = trackFindings({
      ...base,
      files,
      again,
      findings: [finding('new-name', 'b.ts')],
      known: [known('old-name', 'b.ts', { alias: 'new-name' })],
    });
    expect(later.findings.map(({ fingerprint }) => fingerprint)).toEqual(['old-name']);
    expect(later.fixed).toEqual([]);
  });
});

describe('what is looked at again', () => {
  const file = (path: string, text: string): RawChange => ({
    path,
    status: 'added',
    patch: `@@ -0,0 +1 @@\n+${text}`,
    head: Buffer.from(`${text}\n`),
  });
  const basis = { revision: 'one', settingsDigest: 's', hasModel: false };
  const first = chooseScope({
    files: [file('a.ts', '1'), file('b.ts', '1'), file('c.ts', '1')],
    basis,
    previous: undefined,
    since: undefined,
    isIncremental: true,
    isFullAsked: false,
  });
  const next: ScopeInput = {
    files: [file('a.ts', '1'), file('b.ts', '2'), file('c.ts', '1')],
    basis: { ...basis, revision: 'two' },
    previous: {
      files: [
        { path: 'a.ts', status: 'reviewed' },
        { path: 'b.ts', status: 'reviewed' },
        { path: 'c.ts', status: 'partly', reason: 'deadline' },
      ],
      findings: [finding('in-a'), finding('in-b', 'b.ts')],
      basis: first.basis,
    },
    since: { relation: 'ahead', paths: ['b.ts'], renames: [] },
    isIncremental: true,
    isFullAsked: false,
  };

  it('is what changed, and what was not looked at in full before; the rest stands', () => {
    const { again, kept, scope } = chooseScope(next);
    expect(again.map(({ path }) => path)).toEqual(['b.ts', 'c.ts']);
    expect(kept.findings.map(({ fingerprint }) => fingerprint)).toEqual(['in-a']);
    expect(scopeText(scope)).toContain('2 of 3 files changed since `one`');
  });

  it('is also what the platform lists although it looks the same', () => {
    const since = { relation: 'ahead', paths: ['a.ts'], renames: [] } as const;
    expect(chooseScope({ ...next, since }).again.map(({ path }) => path)).toContain('a.ts');
  });

  const cases: readonly [string, Partial<ScopeInput>, RegExp][] = [
    ['asked for', { isFullAsked: true }, /asked for/],
    ['switched off', { isIncremental: false }, /`incremental`/],
    ['rewritten', { since: { relation: 'rewritten', renames: [] } }, /force-push or rebase/],
    ['under other settings', { basis: { ...next.basis, settingsDigest: 'other' } }, /configuration changed/],
    ['with a model', { basis: { ...next.basis, hasModel: true } }, /model/],
    ['not comparable', { since: undefined }, /not known/],
  ];
  test.each(cases)('is everything when it is %s, and the reason is told', (_what, own, words) => {
    const chosen = chooseScope({ ...next, ...own });
    expect(chosen.again).toHaveLength(3);
    expect(chosen.kept.findings).toEqual([]);
    expect(scopeText(chosen.scope)).toMatch(words);
  });
});

describe('what others said', () => {
  const voice = { author: 'rosa', path: 'a.ts', line: 7, side: 'new', url: 'u' } as const;
  test.each([
    ['the same words near the line', { text: 'Command injection!' }, 1],
    ['two words of the title', { text: 'A request that reaches a shell' }, 1],
    ['other words', { text: 'Please sort the imports' }, 0],
    ['too far away', { text: 'Command injection!', line: 9 }, 0],
    ['the other side', { text: 'Command injection!', side: 'old' as const }, 0],
    ['another file', { text: 'Command injection!', path: 'b.ts' }, 0],
  ])('%s', (_what, own, count) => {
    expect(saidByOthers([finding('one')], [{ ...voice, ...own }])).toHaveLength(count);
  });
});
