/**
 * Appends what is missing so that nothing after this text stands inside one of its code fences or `<details>`.
 * Reads only fences without indentation: guarded text has no others that matter.
 */
export function closeMarkdown(text: string): string {
  let fence: string | undefined;
  let details = 0;
  for (const line of text.split('\n')) {
    if (fence !== undefined) {
      if (closesFence(line, fence)) fence = undefined;
      continue;
    }
    fence = fenceOpenedBy(line);
    for (const tag of line.match(/<\/?details\b/gi) ?? []) {
      details = tag.startsWith('</') ? Math.max(0, details - 1) : details + 1;
    }
  }
  const closedFence = fence === undefined ? text : `${text}\n${fence}`;
  return closedFence + '\n\n</details>'.repeat(details);
}

/** The back-ticks or tildes that open a fenced code block, when the line does so. */
export function fenceOpenedBy(line: string): string | undefined {
  // After back-ticks the rest of the line may hold none: it would be a code span.
  return /^(`{3,})[^`]*$|^(~{3,})/
    .exec(line)
    ?.slice(1)
    .find((mark) => mark !== undefined);
}

export function closesFence(line: string, fence: string): boolean {
  const mark = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
  return mark?.startsWith(fence) ?? false;
}
