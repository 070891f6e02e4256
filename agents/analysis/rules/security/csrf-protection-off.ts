import { keyName, unwrap } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';

export const csrfProtectionOff = defineRule({
  id: 'security/csrf-protection-off',
  title: 'The protection against forged requests is off: `{source}`',
  cwe: 'CWE-352',
  severity: 'medium',
  why: 'Any website a signed-in visitor opens can send this application a form in the visitor’s name, cookies included.',
  instead: 'Leave the check on, and name the origins that may send.',
  example: 'csrf: { checkOrigin: true }',
  *find(file): Iterable<Match> {
    for (const pair of file.nodes('pair')) {
      const edit = weakened(pair);
      if (edit !== undefined)
        yield { node: pair, source: pair.text, ...(edit === '' ? {} : { edit: { node: pair, text: edit } }) };
    }
  },
});

/** The safe form of a pair that switches the check off, empty where several are safe; undefined for other pairs. */
function weakened(pair: SyntaxNode): string | undefined {
  const name = keyName(pair.field('key')) ?? '';
  const written = pair.field('value');
  if (written === undefined) return undefined;
  const value = unwrap(written).text;
  if (value === 'false' && isSwitch(name, pair)) return `${pair.fieldText('key')}: true`;
  const isEverybody = name === 'allowedOrigins' && /['"`]\*['"`]/.test(value);
  return isEverybody && holderOf(pair) === 'serverActions' ? '' : undefined;
}

/** SvelteKit's and Astro's `checkOrigin`, Apollo's `csrfPrevention`, Lusca's `csrf`. */
function isSwitch(name: string, pair: SyntaxNode): boolean {
  if (name === 'checkOrigin') return /^(csrf|security)$/.test(holderOf(pair));
  if (name === 'csrf') return /^lusca\b/.test(pair.parent?.parent?.parent?.text ?? '');
  return name === 'csrfPrevention';
}

/** The key of the object that a pair stands in. */
function holderOf(pair: SyntaxNode): string {
  return keyName(pair.parent?.parent?.field('key')) ?? '';
}
