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

/** A new function that may be a copy; no part of its tree. */
export interface NewFunction {
  readonly path: string;
  readonly name: string;
  readonly line: number;
  /** Normalised. */
  readonly body: string;
}

/** New functions whose body stands once more, word for word, in the file or in another that the change touches. */
export function findDuplication(
  change: Change,
  head: SourceFile,
  elsewhere: Elsewhere,
): { readonly spotted: readonly Spotted[]; readonly others: readonly NewFunction[] } {
  const spotted: Spotted[] = [];
  const others: NewFunction[] = [];
  const whole = normaliseText(head.text);
  for (const one of newFunctionsIn(change, head)) {
    if (elsewhere(change.path, 'removed', one.body)) continue;
    const isTwice = whole.indexOf(one.body) !== whole.lastIndexOf(one.body);
    if (isTwice) spotted.push(copyOf(one, 'this file'));
    else if (elsewhere(change.path, 'added', one.body))
      spotted.push(copyOf(one, 'another file of the change'));
    else others.push(one);
  }
  return { spotted, others };
}

function newFunctionsIn(change: Change, head: SourceFile): readonly NewFunction[] {
  if (head.isTest) return [];
  return head
    .nodes('function_declaration', 'method_definition', 'arrow_function', 'function_expression')
    .filter((fn) => isLong(fn) && isNew(fn, change.addedLines))
    .flatMap((fn) => {
      const name = functionName(fn);
      const body = normaliseText(fn.field('body')?.text ?? '');
      return name === undefined || body.length < minChars
        ? []
        : [{ path: change.path, name, line: fn.line, body }];
    });
}

function isLong(fn: SyntaxNode): boolean {
  return fn.endLine - fn.line + 1 >= minLines;
}

function isNew(fn: SyntaxNode, added: ReadonlySet<number>): boolean {
  for (let line = fn.line; line <= fn.endLine; line += 1) if (!added.has(line)) return false;
  return true;
}

/** Says where the other copy stands. */
export function copyOf({ path, name, line }: NewFunction, where: string): Spotted {
  return {
    rule: duplicationRule.id,
    category: duplicationRule.category,
    severity: duplicationRule.severity,
    confidence: duplicationRule.confidence,
    title: `The body of ${code(name)} stands once more in ${where}`,
    detail: explain(duplicationRule),
    cwe: duplicationRule.cwe,
    path,
    side: 'new',
    line,
    identity: name,
  };
}
