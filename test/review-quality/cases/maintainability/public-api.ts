import type { CaseFile, QualityCase } from '../../quality-case.ts';

const manifest = `{
  "name": "@acme/rates",
  "version": "1.4.2",
  "type": "module",
  "exports": { ".": { "types": "./dist/index.d.ts", "default": "./dist/index.js" } },
  "files": ["dist"]
}
`;
const entry = `export { convert, type Rate } from './convert.ts';
export { RateTable } from './table.ts';
`;
const kept = (path: string, text: string): CaseFile => ({ path, base: text, head: text });
const around = [kept('package.json', manifest), kept('src/index.ts', entry)];

const convert = `/** What one unit of a currency is worth, in millionths of another. */
export interface Rate {
  readonly from: string;
  readonly to: string;
  readonly millionths: number;
}

export function convert(cents: number, rate: Rate, round: 'up' | 'down' | 'half' = 'half'): number {
  const exact = (cents * rate.millionths) / 1_000_000;
  if (round === 'up') return Math.ceil(exact);
  return round === 'down' ? Math.floor(exact) : Math.round(exact);
}

export function inverse(rate: Rate): Rate {
  return { from: rate.to, to: rate.from, millionths: Math.round(1e12 / rate.millionths) };
}
`;
const table = `import type { Rate } from './convert.ts';

export class RateTable {
  readonly #rates = new Map<string, Rate>();

  add(rate: Rate): void {
    this.#rates.set(\`\${rate.from}-\${rate.to}\`, rate);
  }

  find(from: string, to: string): Rate | undefined {
    return this.#rates.get(\`\${from}-\${to}\`);
  }
}
`;

interface Breaking {
  readonly what: string;
  readonly path: string;
  readonly base: string;
  readonly faulty: string;
  readonly safe: string;
  readonly label: QualityCase['expect'][0];
}

function breaking({ what, path, base, faulty, safe, label }: Breaking): QualityCase {
  return {
    id: `maintainability/typescript/${what}`,
    family: 'maintainability',
    language: 'typescript',
    files: [{ path, base, head: faulty }, ...around],
    expect: [{ rules: ['maintainability/public-api'], path, ...label }],
    safe: [{ path, base, head: safe }, ...around],
  };
}

const inConvert = (from: string, to: string) => convert.replace(from, to);
const inTable = (from: string, to: string) => table.replace(from, to);
export const cases: readonly QualityCase[] = [
  breaking({
    what: 'new-needed-argument',
    path: 'src/convert.ts',
    base: convert,
    faulty: inConvert(
      "round: 'up' | 'down' | 'half' = 'half')",
      "round: 'up' | 'down' | 'half', digits: number)",
    ),
    safe: inConvert("= 'half')", "= 'half', digits = 0)"),
    label: { at: 'digits: number' },
  }),
  breaking({
    what: 'export-renamed',
    path: 'src/convert.ts',
    base: convert,
    faulty: inConvert('function convert(', 'function convertCents('),
    safe: inConvert('function inverse(', 'function inverted('),
    label: { at: 'export function convert(', side: 'old' },
  }),
  breaking({
    what: 'method-gone',
    path: 'src/table.ts',
    base: table,
    faulty: inTable('  find(', '  lookUp('),
    safe: inTable(
      '  find(',
      '  has(from: string, to: string): boolean {\n    return this.find(from, to) !== undefined;\n  }\n\n  find(',
    ),
    label: { at: '  find(', side: 'old' },
  }),
];
