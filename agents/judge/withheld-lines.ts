import { analyse } from '#agents/analysis/analyse.ts';
import type { ChangeSet, Hunk } from '../contract.ts';
import { lineKey } from './numbered-hunks.ts';

/**
 * The `lineKey`s of lines that people may read and a model may not: where a rule sees a credential that the change
 * adds, and private keys. Asked of the rules for secrets alone, because a graver finding on the same line hides them.
 */
export async function withheldLines(changeSet: ChangeSet, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const { findings } = await analyse(changeSet, { families: ['secrets'], signal });
  const withheld = new Set<string>();
  for (const { location } of findings) {
    if (!location) continue;
    const { path, side, line, endLine = line } = location;
    for (let number = line; number <= endLine; number += 1) withheld.add(lineKey(path, side, number));
  }
  for (const { path, hunks } of changeSet.changes) {
    for (const hunk of hunks) for (const key of keyLines(path, hunk)) withheld.add(key);
  }
  return withheld;
}

/** From the first line of a private key to its last, or to the end of the hunk. */
function* keyLines(path: string, hunk: Hunk): Generator<string> {
  let isKey = false;
  for (const { text, kind, oldLine, newLine } of hunk.lines) {
    if (/-----BEGIN [A-Z ]*PRIVATE KEY/.test(text)) isKey = true;
    if (isKey)
      yield kind === 'removed' ? lineKey(path, 'old', oldLine ?? 0) : lineKey(path, 'new', newLine ?? 0);
    if (/-----END [A-Z ]*PRIVATE KEY/.test(text)) isKey = false;
  }
}
