/** Bytes that a text takes in a JSON request body, without its quotes. */
export function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}

export interface Split {
  readonly chunks: readonly string[];
  /** False when the budget ended before the text did. */
  readonly complete: boolean;
}

const fence = '```';
/** A cut inside a fence adds `\n` and a fence before it, a fence and `\n` after it. */
const fenceBytes = 10;

/**
 * Cuts mrkdwn into section texts of at most `maxChars` characters and `maxBytes` JSON bytes in all. Cuts fall between
 * lines where they can, never inside a link or an entity, and a code fence that is cut is closed and opened again.
 */
export function splitMrkdwn(text: string, limits: { maxChars: number; maxBytes: number }): Split {
  const chunks: string[] = [];
  let chunk = '';
  let isFenced = false;
  let bytes = 0;
  const flush = () => {
    const whole = isFenced ? `${chunk}\n${fence}` : chunk;
    if (whole.replaceAll(fence, '').trim() !== '') chunks.push(whole);
    chunk = isFenced ? fence : '';
  };
  // Each chunk may gain a closing and an opening fence.
  const maxLineChars = limits.maxChars - 2 * (fence.length + 1);
  for (const line of text.split('\n').flatMap((each) => piecesOf(each, maxLineChars))) {
    bytes += jsonBytes(line) + 2;
    if (bytes + fenceBytes * (chunks.length + 1) > limits.maxBytes) {
      flush();
      return { chunks, complete: false };
    }
    if (chunk.length + 1 + line.length > limits.maxChars - fence.length - 1) flush();
    chunk += chunk === '' ? line : `\n${line}`;
    if (line === fence) isFenced = !isFenced;
  }
  flush();
  return { chunks, complete: true };
}

/** A line in pieces of at most `maxChars` characters. */
function piecesOf(line: string, maxChars: number): string[] {
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > maxChars) {
    const cut = safeCut(rest, maxChars);
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return [...pieces, rest];
}

/** The last index up to `max` that splits no link, entity, surrogate pair or, when there is a space near, word. */
function safeCut(line: string, max: number): number {
  const head = line.slice(0, max);
  const open = head.lastIndexOf('<');
  if (open > 0 && open > head.lastIndexOf('>')) return open;
  const ampersand = head.lastIndexOf('&');
  if (ampersand > max - 6 && ampersand > 0 && !head.includes(';', ampersand)) return ampersand;
  const space = head.lastIndexOf(' ');
  if (space > max - 100 && space > head.lastIndexOf('<')) return space + 1;
  return /[\uD800-\uDBFF]$/.test(head) ? max - 1 : max;
}
