/** A part of a text that its reader does not see, and a model does. */
export interface HiddenPiece {
  readonly text: string;
  /** For a sentence: `in an HTML comment`. */
  readonly how: string;
  /** Where it stands in the whole text, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
  /** Folded away, one click from being seen: no attempt to hide by itself. */
  readonly isFolded?: boolean;
}

interface Form {
  readonly how: string;
  readonly form: RegExp;
  readonly isFolded?: boolean;
}

const quoted = String.raw`(?:"([^"]*)"|'([^']*)')`;

/** Each captures the hidden text in its first group that took part. */
const forms: readonly Form[] = [
  { how: 'in an HTML comment', form: /<!--([\s\S]*?)(?:-->|$)/g },
  {
    how: 'in a folded section',
    form: /<details\b[^>]*>([\s\S]*?)(?:<\/details>|$)/gi,
    isFolded: true,
  },
  {
    how: 'in an element that is not shown',
    form: /<(\w+)\b[^>]*?(?:\bhidden\b|style\s*=\s*["'][^"']*(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d]*[1-9])|font-size\s*:\s*0|color\s*:\s*(?:white|transparent|#fff(?:fff)?\b)|(?:height|width)\s*:\s*0)[^"']*["'])[^>]*>([\s\S]*?)(?:<\/\1>|$)/gi,
  },
  { how: 'in the text for an image that is not loaded', form: /!\[([^\]]+)\]\([^)]*\)/g },
  {
    how: 'in an attribute that is not shown',
    form: new RegExp(
      `<\\w[^>]*?\\s(?:alt|title|aria-\\w+|data-[\\w-]+|content|placeholder|summary)\\s*=\\s*${quoted}`,
      'gi',
    ),
  },
  { how: 'in the title of a link', form: /\]\([^)\s]*\s+(?:"([^"]*)"|'([^']*)')\s*\)/g },
  {
    how: 'in a link definition that is not shown',
    form: /^ {0,3}\[[^\]]+\]:\s*(\S+(?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'|\([^)\n]*\)))?)[ \t]*$/gm,
  },
  { how: 'in a processing instruction', form: /<[?!](?!--)(?!doctype)([\s\S]*?)>/gi },
];

/** Finds hidden parts of Markdown or HTML. What stands in code is seen, and so is not among them. */
export function hiddenPieces(text: string): readonly HiddenPiece[] {
  const isCode = codeSpans(text);
  const found = forms.flatMap(({ how, form, isFolded }) =>
    [...text.matchAll(form)]
      .filter((match) => !isCode(match.index))
      .map((match): HiddenPiece => {
        const groups = match.slice(how === 'in an element that is not shown' ? 2 : 1);
        return {
          text: groups.find((group) => group !== undefined) ?? '',
          how,
          from: match.index,
          to: match.index + match[0].length,
          ...(isFolded ? { isFolded } : {}),
        };
      }),
  );
  return found.filter((piece) => piece.text.trim() !== '');
}

/** Fenced blocks and code spans, by where they stand. */
function codeSpans(text: string): (index: number) => boolean {
  const spans = [
    ...text.matchAll(/^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\1[^\n]*$|$(?![\s\S]))|`[^`\n]+`/gm),
  ].map((match) => [match.index, match.index + match[0].length] as const);
  return (index) => spans.some(([from, to]) => from <= index && index < to);
}
