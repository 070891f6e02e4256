/** Names that a person may have meant, nearest first: at most three, and none that differs by more than a slip or two. */
export function nearNames(wanted: string, known: readonly string[]): readonly string[] {
  const mostEdits = wanted.length < 3 ? 1 : Math.max(2, Math.floor(wanted.length / 3));
  const tail = (name: string) => name.slice(name.lastIndexOf('/') + 1);
  return known
    .map((name) => ({ name, edits: Math.min(editsBetween(wanted, name), editsBetween(wanted, tail(name))) }))
    .filter(({ edits }) => edits <= mostEdits)
    .toSorted((left, right) => left.edits - right.edits)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Levenshtein's distance, case apart. */
function editsBetween(left: string, right: string): number {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
