/** The line of each key of a JSON text, by its path joined with NUL. */
export function keyLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const path: string[] = [];
  let line = 1;
  let key: string | undefined;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\],\n]/g)) {
    const first = token[0];
    if (first === '\n') line += 1;
    else if (first === '"' && token.endsWith(':')) {
      key = token.slice(1, token.lastIndexOf('"'));
      lines.set([...path, key].join('\0'), line);
    } else if (first === '{' || first === '[') {
      path.push(key ?? '');
      key = undefined;
    } else if (first === '}' || first === ']') {
      path.pop();
    }
  }
  return lines;
}

export function keyOf(...path: readonly string[]): string {
  return ['', ...path].join('\0');
}
