/**
 * Whether a patch takes back exactly what another did: each hunk ends in the text that the other's began with, and begins
 * with the text that it ended in, the lines around included. Line numbers may differ, because other commits may have
 * moved the place. Where a diff may be drawn in several ways, the two may be drawn differently: then the answer is no.
 */
export function isInversePatch(patch: string, inverse: string): boolean {
  const [then, back] = [hunksOf(patch), hunksOf(inverse)];
  return (
    then.length === back.length &&
    then.every((hunk, index) => hunk.old === back[index]?.new && hunk.new === back[index]?.old)
  );
}

interface Hunk {
  readonly old: string;
  readonly new: string;
}

function hunksOf(patch: string): Hunk[] {
  // "No newline at end of file" belongs to the line above it.
  const hunks = patch
    .replaceAll('\n\\', '\0\\')
    .split(/^@@[^\n]*\n/m)
    .slice(1);
  return hunks.map((hunk) => {
    const lines = hunk.replace(/\n$/, '').split('\n');
    const side = (sign: '-' | '+') =>
      lines
        .filter((line) => !line.startsWith(sign === '-' ? '+' : '-'))
        .map((line) => line.slice(1))
        .join('\n');
    return { old: side('-'), new: side('+') };
  });
}
