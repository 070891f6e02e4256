import { clip, oneLine } from './one-line.ts';

export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  /** Colours the text after it was measured. */
  readonly paint?: (text: string, row: Row) => string;
  /** May be cut when the terminal is narrow. */
  readonly isFlexible?: boolean;
}

const gap = '  ';
const narrowestFlexible = 8;

/** Rows under titles, no wider than `columns` as long as cutting the flexible columns can achieve it. */
export function table<Row>(rows: readonly Row[], layout: readonly Column<Row>[], columns: number): string {
  const cells = rows.map((row) => layout.map((column) => oneLine(column.text(row))));
  const used = layout
    .map((column, index) => ({ column, index }))
    .filter(({ index }) => cells.some((row) => row[index] !== ''));
  const widths = fit(
    used.map(({ column, index }) => ({
      width: Math.max(column.title.length, ...cells.map((row) => lengthOf(row[index]))),
      isFlexible: column.isFlexible ?? false,
    })),
    columns,
  );
  const lines = rows.map((row, at) =>
    used.map(({ column, index }, position) => {
      const width = widths[position] ?? 0;
      const text = clip(cells[at]?.[index] ?? '', width);
      const painted = column.paint ? column.paint(text, row) : text;
      return painted + ' '.repeat(width - lengthOf(text));
    }),
  );
  const titles = used.map(({ column }, position) => column.title.padEnd(widths[position] ?? 0));
  return [titles, ...lines].map((parts) => `${parts.join(gap).trimEnd()}\n`).join('');
}

const lengthOf = (text = ''): number => [...text].length;

interface Measured {
  width: number;
  readonly isFlexible: boolean;
}

/** Takes from the widest flexible column, one character at a time. */
function fit(columns: readonly Measured[], available: number): readonly number[] {
  const fitted = columns.map((column) => ({ ...column }));
  const flexible = fitted.filter((column) => column.isFlexible);
  let excess = fitted.reduce((sum, { width }) => sum + width + gap.length, -gap.length) - available;
  for (; excess > 0; excess -= 1) {
    const [widest] = flexible.toSorted((one, other) => other.width - one.width);
    if (widest === undefined || widest.width <= narrowestFlexible) break;
    widest.width -= 1;
  }
  return fitted.map(({ width }) => width);
}
