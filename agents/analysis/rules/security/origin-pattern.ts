import { argumentsOf, calleeOf, keyName, lastName, objectOf } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { SourceFile } from '../source-file.ts';
import { wordsOf } from '../words.ts';

const deciding =
  /^(origins?|hosts?|hostnames?|domains?|redirects?|referr?er|trusted|allowed|allowlist|whitelist|cors)$/;
const ending = /\\?\.(com|org|net|io|dev|app|co|de|eu|local|internal|cloud|ai|test|example)\b/;

export const originPattern = defineRule({
  id: 'security/origin-pattern',
  title: 'The pattern `{source}` accepts hosts that were not meant',
  cwe: 'CWE-346',
  severity: 'medium',
  confidence: 0.75,
  why: 'Without an end the pattern also matches `https://example.com.evil.example`, without a start any address that mentions the host, and a bare dot stands for any letter.',
  instead: 'Compare with a set of exact origins, or anchor the pattern at both ends and escape its dots.',
  example: String.raw`const trusted = /^https:\/\/[a-z0-9-]+\.example\.com$/;`,
  *find(file): Iterable<Match> {
    for (const regex of file.nodes('regex')) {
      const pattern = regex.field('pattern')?.text ?? '';
      if (ending.test(pattern) && isLoose(pattern) && decidesTrust(file, regex))
        yield { node: regex, source: regex.text };
    }
  },
});

function isLoose(pattern: string): boolean {
  const host = /(?:\\?\/\\?\/)(.*)$/.exec(pattern)?.[1] ?? pattern;
  const anchoredEnd =
    /(\$|\\?\/|\(\\?[/:|][^)]*\$\)|\(\?:[^)]*\$\))$|\\\/|\[\/[^\]]*\]|\(\?:?:\\d\+\)\?\$?$/.test(host);
  const anchoredStart = pattern.startsWith('^') || /(^|\|)\\\./.test(pattern);
  const bareDot = /[a-z0-9-](?<!\\)\.(com|org|net|io|dev|app|co|de|eu|cloud|ai)\b/.test(host);
  return !anchoredEnd || !anchoredStart || bareDot;
}

/** The name of the constant, the option, the list, or what is tested says that the pattern decides whom to trust. */
function decidesTrust(file: SourceFile, regex: SyntaxNode): boolean {
  const holder = regex.parent;
  if (holder === undefined) return false;
  const list = holder.kind === 'array' ? holder.parent : holder;
  const named =
    list?.kind === 'variable_declarator'
      ? list.fieldText('name')
      : list?.kind === 'pair'
        ? (keyName(list.field('key')) ?? '')
        : '';
  if (named !== '') return speaksOfTrust(named) || testedNames(file, named).some(speaksOfTrust);
  return testedBy(holder).some(speaksOfTrust);
}

function speaksOfTrust(name: string): boolean {
  const words = wordsOf(name);
  return (
    words.some((word) => deciding.test(word)) &&
    !words.some((word) => /^(strip|replace|link|url|text|title)s?$/.test(word))
  );
}

function testedNames(file: SourceFile, pattern: string): readonly string[] {
  return file.flow.calls
    .callsOf('test')
    .filter((call) => objectOf(calleeOf(call) ?? call)?.text === pattern)
    .flatMap((call) => argumentsOf(call).map((argument) => argument.text));
}

/** `/…/.test(origin)`, `origin.match(/…/)` */
function testedBy(holder: SyntaxNode): readonly string[] {
  const call = holder.kind === 'arguments' || holder.kind === 'member_expression' ? holder.parent : undefined;
  if (call?.kind !== 'call_expression') return [];
  const callee = calleeOf(call);
  if (!/^(test|match|exec)$/.test(lastName(callee))) return [];
  const receiver = callee === undefined ? undefined : objectOf(callee);
  return [receiver, ...argumentsOf(call)].flatMap((node) =>
    node?.kind === 'regex' || node === undefined ? [] : node.text,
  );
}
