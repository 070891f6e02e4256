import type { Change } from '#agents/contract.ts';
import { functionName } from './flow/functions.ts';
import type { Spotted } from './findings/spotted.ts';
import { code } from './findings/shown-text.ts';
import { explain, type RuleInfo } from './rules/rule-info.ts';
import type { SourceFile } from './rules/source-file.ts';
import { normaliseText } from './syntax/expressions.ts';
import type { SyntaxNode } from './syntax/syntax-node.ts';

/** Shorter functions look alike by nature. */
const minLines = 10;
const minChars = 240;

export const duplicationRule: RuleInfo = {
  id: 'maintainability/duplication',
  title: 'A new function is a copy of another',
  category: 'maintainability',
  cwe: 'CWE-1041',
  severity: 'low',
  confidence: 0.8,
  languages: ['typescript', 'tsx', 'javascript'],
  why: 'The next correction is made in one of the copies, and the fault lives on in the other.',
  instead: 'Move what both do into one function.',
  example: "import { readRows } from './read-rows.ts';",
};

/** Whether another file of the change brings, or loses, a normalised text. */
export type Elsewhere = (path: string, kind: 'added' | 'removed', text: string) => boolean;

/** New functions whose body stands once more, word for word, in the file or in another that the change touches. */
export function findDuplication(change: Change, head: SourceFile, elsewhere: Elsewhere): readonly Spotted[] {
  if (head.isTest) return [];
  const whole = normaliseText(head.text);
  return head
    .nodes('function_declaration', 'method_definition', 'arrow_function', 'function_expression')
    .filter((fn) => isLong(fn) && isNew(fn, change.addedLines))
    .flatMap((fn) => {
      const name = functionName(fn);
      const body = normaliseText(fn.field('body')?.text ?? '');
      if (name === undefined || body.length < minChars || elsewhere(change.path, 'removed', body)) return [];
      const isTwice = whole.indexOf(body) !== whole.lastIndexOf(body);
      const isCopy = isTwice || elsewhere(change.path, 'added', body);
      return isCopy ? [spot(change, fn, name, isTwice)] : [];
    });
}

function isLong(fn: SyntaxNode): boolean {
  return fn.endLine - fn.line + 1 >= minLines;
}

function isNew(fn: SyntaxNode, added: ReadonlySet<number>): boolean {
  for (let line = fn.line; line <= fn.endLine; line += 1) if (!added.has(line)) return false;
  return true;
}

function spot(change: Change, fn: SyntaxNode, name: string, isTwice: boolean): Spotted {
  const where = isTwice ? 'this file' : 'another file of the change';
  return {
    rule: duplicationRule.id,
    category: duplicationRule.category,
    severity: duplicationRule.severity,
    confidence: duplicationRule.confidence,
    title: `The body of ${code(name)} stands once more in ${where}`,
    detail: explain(duplicationRule),
    cwe: duplicationRule.cwe,
    path: change.path,
    side: 'new',
    line: fn.line,
    identity: name,
  };
}
