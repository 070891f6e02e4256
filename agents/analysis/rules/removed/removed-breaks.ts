import { normaliseText } from '../../syntax/expressions.ts';
import { descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import type { Match } from '../define-rule.ts';

/** Ends of cases that stand in the old version, of cases that are the same in the new one and run on there. */
export function* removedBreaks(old: readonly SyntaxNode[], runningOn: Iterable<Match>): Generator<Match> {
  const open = new Map<string, Match>();
  for (const match of runningOn) {
    const [group] = match.trail ?? [];
    if (group !== undefined) open.set(normaliseText(group.text), match);
  }
  if (open.size === 0) return;
  for (const group of old) {
    const end = endOf(group);
    const text = end === undefined ? '' : group.text.slice(0, end.start - group.start);
    const rest = end === undefined ? '' : group.text.slice(end.end - group.start);
    const match = open.get(normaliseText(text + rest));
    if (end === undefined || match === undefined) continue;
    const source = end.text.replace(/;$/, '');
    yield { node: end, source, identity: `${match.source ?? ''} ${source}`, anchor: match.node.text };
  }
}

/** The last statement of a case, also of one in braces, where it leaves. */
function endOf(group: SyntaxNode): SyntaxNode | undefined {
  const last = [
    ...descendants(
      group,
      ({ kind, parent }) => parent === undefined || kind === group.kind || /block/.test(kind),
    ),
  ].at(-1);
  return last !== undefined && /^(break|return|throw|continue)_statement$/.test(last.kind) ? last : undefined;
}
