import type { Change } from '#agents/contract.ts';
import { CodeFile } from '../code/code-file.ts';
import { isCodeLanguage, type ParseSource } from '../syntax/parse-source.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';
import { languages } from './registry.ts';
import { templateCode } from './template-code.ts';

/** One side of a changed file of a language with a grammar, every line in focus; undefined where there is none. */
export function openCode(change: Change, side: 'head' | 'base', parse: ParseSource): CodeFile | undefined {
  const { language } = change;
  const root = parseSide(change, side, parse);
  if (root === undefined || !isCodeLanguage(language)) return undefined;
  const { path, text } = sideOf(change, side);
  return new CodeFile({ path, text, spec: languages[language], root });
}

/** The tree alone: a tenth of what it costs to open a file for rules. */
export function parseSide(change: Change, side: 'head' | 'base', parse: ParseSource): SyntaxNode | undefined {
  const { language } = change;
  const isThere = (side === 'head' ? change.headText : change.baseText) !== undefined;
  if (!isThere || !isCodeLanguage(language)) return undefined;
  const { path, text } = sideOf(change, side);
  return parse(templateCode(path, text), language);
}

function sideOf({ path, previousPath = path, headText = '', baseText = '' }: Change, side: 'head' | 'base') {
  return side === 'head' ? { path, text: headText } : { path: previousPath, text: baseText };
}
