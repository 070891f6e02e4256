import type { Change } from '#agents/contract.ts';
import { CodeFile } from '../code/code-file.ts';
import { isCodeLanguage, type ParseSource } from '../syntax/parse-source.ts';
import { languages } from './registry.ts';
import { templateCode } from './template-code.ts';

/** One side of a changed file of a language with a grammar, every line in focus; undefined where there is none. */
export function openCode(change: Change, side: 'head' | 'base', parse: ParseSource): CodeFile | undefined {
  const text = side === 'head' ? change.headText : change.baseText;
  const { language } = change;
  if (text === undefined || !isCodeLanguage(language)) return undefined;
  const path = side === 'head' ? change.path : (change.previousPath ?? change.path);
  return new CodeFile({
    path,
    text,
    spec: languages[language],
    root: parse(templateCode(path, text), language),
  });
}
