export type Decoded =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'skipped'; readonly reason: 'binary' | 'not-utf8' };

/** git looks for a NUL in the first 8,000 bytes; the same answer here keeps both views of "binary" equal. */
const binaryProbeBytes = 8_000;

/** Decodes file content as strict UTF-8, without its byte-order mark. */
export function decodeText(bytes: Uint8Array): Decoded {
  if (isUtf16(bytes)) return { kind: 'skipped', reason: 'not-utf8' };
  if (bytes.subarray(0, binaryProbeBytes).includes(0)) return { kind: 'skipped', reason: 'binary' };
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { kind: 'skipped', reason: 'not-utf8' };
  }
}

function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}
