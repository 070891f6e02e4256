/** Why a text is no JSON that AMAS takes, for the person who sent it. */
export type JsonTrouble = 'not-utf8' | 'not-json' | 'too-deep' | 'repeated-key';

export type StrictJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly trouble: JsonTrouble };

/** Nobody writes this deep; some libraries climb by recursion. */
const maxDepth = 100;
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads JSON (RFC 8259) that every reader understands alike: UTF-8, no name twice in an object, of bounded depth.
 * Two programs that read a repeated name differently can be played off against each other.
 */
export function parseStrictJson(bytes: Uint8Array): StrictJson {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { ok: false, trouble: 'not-utf8' };
  }
  return parseStrictText(text);
}

/** The same of a text. */
export function parseStrictText(text: string): StrictJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, trouble: 'not-json' };
  }
  const names = countNames(value, 0);
  if (names === undefined) return { ok: false, trouble: 'too-deep' };
  return names === namesWritten(text) ? { ok: true, value } : { ok: false, trouble: 'repeated-key' };
}

/** The names of all objects; undefined when they nest too deep. */
function countNames(value: unknown, depth: number): number | undefined {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth >= maxDepth) return undefined;
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  let count = Array.isArray(value) ? 0 : parts.length;
  for (const part of parts) {
    const below = countNames(part, depth + 1);
    if (below === undefined) return undefined;
    count += below;
  }
  return count;
}

/** In valid JSON, a string is a name exactly when a colon follows it. */
function namesWritten(text: string): number {
  let count = 0;
  for (let start = text.indexOf('"'); start !== -1;) {
    const next = pastSpace(text, endOfString(text, start) + 1);
    if (text[next] === ':') count += 1;
    start = text.indexOf('"', next);
  }
  return count;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

/** A character behind an odd number of backslashes. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text[first - 1] === '\\') first -= 1;
  return (at - first) % 2 === 1;
}

function pastSpace(text: string, at: number): number {
  let next = at;
  while (space.has(text[next])) next += 1;
  return next;
}

/** RFC 8259, section 2. */
const space: ReadonlySet<string | undefined> = new Set([' ', '\t', '\n', '\r']);
