import type { SgNode } from '@ast-grep/napi';

/** Code written by people nests a tenth as deep; climbing from each of a thousand levels costs their square. */
const maxDepth = 400;

interface Part {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly endLine: number;
}

function placeOf(raw: SgNode): Part {
  const { start, end } = raw.range();
  return {
    kind: String(raw.kind()),
    start: start.index,
    end: end.index,
    line: start.line + 1,
    endLine: end.line + 1,
  };
}

/**
 * A named node of a syntax tree, read from the parser on first use: each question to the parser costs a microsecond,
 * and a rule asks the same ones many times. Comments are no children; `text` still holds them. Nodes nested absurdly deep have no children.
 */
export class SyntaxNode {
  readonly kind: string;
  readonly parent: SyntaxNode | undefined;
  /** Offsets into the source, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly line: number;
  readonly endLine: number;
  readonly depth: number;
  readonly #raw: SgNode;
  readonly #source: string;
  #children: readonly SyntaxNode[] | undefined;
  /** Made on first use: most nodes are never asked. */
  #fields: Map<string, SyntaxNode | undefined> | undefined;

  constructor(raw: SgNode, source: string, parent?: SyntaxNode, part?: Part) {
    const { kind, start, end, line, endLine } = part ?? placeOf(raw);
    this.kind = kind;
    this.parent = parent;
    this.start = start;
    this.end = end;
    this.line = line;
    this.endLine = endLine;
    if (part !== undefined) this.#children = [];
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    this.#raw = raw;
    this.#source = source;
  }

  /** A stretch of this node that the grammar gives no node of its own: tokens of a macro, a piece of a literal. */
  part(start: number, end: number, kind = 'part'): SyntaxNode {
    const lines = (from: number, to: number) => this.#source.slice(from, to).split('\n').length - 1;
    const line = this.line + lines(this.start, start);
    return new SyntaxNode(this.#raw, this.#source, this, {
      kind,
      start,
      end,
      line,
      endLine: line + lines(start, end),
    });
  }

  get text(): string {
    return this.#source.slice(this.start, this.end);
  }

  get children(): readonly SyntaxNode[] {
    this.#children ??= this.#readChildren();
    return this.#children;
  }

  field(name: string): SyntaxNode | undefined {
    this.#fields ??= new Map();
    if (!this.#fields.has(name)) this.#fields.set(name, this.#findField(name));
    return this.#fields.get(name);
  }

  /** The text of a field; empty when there is none. */
  fieldText(name: string): string {
    return this.field(name)?.text ?? '';
  }

  /** The text of an unnamed field, such as the operator of a binary expression. */
  token(name: string): string {
    return this.#raw.field(name)?.text() ?? '';
  }

  /** The text between the start of this node and the start of another: its modifiers, for a declaration. */
  textBefore(node: SyntaxNode): string {
    return this.#source.slice(this.start, node.start);
  }

  /** The text between the end of this node and the start of another: the words of an operator. */
  textAfterUntil(node: SyntaxNode): string {
    return this.#source.slice(this.end, node.start);
  }

  contains(other: SyntaxNode): boolean {
    return this.start <= other.start && other.end <= this.end;
  }

  #readChildren(): readonly SyntaxNode[] {
    if (this.depth >= maxDepth) return [];
    return this.#raw
      .namedChildren()
      .map((child) => new SyntaxNode(child, this.#source, this))
      .filter(({ kind }) => !kind.endsWith('comment'));
  }

  #findField(name: string): SyntaxNode | undefined {
    const found = this.#raw.field(name);
    if (found === null) return undefined;
    // A token, such as an operator, has the place of no child.
    const { start, end } = found.range();
    return this.children.find((child) => child.start === start.index && child.end === end.index);
  }
}

/** All nodes below one, itself included, in source order. */
export function* descendants(
  root: SyntaxNode,
  enter: (node: SyntaxNode) => boolean = () => true,
): Generator<SyntaxNode> {
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    if (!enter(node)) continue;
    for (let index = node.children.length - 1; index >= 0; index -= 1) {
      stack.push(node.children[index] as SyntaxNode);
    }
  }
}

export function* ancestors(node: SyntaxNode): Generator<SyntaxNode> {
  for (let current = node.parent; current !== undefined; current = current.parent) yield current;
}
