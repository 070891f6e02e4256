import type { SyntaxNode } from '../syntax/syntax-node.ts';
import type { Binding, CodeIndex } from './code-index.ts';
import type { Expression } from './expression.ts';

/** Names nest only as deep as people write them; a cycle of aliases ends here. */
const maxSteps = 14;

/**
 * What an expression refers to, by where it comes from: `subprocess.run` for every way of importing that,
 * `Statement#.executeQuery` for a method of a declared type, `sqlite3.connect().cursor().execute` for one of a call's
 * result, `~request.GET` for a member of a parameter without a type. Functions of the file begin with `local:`, other
 * values of it with `?`.
 */
export class CodeNames {
  readonly #index: CodeIndex;
  readonly #known = new Map<SyntaxNode, string>();

  constructor(index: CodeIndex) {
    this.#index = index;
  }

  nameOf(expression: Expression): string {
    return this.#name(expression, maxSteps);
  }

  #name(expression: Expression, steps: number): string {
    if (steps === 0) return '?';
    const known = this.#known.get(expression.node);
    if (known !== undefined) return known;
    const name = simplified(this.#read(expression, steps - 1));
    this.#known.set(expression.node, name);
    return name;
  }

  #read(expression: Expression, steps: number): string {
    const read = this.#readers[expression.kind] as
      | ((expression: Expression, steps: number) => string)
      | undefined;
    if (read !== undefined) return read(expression, steps);
    const main = mainPartOf(expression);
    return main === undefined ? '?' : this.#name(main, steps);
  }

  readonly #readers: {
    readonly [Kind in Expression['kind']]?: (
      expression: Expression & { readonly kind: Kind },
      steps: number,
    ) => string;
  } = {
    name: ({ name, node }, steps) => this.#ofName(name, node, steps),
    member: (expression, steps) => this.#ofMember(expression, steps),
    index: ({ object }, steps) => `${this.#name(object, steps)}[]`,
    call: ({ callee, construction }, steps) => `${this.#name(callee, steps)}${construction ? '#' : '()'}`,
    text: () => 'text#',
    joined: () => 'text#',
    collection: ({ type }) => (type === undefined ? '[]' : `${this.#ofType(type)}#`),
    function: () => 'local:',
  };

  #ofMember(expression: Expression & { readonly kind: 'member' }, steps: number): string {
    const { object, name } = expression;
    const target = this.#index.targetOf(expression);
    if (target?.startsWith('this.') === true) {
      const own = this.#ofOwnMember(target, expression.node, steps);
      if (own !== undefined) return own;
    }
    return `${this.#name(object, steps)}.${name}`;
  }

  /** A member of the own object: its declared type, what the constructor puts there, or a method of the class. */
  #ofOwnMember(target: string, node: SyntaxNode, steps: number): string | undefined {
    const name = target.slice('this.'.length);
    const type = this.#index.fieldTypes.get(name);
    if (type !== undefined) return `${this.#ofType(type)}#`;
    const write = this.#index
      .writesTo(target)
      .find(({ mode, value }) => mode === 'set' && value.node !== node);
    if (write !== undefined) return this.#name(write.value, steps);
    return this.#index.functionsNamed(name).length > 0 ? `local:${name}` : undefined;
  }

  #ofName(name: string, node: SyntaxNode, steps: number): string {
    const binding = this.#index.resolve(name, node);
    if (binding?.kind === 'parameter') {
      const { type } = binding.parameter;
      return type === '' ? `~${name}` : `${this.#ofType(type)}#`;
    }
    if (binding !== undefined) return this.#ofVariable(binding, name, node, steps);
    if (this.#index.functionsNamed(name).length > 0) return `local:${name}`;
    const type = this.#index.fieldTypes.get(name);
    return type === undefined ? (this.#index.imports.get(name) ?? name) : `${this.#ofType(type)}#`;
  }

  #ofVariable(
    { writes, scope }: Binding & { readonly kind: 'variable' },
    name: string,
    node: SyntaxNode,
    steps: number,
  ): string {
    const typed = writes.find(({ type }) => type !== undefined && type !== '');
    if (typed?.type !== undefined) return `${this.#ofType(typed.type)}#`;
    const write = writes.find(({ mode }) => mode === 'set');
    const value = write === undefined || write.value.node.contains(node) ? undefined : write.value;
    if (value === undefined) return this.#index.parameterOf(scope, name) ? `~${name}` : `?${name}`;
    const origin = this.#name(value, steps);
    return origin === '?' ? `?${name}` : origin;
  }

  #ofType(type: string): string {
    const [first = '', ...rest] = type.split('.');
    return [this.#index.imports.get(first) ?? first, ...rest].join('.');
  }
}

/** The part that gives an expression its kind: a path below a path is one, and so is the first of two choices. */
function mainPartOf(expression: Expression): Expression | undefined {
  if (expression.kind === 'choice') return expression.options[0];
  if (expression.kind === 'binary')
    return /^(or|\?\?|\/)$/.test(expression.operator) ? expression.left : undefined;
  return expression.kind === 'other' && expression.children.length === 1 ? expression.children[0] : undefined;
}

/** Packages of Java and C# in front of a type add nothing to the type's name. */
function simplified(name: string): string {
  return name.replace(/^(?:[a-z_]\w*\.)+(?=[A-Z]\w*[a-z]\w*(?:[.#(]|$))/, (packages) =>
    /^(java|javax|jakarta|org|com|io|net|oracle|freemarker|groovy|ognl|sun)\./.test(packages) ? '' : packages,
  );
}
