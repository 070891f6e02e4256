import { clip, oneLine, widthOf } from './one-line.ts';

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
  const filled = layout
    .map((column) => ({ ...column, cells: rows.map((row) => oneLine(column.text(row))) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map((column) => ({ ...column, width: Math.max(...[column.title, ...column.cells].map(widthOf)) }));
  cutToFit(filled, columns);
  const titles = filled.map(({ title, width }) => title.padEnd(width));
  const lines = rows.map((row, at) =>
    filled.map(({ cells, width, paint }) => {
      const text = clip(cells[at] ?? '', width);
      return (paint?.(text, row) ?? text) + ' '.repeat(width - widthOf(text));
    }),
  );
  return [titles, ...lines].map((parts) => `${parts.join(gap).trimEnd()}\n`).join('');
}

/** Takes from the widest flexible column, one character at a time. */
function cutToFit(
  columns: readonly { width: number; readonly isFlexible?: boolean }[],
  available: number,
): void {
  const flexible = columns.filter((column) => column.isFlexible);
  let excess = columns.reduce((sum, { width }) => sum + width + gap.length, -gap.length) - available;
  for (; excess > 0; excess -= 1) {
    const [widest] = flexible.toSorted((one, other) => other.width - one.width);
    if (widest === undefined || widest.width <= narrowestFlexible) return;
    widest.width -= 1;
  }
}
