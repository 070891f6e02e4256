import { describe, expect, it } from 'vitest';
import { reviewSource } from '../../cases/review-source.ts';
import { holdRuleCases } from '../../cases/rule-cases.ts';

holdRuleCases({
  'correctness/compare-nan': {
    faulty: [`if (value === NaN) stop();`, `const ok = Number.NaN != parse(text);`],
    safe: [`if (Number.isNaN(value)) stop();`, `const fallback = NaN;`],
  },
  'correctness/assignment-in-condition': {
    faulty: [
      `if (status = 'done') finish();`,
      `while (running = true) { step(); }`,
      `const x = (kind = 1) ? a : b;`,
    ],
    safe: [
      `let m; while ((m = re.exec(text)) !== null) use(m);`,
      `if ((match = find())) use(match);`,
      `if (status === 'done') finish();`,
    ],
  },
  'correctness/self-compare': {
    faulty: [`if (a.id === a.id) same();`, `const both = user.isActive && user.isActive;`],
    safe: [
      `if (a.id === b.id) same();`,
      `if (next() === next()) twice();`,
      `const q = c === '"' || c === "'";`,
    ],
  },
  'correctness/duplicate-key': {
    faulty: [`const limits = { low: 1, high: 2, low: 3 };`, `send({ 'a': 1, a: 2 });`],
    safe: [`const limits = { low: 1, high: 2 };`, `const merged = { a: 1, ...defaults, a: 2 };`],
  },
  'correctness/duplicate-condition': {
    faulty: [
      `if (kind === 'a') one(); else if (kind === 'b') two(); else if (kind === 'a') three();`,
      `switch (kind) { case 'a': one(); break; case 'b': two(); break; case 'a': three(); }`,
    ],
    safe: [
      `if (kind === 'a') one(); else if (kind === 'b') two();`,
      `if (take()) one(); else if (take()) two();`,
    ],
  },
  'correctness/empty-catch': {
    faulty: [`try { await save(); } catch (error) {}`, `save().catch(() => {});`],
    safe: [
      `try { await save(); } catch (error) { log.error({ error }, 'not saved'); }`,
      `try { JSON.parse(text); } catch { /* not JSON: taken as text */ }`,
      `await connection.close().catch(() => {});`,
    ],
  },
  'correctness/floating-promise': {
    faulty: [
      `async function save(order) { await db.insert(order); }
export async function place(order) { save(order); return 'placed'; }`,
      `import { writeFile } from 'node:fs/promises';
export async function store(text) { writeFile('x', text); return true; }`,
      `const notify = async (user) => { await mail.send(user); };
app.post('/x', (req, res) => { notify(req.user); res.json({ done: true }); });`,
      `class Jobs { async run() { this.step(); await this.step(); } async step() { await work(); } }`,
    ],
    safe: [
      `async function save(order) { await db.insert(order); }
export async function place(order) { await save(order); void save(order); return save(order); }`,
      `async function main() { await start(); }
main();`,
      `async function load() { await fetch('/x'); }
function Page() { useEffect(() => { load(); }, []); return null; }`,
      `async function save() { await x(); }
export async function all() { save().catch(report); await Promise.all([save(), save()]); }`,
      `function save() { return 1; }
export async function place() { save(); }`,
    ],
  },
  'correctness/async-callback': {
    faulty: [
      `items.forEach(async (item) => { await save(item); });`,
      `const open = items.filter(async (item) => (await load(item)).open);`,
      `const done = new Promise(async (resolve) => { resolve(await load()); });`,
    ],
    safe: [
      `await Promise.all(items.map(async (item) => save(item)));`,
      `for (const item of items) await save(item);`,
      `const open = items.filter((item) => item.open);`,
      `import each from 'p-each-series'; each.forEach(items, async (item) => save(item));`,
    ],
  },
  'correctness/numeric-sort': {
    faulty: [
      `const sorted = [3, 10, 2].sort();`,
      `export function median(values: number[]) { const ordered = [...values].sort(); return ordered[1]; }`,
      `const sizes = names.map((name) => name.length).sort();`,
    ],
    safe: [
      `const sorted = [3, 10, 2].sort((a, b) => a - b);`,
      `export function names(values: string[]) { return values.toSorted(); }`,
      `const keys = Object.keys(map).sort();`,
    ],
  },
  'correctness/map-parse-int': {
    faulty: [`const ids = parts.map(parseInt);`, `const all = text.split(',').map(Number.parseInt);`],
    safe: [`const ids = parts.map(Number);`, `const ids = parts.map((part) => parseInt(part, 10));`],
  },
  'correctness/index-past-end': {
    faulty: [
      `for (let i = 0; i <= items.length; i++) use(items[i]);`,
      `for (let index = 0; index <= this.rows.length; index += 1) { total += this.rows[index].price; }`,
    ],
    safe: [
      `for (let i = 0; i < items.length; i++) use(items[i]);`,
      `for (let i = 1; i <= items.length; i++) use(items[i - 1]);`,
      `for (let i = 0; i <= items.length; i++) use(text.slice(i));`,
    ],
  },
  'correctness/template-in-quotes': {
    faulty: [
      `export function greet(name: string) { return 'Hello \${name}!'; }`,
      `const url = base(); fetch("\${url}/items");`,
    ],
    safe: [
      `export function greet(name: string) { return \`Hello \${name}!\`; }`,
      `const script = 'echo \${HOME}';`,
      `const name = 'x'; template.replace('\${name}', name);`,
    ],
  },
  'correctness/found-at-start': {
    faulty: [`if (roles.indexOf('admin') > 0) allow();`, `if (roles.indexOf('admin')) allow();`],
    safe: [`if (roles.indexOf('admin') >= 0) allow();`, `if (roles.includes('admin')) allow();`],
  },
  'correctness/return-in-finally': {
    faulty: [
      `function f() { try { work(); } finally { return 1; } }`,
      `async function g() { try { return await a(); } catch (e) { throw e; } finally { if (x) { return b; } } }`,
    ],
    safe: [
      `function f() { try { return work(); } finally { release(); } }`,
      `function f() { try { work(); } finally { items.forEach((item) => { return item.close(); }); } }`,
    ],
  },
  'correctness/async-effect': {
    faulty: [
      `useEffect(async () => { setUser(await load(id)); }, [id]);`,
      `React.useLayoutEffect(async function () { await measure(); });`,
    ],
    safe: [
      `useEffect(() => { const run = async () => { setUser(await load(id)); }; void run(); }, [id]);`,
      `useEffect(() => { document.title = name; }, [name]);`,
    ],
  },
  'correctness/promise-in-condition': {
    faulty: [
      `async function mayEnter(user) { return store.has(user.id); }
export async function open(user) { if (mayEnter(user)) { unlock(); } }`,
      `const isKnown = async (id) => (await find(id)) !== undefined;
export async function add(id) { if (!isKnown(id)) { await insert(id); } }`,
    ],
    safe: [
      `async function mayEnter(user) { return store.has(user.id); }
export async function open(user) { if (await mayEnter(user)) { unlock(); } }`,
      `function mayEnter(user) { return user.active; }
export function open(user) { if (mayEnter(user)) { unlock(); } }`,
    ],
  },
  'correctness/fail-open': {
    faulty: [
      `export function isSignatureValid(body, sig) { try { return check(body, sig); } catch (error) { log(error); return true; } }`,
      `export async function hasPermission(user) { try { return await ask(user); } catch { return true; } }`,
    ],
    safe: [
      `export function isSignatureValid(body, sig) { try { return check(body, sig); } catch (error) { log(error); return false; } }`,
      `export function removeQuietly(file) { try { return remove(file); } catch (error) { log(error); return true; } }`,
    ],
  },
  'correctness/returned-promise': {
    faulty: [
      `async function load(id) { return (await db.find(id)).row; }
export async function find(id) { try { return load(id); } catch (error) { return fallback(error); } }`,
      `export async function ping(url) { try { log(url); return fetch(url); } catch { return undefined; } }`,
      `export function ping(url) { try { return fetch(url); } catch (error) { return offline(error); } }`,
    ],
    safe: [
      `async function load(id) { return (await db.find(id)).row; }
export async function find(id) { try { return await load(id); } catch (error) { return fallback(error); } }`,
      `function load(id) { return rows.get(id); }
export async function find(id) { try { return load(id); } catch (error) { return fallback(error); } }`,
      `export function ping(text) { try { const url = new URL(text); return fetch(url); } catch (error) { return offline(error); } }`,
      `export async function all(urls) { try { return await Promise.all(urls.map((url) => { return fetch(url); })); } catch (error) { return failed(error); } }`,
      `export async function ping(url) { try { await warm(url); } catch (error) { return fetch(url); } }`,
      `export async function ping(url) { try { return fetch(url); } finally { count(); } }`,
    ],
  },
  'correctness/fall-through': {
    faulty: [
      `switch (kind) { case 'a': one(); case 'b': two(); break; default: three(); }`,
      `function f(kind) { switch (kind) { case 'a': { if (x) return 1; } case 'b': return 2; } }`,
      `switch (kind) { case 'a': one(); case 'b': case 'c': two(); }`,
      `switch (kind) {
  case 1: // the first one
    one();
  // numbers
  case 2:
    two();
}`,
    ],
    safe: [
      `switch (kind) { case 'a': one(); break; case 'b': two(); break; default: three(); }`,
      `switch (kind) { case 'a': case 'b': two(); }`,
      `switch (kind) {
  case 'a':
    one();
  // falls through
  case 'b':
    two();
}`,
      `function f(kind) { switch (kind) { case 'a': if (x) { return 1; } else { throw y; } case 'b': return 2; } }`,
      `function f(kind) { switch (kind) { case 'a': try { return one(); } catch (e) { throw new Bad(e); } case 'b': return 2; } }`,
      `switch (kind) { case 'a': process.exit(1); case 'b': two(); }`,
      `switch (kind) { case 'a': one(); default: break; }`,
      `switch (kind) { case 'a': { one(); break; } case 'b': two(); }`,
    ],
  },
  'correctness/conditional-hook': {
    path: 'src/page.tsx',
    faulty: [
      `import { useState } from 'react'; export function Page({ open }) { if (open) { const [x] = useState(0); } return null; }`,
      `import { useMemo } from 'react'; export const Page = ({ user }) => { if (!user) return null; const name = useMemo(() => user.name, [user]); return <p>{name}</p>; };`,
      `import React from 'react'; function useRows(ids) { return ids && React.useMemo(() => load(ids), [ids]); }`,
      `import { memo, useId } from 'react'; export default memo(({ rows }) => { for (const row of rows) { useId(); } return null; });`,
      `import { useQuery } from './query'; import React from 'react'; export function Page({ id }) { const user = id ? useQuery(id) : null; return <p>{user}</p>; }`,
    ],
    safe: [
      `import { useState } from 'react'; export function Page({ open }) { const [x] = useState(0); if (!open) return null; return <p>{x}</p>; }`,
      `import { useState } from 'react'; export function Page() { const ok = useState(0)[0] && other(); return ok ? <p /> : null; }`,
      `import { use } from 'react'; export function Page({ wait }) { if (wait) { return use(wait); } return null; }`,
      `import { ref } from 'vue'; export function useRows(id) { if (id) { return useQuery(id); } return ref(); }`,
      `import { useEffect } from 'react'; export function Page({ id }) { useEffect(() => { if (!id) return; load(id); }, [id]); const q = useName(id); return <p>{q}</p>; }`,
      `import React from 'react'; export function render(app) { if (app.isOn) { app.useFilters(); useFakeTimers(); } }`,
    ],
  },
});

describe('correctness/removed-break', () => {
  const base = `switch (kind) {
  case 'open':
    show();
    break;
  case 'closed': {
    hide();
    return;
  }
  default:
    other();
}
`;
  const found = async (head: string) =>
    (await reviewSource(head, { base })).map(
      ({ rule, location }) => `${rule} ${location?.side} ${location?.line}`,
    );

  it('is told at the statement that is gone', async () => {
    expect(await found(base.replace('    break;\n', ''))).toEqual(['correctness/removed-break old 4']);
    expect(await found(base.replace('    return;\n', ''))).toEqual(['correctness/removed-break old 7']);
  });

  it.each([
    ['it is said to be meant', base.replace('break;', '// falls through')],
    ['another way out takes its place', base.replace('break;', 'return;')],
    ['the case goes with it', base.replace("  case 'open':\n    show();\n    break;\n", '')],
  ])('is not told where %s', async (_, head) => {
    expect(await found(head)).toEqual([]);
  });
});
