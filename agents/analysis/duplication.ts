import type { Change } from '#agents/contract.ts';
import { CodeFile } from './code/code-file.ts';
import { functionName } from './flow/functions.ts';
import type { Spotted } from './findings/spotted.ts';
import { code } from './findings/shown-text.ts';
import { explain, type RuleInfo } from './rules/rule-info.ts';
import type { SourceFile } from './rules/source-file.ts';
import { normaliseText } from './syntax/expressions.ts';
import { codeLanguages, syntaxLanguages } from './syntax/parse-source.ts';
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
  languages: [...syntaxLanguages, ...codeLanguages],
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
  readonly endLine: number;
  readonly language: string | undefined;
  /** The body as written. */
  readonly text: string;
  /** Normalised. */
  readonly body: string;
}

/** A function with a name and a body. */
interface Named {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly body: SyntaxNode | undefined;
}

function namedFunctions(head: SourceFile | CodeFile): readonly Named[] {
  if (head instanceof CodeFile)
    return head.functions().flatMap(({ name, node, body }) => (name === '' ? [] : [{ name, node, body }]));
  return head
    .nodes('function_declaration', 'method_definition', 'arrow_function', 'function_expression')
    .flatMap((node) => {
      const name = isLong(node) ? functionName(node) : undefined;
      return name === undefined ? [] : [{ name, node, body: node.field('body') }];
    });
}

/** New functions whose body stands once more, word for word, in the file or in another that the change touches. */
export function findDuplication(
  change: Change,
  head: SourceFile | CodeFile,
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

function newFunctionsIn(change: Change, head: SourceFile | CodeFile): readonly NewFunction[] {
  if (head.isTest) return [];
  return namedFunctions(head)
    .filter(({ node }) => isLong(node) && isNew(node, change.addedLines))
    .flatMap(({ name, node, body: block }) => {
      const text = block?.text ?? '';
      const body = normaliseText(text);
      const { line, endLine } = node;
      const { path, language } = change;
      return body.length < minChars ? [] : [{ path, language, name, line, endLine, text, body }];
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
