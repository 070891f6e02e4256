import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import type { Language } from '../../code/language.ts';
import type { Match } from '../../rules/define-rule.ts';
import { descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { around, correctness, parentOf, shown } from '../shared/correctness.ts';

export const lockFaults: readonly Check[] = [
  correctness('lock-left-held', heldLocks),
  correctness('copied-lock', copiedLocks),
  correctness('late-wait-group', lateAdds),
];

export const lockForms: Language['safeForms'] = {
  'correctness/lock-left-held': 'mu.Lock()\ndefer mu.Unlock()',
  'correctness/copied-lock': 'func (c *Counter) Add() {',
  'correctness/late-wait-group': 'wg.Add(1)\ngo func() {\n\tdefer wg.Done()\n\twork()\n}()',
};

/** A way out of the function between `Lock` and `Unlock`. */
function* heldLocks(file: CodeFile): Generator<Match> {
  for (const { node, method } of file.calls()) {
    const statement = node.parent;
    if (!/^R?Lock$/.test(method) || statement?.kind !== 'expression_statement') continue;
    const object = node.text.slice(0, -`.${method}()`.length);
    const unlock = `${object}.${method.replace('Lock', 'Unlock')}()`;
    const list = statement.parent?.children ?? [];
    const after = list.slice(list.indexOf(statement) + 1);
    const end = after.findIndex(({ text }) => text === unlock);
    if (
      end < 0 ||
      after.slice(0, end).some(({ kind, text }) => kind === 'defer_statement' && text.includes(unlock))
    )
      continue;
    const exit = after.slice(0, end).flatMap((one) => exitsOf(one, unlock))[0];
    if (exit !== undefined) yield { node: exit, source: object, trail: [node, after[end] ?? node] };
  }
}

/** `return`s of the function itself in a statement, none of them behind an `Unlock` of its block. */
function exitsOf(statement: SyntaxNode, unlock: string): readonly SyntaxNode[] {
  return [...descendants(statement, ({ kind }) => kind !== 'func_literal')].filter((node) => {
    if (node.kind !== 'return_statement' || node.text.includes(unlock)) return false;
    for (let inner = node; inner !== statement && inner.parent !== undefined; inner = inner.parent) {
      const before = inner.parent.children.slice(0, inner.parent.children.indexOf(inner));
      if (before.some(({ text }) => text.includes(unlock))) return false;
    }
    return true;
  });
}

/** A lock handed over by value: each copy locks for itself. */
function* copiedLocks(file: CodeFile): Generator<Match> {
  const owners = new Set(
    file.flow.index.nodesOf('type_spec').flatMap((spec) => {
      const fields = spec.field('type')?.children[0]?.children ?? [];
      const isOwner = fields.some((field) => /^sync\.(RW)?Mutex$/.test(field.fieldText('type')));
      return isOwner ? [spec.fieldText('name')] : [];
    }),
  );
  for (const node of file.nodes('parameter_declaration')) {
    const type = node.fieldText('type');
    if (around(node, /^(func_literal|function_declaration|method_declaration)$/) === undefined) continue;
    if (/^sync\.((RW)?Mutex|WaitGroup|Once|Cond)$/.test(type) || owners.has(type)) yield shown(node);
  }
}

/** `Wait` may come before the `Add` of a goroutine that has not begun. */
function* lateAdds(file: CodeFile): Generator<Match> {
  for (const { node, method } of file.calls()) {
    const group = method === 'Add' ? /^(.+)\.Add\(1\)$/.exec(node.text)?.[1] : undefined;
    if (group === undefined || parentOf(node, 'expression_statement') === undefined) continue;
    const fn = around(node, /^(func_literal|function_declaration|method_declaration)$/);
    if (fn !== undefined && isStarted(fn) && endsIn(fn.text, group)) yield shown(node);
  }
}

function isStarted(fn: SyntaxNode): boolean {
  return fn.kind === 'func_literal' && fn.parent?.parent?.kind === 'go_statement';
}

/** Whether a goroutine tells a group of its end; one that waits itself has goroutines of its own. */
function endsIn(text: string, group: string): boolean {
  return text.includes(`${group}.Done()`) && !text.includes(`${group}.Wait()`);
}
