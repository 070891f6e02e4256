/** A code span that holds any text, back-ticks included. */
export function codeSpan(text: string): string {
  const mark = '`'.repeat(longestRun(text) + 1);
  // A space keeps a back-tick at the border apart from the mark, and is not shown.
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return mark + pad + text + pad + mark;
}

/** A fenced block whose fence is longer than any inside. An empty text gives a block without lines. */
export function fenced(language: string, text: string): string {
  const mark = '`'.repeat(Math.max(3, longestRun(text) + 1));
  const lines = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return `${mark}${language}\n${lines}${mark}`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
