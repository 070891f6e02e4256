import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChangeSet, type RawChange, severities } from '#agents/contract.ts';
import { analyse } from './analyse.ts';
import { buildChangeSet } from './change-set.ts';
import { reviewSource } from './cases/review-source.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const modified = (path: string, base: string, head: string): RawChange => ({
  path,
  status: 'modified',
  base: bytes(base),
  head: bytes(head),
});
const added = (path: string, head: string): RawChange => ({ path, status: 'added', head: bytes(head) });
const rulesOf = (findings: readonly { readonly rule: string }[]) => findings.map(({ rule }) => rule);

const vulnerable = `import { exec } from 'node:child_process';
app.get('/x', (req, res) => {
  const { dir } = req.query;
  exec(\`ls \${dir}\`);
});
`;

const faults = [
  vulnerable,
  `if (value === NaN) stop();\n`,
  `const token = Math.random();\neval(req.body.x);\n`,
  `const agent = new Agent({ rejectUnauthorized: false });\n`,
  `const k\u200Bey = '${['ghp', '1a2B3c4D5e6F7g8H9i0J1k2L3m4N5o6P7q8R'].join('_')}';\n`,
  `export const x = 1;\n`,
];

function expectCommentable(
  { changes }: ChangeSet,
  findings: Awaited<ReturnType<typeof analyse>>['findings'],
): void {
  for (const { location } of findings) {
    if (location === undefined) continue;
    const lines = changes.find(({ path }) => path === location.path)?.commentable[location.side];
    for (let line = location.line; line <= (location.endLine ?? location.line); line += 1) {
      expect(lines?.has(line)).toBe(true);
    }
  }
}

