import { ancestors, descendants, type SyntaxNode } from '../syntax/syntax-node.ts';
import { type Argument, type Call, type Expression, expressionsIn, lastNameOf } from './expression.ts';
import type { FunctionShape, Grammar, Parameter, Write } from './grammar.ts';

/** What a name stands for at a place. */
export type Binding =
  | { readonly kind: 'parameter'; readonly fn: FunctionShape; readonly parameter: Parameter }
  | { readonly kind: 'variable'; readonly writes: readonly Write[]; readonly scope: SyntaxNode };

/** Methods that add to the object they are called on. */
const adding =
  /^(append|appendAll|add|addAll|push|push_str|insert|extend|put|set|unshift|prepend|concat|WriteString|Append\w*|Add|AddRange|append!|concat!|arg|args|addArgument)$/;
/** Builders of text that give themselves. */
const chained = /^(append|Append(Line|Format|Join)?|concat|push_str)$/;
const atKey = /^(put|set|insert|setAttribute|putIfAbsent)$/;

/** Names, functions and calls of one file, read in one walk. */
export class CodeIndex {
  readonly root: SyntaxNode;
  readonly grammar: Grammar;
  readonly functions: FunctionShape[] = [];
  /** Local name to origin. */
  readonly imports = new Map<string, string>();
  readonly calls: SyntaxNode[] = [];
  readonly writes: Write[] = [];
  readonly #around = new Map<SyntaxNode, FunctionShape | undefined>();
  readonly #scoped = new Map<string, Map<SyntaxNode, Write[]>>();
  readonly #functionAt = new Map<SyntaxNode, FunctionShape>();
  readonly #functionsNamed: ReadonlyMap<string, readonly FunctionShape[]>;
  readonly #writesTo: ReadonlyMap<string, readonly Write[]>;
  readonly #returns = new Map<SyntaxNode, Expression[]>();
  readonly #callsNamed = new Map<string, SyntaxNode[]>();
  readonly #expressions = new Map<SyntaxNode, Expression>();
  readonly #bindings = new Map<SyntaxNode, Map<string, Binding | undefined>>();
  readonly #nodesOfKind = new Map<string, SyntaxNode[]>();
  /** Types of fields and of variables of the file, by name. */
  readonly fieldTypes = new Map<string, string>();

  constructor(root: SyntaxNode, grammar: Grammar) {
    this.root = root;
    this.grammar = grammar;
    for (const node of descendants(root)) this.#visit(node);
    this.#functionsNamed = grouped(this.functions, ({ name }) => name);
    this.#writesTo = grouped(this.writes, ({ target }) => target);
    for (const { target, type, node } of this.writes) {
      const isField = type !== undefined && type !== '' && this.enclosing(node) === undefined;
      if (isField) this.fieldTypes.set(target.replace(/^this\./, ''), type);
    }
  }

  /** The nodes of a kind, in source order. */
  nodesOf(kind: string): readonly SyntaxNode[] {
    return this.#nodesOfKind.get(kind) ?? [];
  }

  #visit(node: SyntaxNode): void {
    const { grammar } = this;
    const alike = this.#nodesOfKind.get(node.kind);
    if (alike === undefined) this.#nodesOfKind.set(node.kind, [node]);
    else alike.push(node);
    const fn = grammar.functions[node.kind]?.(node, this.read);
    if (fn !== undefined) {
      this.functions.push(fn);
      this.#functionAt.set(node, fn);
    }
    for (const { local, origin } of grammar.imports[node.kind]?.(node, this.read) ?? []) {
      if (local !== '*') this.imports.set(local, origin);
    }
    this.writes.push(...(grammar.writes[node.kind]?.(node, this.read) ?? []));
    if (grammar.calls.has(node.kind)) {
      this.calls.push(node);
      this.writes.push(...this.#addedBy(node));
    }
    this.#noteCallsIn(node);
    this.#noteTypes(node);
    this.#noteReturn(node);
  }

