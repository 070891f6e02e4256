/** The first four groups of a match; empty texts for groups that took no part, and for no match. */
export function groupsOf(pattern: RegExp, text: string): readonly [string, string, string, string] {
  const [, one = '', two = '', three = '', four = ''] = pattern.exec(text) ?? [];
  return [one, two, three, four];
}
