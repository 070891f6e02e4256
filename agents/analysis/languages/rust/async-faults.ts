import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import type { FunctionShape } from '../../code/grammar.ts';
import type { Language } from '../../code/language.ts';
import type { Match } from '../../rules/define-rule.ts';
import { ancestors, descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { correctness, shown, statementOf } from '../shared/correctness.ts';
import { isInTest } from './functions.ts';

/** What goes wrong with futures. */
export const asyncFaults: readonly Check[] = [
  correctness('coroutine-not-awaited', lostFutures),
  correctness('blocking-call', blockingCalls),
  correctness('lock-across-await', heldLocks),
];

export const asyncForms: Language['safeForms'] = {
  'correctness/coroutine-not-awaited': {
    instead: 'Await it, or spawn it.',
    example: 'notify(&user).await?;',
  },
  'correctness/blocking-call': {
    instead: 'Await the asynchronous form, or move it to `spawn_blocking`.',
    example: 'tokio::time::sleep(Duration::from_secs(1)).await;',
  },
  'correctness/lock-across-await':
    'let name = {\n    let users = users.lock().unwrap();\n    users.name(id)\n};\nsend(name).await?;',
};

function isAsyncFunction(node: SyntaxNode): boolean {
  return node.children.some(({ kind, text }) => kind === 'function_modifiers' && /\basync\b/.test(text));
}

/** Whether a runtime of tasks runs this code itself: a closure may be run by a thread. */
function isInTask(node: SyntaxNode): boolean {
  for (const outer of ancestors(node)) {
    if (outer.kind === 'async_block') return true;
    if (outer.kind === 'closure_expression') return false;
    if (outer.kind === 'function_item') return isAsyncFunction(outer);
  }
  return false;
}

/** A future that stands for itself does nothing, and so does one that is thrown away. */
function* lostFutures(file: CodeFile): Generator<Match> {
  for (const call of file.calls()) {
    const { parent } = call.node;
    const isThrownAway = parent?.kind === 'let_declaration' && parent.text.startsWith('let _ =');
    if (parent?.kind !== 'expression_statement' && !isThrownAway) continue;
    if (/^tokio\.time\.(sleep|sleep_until)$/.test(call.name) || isOwnFuture(call, file))
      yield shown(call.node);
  }
}

/** A call of an asynchronous function of this file. */
function isOwnFuture({ call: { callee }, method, node }: CodeCall, file: CodeFile): boolean {
  const isOwn = callee.kind === 'name' || /^(self\.|Self::)\w+\(/.test(node.text);
  const meant = isOwn ? file.flow.index.functionsNamed(method) : [];
  return meant.length > 0 && meant.every((fn) => isAsyncFunction(fn.node) && isLeftAsItIs(fn));
}

/** Another attribute may turn the function into one that waits: `#[tokio::main]`. */
function isLeftAsItIs({ annotations }: FunctionShape): boolean {
  return annotations.every((one) =>
    /^(tracing::)?(instrument|allow|cfg|doc|inline|must_use|deprecated)\b/.test(one),
  );
}

const blocking =
  /^(std\.)?thread\.sleep$|^reqwest\.blocking\.\w+$|^(futures\.executor|tokio\.runtime\.Handle\.current\(\))\.block_on$|^(ureq|minreq)\.(get|post|put|delete)$/;

/** While it waits, none of the tasks on its thread goes on. */
function* blockingCalls(file: CodeFile): Generator<Match> {
  for (const { node, name, call } of file.calls())
    if (blocking.test(name) && isInTask(node) && !isInTest(node, file))
      yield { node, source: call.callee.node.text };
}

/** A lock of the standard library: one of a runtime is awaited before it is unwrapped. */
const locking = /\.(lock|read|write)\(\)\s*\.(unwrap|expect)\([^()]*\)$/;

function isGuard(node: SyntaxNode | undefined): boolean {
  return node?.kind === 'call_expression' && locking.test(node.text) && !node.text.includes('.await');
}

const blocks = new Set(['block']);
/** What is in there runs at another time. */
const apart = /^(closure_expression|async_block|function_item)$/;

function* heldLocks(file: CodeFile): Generator<Match> {
  const held = file.nodes('let_declaration').filter((statement) => isGuard(statement.field('value')));
  const guards = new Set(held);
  for (const node of file.nodes('await_expression')) {
    const lock = isInTask(node) ? (lockInside(node) ?? lockBefore(node, guards)) : undefined;
    if (lock === undefined) continue;
    const source = lock.text.replace(/\s+/g, '').replace(/\.(unwrap|expect)\(.*$/, '');
    yield { node, trail: [lock], source };
  }
}

/** `users.lock().unwrap().send(mail).await`: the guard lives until the statement ends. */
function lockInside(awaited: SyntaxNode): SyntaxNode | undefined {
  return [...descendants(awaited, ({ kind }) => !apart.test(kind) && kind !== 'block')].find(isGuard);
}

/** The guard of an earlier statement of a block around, which nobody dropped since. */
function lockBefore(awaited: SyntaxNode, guards: ReadonlySet<SyntaxNode>): SyntaxNode | undefined {
  let inner: SyntaxNode | undefined = awaited;
  while (inner !== undefined && !apart.test(inner.kind)) {
    const place = statementOf(inner, blocks);
    if (place === undefined || crosses(inner, place.statement)) return undefined;
    const before = place.list.slice(0, place.list.indexOf(place.statement));
    const holding = before.findLast((statement) => guards.has(statement) && holds(statement, awaited));
    if (holding !== undefined) return holding.field('value');
    inner = place.statement.parent;
  }
  return undefined;
}

/** Whether the name that a lock is taken into is not dropped before a place. */
function holds(statement: SyntaxNode, awaited: SyntaxNode): boolean {
  const name = statement.fieldText('pattern').replace(/^mut\s+/, '');
  const isNamed = /^[a-z_]\w+$/.test(name);
  return isNamed && !new RegExp(`\\bdrop\\(\\s*${name}\\s*\\)`).test(statement.textAfterUntil(awaited));
}

/** Whether something between a node and the statement around it runs at another time. */
function crosses(node: SyntaxNode, statement: SyntaxNode): boolean {
  for (const outer of ancestors(node)) {
    if (apart.test(outer.kind)) return true;
    if (outer === statement) return false;
  }
  return false;
}
