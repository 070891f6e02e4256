import { argumentsOf, isCall, lastName, objectOf, unwrap } from '../syntax/expressions.ts';
import { descendants, type SyntaxNode } from '../syntax/syntax-node.ts';

/** What is done to names of one file: who calls a function, what a variable is set to. Built on first use. */
export class CallIndex {
  readonly #root: SyntaxNode;
  #calls: Map<string, SyntaxNode[]> | undefined;
  #writes: Map<string, SyntaxNode[]> | undefined;

  constructor(root: SyntaxNode) {
    this.#root = root;
  }

  /** Calls whose callee's last name is `name`. */
  callsOf(name: string): readonly SyntaxNode[] {
    this.#build();
    return this.#calls?.get(name) ?? [];
  }

  /** Assignments to a variable, and calls that add to it when it is a list. */
  writesTo(name: string): readonly SyntaxNode[] {
    this.#build();
    return this.#writes?.get(name) ?? [];
  }

  #build(): void {
    if (this.#calls !== undefined) return;
    this.#calls = new Map();
    this.#writes = new Map();
    for (const node of descendants(this.#root)) {
      if (isCall(node)) this.#addCall(node);
      if (node.kind === 'assignment_expression' || node.kind === 'augmented_assignment_expression') {
        add(this.#writes, node.field('left')?.text, node);
      }
    }
  }

  #addCall(call: SyntaxNode): void {
    const callee = call.field(call.kind === 'new_expression' ? 'constructor' : 'function');
    if (callee === undefined) return;
    const target = unwrap(callee);
    const name = lastName(target);
    if (name !== '') add(this.#calls, name, call);
    if ((name === 'push' || name === 'unshift' || name === 'append') && argumentsOf(call).length > 0) {
      const list = objectOf(target);
      if (list?.kind === 'identifier') add(this.#writes, list.text, call);
    }
  }
}

function add(index: Map<string, SyntaxNode[]> | undefined, name: string | undefined, node: SyntaxNode): void {
  if (index === undefined || name === undefined) return;
  const known = index.get(name);
  if (known === undefined) index.set(name, [node]);
  else known.push(node);
}
