import { closeMarkdown, closesFence, fenceOpenedBy } from './close-markdown.ts';

/** Room for what closes a part, and for what opens the next one again. */
const seamChars = 600;

/** What stands open at the end of a part. */
interface Open {
  /** The whole line that opened the code block, and the mark that closes it. */
  readonly fence: { readonly line: string; readonly mark: string } | undefined;
  /** One opening line for each `<details>`. */
  readonly details: readonly string[];
  /** Head and rule of the table that goes on. */
  readonly table: readonly string[];
}

const nothingOpen: Open = { fence: undefined, details: [], table: [] };

/**
 * Splits guarded Markdown at line ends into parts of at most `limitChars` each (at least 2,000). A code block, a
 * `<details>` or a table that goes on in the next part is closed in the one and opened again in the other.
 */
export function splitMarkdown(text: string, limitChars: number): readonly string[] {
  const room = Math.max(limitChars, 2_000) - 2 * seamChars;
  if (text.length <= limitChars) return [text];
  const parts: string[] = [];
  let open = nothingOpen;
  let lines: string[] = [];
  let chars = 0;
  const end = () => {
    parts.push(closeMarkdown(lines.join('\n')));
    lines = reopened(open);
    chars = 0;
  };
  for (const line of text.split('\n').flatMap((each) => pieces(each, room))) {
    if (chars > 0 && chars + line.length + 1 > room) end();
    lines.push(line);
    chars += line.length + 1;
    open = after(open, line, lines.at(-2));
  }
  parts.push(closeMarkdown(lines.join('\n')));
  return parts;
}

/** A line that no part could hold is cut inside, but not inside a surrogate pair. */
function pieces(line: string, room: number): string[] {
  const found: string[] = [];
  let rest = line;
  while (rest.length > room) {
    const at = /[\uD800-\uDBFF]/.test(rest.charAt(room - 1)) ? room - 1 : room;
    found.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...found, rest];
}

function after(open: Open, line: string, before: string | undefined): Open {
  if (open.fence) return closesFence(line, open.fence.mark) ? { ...open, fence: undefined } : open;
  const mark = fenceOpenedBy(line);
  if (mark !== undefined) return { ...open, fence: { line, mark }, table: [] };
  let { details } = open;
  for (const tag of line.match(/<\/?details\b/gi) ?? []) {
    details = tag.startsWith('</') ? details.slice(0, -1) : [...details, '<details>'];
  }
  return { fence: undefined, details, table: tableAfter(open.table, line, before) };
}

const isRow = (line: string): boolean => line.trimStart().startsWith('|');

function tableAfter(table: readonly string[], line: string, before: string | undefined): readonly string[] {
  if (!isRow(line)) return [];
  const isRule = /^[\s|:-]+$/.test(line) && line.includes('-');
  if (isRule && before !== undefined && isRow(before) && table.length === 0) return [before, line];
  return table;
}

function reopened({ fence, details, table }: Open): string[] {
  const head = details.flatMap((tag) => [tag, '']);
  const isShort = table.join('').length <= seamChars / 2;
  if (fence) return [...head, fence.line.slice(0, 100)];
  return [...head, ...(isShort ? table : [])];
}
