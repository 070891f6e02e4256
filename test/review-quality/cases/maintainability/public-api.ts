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

function breaking(
  what: string,
  path: string,
  base: string,
  [faulty, safe]: readonly [string, string],
  label: QualityCase['expect'][0],
): QualityCase {
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
  breaking(
    'new-needed-argument',
    'src/convert.ts',
    convert,
    [
      inConvert("round: 'up' | 'down' | 'half' = 'half')", "round: 'up' | 'down' | 'half', digits: number)"),
      inConvert("= 'half')", "= 'half', digits = 0)"),
    ],
    { at: 'digits: number' },
  ),
  breaking(
    'export-renamed',
    'src/convert.ts',
    convert,
    [
      inConvert('function convert(', 'function convertCents('),
      inConvert('function inverse(', 'function inverted('),
    ],
    { at: 'export function convert(', side: 'old' },
  ),
  breaking(
    'method-gone',
    'src/table.ts',
    table,
    [
      inTable('  find(', '  lookUp('),
      inTable(
        '  find(',
        '  has(from: string, to: string): boolean {\n    return this.find(from, to) !== undefined;\n  }\n\n  find(',
      ),
    ],
    { at: '  find(', side: 'old' },
  ),
];