describe('analyse', () => {
  it('reports what the change brings and nothing that was there', async () => {
    const other = `export const answer = 42;\n`;
    expect(rulesOf(await reviewSource(vulnerable + other, { base: vulnerable }))).toEqual([]);
    expect(rulesOf(await reviewSource(vulnerable + other, { base: other }))).toEqual([
      'security/command-injection',
    ]);
  });

  it('is silent about code that is only reformatted or moved within its file', async () => {
    const reformatted = vulnerable.replace('exec(`ls ${dir}`);', 'exec(\n    `ls ${dir}`,\n  );');
    expect(rulesOf(await reviewSource(reformatted, { base: vulnerable }))).toEqual([]);
    const moved = `const other = 1;\nuse(other);\n${vulnerable}`;
    expect(
      rulesOf(await reviewSource(moved, { base: `${vulnerable}const other = 1;\nuse(other);\n` })),
    ).toEqual([]);
  });

  it('is silent about code that moved to another file', async () => {
    const changeSet = buildChangeSet([
      modified('a.ts', vulnerable, 'export {};\n'),
      added('b.ts', vulnerable),
    ]);
    expect(rulesOf((await analyse(changeSet)).findings)).toEqual([]);
  });

  it('is not silenced by a fault that only stood in the same file in harmless form', async () => {
    const harmless = `const dir = 'src';\nexec(\`ls \${dir}\`);\n`;
    const base = `import { exec } from 'node:child_process';\n${harmless}`;
    expect(rulesOf(await reviewSource(vulnerable, { base }))).toEqual(['security/command-injection']);
  });

  it('reports the second copy of a fault that was there once', async () => {
    const findings = await reviewSource(`${vulnerable}${vulnerable.split('\n').slice(1).join('\n')}`, {
      base: vulnerable,
    });
    expect(rulesOf(findings)).toEqual(['security/command-injection']);
  });

  it('reports an untouched sink when the change sends a stranger’s value to it', async () => {
    const base = vulnerable.replace('const { dir } = req.query;', "const dir = 'src';");
    const [finding] = await reviewSource(vulnerable, { base });
    expect(finding).toMatchObject({ rule: 'security/command-injection', location: { side: 'new' } });
  });

  it('looks at the removed side for guards, and points there', async () => {
    const base = `import { timingSafeEqual } from 'node:crypto';
export function check(a, b) {
  return a.length === b.length && timingSafeEqual(a, b);
}
`;
    const head = base.replace('timingSafeEqual(a, b)', 'a.equals(b)');
    const [finding, ...others] = await reviewSource(head, { base });
    expect(finding).toMatchObject({
      rule: 'security/removed-guard',
      cwe: 'CWE-208',
      location: { side: 'old', line: 3 },
    });
    expect(others).toEqual([]);
  });

  it('is silent about a guard that goes with what it guarded, or that stays in another form', async () => {
    const route = `app.get('/admin', requireAdmin, (req, res) => res.json(all()));\n`;
    expect(await reviewSource(`const a = 1;\n`, { base: `const a = 1;\n${route}` })).toEqual([]);
    const renamed = route.replace('all()', 'everything()');
    expect(await reviewSource(renamed, { base: route })).toEqual([]);
    const open = await reviewSource(route.replace('requireAdmin, ', ''), { base: route });
    expect(open.map(({ title }) => title)).toEqual([
      'The change removes the check `requireAdmin` from `GET /admin`',
    ]);
  });

  it('keeps a fingerprint when lines move, and gives equal faults of one file different ones', async () => {
    const [one] = await reviewSource(vulnerable);
    const [moved] = await reviewSource(`// a comment\n\n${vulnerable}`);
    expect(moved?.fingerprint).toBe(one?.fingerprint);
    const twice = await reviewSource(`${vulnerable}{\n${vulnerable.split('\n').slice(1).join('\n')}}\n`);
    expect(new Set(twice.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  it('leaves one finding for a line, the most serious, which names the others', async () => {
    const findings = await reviewSource(
      `app.get('/x', (req) => { const token = Math.random(); eval(req.query.x); });\n`,
    );
    expect(rulesOf(findings)).toEqual(['security/dynamic-code']);
    expect(findings[0]?.detail).toContain('Also on this line:\n\n- `Math.random` makes a secret');
  });

  it('suggests exact lines where only one replacement is right', async () => {
    const [finding] = await reviewSource(`function f(value) {\n  if (value === NaN) return 1; // odd\n}\n`);
    expect(finding?.suggestion).toBe('  if (Number.isNaN(value)) return 1; // odd');
    expect(finding?.location).toEqual({ path: 'src/app.ts', line: 2, side: 'new' });
  });

  it('places every finding on lines that take a comment, in a steady order', async () => {
    const piece = fc.constantFrom(...faults);
    const source = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('\n'));
    await fc.assert(
      fc.asyncProperty(source, source, async (base, head) => {
        const changeSet = buildChangeSet([modified('b.ts', base, head), added('a.ts', head)]);
        const { findings } = await analyse(changeSet);
        expectCommentable(changeSet, findings);
        const ranks = findings.map(({ severity }) => severities.indexOf(severity));
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
        expect((await analyse(changeSet)).findings).toEqual(findings);
        expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
      }),
      { numRuns: 40 },
    );
  });

  it('never fails on broken code', async () => {
    const fragment = fc.constantFrom(
      '(',
      ')',
      '{',
      '}',
      '`',
      '${',
      '=>',
      'exec',
      'import',
      "'",
      'req.query',
      ' ',
      '\n',
      '.',
      '=',
      'async',
      '/',
      '[',
      'function',
      'x',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fragment, { maxLength: 60 }), async (parts) => {
        await reviewSource(parts.join(''), { path: 'a.tsx' });
      }),
      { numRuns: 150 },
    );
  });

  it('runs only the families that are asked for', async () => {
    const source = `app.get('/x', (req) => {\n  if (value === NaN) stop();\n  eval(req.body.x);\n});\n`;
    expect(rulesOf(await reviewSource(source, { families: ['correctness'] }))).toEqual([
      'correctness/compare-nan',
    ]);
    expect(rulesOf(await reviewSource(source, { families: ['security'] }))).toEqual([
      'security/dynamic-code',
    ]);
    expect(await reviewSource(source, { families: ['dependencies', 'hidden-text', 'secrets'] })).toEqual([]);
  });

  it('gives way to other work after each file, and tells of each', async () => {
    const files = Array.from({ length: 5 }, (_, index) => added(`${index}.ts`, vulnerable));
    const seen: string[] = [];
    let turns = 0;
    const counting = new AbortController();
    const count = async () => {
      while (!counting.signal.aborted) {
        turns += 1;
        await turn();
      }
    };
    const counted = count();
    await analyse(buildChangeSet(files), { onFile: (path) => seen.push(path) });
    counting.abort();
    await counted;
    expect(seen).toEqual(files.map(({ path }) => path));
    expect(turns).toBeGreaterThanOrEqual(5);
  });

  it('stops with the signal’s reason', async () => {
    const controller = new AbortController();
    const stopped = analyse(buildChangeSet([added('a.ts', vulnerable), added('b.ts', vulnerable)]), {
      signal: controller.signal,
      onFile: () => controller.abort(new Error('newer push')),
    });
    await expect(stopped).rejects.toThrow('newer push');
  });

  it('accounts for a file that takes too long', async () => {
    let now = 0;
    const clock = { now: () => (now += 1_500) };
    const { coverage } = await analyse(buildChangeSet([added('a.ts', vulnerable)]), { clock });
    expect(coverage).toEqual([{ path: 'a.ts', status: 'partly', reason: 'time-limit' }]);
  });

  it('takes no time in which the process was frozen for time that a file took', async () => {
    let now = 0;
    const clock = { now: () => (now += 5_000), busyNow: () => 10 };
    const { findings, coverage } = await analyse(buildChangeSet([added('a.ts', vulnerable)]), { clock });
    expect(findings).not.toEqual([]);
    expect(coverage).toEqual([]);
  });

  it.each([
    ['nested calls', `${'f(\n'.repeat(20_000)}1${')\n'.repeat(20_000)};`],
    ['a long sum', `const s = ${'req.query.a +\n'.repeat(20_000)}1; db.query(s);`],
    ['a long chain', `x${'\n.then((a) => a)'.repeat(5_000)};`],
    [
      'many sinks over one chain',
      `app.get('/', (req) => { let s = req.query.x;\n${'s += s + 1;\ndb.query(`select ${s} from t`);\n'.repeat(800)} });`,
    ],
    ['nested arrays', `const a = ${'[\n'.repeat(20_000)}${']\n'.repeat(20_000)};`],
    ['nested conditions', `${'if (a) {\n'.repeat(3_000)}exec(a);${'\n}'.repeat(3_000)}`],
    [
      'many equal calls',
      `import { exec } from 'child_process';\n${'exec(`ls ${process.argv[2]}`);\n'.repeat(4_000)}`,
    ],
  ])('stays within seconds of computing on %s', { timeout: 60_000 }, async (_, source) => {
    const start = process.cpuUsage();
    await reviewSource(source, { path: 'a.js' });
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1_000).toBeLessThan(10_000);
  });

  it('reviews thirty files within two seconds of computing', async () => {
    const source = Array.from(
      { length: 40 },
      (_, index) => `export function f${index}(a, b) {\n  const sum = a + b;\n  return sum * ${index};\n}\n`,
    ).join('\n');
    const files = Array.from({ length: 30 }, (_, index) =>
      modified(`src/${index}.ts`, source, `${source}\n${vulnerable}`),
    );
    const changeSet = buildChangeSet(files);
    // Of this process alone: other work on the machine says nothing about the rules.
    const start = process.cpuUsage();
    const { findings } = await analyse(changeSet);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1_000).toBeLessThan(2_000);
    expect(findings).toHaveLength(30);
  });
});

