import type { Change } from '#agents/contract.ts';
import { functionName } from './flow/functions.ts';
import type { Spotted } from './findings/spotted.ts';
import { code } from './findings/shown-text.ts';
import { explain, type RuleInfo } from './rules/rule-info.ts';
import type { SourceFile } from './rules/source-file.ts';
import { isFunction, ownNodes } from './syntax/expressions.ts';
import { type ParseSource, syntaxLanguages } from './syntax/parse-source.ts';
import { ancestors, descendants, type SyntaxNode } from './syntax/syntax-node.ts';

interface Measure {
  /** Independent ways through (McCabe). */
  readonly paths: number;
  /** Decisions weighted by how deep they nest. */
  readonly nesting: number;
  readonly lines: number;
}

/** Beyond these a function needs more tests than anyone writes, and a reader loses the thread. */
const limits: Measure = { paths: 15, nesting: 25, lines: 100 };

export const complexityRule: RuleInfo = {
  id: 'maintainability/complexity',
  title: 'A function is hard to follow',
  category: 'maintainability',
  cwe: 'CWE-1121',
  severity: 'low',
  confidence: 0.7,
  languages: syntaxLanguages,
  why: 'Every way through needs a test, and the next change has to understand all of them.',
  instead: 'Return early, and give each step a function with a name.',
  example: "if (!isReady(order)) return 'waiting';\nreturn ship(order);",
};

/** Changed functions that are too intricate and have become more so; `head` is the new version of the file. */
export function findComplexity(change: Change, head: SourceFile, parse: ParseSource): readonly Spotted[] {
  const { baseText } = change;
  if (head.isTest || change.addedLines.size === 0) return [];
  const changed = functionsIn(head).filter((fn) => touches(fn, change.addedLines));
  const high = changed.map((fn) => ({ fn, now: measure(fn) })).filter(({ now }) => isHigh(now));
  if (high.length === 0) return [];
  const old = baseText === undefined ? [] : functionsBelow(parse(baseText, head.language));
  const before = new Map(old.map((fn) => [keyOf(fn), measure(fn)]));
  return high.flatMap(({ fn, now }) => spot(change, fn, now, before.get(keyOf(fn))) ?? []);
}

function functionsIn(file: SourceFile): readonly SyntaxNode[] {
  return file
    .nodes('function_declaration', 'method_definition', 'arrow_function', 'function_expression')
    .filter(isNamed);
}

function functionsBelow(root: SyntaxNode): readonly SyntaxNode[] {
  return [...descendants(root)].filter((node) => isFunction(node) && isNamed(node));
}

/** A callback is measured as part of nothing: its own length says little. */
function isNamed(fn: SyntaxNode): boolean {
  return functionName(fn) !== undefined;
}

function keyOf(fn: SyntaxNode): string {
  const owner = [...ancestors(fn)].find((outer) => outer.kind.startsWith('class_declaration'));
  return `${owner?.field('name')?.text ?? ''}.${functionName(fn) ?? ''}`;
}

function touches(fn: SyntaxNode, lines: ReadonlySet<number>): boolean {
  for (let line = fn.line; line <= fn.endLine; line += 1) if (lines.has(line)) return true;
  return false;
}

const decisions =
  /^(if_statement|ternary_expression|for_statement|for_in_statement|while_statement|do_statement|switch_case|catch_clause)$/;
const nests =
  /^(if_statement|ternary_expression|for_statement|for_in_statement|while_statement|do_statement|switch_statement|catch_clause)$/;

function measure(fn: SyntaxNode): Measure {
  const body = fn.field('body');
  let paths = 1;
  let nesting = 0;
  for (const node of body === undefined ? [] : ownNodes(body)) {
    const isLogical = node.kind === 'binary_expression' && /^(&&|\|\||\?\?)$/.test(node.token('operator'));
    if (decisions.test(node.kind) || isLogical) paths += 1;
    if (nests.test(node.kind)) nesting += 1 + (isElseIf(node) ? 0 : depthBelow(node, fn));
    else if (isLogical) nesting += 1;
  }
  return { paths, nesting, lines: fn.endLine - fn.line + 1 };
}

function isElseIf(node: SyntaxNode): boolean {
  return node.kind === 'if_statement' && node.parent?.kind === 'else_clause';
}

function depthBelow(node: SyntaxNode, fn: SyntaxNode): number {
  let depth = 0;
  for (const outer of ancestors(node)) {
    if (outer === fn) break;
    if (nests.test(outer.kind) && !isElseIf(outer)) depth += 1;
  }
  return depth;
}

function isHigh({ paths, nesting, lines }: Measure): boolean {
  return paths > limits.paths || nesting > limits.nesting || lines > limits.lines;
}

function spot(
  change: Change,
  fn: SyntaxNode,
  now: Measure,
  before: Measure | undefined,
): Spotted | undefined {
  const grew =
    before === undefined ||
    now.paths > before.paths ||
    now.nesting > before.nesting ||
    now.lines > before.lines + 10;
  const name = functionName(fn) ?? '';
  const line = [fn.line, ...change.addedLines].find(
    (candidate) => change.commentable.new.has(candidate) && candidate >= fn.line && candidate <= fn.endLine,
  );
  if (!grew || line === undefined) return undefined;
  const counted = `${now.paths} ways through it, nesting score ${now.nesting}, ${now.lines} lines`;
  const was = before === undefined ? '' : ` (before: ${before.paths}, ${before.nesting}, ${before.lines})`;
  return {
    rule: complexityRule.id,
    category: complexityRule.category,
    severity: complexityRule.severity,
    confidence: complexityRule.confidence,
    title: `${code(name)} is hard to follow: ${counted}`,
    detail: `Limits: ${limits.paths} ways, nesting score ${limits.nesting}, ${limits.lines} lines${was}. ${explain(complexityRule)}`,
    cwe: complexityRule.cwe,
    path: change.path,
    side: 'new',
    line,
    identity: keyOf(fn),
  };
}
