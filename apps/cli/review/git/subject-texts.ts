import type { ContextPart } from '#agents/contract.ts';
import type { Comparison } from './comparison.ts';
import type { Repository } from './repository.ts';

const maxCommits = 100;
const maxTextChars = 20_000;

/** The repository's configuration may ask for signatures, which are checked by a program that it names. */
const harmlessLog = ['log', '--no-show-signature', '--no-notes', '-z', '--format=%h%n%B'];

/** What was written beside the code of a local change: messages of its commits and the name of its branch. Data, as all of it. */
export async function subjectTexts(
  { git }: Repository,
  { base, head, isWhole }: Comparison,
): Promise<readonly ContextPart[]> {
  const range = [`${base}..${head ?? 'HEAD'}`];
  const [log, branch] = await Promise.all([
    // A base that is a tree has no history to list.
    isWhole === true
      ? ''
      : git.text([...harmlessLog, `--max-count=${maxCommits}`, ...range, '--']).catch(() => ''),
    head === undefined ? git.text(['branch', '--show-current']) : '',
  ]);
  const messages = log
    .split('\0')
    .filter((record) => record.includes('\n'))
    .toReversed()
    .map((record) => {
      const end = record.indexOf('\n');
      return part(`Commit message ${record.slice(0, end).trim()}`, record.slice(end + 1).trim());
    });
  return [...(branch.trim() === '' ? [] : [part('Branch name', branch.trim())]), ...messages];
}

const part = (label: string, text: string): ContextPart => ({
  origin: 'subject',
  trust: 'untrusted',
  label,
  text: text.slice(0, maxTextChars),
});
