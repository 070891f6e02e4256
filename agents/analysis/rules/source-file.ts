import { Flow } from '../flow/flow.ts';
import type { Modules } from '../flow/modules.ts';
import {
  argumentsOf,
  calleeOf,
  isTaggedTemplate,
  lastName,
  objectOf,
  propertiesOf,
  stringValue,
  unwrap,
} from '../syntax/expressions.ts';
import type { SyntaxLanguage } from '../syntax/parse-source.ts';
import { descendants, type SyntaxNode } from '../syntax/syntax-node.ts';

/** A call or construction, with what rules ask of it. */
export interface CallSite {
  readonly node: SyntaxNode;
  readonly callee: SyntaxNode;
  /** By origin: `child_process.exec`; empty when that is not known. */
  readonly name: string;
  /** The last name: `exec`. */
  readonly method: string;
  readonly receiver: SyntaxNode | undefined;
  readonly arguments: readonly SyntaxNode[];
}

/** The other version of a file, every line in focus. */
interface OtherSides {
  readonly before?: (() => SourceFile | undefined) | undefined;
  readonly after?: (() => SourceFile | undefined) | undefined;
}

/** A constant that stands for a constant that stands for a constant is as far as people go. */
const maxConstantHops = 3;

const testPath =
  /(^|\/)(__tests__|__mocks__|tests?|spec|e2e|fixtures?|mocks?|examples?|migrations?|seeds?|stories|benchmarks?)\/|\.(test|spec|stories|bench|fixture|seed)\.[cm]?[jt]sx?$/i;

function isName({ kind }: SyntaxNode): boolean {
  return kind === 'identifier' || kind === 'shorthand_property_identifier';
}

/** One side of a changed file, parsed, as rules see it. */
export class SourceFile {
  readonly path: string;
  readonly text: string;
  readonly language: SyntaxLanguage;
  readonly root: SyntaxNode;
  /** Shared by all views of one text. */
  readonly flow: Flow;
  readonly isTest: boolean;
  /** The old version of the file, every line in focus; undefined on the old side and where nothing is asked about. */
  readonly before: (() => SourceFile | undefined) | undefined;
  /** On the old side: the new version of the file. */
  readonly after: (() => SourceFile | undefined) | undefined;
  /** Lines a finding must have to do with; undefined for all of them. */
  readonly #lines: ReadonlySet<number> | undefined;
  #nodes: Map<string, SyntaxNode[]> | undefined;
  #calls: readonly CallSite[] | undefined;

  constructor(
    source: {
      readonly path: string;
      readonly text: string;
      readonly language: SyntaxLanguage;
      readonly root: SyntaxNode;
      readonly lines?: ReadonlySet<number> | undefined;
      readonly flow?: Flow;
      /** The other files of the change. */
      readonly modules?: Modules | undefined;
    } & OtherSides,
  ) {
    this.path = source.path;
    this.text = source.text;
    this.language = source.language;
    this.root = source.root;
    this.flow = source.flow ?? new Flow(source.root, { path: source.path, modules: source.modules });
    this.isTest = testPath.test(source.path);
    this.#lines = source.lines;
    this.before = source.before;
    this.after = source.after;
  }

  /** The same text with some lines in focus; with all of them when none are named. */
  focusedOn(lines?: ReadonlySet<number>, sides: OtherSides = {}): SourceFile {
    const { path, text, language, root, flow } = this;
    return new SourceFile({ path, text, language, root, flow, lines, ...sides });
  }

  /** The nodes of some kinds in the statements of the file that the change touches, in source order. */
  nodes(...kinds: readonly string[]): readonly SyntaxNode[] {
    this.#nodes ??= this.#collect();
    const [only] = kinds;
    if (kinds.length === 1 && only !== undefined) return this.#nodes.get(only) ?? [];
    return kinds
      .flatMap((kind) => this.#nodes?.get(kind) ?? [])
      .sort((a, b) => a.start - b.start || b.end - a.end);
  }

  calls(): readonly CallSite[] {
    this.#calls ??= this.nodes('call_expression', 'new_expression').flatMap(
      (node) => this.#toCall(node) ?? [],
    );
    return this.#calls;
  }

