/** The lines of a text as git counts them: split at LF only, no empty line after a final LF, one trailing CR dropped. */
export function linesOf(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map(withoutCarriageReturn);
}

/** A CRLF file and its LF twin compare equal line by line. */
export function withoutCarriageReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
