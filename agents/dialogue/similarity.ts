/** Words that say nothing of what a text is about. */
const empty = new Set(
  'the a an and or of to in on at for with from by is are was be been it its this that these those as not no do does did can could should would will when then than but if we i you they our my your have has had how what why which who there here about into after before again also just only very more most some any all'.split(
    ' ',
  ),
);
const maxChars = 20_000;

/** Telling words of a text, lower case and without their plural, each with how often it occurs. */
export function tellingWords(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of text
    .slice(0, maxChars)
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}][\p{L}\p{N}_-]{1,}/gu)) {
    const stem = word.length > 4 ? word.replace(/(?<!s)s$/, '') : word;
    if (!empty.has(word) && !/^\d+$/.test(stem)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return counts;
}

/**
 * How alike two texts are, 0 to 1: the cosine of their words, each weighted down by its frequency in a text. Words of a
 * title count three times.
 */
export function similarity(one: Titled, other: Titled): number {
  const [left, right] = [weights(one), weights(other)];
  let product = 0;
  for (const [word, weight] of left) product += weight * (right.get(word) ?? 0);
  const size = norm(left) * norm(right);
  return size === 0 ? 0 : product / size;
}

interface Titled {
  readonly title: string;
  readonly body: string;
}

function weights({ title, body }: Titled): Map<string, number> {
  const weighted = new Map<string, number>();
  for (const [word, count] of tellingWords(body)) weighted.set(word, 1 + Math.log(count));
  for (const [word, count] of tellingWords(title)) weighted.set(word, (weighted.get(word) ?? 0) + 3 * count);
  return weighted;
}

const norm = (vector: ReadonlyMap<string, number>): number =>
  Math.sqrt([...vector.values()].reduce((sum, weight) => sum + weight * weight, 0));
