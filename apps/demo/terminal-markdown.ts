import { wrapText } from '#apps/cli/review/formats/wrap-text.ts';
import type { Colors } from '#apps/cli/terminal.ts';

export interface MarkdownView {
  readonly columns: number;
  /** Lines beyond these are counted, not shown. */
  readonly maxLines: number;
  readonly colors: Colors;
}

/** A comment as a terminal shows it: without its hidden parts and marks, wrapped, and cut when it is long. */
export function terminalMarkdown(markdown: string, { columns, maxLines, colors }: MarkdownView): string[] {
  const visible = markdown
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll(/<\/?\w+>/g, '')
    .replaceAll('**', '')
    .replaceAll(/\n{2,}/g, '\n')
    .trim();
  const lines = wrapText(visible, columns).map((line) => {
    const heading = /^#{1,6} (.*)$/.exec(line)?.[1];
    return heading === undefined ? line : colors.bold(heading);
  });
  if (lines.length <= maxLines) return lines;
  const rest = lines.length - maxLines;
  return [...lines.slice(0, maxLines), colors.dim(`… ${rest} more lines on the page`)];
}