  #noteCallsIn(macro: SyntaxNode): void {
    if (this.grammar.macros?.has(macro.kind) !== true) return;
    for (const inner of expressionsIn(this.read(macro))) {
      if (inner.kind !== 'call' || inner.node.kind !== 'part') continue;
      this.#expressions.set(inner.node, inner);
      this.calls.push(inner.node);
    }
  }

  #noteTypes(node: SyntaxNode): void {
    for (const { name, type } of this.grammar.declarations[node.kind]?.(node, this.read) ?? [])
      this.fieldTypes.set(name, type);
  }

  readonly read = (node: SyntaxNode): Expression => {
    const known = this.#expressions.get(node);
    if (known !== undefined) return known;
    const expression = this.grammar.expressions[node.kind]?.(node, this.read) ?? {
      kind: 'other',
      node,
      children: this.grammar.functions[node.kind] === undefined ? node.children.map(this.read) : [],
    };
    this.#expressions.set(node, expression);
    return expression;
  };

  /** A call node as a call; undefined where the grammar reads it as something else. */
  call(node: SyntaxNode): Call | undefined {
    const expression = this.read(node);
    return expression.kind === 'call' ? expression : undefined;
  }

  functionAt(node: SyntaxNode): FunctionShape | undefined {
    return this.#functionAt.get(node);
  }

  functionsNamed(name: string): readonly FunctionShape[] {
    return this.#functionsNamed.get(name) ?? [];
  }

  /** The function around a node. */
  enclosing(node: SyntaxNode): FunctionShape | undefined {
    const { parent } = node;
    if (parent === undefined) return undefined;
    if (!this.#around.has(parent))
      this.#around.set(parent, this.#functionAt.get(parent) ?? this.enclosing(parent));
    return this.#around.get(parent);
  }

  enclosingClass(node: SyntaxNode): SyntaxNode | undefined {
    for (const outer of ancestors(node)) if (this.grammar.classes.has(outer.kind)) return outer;
    return undefined;
  }

  returnsOf(fn: FunctionShape): readonly Expression[] {
    const own = this.#returns.get(fn.node) ?? [];
    return fn.result === undefined ? own : [...own, this.read(fn.result)];
  }

  writesTo(target: string): readonly Write[] {
    return this.#writesTo.get(target) ?? [];
  }

  /** Calls by the last name of what they call. */
  callsNamed(name: string): readonly SyntaxNode[] {
    if (this.#callsNamed.size === 0) {
      for (const node of this.calls) {
        const call = this.call(node);
        const last = call === undefined ? '' : lastNameOf(call.callee);
        const known = this.#callsNamed.get(last);
        if (known === undefined) this.#callsNamed.set(last, [node]);
        else known.push(node);
      }
    }
    return this.#callsNamed.get(name) ?? [];
  }

  /** What a name stands for where it is read; undefined for imports, functions and names of elsewhere. */
  resolve(name: string, at: SyntaxNode): Binding | undefined {
    for (let fn = this.enclosing(at); fn !== undefined; fn = this.enclosing(fn.node)) {
      const found = this.#boundIn(fn.node, name, fn);
      if (found !== undefined) return found;
    }
    return this.#boundIn(this.root, name, undefined) ?? this.#addedTo(name, at);
  }

  /** A name that is declared without a value, and then built. */
  #addedTo(name: string, at: SyntaxNode): Binding | undefined {
    const fn = this.enclosing(at);
    const own = fn === undefined || this.imports.has(name) ? [] : this.#writesIn(fn.node, name);
    return fn === undefined || own.length === 0
      ? undefined
      : { kind: 'variable', writes: own, scope: fn.node };
  }

  /** The writes to a name in a function itself, or in the file outside of all. */
  #writesIn(scope: SyntaxNode, name: string): readonly Write[] {
    let scopes = this.#scoped.get(name);
    if (scopes === undefined) {
      scopes = Map.groupBy(this.writesTo(name), ({ node }) => this.enclosing(node)?.node ?? this.root);
      this.#scoped.set(name, scopes);
    }
    return scopes.get(scope) ?? [];
  }

  #boundIn(scope: SyntaxNode, name: string, fn: FunctionShape | undefined): Binding | undefined {
    const known = this.#bindings.get(scope) ?? new Map<string, Binding | undefined>();
    this.#bindings.set(scope, known);
    if (!known.has(name)) known.set(name, this.#findIn(scope, name, fn));
    return known.get(name);
  }

  #findIn(scope: SyntaxNode, name: string, fn: FunctionShape | undefined): Binding | undefined {
    const writes = this.#writesIn(scope, name);
    const parameter = fn?.parameters.find((candidate) => candidate.name === name);
    if (fn !== undefined && parameter !== undefined) {
      const replaced = writes.some(({ mode }) => mode === 'set' || mode === 'append');
      return replaced ? { kind: 'variable', writes, scope } : { kind: 'parameter', fn, parameter };
    }
    // Adding to a name declares nothing.
    return writes.some(({ mode }) => mode === 'set' || mode === 'part')
      ? { kind: 'variable', writes, scope }
      : undefined;
  }

  /** The parameter of a name that is written to again in its function. */
  parameterOf(scope: SyntaxNode, name: string): Binding | undefined {
    const fn = this.#functionAt.get(scope);
    const parameter = fn?.parameters.find((candidate) => candidate.name === name);
    return fn === undefined || parameter === undefined ? undefined : { kind: 'parameter', fn, parameter };
  }

  #addedBy(node: SyntaxNode): readonly Write[] {
    const call = this.call(node);
    return call === undefined ? [] : (this.#filledBy(call) ?? this.#addedWith(call));
  }

  #filledBy(call: Call): readonly Write[] | undefined {
    const filled = this.grammar.fills?.(call);
    const target = filled === undefined ? undefined : this.targetOf(filled.target);
    if (filled === undefined || target === undefined) return undefined;
    return [{ target, value: filled.value, node: call.node, mode: 'set' }];
  }

  #addedWith({ callee, arguments: given, node }: Call): readonly Write[] {
    if (callee.kind !== 'member' || !adding.test(callee.name)) return [];
    const target = this.targetOf(builtBy(callee.object));
    if (target === undefined) return [];
    const [first, second, ...rest] = given.map(({ value }) => value);
    if (atKey.test(callee.name) && first !== undefined && second !== undefined && rest.length === 0)
      return [{ target, value: second, node, mode: 'element', key: first }];
    return given.map(({ value }): Write => ({ target, value, node, mode: 'append' }));
  }

  /** The name under which writes to an expression are kept. */
  targetOf(expression: Expression): string | undefined {
    if (expression.kind === 'name') return expression.name;
    if (expression.kind !== 'member') return undefined;
    const { object } = expression;
    if (object.kind !== 'name') return undefined;
    return this.grammar.self.test(object.name) || this.#isReceiver(object.name, expression.node)
      ? `this.${expression.name}`
      : undefined;
  }

  #isReceiver(name: string, at: SyntaxNode): boolean {
    return this.enclosing(at)?.parameters.some((own) => own.receiver === true && own.name === name) ?? false;
  }

  #noteReturn(node: SyntaxNode): void {
    const value = this.grammar.returns[node.kind]?.(node, this.read);
    const fn = value === undefined ? undefined : this.enclosing(node);
    if (value === undefined || fn === undefined) return;
    const known = this.#returns.get(fn.node) ?? [];
    known.push(this.read(value));
    this.#returns.set(fn.node, known);
  }
}

/** What `text.append(a)` adds to, for a chain of such calls. */
function builtBy(object: Expression): Expression {
  let current = object;
  while (current.kind === 'call' && current.callee.kind === 'member' && chained.test(current.callee.name))
    current = current.callee.object;
  return current;
}

/** The argument with a name, or at a place among those without one. */
export function argumentOf(call: Call, at: number | string): Expression | undefined {
  if (typeof at === 'string') return call.arguments.find(({ name }) => name === at)?.value;
  const places: readonly Argument[] = call.arguments.filter(({ name }) => name === undefined);
  return places[at]?.value;
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
