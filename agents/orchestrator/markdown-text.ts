/** Text from outside as an inline piece of CommonMark: code spans stay, anything else is shown as it was written. */
export function inlineText(text: string): string {
  return oneLine(text)
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : escapeProse(part)))
    .join('');
}

/** Any text, a path with backticks included, as one code span. */
export function codeSpan(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Indents a block so that it belongs to the list item above it. */
export function indented(markdown: string): string {
  return markdown
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Mentions become code, because a person who is only named in a file must not be notified. */
function escapeProse(text: string): string {
  return text
    .replaceAll(/[\\*[\]|~]/g, String.raw`\$&`)
    .replaceAll('<', '&lt;')
    .replaceAll(/(?<!\w)@([\w-]+(?:\/[\w-]+)?)/g, '`@$1`');
}
