/** Names that a file takes from another file of its repository, and how it calls that file. */
export interface Import {
  readonly from: string;
  /** As they are called over there. */
  readonly names: readonly string[];
}

const scripts = new Set(['typescript', 'tsx', 'javascript']);

/** The imports of a file that name something; packages are among them, and lead to no file. Empty for other languages. */
export function importsOf(text: string, language: string | undefined): readonly Import[] {
  if (language === 'python') return pythonImports(text);
  return language !== undefined && scripts.has(language) ? scriptImports(text) : [];
}

const scriptForms = [
  /^[ \t]*(?:import|export)\s+(?:type\s+)?(?:([\w$]+)\s*,?\s*)?(?:\{([^}]*)\}\s*)?from\s*['"]([^'"\n]+)['"]/gm,
  /^[ \t]*(?:const|let|var)\s+(?:([\w$]+)|\{([^}]*)\})\s*=\s*(?:await\s+import|require)\(\s*['"]([^'"\n]+)['"]\s*\)/gm,
];

function scriptImports(text: string): readonly Import[] {
  return scriptForms.flatMap((form) =>
    [...text.matchAll(form)].map(([, single, listed, from = '']) => ({
      from,
      names: [...(single === undefined ? [] : [single]), ...listedNames(listed ?? '', /\s+as\s+|\s*:\s*/)],
    })),
  );
}

function pythonImports(text: string): readonly Import[] {
  const form = /^[ \t]*from\s+(\.*[\w.]*)\s+import\s+(?:\(([^)]*)\)|([^\n#]+))/gm;
  return [...text.matchAll(form)].map(([, from = '', inParens, plain]) => ({
    from,
    names: listedNames(inParens ?? plain ?? '', /\s+as\s+/),
  }));
}

function listedNames(list: string, alias: RegExp): readonly string[] {
  return list
    .split(',')
    .map((name) =>
      name
        .trim()
        .replace(/^type\s+/, '')
        .split(alias)[0]
        ?.trim(),
    )
    .filter((name) => name !== undefined && /^[\w$]+$/.test(name))
    .map(String);
}
