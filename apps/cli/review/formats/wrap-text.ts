/** Breaks prose at spaces so that no line is longer than `columns`; code fences and list marks stay as they are. */
export function wrapText(text: string, columns: number): readonly string[] {
  let isCode = false;
  return text.split('\n').flatMap((line) => {
    if (line.trimStart().startsWith('```')) {
      isCode = !isCode;
      return [line];
    }
    return isCode || line.length <= columns ? [line] : wrapLine(line, columns);
  });
}

function wrapLine(line: string, columns: number): readonly string[] {
  const hang = /^\s*(?:[-*+]|\d+[.)])?\s*/.exec(line)?.[0].length ?? 0;
  const lines: string[] = [];
  let current = line.slice(0, hang);
  let isEmpty = true;
  for (const word of line.slice(hang).split(' ')) {
    if (!isEmpty && current.length + 1 + word.length > columns) {
      lines.push(current);
      current = ' '.repeat(hang);
      isEmpty = true;
    }
    current += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, current];
}
