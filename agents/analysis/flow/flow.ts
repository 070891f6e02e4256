import {
  argumentsOf,
  fragmentText,
  isFunction,
  keyName,
  objectOf,
  propertyOf,
  stringValue,
  unwrap,
} from '../syntax/expressions.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';
import { accessPathOf } from './access-path.ts';
import { Bindings, type ImportBinding } from './bindings.ts';
import { CallIndex } from './call-index.ts';
import { evaluateCall } from './evaluate-call.ts';
import { evaluateName } from './evaluate-name.ts';
import { isGuarded } from './guards.ts';
import { type Foreign, importedFrom, isRelative, type Modules } from './modules.ts';
import { importName, Names } from './names.ts';
import { sourceAt } from './sources.ts';
import {
  cleanValue,
  concatenated,
  constantValue,
  either,
  partOf,
  type Purpose,
  taintedValue,
  through,
  unknownValue,
  type Value,
} from './value.ts';

/** A call that is being looked into: its function's parameters stand for these values. */
export interface Frame {
  readonly fn: SyntaxNode;
  readonly values: readonly Value[];
}

export interface Question {
  readonly purpose: Purpose;
  /** Property steps still to read from the value. */
  readonly path: readonly string[];
  /** Variables and functions that may still be followed. */
  readonly hops: number;
  readonly frame?: Frame | undefined;
}

/** People pass a value through one or two variables; with a helper function in between it is five. */
const maxHops = 6;
/** Nodes looked at for one file: keeps hostile code (thousands of sinks over one long chain) within a second. */
const maxEvaluations = 30_000;
const maxDepth = 60;

const numericOperators = new Set(['-', '*', '/', '%', '**', '|', '&', '^', '<<', '>>', '>>>']);

/** Follows values through one file: what text an expression takes, and who decides it. */
export class Flow {
  readonly root: SyntaxNode;
  readonly path: string;
  /** The other files of the change; undefined where one file is looked at alone. */
  readonly modules: Modules | undefined;
  readonly bindings = new Bindings();
  readonly names: Names;
  readonly calls: CallIndex;
  readonly #known = new Map<SyntaxNode, Map<string, Value>>();
  #evaluations = 0;
  #depth = 0;

  constructor(
    root: SyntaxNode,
    place: { readonly path?: string; readonly modules?: Modules | undefined } = {},
  ) {
    this.root = root;
    this.path = place.path ?? '';
    this.modules = place.modules;
    this.names = new Names(this.bindings, (binding, steps) => this.#nameOfImport(binding, steps));
    this.calls = new CallIndex(root);
  }

  /** True when the file was too intricate to be followed everywhere. */
  get exhausted(): boolean {
    return this.#evaluations >= maxEvaluations;
  }

  valueOf(expression: SyntaxNode, purpose: Purpose): Value {
    return this.evaluate(expression, { purpose, path: [], hops: maxHops });
  }

  evaluate(expression: SyntaxNode, question: Question): Value {
    const node = unwrap(expression);
    const key =
      question.frame === undefined
        ? `${question.purpose} ${question.hops} ${question.path.join('.')}`
        : undefined;
    const known = key === undefined ? undefined : this.#known.get(node)?.get(key);
    if (known !== undefined) return known;
    if (this.exhausted || this.#depth >= maxDepth) return unknownValue;
    this.#evaluations += 1;
    this.#depth += 1;
    const value = this.#read(node, question);
    this.#depth -= 1;
    if (key !== undefined) this.#remember(node, key, value);
    return value;
  }

  #remember(node: SyntaxNode, key: string, value: Value): void {
    const values = this.#known.get(node) ?? new Map<string, Value>();
    values.set(key, value);
    this.#known.set(node, values);
  }

  #read(node: SyntaxNode, question: Question): Value {
    const read = this.#readers[node.kind];
    return read === undefined ? leaf(node) : read(node, question);
  }

