/**
 * Whether `text` is what `glob` describes: `*` and `?` stand for anything, and nothing else is special. Takes time in
 * proportion to both lengths, whatever they hold: both come from outside.
 */
export function matchesGlob(glob: string, text: string): boolean {
  return matches(tokensOf(glob.toLowerCase(), false), text.toLowerCase());
}

/**
 * The same for paths, where `*` stops at a slash and `**` does not. A glob without a slash names a file or a folder
 * anywhere; one that ends with a slash, or names a folder, everything below.
 */
export function matchesPath(glob: string, path: string): boolean {
  const anchored = glob.replace(/^\/+/, '');
  const isAnywhere = !glob.replace(/\/+$/, '').includes('/');
  const pattern = `${isAnywhere ? '**/' : ''}${anchored.replace(/\/+$/, '')}`;
  return (
    matches(tokensOf(pattern, true), path) ||
    (!pattern.endsWith('**') && matches(tokensOf(`${pattern}/**`, true), path))
  );
}

type Token =
  | { readonly kind: 'one'; readonly char: string }
  /** One character, or `many`; a slash only when `crossing`. */
  | { readonly kind: 'any' | 'many'; readonly crossing: boolean }
  /** Before folders: nothing, or on into them. */
  | { readonly kind: 'enter' }
  /** In folders, which end with a slash. */
  | { readonly kind: 'inside' };

function tokensOf(glob: string, isPath: boolean): Token[] {
  const pattern = isPath ? /\*\*\/|\*+|\?|[^]/gu : /\*+|\?|[^]/gu;
  return (glob.match(pattern) ?? []).flatMap((part): Token[] => {
    if (part === '**/') return [{ kind: 'enter' }, { kind: 'inside' }];
    if (part.startsWith('*')) return [{ kind: 'many', crossing: !isPath || part.length > 1 }];
    return [part === '?' ? { kind: 'any', crossing: !isPath } : { kind: 'one', char: part }];
  });
}

/** Keeps all places of the pattern that the text so far may have reached, and moves them on by one character. */
function matches(tokens: readonly Token[], text: string): boolean {
  let reached = withSkips(tokens, new Set([0]));
  for (const char of text) {
    const next = new Set<number>();
    for (const place of reached) for (const to of step(tokens[place], place, char)) next.add(to);
    reached = withSkips(tokens, next);
    if (reached.size === 0) return false;
  }
  return reached.has(tokens.length);
}

function step(token: Token | undefined, place: number, char: string): readonly number[] {
  if (!token) return [];
  if (token.kind === 'one') return token.char === char ? [place + 1] : [];
  if (token.kind === 'enter') return [place + 1];
  if (token.kind === 'inside') return char === '/' ? [place, place + 1] : [place];
  if (char === '/' && !token.crossing) return [];
  return [token.kind === 'any' ? place + 1 : place];
}

/** Adds the places behind what may stand for nothing. A set that grows while it is walked is walked to its end. */
function withSkips(tokens: readonly Token[], places: Set<number>): Set<number> {
  for (const place of places) {
    const kind = tokens[place]?.kind;
    if (kind === 'many') places.add(place + 1);
    if (kind === 'enter') places.add(place + 2);
  }
  return places;
}
