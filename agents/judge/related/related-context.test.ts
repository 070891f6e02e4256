import { describe, expect, it } from 'vitest';
import { buildChangeSet } from '#agents/analysis/change-set.ts';
import type { RawChange } from '../../contract.ts';
import { estimateTokens, unknownRate } from '../estimate-tokens.ts';
import { planBatches } from '../hunk-batches.ts';
import { createRelated } from './related-context.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const modified = (path: string, base: string, head: string): RawChange => ({
  path,
  status: 'modified',
  base: bytes(base),
  head: bytes(head),
});
const filler = Array.from({ length: 30 }, (_, line) => `// line ${line}`).join('\n');

async function relatedTo(files: readonly RawChange[], repository: Readonly<Record<string, string>> = {}) {
  const asked: string[] = [];
  const changeSet = buildChangeSet(files);
  const { batches } = planBatches(changeSet.changes.slice(0, 1), { calls: 1, rate: unknownRate }, new Set());
  const related = createRelated({
    changeSet,
    readFile: async (path) => {
      asked.push(path);
      return repository[path];
    },
    rate: unknownRate,
    signal: new AbortController().signal,
  });
  return { ...(await related(batches[0]!)), asked };
}

describe('what changed lines call', () => {
  it('is shown where an imported file defines it, and only that', async () => {
    const base = `import { load, save as keep } from './store.js';\n${filler}\n`;
    const { text, asked } = await relatedTo([modified('src/a.ts', base, `${base}load(1);\n`)], {
      'src/store.ts':
        'const x = 1;\nexport async function load(id: number) {\n  return x + id;\n}\nexport function save() {}\n',
    });
    expect(text).toBe(
      [
        '[related, not part of the change: "src/store.ts" lines 2-4]',
        '        2   export async function load(id: number) {',
        '        3     return x + id;',
        '        4   }',
      ].join('\n'),
    );
    expect(asked).toEqual(['package.json', 'src/store.ts']);
  });

  it.each([
    ['an alias of package.json', 'src/a.ts', "import { load } from '#store/index.ts';", 'lib/store/index.ts'],
    ['a file without its ending', 'src/a.tsx', "import { load } from '../store';", 'store.tsx'],
    ['a folder', 'src/a.js', "const { load } = require('./store');", 'src/store/index.js'],
  ])('is found through %s', async (_name, path, line, target) => {
    const base = `${line}\n${filler}\n`;
    const { text } = await relatedTo([modified(path, base, `${base}load(1);\n`)], {
      'package.json': '{"imports": {"#store/*": "./lib/store/*"}}',
      [target]: 'export function load() {\n  return 1;\n}\n',
    });
    expect(text).toContain(`"${target}" lines 1-3`);
  });

  it('is found in Python, with its body by indentation', async () => {
    const base = `from .store import load\n${filler.replaceAll('//', '#')}\n`;
    const { text } = await relatedTo([modified('app/a.py', base, `${base}load(1)\n`)], {
      'app/store.py': 'x = 1\n\ndef load(id):\n    y = id\n    return y\n\ndef other():\n    pass\n',
    });
    expect(text).toContain('"app/store.py" lines 3-5');
  });

  it('is shown where the same file defines it outside of the hunks', async () => {
    const base = `function check(user) {\n  return user.isAdmin;\n}\n${filler}\nrun();\n`;
    const { text } = await relatedTo([modified('a.js', base, base.replace('run();', 'run(check(user));'))]);
    expect(text).toContain('"a.js" lines 1-3');
  });

  it('who calls a changed function elsewhere in the change is named', async () => {
    const base = `${filler}\nexport function load(id) {\n  return id;\n}\n`;
    const { text } = await relatedTo([
      modified('a.js', base, base.replace('load(id)', 'load(id, force)')),
      { path: 'b.js', status: 'added', head: bytes("import { load } from './a.js';\nload(1);\n") },
    ]);
    expect(text).toContain('[related, elsewhere in the change: callers]\n"b.js" 2: load(1);');
  });
});

describe('its limits', () => {
  it('packages are not looked for, and nothing is read twice', async () => {
    const head = "import { exec } from 'node:child_process';\nimport pg from 'pg';\nexec(pg());\n";
    const { asked } = await relatedTo([{ path: 'a.ts', status: 'added', head: bytes(head) }]);
    expect(asked).toEqual(['package.json']);
  });

  it('at most twelve files are asked for, and little of them is shown', async () => {
    const imports = Array.from({ length: 40 }, (_, index) => `import { f${index} } from './m${index}.ts';`);
    const calls = Array.from({ length: 40 }, (_, index) => `f${index}();`);
    const long = Array.from({ length: 60 }, (_, line) => `  some.call(${line}, 'with words');`).join('\n');
    const { text, tokens, asked } = await relatedTo(
      [{ path: 'a.ts', status: 'added', head: bytes([...imports, ...calls].join('\n')) }],
      Object.fromEntries(
        Array.from({ length: 40 }, (_, index) => [
          `m${index}.ts`,
          `export function f${index}() {\n${long}\n}\n`,
        ]),
      ),
    );
    expect(asked.length).toBeLessThanOrEqual(12);
    expect(tokens).toBeLessThanOrEqual(1_500);
    expect(estimateTokens(text, unknownRate)).toBeLessThanOrEqual(1_600);
    expect(text).not.toBe('');
  });

  it('a credential in it is withheld, and hidden characters are spelled', async () => {
    const token = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
    const base = `import { load } from './store.ts';\n${filler}\n`;
    const { text } = await relatedTo([modified('a.ts', base, `${base}load();\n`)], {
      'store.ts': `export function load() {\n  const key = '${token}';\n  return 'a\u202eb';\n}\n`,
    });
    expect(text).toContain('withheld');
    expect(text).not.toContain(token);
    expect(text).toContain('a\\u{202e}b');
  });
});
