import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import type { Language } from '../../code/language.ts';
import type { Match } from '../../rules/define-rule.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { correctness, shown } from '../shared/correctness.ts';

/** What goes wrong with coroutines. */
export const asyncFaults: readonly Check[] = [
  correctness('coroutine-not-awaited', lostCoroutines),
  correctness('blocking-call', blockingCalls),
];

export const asyncForms: Language['safeForms'] = {
  'correctness/coroutine-not-awaited': 'await notify(user)',
  'correctness/blocking-call': 'await asyncio.sleep(1)',
};

function isAsync(node: SyntaxNode | undefined): boolean {
  return node?.kind === 'function_definition' && /^async\b/.test(node.text);
}

/** A call of a coroutine that stands for itself does nothing. */
function* lostCoroutines(file: CodeFile): Generator<Match> {
  for (const call of file.calls()) {
    if (call.node.parent?.kind !== 'expression_statement') continue;
    if (call.name === 'asyncio.sleep' || isOwnCoroutine(call, file)) yield shown(call.node);
  }
}

function isOwnCoroutine({ call: { callee }, method, node }: CodeCall, file: CodeFile): boolean {
  const { index } = file.flow;
  const isOwnMethod = callee.kind === 'member' && callee.object.node.text === 'self';
  if (callee.kind !== 'name' && !isOwnMethod) return false;
  const owner = index.enclosingClass(node);
  const meant = index.functionsNamed(method).filter((fn) => {
    const around = index.enclosingClass(fn.node);
    return isOwnMethod ? around === owner : around === undefined;
  });
  return (
    meant.length > 0 &&
    meant.every(
      (fn) => isAsync(fn.node) && fn.annotations.length === 0 && !/\byield\b/.test(fn.body?.text ?? ''),
    )
  );
}

const blocking =
  /^(time\.sleep|requests\.(get|post|put|patch|delete|head|request)|urllib\.request\.urlopen|subprocess\.(run|call|check_call|check_output)|os\.system)$/;

/** While it waits, nothing else of the program runs. */
function* blockingCalls(file: CodeFile): Generator<Match> {
  for (const { node, name, call } of file.calls()) {
    if (blocking.test(name) && isAsync(file.flow.index.enclosing(node)?.node))
      yield { node, source: call.callee.node.text };
  }
}
