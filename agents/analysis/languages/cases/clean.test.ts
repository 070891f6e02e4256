import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { reviewSource } from '../../cases/review-source.ts';

it.each([
  ['Python', 'clean.py.txt', 'shop/orders.py'],
  ['Go', 'clean.go.txt', 'internal/orders/store.go'],
  ['Java', 'clean.java.txt', 'src/main/java/app/orders/OrderController.java'],
  ['C#', 'clean.cs.txt', 'src/Shop/Orders/OrdersController.cs'],
  ['Rust', 'clean.rs.txt', 'src/routes/orders.rs'],
  ['Ruby', 'clean.rb.txt', 'app/controllers/orders_controller.rb'],
])('finds nothing in everyday %s', async (_, file, path) => {
  const source = readFileSync(new URL(file, import.meta.url), 'utf8');
  const findings = await reviewSource(source, { path });
  const shown = findings.map(({ rule, title, location }) => `${rule} ${location?.line} ${title}`);
  expect(shown.filter((line) => !line.startsWith('maintainability/'))).toEqual([]);
});

it('reports what a change brings, and not what stood there before', async () => {
  const line = (table: string) =>
    `    cursor.execute("SELECT * FROM ${table} WHERE n = '" + request.args["n"] + "'")\n`;
  const base = `from flask import request\ndef one():\n${line('a')}`;
  const head = `${base}def two():\n${line('b')}`;
  const findings = await reviewSource(head, { path: 'app/x.py', base });
  expect(findings.map(({ rule, location }) => [rule, location?.line])).toEqual([
    ['security/sql-injection', 5],
  ]);
});

it('stays silent when a file is moved and reformatted', async () => {
  const base = 'import os\ndef run(request):\n    os.system("ls " + request.GET["d"])\n';
  const head = 'import os\n\n\ndef run(request):\n    os.system(\n        "ls " + request.GET["d"]\n    )\n';
  expect(await reviewSource(head, { path: 'app/x.py', base })).toEqual([]);
});

it('ends on hostile code with a stated gap or a result, within seconds', async () => {
  const chain = Array.from(
    { length: 4_000 },
    (_, at) => `    v${at + 1} = v${at} + request.args['a'] + v${Math.floor(at / 2)}`,
  ).join('\n');
  const source = `from flask import request\ndef f():\n    v0 = ''\n${chain}\n    os.system(v4000)\n`;
  const start = performance.now();
  await reviewSource(source, { path: 'app/x.py' });
  expect(performance.now() - start).toBeLessThan(8_000);
});
