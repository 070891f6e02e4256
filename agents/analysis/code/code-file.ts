import type { Purpose, Value } from '../flow/value.ts';
import type { CodeLanguage } from '../syntax/parse-source.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';
import { CodeFlow } from './code-flow.ts';
import { argumentOf } from './code-index.ts';
import { constantOf, numberOf } from './constants.ts';
import { type Call, type Expression, lastNameOf } from './expression.ts';
import type { FunctionShape, Write } from './grammar.ts';
import type { Language } from './language.ts';
import { type CodeOption, optionsIn } from './options.ts';

export interface CodeCall {
  readonly call: Call;
  readonly node: SyntaxNode;
  /** By origin: `subprocess.run`. */
  readonly name: string;
  /** The last name: `run`. */
  readonly method: string;
  readonly receiver: Expression | undefined;
}

/** `com/example` is a package. */
const testPath =
  /(^|\/)(__tests__|__mocks__|tests?|spec|specs|e2e|testing|testdata|fixtures?|mocks?|(?<!\bcom\/)examples?|samples?|migrations?|seeds?|benchmarks?|src\/test|test_\w+)\/|(^|\/)(test_[^/]*|conftest|[^/]*_test|[^/]*_spec|[^/]*(Tests?|IT|Spec))\.\w+$|\.Tests?\//;

/** One side of a changed file of a language with a grammar, as rules see it. */
export class CodeFile {
  readonly path: string;
  readonly text: string;
  readonly language: CodeLanguage;
  readonly root: SyntaxNode;
  readonly spec: Language;
  readonly flow: CodeFlow;
  readonly isTest: boolean;
  /** The new version of the file, every line in focus; undefined on the new side. */
  readonly after: (() => CodeFile | undefined) | undefined;
  readonly #lines: ReadonlySet<number> | undefined;
  #calls: readonly CodeCall[] | undefined;
  #options: readonly CodeOption[] | undefined;

  constructor(source: {
    readonly path: string;
    readonly text: string;
    readonly spec: Language;
    readonly root: SyntaxNode;
    readonly lines?: ReadonlySet<number> | undefined;
    readonly flow?: CodeFlow;
    readonly after?: (() => CodeFile | undefined) | undefined;
  }) {
    this.path = source.path;
    this.text = source.text;
    this.spec = source.spec;
    this.language = source.spec.id;
    this.root = source.root;
    this.flow = source.flow ?? new CodeFlow(source.root, source.spec);
    this.isTest = testPath.test(source.path);
    this.#lines = source.lines;
    this.after = source.after;
  }

  /** The same text with some lines in focus; with all of them when none are named. */
  focusedOn(
    lines?: ReadonlySet<number>,
    { after }: { readonly after?: () => CodeFile | undefined } = {},
  ): CodeFile {
    const { path, text, spec, root, flow } = this;
    return new CodeFile({ path, text, spec, root, flow, lines, after });
  }

  /** The calls in functions and statements that the change touches, in source order. */
  calls(): readonly CodeCall[] {
    this.#calls ??= this.flow.index.calls
      .filter((node) => this.isInFocus(node))
      .flatMap((node) => this.flow.index.call(node) ?? [])
      .map((call) => this.siteOf(call));
    return this.#calls;
  }

  siteOf(call: Call): CodeCall {
    const { callee } = call;
    const receiver = callee.kind === 'member' ? callee.object : undefined;
    return {
      call,
      node: call.node,
      name: this.flow.names.nameOf(callee),
      method: lastNameOf(callee),
      receiver,
    };
  }

  writes(): readonly Write[] {
    return this.flow.index.writes.filter(({ node }) => this.isInFocus(node));
  }

  functions(): readonly FunctionShape[] {
    return this.flow.index.functions.filter(({ node }) => this.isInFocus(node));
  }

  nodes(...kinds: readonly string[]): readonly SyntaxNode[] {
    const found = kinds
      .flatMap((kind) => this.flow.index.nodesOf(kind))
      .filter((node) => this.isInFocus(node));
    return kinds.length === 1 ? found : found.toSorted((one, other) => one.start - other.start);
  }

  options(): readonly CodeOption[] {
    this.#options ??= [
      ...optionsIn(
        this.flow.index,
        this.calls().map(({ call }) => call),
      ),
    ].filter(({ node }) => this.isInFocus(node));
    return this.#options;
  }

  argument(call: Call, ...at: readonly (number | string)[]): Expression | undefined {
    for (const place of at) {
      const found = argumentOf(call, place);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  valueOf(expression: Expression, purpose: Purpose): Value {
    return this.flow.valueOf(expression, purpose);
  }

  /** The expression that a constant's name stands for. */
  constantOf(expression: Expression): Expression {
    return constantOf(this.flow.index, expression);
  }

  /** The text of a literal or of a constant for one. */
  textOf(expression: Expression | undefined): string | undefined {
    const constant = expression === undefined ? undefined : this.constantOf(expression);
    return constant?.kind === 'text' ? constant.text : undefined;
  }

  numberOf(expression: Expression | undefined): number | undefined {
    return expression === undefined ? undefined : numberOf(this.flow.index, expression);
  }

  isTrue(expression: Expression | undefined): boolean {
    return expression !== undefined && /^(true|True|TRUE|1)$/.test(this.constantOf(expression).node.text);
  }

  isFalse(expression: Expression | undefined): boolean {
    return expression !== undefined && /^(false|False|FALSE|0)$/.test(this.constantOf(expression).node.text);
  }

  /** Whether the change touches the function around a place, or the statement where it is outside of all. */
  isInFocus(node: SyntaxNode): boolean {
    if (this.#lines === undefined) return true;
    let top = node;
    while (top.parent !== undefined && top.parent !== this.root) top = top.parent;
    return this.#touches(top);
  }

  readonly #touched = new Map<SyntaxNode, boolean>();

  #touches(statement: SyntaxNode): boolean {
    const known = this.#touched.get(statement);
    if (known !== undefined) return known;
    const touched = [...(this.#lines ?? [])].some(
      (line) => line >= statement.line && line <= statement.endLine,
    );
    this.#touched.set(statement, touched);
    return touched;
  }
}
