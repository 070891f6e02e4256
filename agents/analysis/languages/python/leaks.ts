import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import type { Language } from '../../code/language.ts';
import type { Match } from '../../rules/define-rule.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { correctness, parentOf } from '../shared/correctness.ts';
import { usesOf } from '../shared/uses.ts';

export const leaks: readonly Check[] = [correctness('unclosed-resource', unclosed)];

export const leakForms: Language['safeForms'] = {
  'correctness/unclosed-resource': 'with open(path, encoding="utf-8") as file:\n    text = file.read()',
};

const opening = /^(open|io\.open|gzip\.open|bz2\.open|socket\.socket|zipfile\.ZipFile|tarfile\.open)$/;

/** Opened into a variable that stays in its function and is never closed, or written to and forgotten. */
function* unclosed(file: CodeFile): Generator<Match> {
  if (file.isTest) return;
  for (const { node, name, call } of file.calls()) {
    if (!opening.test(name)) continue;
    const source = call.callee.node.text;
    const member = parentOf(node, 'attribute')?.fieldText('attribute') ?? '';
    if (/^write(lines)?$/.test(member)) yield { node, source, severity: 'low' };
    if (isKeptOpen(node, file)) yield { node, source };
  }
}

function isKeptOpen(node: SyntaxNode, file: CodeFile): boolean {
  const fn = file.flow.index.enclosing(node)?.body;
  const target = parentOf(node, 'assignment')?.field('left');
  return (
    fn !== undefined && target?.kind === 'identifier' && !isHandedOn(usesOf(target.text, fn, file), node)
  );
}

/** These read from it, and leave it open. */
const readers =
  /^(json\.(load|dump)|csv\.(reader|writer|DictReader|DictWriter)|yaml\.(safe_)?load|pickle\.(load|dump)|print)$/;

/** Whether somebody else may close it, or this function does. */
function isHandedOn(uses: readonly SyntaxNode[], opened: SyntaxNode): boolean {
  return uses.some((use) => !opened.contains(use) && !isOwnUse(use));
}

/** A use that neither closes it nor lets it out. */
function isOwnUse(use: SyntaxNode): boolean {
  const member = parentOf(use, 'attribute');
  if (member !== undefined) return !/^(close|detach|fileno|makefile)$/.test(member.fieldText('attribute'));
  const called = parentOf(use, 'argument_list')?.parent?.fieldText('function') ?? '';
  if (readers.test(called) || parentOf(use, 'assignment')?.field('left') === use) return true;
  // Read line by line, by nobody else.
  return parentOf(use, 'for_statement')?.field('right') === use;
}
