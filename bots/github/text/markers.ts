/** Hidden comments by which AMAS finds again what it posted. They count only in its own comments. */
export type MarkerKind = 'summary' | 'answer' | 'description' | 'part' | 'review' | 'remark' | 'fix';

/** `values` in their order; what they hold cannot end the comment. */
export function marker(kind: MarkerKind, ...values: readonly string[]): string {
  return `<!-- amas:${kind} ${values.map(encode).join(' ')} -->`;
}

/** The values of the last marker of this kind: texts that people or models wrote come before it. */
export function readMarker(body: string, kind: MarkerKind): readonly string[] | undefined {
  const found = [...body.matchAll(new RegExp(`<!-- amas:${kind} ([^\\s>]+(?: [^\\s>]+)*) -->`, 'g'))].at(-1);
  return found?.[1]?.split(' ').map(decode);
}

function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replaceAll('--', '%2D%2D');
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
