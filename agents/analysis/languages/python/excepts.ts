import type { CodeFile } from '../../code/code-file.ts';
import type { Match } from '../../rules/define-rule.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { isCleanUp } from '../shared/correctness.ts';

/** Handlers of every error that do nothing, without a word why. */
export function* silentExcepts(file: CodeFile): Generator<Match> {
  for (const clause of file.nodes('except_clause')) {
    const caught = clause.text.slice('except'.length, clause.text.indexOf(':')).trim();
    const isBare = caught === '' || /^BaseException\b/.test(caught);
    if (!isBare && !/^Exception( as \w+)?$/.test(caught)) continue;
    if (!isEmpty(clause) || isRemarked(file.text, clause) || isForgivable(clause)) continue;
    yield { node: clause, ...(isBare ? {} : { severity: 'low' }) };
  }
}

/** Asking whether a module is there is done this way, and clean-up may fail. */
function isForgivable(clause: SyntaxNode): boolean {
  const guarded = clause.parent?.fieldText('body') ?? '';
  return isCleanUp(guarded) || /^\s*(from|import)\b/.test(guarded);
}

function isEmpty(clause: SyntaxNode): boolean {
  const body = clause.children.at(-1);
  return body?.kind === 'block' && /^(pass|\.\.\.)$/.test(body.text.trim());
}

function isRemarked(text: string, clause: SyntaxNode): boolean {
  return clause.text.includes('#') || /^[^\n]*#/.test(text.slice(clause.end, clause.end + 120));
}
