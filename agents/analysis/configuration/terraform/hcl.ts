import type { Span } from '../span.ts';

export type HclValue = Span &
  (
    | { readonly kind: 'literal'; readonly text: string }
    /** A string with interpolations, a name, an operation: known at run time only. `text` is its source. */
    | { readonly kind: 'expression'; readonly text: string }
    | { readonly kind: 'list'; readonly items: readonly HclValue[] }
    | { readonly kind: 'object'; readonly entries: readonly HclAttribute[] }
    | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly HclValue[] }
  );

export interface HclAttribute {
  readonly name: string;
  readonly at: Span;
  readonly value: HclValue;
}

export interface HclBlock extends Span {
  readonly type: string;
  readonly labels: readonly string[];
  /** From the type to the opening brace. */
  readonly header: Span;
  readonly attributes: readonly HclAttribute[];
  readonly blocks: readonly HclBlock[];
}

/** Levels followed; nobody nests further by hand. */
const maxDepth = 60;

/** Reads HCL with positions, tolerantly: what is not understood is skipped up to the next line. Linear in the text. */
export function readHcl(text: string): HclBlock {
  const reader = new Reader(text);
  const body = reader.body(0);
  return { type: '', labels: [], header: { start: 0, end: 0 }, start: 0, end: text.length, ...body };
}

