import type { SyntaxNode } from '../syntax/syntax-node.ts';
import type { Call, Expression } from './expression.ts';

/** Reads a node as an expression. */
export type Read = (node: SyntaxNode) => Expression;
type Reader<Result> = (node: SyntaxNode, read: Read) => Result;
type Table<Result> = Readonly<Record<string, Reader<Result>>>;

/** How the parts that rules ask about look in one language's syntax tree. All tables are by kind of node. */
export interface Grammar {
  /** Expressions; a node of another kind is made of its children. */
  readonly expressions: Table<Expression>;
  /** What gives a value to a name. */
  readonly writes: Table<readonly Write[]>;
  /** Names declared with a type and without a value: fields. */
  readonly declarations: Table<readonly Declared[]>;
  /** What a call puts into one of its arguments: `json.Unmarshal(body, &order)`. */
  readonly fills?: (call: Call) => { readonly target: Expression; readonly value: Expression } | undefined;
  readonly functions: Table<FunctionShape>;
  readonly classes: ReadonlySet<string>;
  readonly imports: Table<readonly Import[]>;
  /** Statements and expressions of which a part runs only when a condition holds. */
  readonly conditions: Table<Condition>;
  /** Branches that run for some values of a subject. */
  readonly cases: Table<SyntaxNode | undefined>;
  /** The value that a statement returns from its function. */
  readonly returns: Table<SyntaxNode | undefined>;
  /** Lists of statements. */
  readonly blocks: ReadonlySet<string>;
  /** Statements after which nothing below them runs: return, raise, break. */
  readonly exits: RegExp;
  /** Calls which end the function or request: `abort(400)`. */
  readonly exitCalls: RegExp;
  /** The kinds of `expressions` that are calls. */
  readonly calls: ReadonlySet<string>;
  /** Kinds whose insides the parser leaves as tokens: the calls among them are found by reading. */
  readonly macros?: ReadonlySet<string>;
  /** The names of the object whose method runs. */
  readonly self: RegExp;
}

export interface Write {
  /** A name, or `this.` and a name for a member of the own object. */
  readonly target: string;
  readonly value: Expression;
  /** The statement. */
  readonly node: SyntaxNode;
  /**
   * Whether the value replaces what was there, is added behind it, is put at a key, or is one of which a part is taken
   * (a loop over it, a pattern).
   */
  readonly mode: 'set' | 'append' | 'element' | 'part';
  readonly key?: Expression | undefined;
  /** As declared. */
  readonly type?: string | undefined;
}

export interface Declared {
  readonly name: string;
  readonly type: string;
}

export interface FunctionShape {
  readonly node: SyntaxNode;
  /** Empty for one without a name. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: SyntaxNode | undefined;
  /** The last expression, where it is the result. */
  readonly result?: SyntaxNode | undefined;
  /** Decorators, attributes, annotations, without their sign: `app.route("/x")`. */
  readonly annotations: readonly string[];
  /** Whether code outside the file can call it. */
  readonly exported: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly node: SyntaxNode;
  /** The declared type; empty where there is none. */
  readonly type: string;
  readonly annotations: readonly string[];
  readonly defaultValue?: SyntaxNode | undefined;
  /** Takes no place among the arguments of a call: Python's `self`. */
  readonly receiver?: boolean;
  /** Takes part of the argument at its place: a pattern. */
  readonly part?: boolean;
}

export interface Import {
  /** The name in this file; `*` for all of the module's. */
  readonly local: string;
  readonly origin: string;
}

export interface Condition {
  readonly condition: Expression;
  /** `unless`: the first branch runs when the condition does not hold. */
  readonly negated?: boolean;
  readonly whenTrue: SyntaxNode | undefined;
}
