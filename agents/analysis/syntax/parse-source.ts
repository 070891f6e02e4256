import { SyntaxNode } from './syntax-node.ts';

/** The languages whose values are followed by `flow/`, with their types and modules. */
export const syntaxLanguages = ['typescript', 'tsx', 'javascript'] as const;
export type SyntaxLanguage = (typeof syntaxLanguages)[number];

/** The languages that are read through a grammar of `languages/` and followed by `code/`. */
export const codeLanguages = ['python', 'go', 'java', 'php', 'csharp', 'ruby', 'rust'] as const;
export type CodeLanguage = (typeof codeLanguages)[number];

export type ParsedLanguage = SyntaxLanguage | CodeLanguage;

export function isSyntaxLanguage(language: string | undefined): language is SyntaxLanguage {
  return syntaxLanguages.some((known) => known === language);
}

export function isCodeLanguage(language: string | undefined): language is CodeLanguage {
  return codeLanguages.some((known) => known === language);
}

export function isParsedLanguage(language: string | undefined): language is ParsedLanguage {
  return isSyntaxLanguage(language) || isCodeLanguage(language);
}

export type ParseSource = (source: string, language: ParsedLanguage) => SyntaxNode;

const grammars: Readonly<Record<SyntaxLanguage, string>> = {
  typescript: 'TypeScript',
  tsx: 'Tsx',
  javascript: 'JavaScript',
};

/** Loads the parser for these languages. It is native code, so it is loaded only when a file needs it. */
export async function loadParser(languages: ReadonlySet<ParsedLanguage>): Promise<ParseSource> {
  const { parse } = await import('@ast-grep/napi');
  if ([...languages].some(isCodeLanguage)) await (registered ??= registerGrammars());
  return (source, language) =>
    new SyntaxNode(parse(isSyntaxLanguage(language) ? grammars[language] : language, source).root(), source);
}

let registered: Promise<void> | undefined;

/** The parser takes further grammars once in a process, all in one call. */
async function registerGrammars(): Promise<void> {
  const { registerDynamicLanguage } = await import('@ast-grep/napi');
  const [python, go, java, csharp, ruby, php, rust] = await Promise.all([
    import('@ast-grep/lang-python'),
    import('@ast-grep/lang-go'),
    import('@ast-grep/lang-java'),
    import('@ast-grep/lang-csharp'),
    import('@ast-grep/lang-ruby'),
    import('@ast-grep/lang-php'),
    import('@ast-grep/lang-rust'),
  ]);
  registerDynamicLanguage({
    python: python.default,
    go: go.default,
    java: java.default,
    csharp: csharp.default,
    ruby: ruby.default,
    php: php.default,
    rust: rust.default,
  });
}