describe('the rules that ran', () => {
  const rulesRun = async (...changes: readonly RawChange[]) =>
    (await analyse(buildChangeSet(changes))).rulesRun;

  it('are those that had something to look at', async () => {
    const prose = await rulesRun(added('notes.md', 'Some words.\n'));
    const script = await rulesRun(added('a.ts', 'export const a = 1;\n'));
    const python = await rulesRun(added('a.py', 'a = 1\n'));
    expect(prose.some((id) => id.startsWith('security/') || id.startsWith('correctness/'))).toBe(false);
    expect(prose.length).toBeGreaterThan(0);
    expect(script).toEqual(expect.arrayContaining(['security/command-injection', ...prose]));
    expect(script.length).not.toBe(python.length);
    expect(new Set(script).size).toBe(script.length);
    expect(await rulesRun()).toEqual([]);
  });

  it('of a configuration are those of its technology', async () => {
    const docker = await rulesRun(added('Dockerfile', 'FROM node:22\nRUN npm ci\n'));
    const prose = await rulesRun(added('notes.md', 'Some words.\n'));
    expect(docker.length).toBeGreaterThan(prose.length);
  });
});

it('a rule that is switched off hides nothing else on its line', async () => {
  const change = buildChangeSet([
    added('src/a.ts', vulnerable.replace('exec(`ls ${dir}`)', 'exec(`ls ${dir}`); eval(dir)')),
  ]);
  const [gravest] = (await analyse(change)).findings;
  const isOff = ({ rule }: { readonly rule: string }) => rule === gravest?.rule;
  const { findings } = await analyse(change, { isOff });
  const shown = findings.filter((finding) => !isOff(finding));
  expect(shown.map(({ location }) => location?.line)).toContain(gravest?.location?.line);
});
