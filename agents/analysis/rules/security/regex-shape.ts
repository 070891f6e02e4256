/** A part of a regular expression: characters that one place may take, or a group, with how often it may come. */
interface Element {
  readonly text: string;
  /** Code points of ASCII that a single character matches; undefined for groups and assertions. */
  readonly characters?: ReadonlySet<number>;
  readonly branches?: readonly (readonly Element[])[];
  readonly optional: boolean;
  readonly unbounded: boolean;
  /** Takes no characters: anchors, look-arounds, word boundaries. */
  readonly empty: boolean;
}

/** Longer patterns are tables, not mistakes. */
const maxPatternChars = 2_000;
const maxGroupDepth = 12;

/**
 * The first group of a pattern that is repeated without bound and can match one text in several ways: `(a+)+`,
 * `(a*b?)*`, `(a|a)*`. Undefined when there is none.
 */
export function explosiveGroup(pattern: string): string | undefined {
  if (pattern.length > maxPatternChars || !pattern.includes('(')) return undefined;
  const branches = parse({ pattern, at: 0 }, 0);
  return branches === undefined ? undefined : firstExplosive(branches);
}

/** A repetition at the very end cannot fail, and what cannot fail is not tried again. */
function firstExplosive(branches: readonly (readonly Element[])[], failsLater = false): string | undefined {
  for (const branch of branches) {
    for (const [index, element] of branch.entries()) {
      if (element.branches === undefined) continue;
      const mayFail = failsLater || branch.slice(index + 1).some((later) => !later.optional);
      if (mayFail && isExplosive(element)) return element.text;
      const inner = firstExplosive(element.branches, mayFail || element.unbounded);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

function isExplosive({ branches, unbounded }: Element): boolean {
  if (!unbounded || branches === undefined) return false;
  return branches.some((branch) => repeatsItself(branch)) || overlappingBranches(branches);
}

/** A sequence with an unbounded part whose neighbours may all be absent, or may be taken for more of that part. */
function repeatsItself(branch: readonly Element[]): boolean {
  const parts = flattened(branch).filter((part) => !part.empty);
  return parts.some(
    (part, index) =>
      part.unbounded &&
      part.characters !== undefined &&
      parts.every((other, at) => at === index || other.optional || mayBeTakenBy(other, part)),
  );
}

/** Groups that come once are as good as their contents, and a repeated group of one character as that character. */
function flattened(branch: readonly Element[]): readonly Element[] {
  return branch.flatMap((element) => {
    const [only, ...others] = element.branches ?? [];
    if (only === undefined || others.length > 0) return [element];
    const contents = flattened(only);
    if (!element.optional && !element.unbounded) return contents;
    const [single, ...more] = contents;
    const isOneCharacter = more.length === 0 && single?.characters !== undefined && !single.optional;
    return isOneCharacter ? [{ ...element, characters: single.characters }] : [element];
  });
}

function mayBeTakenBy(other: Element, part: Element): boolean {
  if (other.characters === undefined || part.characters === undefined) return false;
  return [...other.characters].some((code) => part.characters?.has(code));
}

/** Whether what one branch matches is matched by rounds of the others too: `(a|a)*`, and `(\\.|.)*`. */
function overlappingBranches(given: readonly (readonly Element[])[]): boolean {
  const branches = given.map((branch) => branch.filter(({ text }) => !noSuchQuote.test(text)));
  return branches.some((branch, at) => {
    const others = branches.flatMap((other, index) => (index === at ? [] : [other]));
    const singles = others.flatMap(([first, ...more]) => (first && more.length === 0 ? [first] : []));
    return branch.length > 0 && branch.every((part) => isOnce(part) && isTakenByAny(part, singles));
  });
}

/** What ends a string is one character; every other one is as ambiguous as without it. */
const noSuchQuote = /^\(\?!\\\d\)$/;

const isOnce = ({ optional, unbounded, empty }: Element): boolean => !optional && !unbounded && !empty;

const isTakenByAny = (part: Element, singles: readonly Element[]): boolean =>
  singles.some((single) => isOnce(single) && mayBeTakenBy(part, single));

interface Cursor {
  readonly pattern: string;
  at: number;
}

/** Reads alternatives up to the closing parenthesis; undefined for what this reader does not know. */
function parse(cursor: Cursor, depth: number): Element[][] | undefined {
  if (depth > maxGroupDepth) return undefined;
  const branches: Element[][] = [[]];
  while (cursor.at < cursor.pattern.length && cursor.pattern[cursor.at] !== ')') {
    if (cursor.pattern[cursor.at] === '|') {
      cursor.at += 1;
      branches.push([]);
      continue;
    }
    const element = readElement(cursor, depth);
    if (element === undefined) return undefined;
    branches.at(-1)?.push(element);
  }
  return branches;
}

const quantifier = /[*+?]\??|\{\d+(,\d*)?\}\??/y;
const atom =
  /\\(?:u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|[pPk](?:\{[^}]*\}|<[^>]*>)|c[A-Z]|\d+|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|[^\\[()|]/y;

function readElement(cursor: Cursor, depth: number): Element | undefined {
  const start = cursor.at;
  const body = cursor.pattern[start] === '(' ? readGroup(cursor, depth) : readAtom(cursor);
  if (body === undefined) return undefined;
  quantifier.lastIndex = cursor.at;
  const count = quantifier.exec(cursor.pattern)?.[0] ?? '';
  cursor.at += count.length;
  return {
    ...body,
    text: cursor.pattern.slice(start, cursor.at),
    optional: /^([*?]|\{0\b)/.test(count),
    unbounded: /^([*+]|\{\d+,\})/.test(count),
  };
}

type Body = Pick<Element, 'characters' | 'branches' | 'empty'>;

function readGroup(cursor: Cursor, depth: number): Body | undefined {
  const opening =
    /^\((?:\?(?:[:=!]|<[=!]|<\w+>))?/.exec(cursor.pattern.slice(cursor.at, cursor.at + 40))?.[0] ?? '(';
  cursor.at += opening.length;
  const branches = parse(cursor, depth + 1);
  if (branches === undefined || cursor.pattern[cursor.at] !== ')') return undefined;
  cursor.at += 1;
  return { branches, empty: /[=!]$/.test(opening) };
}

function readAtom(cursor: Cursor): Body | undefined {
  atom.lastIndex = cursor.at;
  const text = atom.exec(cursor.pattern)?.[0];
  if (text === undefined) return undefined;
  cursor.at += text.length;
  if (/^([\^$]|\\[bB])$/.test(text)) return { empty: true };
  const characters = charactersOf(text);
  return characters === undefined ? undefined : { characters, empty: false };
}

const asciiCodes = Array.from({ length: 128 }, (_, code) => code);

function charactersOf(atomText: string): ReadonlySet<number> | undefined {
  try {
    const regex = new RegExp(`^(?:${atomText})$`, /\\[pu]\{/.test(atomText) ? 'u' : '');
    return new Set(asciiCodes.filter((code) => regex.test(String.fromCharCode(code))));
  } catch {
    return undefined;
  }
}
