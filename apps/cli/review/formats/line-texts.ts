import type { Change, ChangeSet, Finding, Location } from '#agents/contract.ts';

/** Line of a file's side, 1-based, without its line ending; undefined where there is none. */
export type LineText = (path: string, side: Location['side'], line: number) => string | undefined;

/** The texts that findings point at: of the whole files where they are known, else of the hunks. */
export function lineTexts(changeSet: ChangeSet): LineText {
  const deleted: readonly Texts[] = changeSet.deleted ?? [];
  const changes = new Map([...deleted, ...changeSet.changes].map((file) => [file.path, file]));
  const split = new Map<string, readonly string[] | undefined>();
  return (path, side, line) => {
    const change = changes.get(path);
    if (!change) return undefined;
    const key = `${side}:${path}`;
    if (!split.has(key)) split.set(key, linesOf(side === 'old' ? change.baseText : change.headText));
    const lines = split.get(key);
    return lines ? lines[line - 1] : hunkLine(change, side, line);
  };
}

type Texts = Pick<Change, 'path' | 'baseText' | 'headText' | 'hunks'>;

/** The same, without the lines in which a credential was found: reports end up in logs that many can read. */
export function withoutSecrets(textOf: LineText, findings: readonly Finding[]): LineText {
  const concealed = new Set<string>();
  for (const { category, location } of findings) {
    if (category !== 'secret' || !location) continue;
    const { path, side, line, endLine = line } = location;
    for (let number = line; number <= endLine; number += 1) concealed.add(`${side}:${number}:${path}`);
  }
  return (path, side, line) =>
    concealed.has(`${side}:${line}:${path}`)
      ? '[not shown: a credential stands here]'
      : textOf(path, side, line);
}

function linesOf(text: string | undefined): readonly string[] | undefined {
  const lines = text?.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  return lines?.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function hunkLine(change: Texts, side: Location['side'], line: number): string | undefined {
  for (const hunk of change.hunks) {
    const found = hunk.lines.find((candidate) =>
      side === 'old' ? candidate.oldLine === line : candidate.newLine === line,
    );
    if (found) return found.text;
  }
  return undefined;
}
