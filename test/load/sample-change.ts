/** A service of `count` files of some 120 lines, as TypeScript as any. */
export function filesBefore(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`src/part-${index}.ts`, source(index, 0)]),
  );
}

/** The same with a changed function and a query put together from a request in each file. */
export function changedFiles(count: number, round: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`src/part-${index}.ts`, source(index, round + 1)]),
  );
}

function source(index: number, revision: number): string {
  const methods = Array.from({ length: 12 }, (_, number) =>
    [
      `  async step${number}(request: Request): Promise<number> {`,
      `    const limit = Number(request.query.limit ?? ${number + revision});`,
      `    const rows = await this.pool.query('select id from orders where part = $1 limit $2', [${index}, limit]);`,
      `    for (const row of rows.rows) {`,
      `      if (row.id > ${revision}) this.seen.add(row.id);`,
      `    }`,
      `    return this.seen.size;`,
      `  }`,
    ].join('\n'),
  );
  const fault = [
    `  async find(request: Request): Promise<unknown> {`,
    "    return await this.pool.query(`select * from orders where name = '${request.query.name}'`);",
    `  }`,
  ].join('\n');
  return [
    `import type { Request } from 'express';`,
    `import { Pool } from 'pg';`,
    ``,
    `export class Part${index} {`,
    `  private readonly pool = new Pool();`,
    `  private readonly seen = new Set<number>();`,
    ...methods,
    ...(revision > 0 ? [fault] : []),
    `}`,
    ``,
  ].join('\n');
}
