import { buildChangeSet } from '#agents/analysis/change-set.ts';
import { lineKey } from '#agents/judge/numbered-hunks.ts';
import { withheldLines } from '#agents/judge/withheld-lines.ts';

const path = 'words.txt';
const unchecked = '[left out: too long, or not text that could be searched for credentials]';

/**
 * A text without its credentials, line by line: those that the rules for secrets know, private keys, and the values
 * that AMAS itself is configured with. What cannot be searched is left out as a whole.
 */
export async function redactWords(
  text: string,
  { secrets, signal }: { readonly secrets: readonly string[]; readonly signal: AbortSignal },
): Promise<string> {
  if (text === '') return '';
  const known = secrets.filter((secret) => secret.length >= 8);
  const plain = known.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text);
  const changeSet = buildChangeSet([{ path, status: 'added', head: Buffer.from(plain) }]);
  const [coverage] = changeSet.coverage;
  if (coverage?.status !== 'reviewed') return unchecked;
  const withheld = await withheldLines(changeSet, signal);
  return plain
    .split('\n')
    .map((line, index) => (withheld.has(lineKey(path, 'new', index + 1)) ? '[redacted: a credential]' : line))
    .join('\n');
}
