import type { SyntaxNode } from '../syntax/syntax-node.ts';

/**
 * An expression as every language has it. `node` is where it stands in the source. Parentheses, casts, awaits and
 * references are gone: none of them changes where a value comes from.
 */
export type Expression =
  | { readonly kind: 'text'; readonly node: SyntaxNode; readonly text: string }
  | { readonly kind: 'number'; readonly node: SyntaxNode; readonly value: number }
  /** True, false, nothing, a symbol, a pattern: written out, and no text. */
  | { readonly kind: 'constant'; readonly node: SyntaxNode; readonly text: string }
  | { readonly kind: 'name'; readonly node: SyntaxNode; readonly name: string }
  | {
      readonly kind: 'member';
      readonly node: SyntaxNode;
      readonly object: Expression;
      readonly name: string;
    }
  | {
      readonly kind: 'index';
      readonly node: SyntaxNode;
      readonly object: Expression;
      readonly index: Expression | undefined;
    }
  | Call
  /** Text made of parts: an interpolated string, or literals side by side. */
  | { readonly kind: 'joined'; readonly node: SyntaxNode; readonly parts: readonly Expression[] }
  | Binary
  | { readonly kind: 'not'; readonly node: SyntaxNode; readonly operand: Expression }
  | {
      readonly kind: 'choice';
      readonly node: SyntaxNode;
      readonly condition: Expression | undefined;
      readonly options: readonly Expression[];
    }
  | Collection
  | { readonly kind: 'function'; readonly node: SyntaxNode }
  /** Anything else: its value is made of any of these. */
  | { readonly kind: 'other'; readonly node: SyntaxNode; readonly children: readonly Expression[] };

export interface Call {
  readonly kind: 'call';
  readonly node: SyntaxNode;
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
  /** `new X()`: the callee is a type. */
  readonly construction: boolean;
}

export interface Argument {
  /** Of a named argument: `shell` of `run(x, shell=True)`. */
  readonly name?: string;
  readonly value: Expression;
  readonly spread?: boolean;
}

export interface Binary {
  readonly kind: 'binary';
  readonly node: SyntaxNode;
  /** Logic is `and` `or` `??` and joining text is `+`, however the language writes them. */
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Collection {
  readonly kind: 'collection';
  readonly node: SyntaxNode;
  /** The type it is written with: `tls.Config` of Go's `tls.Config{…}`. */
  readonly type?: string;
  readonly items: readonly Item[];
}

export interface Item {
  readonly key?: Expression | undefined;
  readonly value: Expression;
  readonly spread?: boolean;
}

/** The text of a literal. */
export function literalText(expression: Expression | undefined): string | undefined {
  return expression?.kind === 'text' ? expression.text : undefined;
}

/** The name a key or keyword is written under. */
export function keyText(key: Expression | undefined): string | undefined {
  if (key?.kind === 'name') return key.name;
  if (key?.kind === 'number') return String(key.value);
  return key?.kind === 'text' || key?.kind === 'constant' ? key.text : undefined;
}

/** The last name of a callee: `execute` of `self.db.execute`, `exec` of `exec`. */
export function lastNameOf(expression: Expression): string {
  return expression.kind === 'name' || expression.kind === 'member' ? expression.name : '';
}

/** A call as Ruby writes a look at a member: no arguments, and no parentheses. */
export function isAttribute({ arguments: given, node }: Call): boolean {
  return given.length === 0 && !node.text.endsWith(')');
}

/** The expressions directly inside one. */
export function partsOf(expression: Expression): readonly Expression[] {
  const read = inside[expression.kind] as ((expression: Expression) => readonly Expression[]) | undefined;
  return read?.(expression) ?? [];
}

const inside: {
  readonly [Kind in Expression['kind']]?: (
    expression: Expression & { readonly kind: Kind },
  ) => readonly Expression[];
} = {
  member: ({ object }) => [object],
  index: ({ object, index }) => (index === undefined ? [object] : [object, index]),
  call: ({ callee, arguments: given }) => [callee, ...given.map(({ value }) => value)],
  joined: ({ parts }) => parts,
  binary: ({ left, right }) => [left, right],
  not: ({ operand }) => [operand],
  choice: ({ condition, options }) => (condition === undefined ? options : [condition, ...options]),
  collection: ({ items }) => items.flatMap(({ key, value }) => (key === undefined ? [value] : [key, value])),
  other: ({ children }) => children,
};

/** An expression and all inside it. */
export function* expressionsIn(expression: Expression): Generator<Expression> {
  const stack = [expression];
  for (let current = stack.pop(); current !== undefined; current = stack.pop()) {
    yield current;
    stack.push(...partsOf(current));
  }
}

/** A pattern as it is written, without the signs around it. */
export function patternText(pattern: Expression): string {
  return literalText(pattern) ?? pattern.node.text.replace(/^r?['"/@]+|['"/]+[a-z]*$/g, '');
}