  readonly #readers: Readonly<Record<string, (node: SyntaxNode, question: Question) => Value>> = {
    string: (node) => constantValue(stringValue(node) ?? ''),
    template_string: (node, question) => this.#template(node, question),
    binary_expression: (node, question) => this.#binary(node, question),
    ternary_expression: (node, question) => this.#fields(node, ['consequence', 'alternative'], question),
    assignment_expression: (node, question) => this.#fields(node, ['right'], question),
    sequence_expression: (node, question) => this.#fields(node, ['right'], question),
    identifier: (node, question) => this.#name(node, question),
    shorthand_property_identifier: (node, question) => this.#name(node, question),
    member_expression: (node, question) => this.#member(node, question),
    subscript_expression: (node, question) => this.#member(node, question),
    call_expression: (node, question) => evaluateCall(this, node, question),
    new_expression: (node, question) => evaluateCall(this, node, question),
    object: (node, question) => this.#object(node, question),
    array: (node, question) => this.#array(node, question),
    spread_element: (node, question) => this.#children(node, question),
  };

  #name(node: SyntaxNode, question: Question): Value {
    if (isGuarded(node, question.purpose, this.bindings)) return cleanValue;
    return evaluateName(this, node, question);
  }

  #template(node: SyntaxNode, question: Question): Value {
    const parts = node.children.map((child) =>
      child.kind === 'template_substitution'
        ? this.#children(child, { ...question, path: [] })
        : constantValue(fragmentText(child)),
    );
    // A template is a string: no operator of a database hides in it.
    if (question.purpose === 'nosql') return cleanValue;
    return concatenated(parts);
  }

  #binary(node: SyntaxNode, question: Question): Value {
    const operator = node.token('operator');
    if (operator === '??' || operator === '||') return this.#fields(node, ['left', 'right'], question);
    if (operator === '&&') return this.#fields(node, ['right'], question);
    if (operator !== '+') return numericOperators.has(operator) ? cleanValue : constantValue('');
    if (question.purpose === 'nosql') return cleanValue;
    return concatenated(
      this.#operands(node).map((operand) => this.evaluate(operand, { ...question, path: [] })),
    );
  }

  /** The operands of a chain of additions, without descending into its left-deep tree by recursion. */
  #operands(sum: SyntaxNode): SyntaxNode[] {
    const operands: SyntaxNode[] = [];
    let current: SyntaxNode | undefined = sum;
    while (current?.kind === 'binary_expression' && current.token('operator') === '+') {
      const right = current.field('right');
      if (right !== undefined) operands.push(right);
      const left: SyntaxNode | undefined = current.field('left');
      current = left === undefined ? undefined : unwrap(left);
    }
    if (current !== undefined) operands.push(current);
    return operands.toReversed();
  }

  #member(node: SyntaxNode, question: Question): Value {
    const object = objectOf(node);
    const name = propertyOf(node);
    if (name === 'length') return cleanValue;
    if (object === undefined) return unknownValue;
    if (isGuarded(node, question.purpose, this.bindings)) return cleanValue;
    if (/^(process|import\.meta)\.env$/.test(object.text)) return cleanValue;
    const source = this.sourceOf(node, question.path);
    if (source !== undefined) return source;
    // `MAP[key]` is one of the values of the map, whoever chooses the key.
    const value = this.evaluate(object, { ...question, path: [name ?? '*', ...question.path] });
    return node.kind === 'member_expression' || name !== undefined ? partOf(value) : value;
  }

  /** The outside value read at an expression and the property steps below it. */
  sourceOf(node: SyntaxNode, path: readonly string[] = []): Value | undefined {
    const read = accessPathOf(node, this);
    const source =
      read === undefined ? undefined : sourceAt({ root: read.root, steps: [...read.steps, ...path] });
    return source === undefined ? undefined : taintedValue(source, [node]);
  }

  #object(node: SyntaxNode, question: Question): Value {
    const [first, ...rest] = question.path;
    const members = node.children.filter((member) => {
      if (first === undefined || first === '*' || member.kind === 'spread_element') return true;
      return (member.kind === 'pair' ? keyName(member.field('key')) : member.text) === first;
    });
    const values = members.map((member) => {
      const path = member.kind === 'spread_element' ? question.path : rest;
      return this.evaluate(member.field('value') ?? member, { ...question, path });
    });
    if (values.length === 0) return constantValue('');
    return first === undefined ? partOf(either(values)) : either(values);
  }

  #array(node: SyntaxNode, question: Question): Value {
    const [first, ...rest] = question.path;
    const item = first === undefined ? undefined : node.children[Number(first)];
    if (item !== undefined && item.kind !== 'spread_element') {
      return this.evaluate(item, { ...question, path: rest });
    }
    const values = node.children.map((child) => this.evaluate(child, { ...question, path: rest }));
    return first === undefined ? concatenated(values, ' ') : either(values);
  }

  #children(node: SyntaxNode, question: Question): Value {
    return either(node.children.map((child) => this.evaluate(child, question)));
  }

  #fields(node: SyntaxNode, names: readonly string[], question: Question): Value {
    const parts = names.flatMap((name) => node.field(name) ?? []);
    return either(parts.map((part) => this.evaluate(part, question)));
  }

  /** What an import stands for, when a file of the change declares it. */
  foreign(binding: ImportBinding): Foreign | undefined {
    const found = importedFrom(this, binding.module, binding.imported);
    return found !== undefined && 'node' in found ? found : undefined;
  }

  /** The origin of an import that leads through files of the change: `child_process.exec`, re-exported or wrapped. */
  #nameOfImport(binding: ImportBinding, steps: number): string | undefined {
    if (this.modules === undefined || !isRelative(binding.module)) return undefined;
    const found = importedFrom(this, binding.module, binding.imported);
    if (found === undefined) return undefined;
    if ('node' in found)
      return isFunction(found.node) ? undefined : found.flow.names.nameOf(found.node, steps);
    return importName(found.module, found.imported);
  }

  /** The values of a call's arguments, spreads included. */
  argumentValues(call: SyntaxNode, question: Question): readonly Value[] {
    return argumentsOf(call).map((argument) =>
      through(this.evaluate(argument, { ...question, path: [] }), argument),
    );
  }
}

function leaf(node: SyntaxNode): Value {
  if (/^(number|true|false|null|undefined|regex|unary_expression|update_expression)$/.test(node.kind)) {
    return constantValue(node.kind === 'number' ? node.text : '');
  }
  if (isFunction(node) || node.kind.startsWith('jsx') || node.kind === 'meta_property') return cleanValue;
  return unknownValue;
}