/** `dynamic "ingress" { for_each = … content { … } }` stands for blocks of `ingress` with that content. */
function written(block: HclBlock): HclBlock {
  const content = block.type === 'dynamic' ? block.blocks.find(({ type }) => type === 'content') : undefined;
  const [type] = block.labels;
  if (content === undefined || type === undefined) return block;
  return { ...block, type, labels: [], attributes: content.attributes, blocks: content.blocks };
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  body(depth: number): Pick<HclBlock, 'attributes' | 'blocks'> {
    const attributes: HclAttribute[] = [];
    const blocks: HclBlock[] = [];
    for (;;) {
      this.#skip(true);
      if (this.#at >= this.#text.length || this.#text[this.#at] === '}') return { attributes, blocks };
      const start = this.#at;
      const name = this.#match(/"(?:[^"\\\n]|\\.)*"|[\p{L}_][\p{L}\d_-]*/uy);
      if (name === undefined || depth > maxDepth) {
        this.#skipLine();
        continue;
      }
      this.#skip(false);
      if (this.#take(/=(?!=)/y)) attributes.push(this.#attribute(name, start, depth));
      else this.#block(name, start, depth, blocks);
    }
  }

  #attribute(name: string, start: number, depth: number): HclAttribute {
    const value = this.#value(depth + 1, false);
    return { name: name.replace(/^"|"$/g, ''), at: { start, end: value.end }, value };
  }

  #block(type: string, start: number, depth: number, blocks: HclBlock[]): void {
    const labels: string[] = [];
    for (;;) {
      this.#skip(false);
      const label = this.#match(/"(?:[^"\\\n]|\\.)*"|[\p{L}_][\p{L}\d_.-]*/uy);
      if (label === undefined) break;
      labels.push(label.replace(/^"|"$/g, ''));
    }
    const header = { start, end: this.#at };
    if (!this.#take(/\{/y)) return this.#skipLine();
    const body = this.body(depth + 1);
    this.#take(/\}/y);
    blocks.push(written({ type, labels, header, start, end: this.#at, ...body }));
  }

  /** An expression up to the end of its line, or inside brackets up to a comma or the closing one. */
  #value(depth: number, inside: boolean): HclValue {
    this.#skip(inside);
    const start = this.#at;
    const simple = depth > maxDepth ? undefined : this.#operand(depth);
    const after = this.#at;
    this.#skip(inside);
    const next = this.#text[this.#at] ?? '';
    if (
      simple !== undefined &&
      (next === '' || /[,\]})\n\r#]/.test(next) || this.#text.startsWith('//', this.#at))
    )
      return simple;
    if (simple?.kind === 'literal' && (next === ':' || (inside && next === '='))) return simple;
    this.#at = after;
    this.#restOf(inside, depth);
    const text = this.#text.slice(start, this.#at).trimEnd();
    return { kind: 'expression', text, start, end: start + text.length };
  }

  #operand(depth: number): HclValue | undefined {
    const start = this.#at;
    const char = this.#text[start];
    if (char === '"') return this.#string(start);
    if (char === '[') return this.#list(start, depth);
    if (char === '{') return this.#object(start, depth);
    const heredoc = this.#take(/<<[-~]?/y) ? this.#heredoc(start) : undefined;
    if (heredoc !== undefined) return heredoc;
    const number = this.#match(/-?\d[\w.]*|(?:true|false|null)\b/y);
    if (number !== undefined) return { kind: 'literal', text: number, start, end: this.#at };
    const name = this.#match(/[\p{L}_][\p{L}\d_-]*(?:(?:\.|::)[\p{L}\d_*-]+|\["[^"\n]*"\]|\[[\w.*]*\])*/uy);
    if (name === undefined) return undefined;
    if (!this.#take(/\(/y)) return { kind: 'expression', text: name, start, end: this.#at };
    const items = this.#items(depth, /\)/y);
    return { kind: 'call', name, arguments: items, start, end: this.#at };
  }

  #string(start: number): HclValue {
    this.#at += 1;
    let isTemplate = false;
    for (;;) {
      this.#take(/(?:[^"\\\n$%]|\\[^\n]|\$\$\{|%%\{|[$%](?!\{))+/y);
      if (!this.#take(/[$%]\{/y)) break;
      isTemplate = true;
      this.#skipInterpolation();
    }
    const text = this.#text.slice(start + 1, this.#at);
    this.#at = Math.min(this.#at + 1, this.#text.length);
    return { kind: isTemplate ? 'expression' : 'literal', text, start, end: this.#at };
  }

  #skipInterpolation(): void {
    for (let open = 1; open > 0 && this.#at < this.#text.length; this.#at += 1) {
      const char = this.#text[this.#at];
      if (char === '{') open += 1;
      if (char === '}') open -= 1;
    }
  }

  #heredoc(start: number): HclValue {
    const mark = this.#match(/[\w-]+/y) ?? '';
    const from = this.#lineEnd() + 1;
    const close = new RegExp(String.raw`^[ \t]*${mark}[ \t]*\r?$`, 'gm');
    close.lastIndex = from;
    const match = mark === '' ? null : close.exec(this.#text);
    const end = match?.index ?? this.#text.length;
    this.#at = match === null ? end : end + match[0].length;
    return { kind: 'literal', text: this.#text.slice(from, end), start, end: this.#at };
  }

  #list(start: number, depth: number): HclValue {
    this.#at += 1;
    return { kind: 'list', items: this.#items(depth, /\]/y), start, end: this.#at };
  }

  #items(depth: number, close: RegExp): readonly HclValue[] {
    const items: HclValue[] = [];
    for (;;) {
      this.#skip(true);
      if (this.#at >= this.#text.length || this.#take(close)) return items;
      const before = this.#at;
      items.push(this.#value(depth + 1, true));
      this.#take(/\s*,/y);
      if (this.#at === before) this.#at += 1;
    }
  }

  #object(start: number, depth: number): HclValue {
    this.#at += 1;
    const entries: HclAttribute[] = [];
    for (;;) {
      this.#skip(true);
      if (this.#at >= this.#text.length || this.#take(/\}/y)) break;
      const from = this.#at;
      const name = this.#match(/"(?:[^"\\\n]|\\.)*"|\([^()\n]*\)|[\p{L}\d_][\p{L}\d_.-]*/uy);
      this.#skip(false);
      if (name !== undefined && this.#take(/=(?!=)|:/y)) {
        entries.push(this.#attribute(name, from, depth));
        this.#take(/[ \t]*,/y);
      } else this.#restOf(true, depth);
      if (this.#at === from || this.#text[this.#at] === ',') this.#at += 1;
    }
    return { kind: 'object', entries, start, end: this.#at };
  }

  /** The rest of an operation, over brackets and strings. */
  #restOf(inside: boolean, depth: number): void {
    let open = 0;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at] ?? '';
      if (open === 0 && (inside ? /[,\]})]/.test(char) : char === '\n' || char === '}')) return;
      if (char === '"') this.#string(this.#at);
      else {
        if (/[[{(]/.test(char)) open += 1;
        if (/[\]})]/.test(char)) open -= 1;
        this.#at += 1;
      }
      if (depth > maxDepth && char === '\n') return;
    }
  }

  #skip(lines: boolean): void {
    const blank = lines
      ? /(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*/y
      : /(?:[ \t]+|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*/y;
    this.#take(blank);
  }

  #skipLine(): void {
    this.#at = Math.min(this.#lineEnd() + 1, this.#text.length);
  }

  #lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#at);
    return end < 0 ? this.#text.length : end;
  }

  #take(pattern: RegExp): boolean {
    return this.#match(pattern) !== undefined;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match[0];
  }
}
