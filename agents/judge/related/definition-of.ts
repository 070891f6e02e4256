/** Lines of a file, 1-based and inclusive. */
export interface Excerpt {
  readonly from: number;
  readonly to: number;
}

/** A longer definition is shown by its beginning: a signature says most. */
const maxLines = 24;
/** A definition in a longer line is not written by hand. */
const maxLineCharacters = 500;

const declared =
  /^\s*(?:(?:export|default|declare|public|private|protected|internal|static|final|abstract|async|pub|override) +)*(?:function\*?|class|interface|type|enum|const|let|var|def|func|fn|fun|struct|trait|module) +(?:\([^)]*\) *)?([\p{L}_$][\p{L}\p{N}_$]*)/u;

/** Where a text defines names, in the words of most languages: the first place of each name that is wanted. */
export function definitionsOf(
  lines: readonly string[],
  wanted: Pick<ReadonlySet<string>, 'has'>,
): ReadonlyMap<string, Excerpt> {
  const found = new Map<string, Excerpt>();
  for (const [index, line] of lines.entries()) {
    const name = line.length > maxLineCharacters ? undefined : declared.exec(line)?.[1];
    if (name === undefined || !wanted.has(name) || found.has(name)) continue;
    found.set(name, { from: index + 1, to: endOf(lines, index) + 1 });
  }
  return found;
}

/** The line that closes what is opened at `start`: by brackets, else by indentation. */
function endOf(lines: readonly string[], start: number): number {
  const last = Math.min(lines.length - 1, start + maxLines - 1);
  const indent = indentOf(lines[start] ?? '');
  let depth = 0;
  for (let index = start; index <= last; index += 1) {
    const line = lines[index] ?? '';
    depth += count(line, /[{[(]/g) - count(line, /[}\])]/g);
    const next = lines[index + 1];
    const isOver = next === undefined || next.trim() === '' || indentOf(next) <= indent;
    if (depth <= 0 && isOver && !/[=,:]\s*$/.test(line)) return index;
  }
  return last;
}

function count(text: string, form: RegExp): number {
  return (text.match(form) ?? []).length;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
