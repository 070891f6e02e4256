import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { QualityCase } from './quality-case.ts';

const folder = join(import.meta.dirname, 'cases');

/** Every case of every file below `cases/`; each file exports `cases`. Throws on an id that is there twice. */
export async function loadCases(): Promise<readonly QualityCase[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort();
  const loaded = await Promise.all(
    files.map(async (file) => {
      const { cases } = (await import(join(folder, file))) as { readonly cases?: readonly QualityCase[] };
      if (!Array.isArray(cases)) throw new Error(`cases/${file} exports no \`cases\``);
      return cases as readonly QualityCase[];
    }),
  );
  const cases = loaded.flat();
  const ids = new Set<string>();
  for (const { id } of cases) {
    if (ids.has(id)) throw new Error(`two cases are called ${id}`);
    ids.add(id);
  }
  return cases;
}
