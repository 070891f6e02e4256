import type { Span } from '../span.ts';

export interface Directive extends Span {
  readonly name: string;
  readonly arguments: readonly string[];
  /** From the name to the end of the arguments, without the block. */
  readonly head: Span;
  readonly block: readonly Directive[] | undefined;
}

export interface Placed {
  readonly directive: Directive;
  /** Outer to inner. */
  readonly parents: readonly Directive[];
}

export interface NginxFile {
  readonly text: string;
  readonly directives: readonly Directive[];
  /** Every directive, outer ones first, with what it stands in. */
  readonly all: readonly Placed[];
  readonly gap: string | undefined;
}

const maxNginxChars = 400_000;
const maxDepth = 40;

/** Reads nginx's configuration with positions, tolerantly: an unfinished block ends with the text. */
export function readNginx(text: string): NginxFile {
  const isLong = text.length > maxNginxChars;
  const directives = isLong ? [] : new Reader(text).block(0);
  return { text, directives, all: [...placed(directives, [])], gap: isLong ? 'too-intricate' : undefined };
}

function* placed(directives: readonly Directive[], parents: readonly Directive[]): Generator<Placed> {
  for (const directive of directives) {
    yield { directive, parents };
    if (directive.block !== undefined) yield* placed(directive.block, [...parents, directive]);
  }
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  block(depth: number): readonly Directive[] {
    const directives: Directive[] = [];
    for (;;) {
      this.#match(/(?:\s+|#[^\n]*|;)*/y);
      if (this.#at >= this.#text.length || this.#text[this.#at] === '}') return directives;
      const directive = this.#directive(depth);
      if (directive !== undefined) directives.push(directive);
    }
  }

  #directive(depth: number): Directive | undefined {
    const start = this.#at;
    const words: string[] = [];
    let end = start;
    for (;;) {
      this.#match(/(?:\s+|#[^\n]*)*/y);
      const char = this.#text[this.#at];
      if (char === undefined || char === ';' || char === '}') {
        if (char === ';') this.#at += 1;
        return made(words, { start, end }, this.#at, undefined);
      }
      if (char === '{') break;
      words.push(this.#word());
      end = this.#at;
    }
    this.#at += 1;
    const isCode = /_by_lua(_block)?$|^js_|^types$/.test(words[0] ?? '') || depth > maxDepth;
    const block = isCode ? this.#skipBlock() : this.block(depth + 1);
    if (this.#text[this.#at] === '}') this.#at += 1;
    return made(words, { start, end }, this.#at, block);
  }

  #word(): string {
    const quoted = this.#match(/"(?:[^"\\]|\\[^])*"?|'(?:[^'\\]|\\[^])*'?/y);
    if (quoted !== undefined) return quoted.slice(1).replace(/["']$/, '');
    return (
      this.#match(/(?:\$\{[^}\s]*\}|\\[^]|[^\s;{}]|\{(?=[\d,]+\}))+|\{[\d,]+\}/y) ??
      this.#text.charAt(this.#at++)
    );
  }

  #skipBlock(): readonly Directive[] {
    let open = 0;
    for (; this.#at < this.#text.length; this.#at += 1) {
      const char = this.#text[this.#at];
      if (char === '{') open += 1;
      if (char === '}' && open === 0) break;
      if (char === '}') open -= 1;
    }
    return [];
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null || match[0] === '') return undefined;
    this.#at = pattern.lastIndex;
    return match[0];
  }
}

function made(
  words: readonly string[],
  head: Span,
  end: number,
  block: readonly Directive[] | undefined,
): Directive | undefined {
  const [name, ...rest] = words;
  return name === undefined ? undefined : { name, arguments: rest, head, start: head.start, end, block };
}

/** Names a place by the blocks around it, servers by their names. */
export function contextOf(parents: readonly Directive[]): string {
  return parents.map(nameOfBlock).join(' > ');
}

export function nameOfBlock({ name, arguments: words, block }: Directive): string {
  if (name !== 'server') return [name, ...words].join(' ');
  const named =
    block?.find((inner) => inner.name === 'server_name') ?? block?.find((inner) => inner.name === 'listen');
  return ['server', ...(named?.arguments ?? [])].join(' ');
}