  /** Calls of functions whose origin matches. */
  callsOf(name: RegExp): readonly CallSite[] {
    return this.calls().filter((call) => name.test(call.name));
  }

  /** The object literal an expression is, or is a constant for. */
  objectOf(expression: SyntaxNode | undefined): SyntaxNode | undefined {
    if (expression === undefined) return undefined;
    const node = unwrap(expression);
    if (node.kind === 'object') return node;
    const value = isName(node) ? this.#valueOf(node) : undefined;
    return value?.kind === 'object' ? value : undefined;
  }

  /** What a name was declared with, here or in another file of the change. */
  #valueOf(name: SyntaxNode): SyntaxNode | undefined {
    const binding = this.flow.bindings.resolve(name);
    if (binding?.kind === 'import') return this.flow.foreign(binding)?.node;
    if (binding?.kind !== 'variable' || binding.value === undefined || binding.path.length > 0)
      return undefined;
    return unwrap(binding.value);
  }

  /** The value of an option in an options object, spreads of constants included; the last one written wins. */
  option(expression: SyntaxNode | undefined, name: string): SyntaxNode | undefined {
    const object = this.objectOf(expression);
    if (object === undefined) return undefined;
    const own = propertiesOf(object).findLast((property) => property.name === name);
    if (own !== undefined) return own.value;
    for (const member of object.children) {
      const spread = member.kind === 'spread_element' ? member.children[0] : undefined;
      const found = spread === undefined ? undefined : this.option(spread, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The expression that a constant's name stands for; other expressions stand for themselves. */
  constantOf(expression: SyntaxNode): SyntaxNode {
    let node = unwrap(expression);
    for (let hops = 0; hops < maxConstantHops && isName(node); hops += 1) {
      const binding = this.flow.bindings.resolve(node);
      if (binding?.kind !== 'variable' || binding.path.length > 0 || binding.loop) break;
      if (!binding.constant || binding.value === undefined) break;
      node = unwrap(binding.value);
    }
    return node;
  }

  /** The text of a literal or of a constant for one. */
  textOf(expression: SyntaxNode | undefined): string | undefined {
    return expression === undefined ? undefined : stringValue(this.constantOf(expression));
  }

  /** The number of a literal or of a constant for one. */
  numberOf(expression: SyntaxNode | undefined): number | undefined {
    const node = expression === undefined ? undefined : this.constantOf(expression);
    return node?.kind === 'number' ? Number(node.text.replaceAll('_', '')) : undefined;
  }

  #toCall(node: SyntaxNode): CallSite | undefined {
    const callee = calleeOf(node);
    if (callee === undefined || isTaggedTemplate(node)) return undefined;
    return {
      node,
      callee,
      name: this.flow.names.nameOf(callee) ?? '',
      method: lastName(callee),
      receiver: objectOf(callee),
      arguments: argumentsOf(node),
    };
  }

  #collect(): Map<string, SyntaxNode[]> {
    const nodes = new Map<string, SyntaxNode[]>();
    for (const statement of this.root.children) {
      if (!this.#touches(statement)) continue;
      for (const node of descendants(statement)) {
        const known = nodes.get(node.kind);
        if (known === undefined) nodes.set(node.kind, [node]);
        else known.push(node);
      }
    }
    return nodes;
  }

  #touches(statement: SyntaxNode): boolean {
    if (this.#lines === undefined) return true;
    if (statement.endLine - statement.line > this.#lines.size) {
      return [...this.#lines].some((line) => line >= statement.line && line <= statement.endLine);
    }
    for (let line = statement.line; line <= statement.endLine; line += 1) {
      if (this.#lines.has(line)) return true;
    }
    return false;
  }
}
