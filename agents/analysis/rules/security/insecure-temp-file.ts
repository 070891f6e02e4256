import { argumentsOf, calleeOf, lastName, stringValue, unwrap } from '../../syntax/expressions.ts';
import { descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const creating =
  /^fs\.(promises\.)?(writeFile|appendFile|createWriteStream|open|outputFile|writeJson|copyFile|mkdir|cp)(Sync)?$/;

export const insecureTempFile = defineRule({
  id: 'security/insecure-temp-file',
  title: '`{source}` has a name in the shared temporary folder that others can guess',
  cwe: 'CWE-377',
  severity: 'medium',
  confidence: 0.75,
  why: 'Another user of the machine puts a link or a file of that name there first: this process then overwrites a file of their choice, or they read what it writes.',
  instead: 'Make a folder of your own with a random name.',
  example: "const folder = await mkdtemp(join(tmpdir(), 'export-'));",
  *find(file): Iterable<Match> {
    for (const call of file.callsOf(creating)) {
      const path = call.arguments[/copyFile|cp/.test(call.method) ? 1 : 0];
      if (path === undefined || opensExclusively(file, call) || !isGuessable(file, path)) continue;
      yield { node: call.node, trail: [path], source: unwrap(path).text };
    }
  },
});

/** `wx` fails where the name is taken. */
function opensExclusively(file: SourceFile, call: CallSite): boolean {
  return call.arguments.some(
    (argument) =>
      /x/.test(stringValue(argument) ?? '') || /x/.test(file.textOf(file.option(argument, 'flag')) ?? ''),
  );
}

/** Below the temporary folder, with nothing in the name but literals, the time and the process id. */
function isGuessable(file: SourceFile, path: SyntaxNode): boolean {
  const parts = [...partsOf(file, path, 4)];
  return (
    parts.some(isTempFolder(file)) &&
    parts.length > 1 &&
    parts.every((part) => isTempFolder(file)(part) || isKnown(file, part))
  );
}

/** The pieces that a path is put together from, constants followed. */
function* partsOf(file: SourceFile, expression: SyntaxNode, depth: number): Iterable<SyntaxNode> {
  const node = file.constantOf(expression);
  const callee = node.kind === 'call_expression' ? calleeOf(node) : undefined;
  const isJoin = callee !== undefined && /^(join|resolve)$/.test(lastName(callee));
  const inner = isJoin
    ? argumentsOf(node)
    : node.kind === 'template_string' || isSum(node)
      ? node.children
      : [];
  if (inner.length === 0 || depth === 0) yield node;
  for (const part of inner) {
    const piece = part.kind === 'template_substitution' ? part.children[0] : part;
    if (piece !== undefined) yield* partsOf(file, piece, depth - 1);
  }
}

function isSum(node: SyntaxNode): boolean {
  return node.kind === 'binary_expression' && node.token('operator') === '+';
}

function isTempFolder(file: SourceFile): (node: SyntaxNode) => boolean {
  return (node) => {
    const callee = node.kind === 'call_expression' ? calleeOf(node) : undefined;
    if (callee !== undefined) return file.flow.names.nameOf(callee) === 'os.tmpdir';
    return /^['"`]?\/(var\/)?tmp(\/|['"`]?$)/.test(node.text);
  };
}

function isKnown(file: SourceFile, node: SyntaxNode): boolean {
  if (stringValue(node) !== undefined || /^(string_fragment|number|escape_sequence)$/.test(node.kind))
    return true;
  if (node.text === 'process.pid') return true;
  const made = [...descendants(node)].filter(
    ({ kind }) => kind === 'call_expression' || kind === 'new_expression',
  );
  return made.some((call) =>
    /^global\.Date(\.now)?$/.test(file.flow.names.nameOf(calleeOf(call) ?? call) ?? ''),
  );
}
