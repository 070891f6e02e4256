import { SyntaxNode } from './syntax-node.ts';

export const syntaxLanguages = ['typescript', 'tsx', 'javascript'] as const;
export type SyntaxLanguage = (typeof syntaxLanguages)[number];

export function isSyntaxLanguage(language: string | undefined): language is SyntaxLanguage {
  return syntaxLanguages.some((known) => known === language);
}

export type ParseSource = (source: string, language: SyntaxLanguage) => SyntaxNode;

const grammars: Readonly<Record<SyntaxLanguage, string>> = {
  typescript: 'TypeScript',
  tsx: 'Tsx',
  javascript: 'JavaScript',
};

/** Loads the parser. It is native code, so it is loaded only when a file needs it. */
export async function loadParser(): Promise<ParseSource> {
  const { parse } = await import('@ast-grep/napi');
  return (source, language) => new SyntaxNode(parse(grammars[language], source).root(), source);
}
