import { localFunction } from '../flow/evaluate-call.ts';
import { isAsync } from '../syntax/expressions.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';
import type { SourceFile } from './source-file.ts';

const promising =
  /^fs\.promises\.(?!watch|constants)\w+$|^timers\.promises\.\w+$|^stream\.promises\.\w+$|^global\.(fetch|Promise\.(all|allSettled|race|any))$|^fs\.(outputFile|writeJson|writeJSON|ensureDir|remove|move)$/;

/** Whether a call of this answers with a promise that may reject: a known function, or an async one of the change. */
export function answersWithPromise(file: SourceFile, callee: SyntaxNode): boolean {
  if (promising.test(file.flow.names.nameOf(callee) ?? '')) return true;
  const fn = localFunction(file.flow, callee);
  return fn !== undefined && isAsync(fn) && !isGenerator(fn) && !handlesItself(fn);
}

function isGenerator(fn: SyntaxNode): boolean {
  return (
    fn.kind.startsWith('generator') ||
    /^(async\s*)?(function)?\s*\*/.test(fn.text) ||
    /\basync\s*\*/.test(fn.text.slice(0, 60))
  );
}

/** A function whose body is one `try` with a `catch` is written to be started and left. */
function handlesItself(fn: SyntaxNode): boolean {
  const last = fn.field('body')?.children.at(-1);
  return last?.kind === 'try_statement' && last.field('handler') !== undefined;
}
