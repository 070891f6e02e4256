import {
  cleanValue,
  concatenated,
  constantValue,
  either,
  isTainted,
  partOf,
  type Purpose,
  taintedValue,
  through,
  unknownValue,
  type Value,
} from '../flow/value.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';
import { CodeIndex } from './code-index.ts';
import { CodeNames } from './code-names.ts';
import { constantOf, isTruth } from './constants.ts';
import { evaluateCodeCall } from './evaluate-code-call.ts';
import { evaluateBinding } from './evaluate-binding.ts';
import { type Binary, type Collection, type Expression, keyText } from './expression.ts';
import { filled } from './fill.ts';
import type { FunctionShape } from './grammar.ts';
import { isGuardedAt } from './code-guards.ts';
import type { Language } from './language.ts';

/** A call that is being looked into: its function's parameters stand for these values, by name. */
export interface CodeFrame {
  readonly fn: FunctionShape;
  readonly values: ReadonlyMap<string, Value>;
}

export interface CodeQuestion {
  readonly purpose: Purpose;
  /** The member of a collection that is asked for, where it is written out. */
  readonly key?: string | undefined;
  readonly hops: number;
  readonly frame?: CodeFrame | undefined;
}

const maxHops = 7;
/** As for the other languages: hostile code ends within a second. */
const maxEvaluations = 30_000;
const maxDepth = 60;

/** Follows values through one file of any language with a grammar. */
export class CodeFlow {
  readonly language: Language;
  readonly index: CodeIndex;
  readonly names: CodeNames;
  readonly #known = new Map<SyntaxNode, Map<string, Value>>();
  #evaluations = 0;
  #depth = 0;

  constructor(root: SyntaxNode, language: Language) {
    this.language = language;
    this.index = new CodeIndex(root, language.grammar);
    this.names = new CodeNames(this.index);
  }

  get exhausted(): boolean {
    return this.#evaluations >= maxEvaluations;
  }

  valueOf(expression: Expression, purpose: Purpose): Value {
    return this.evaluate(expression, { purpose, hops: maxHops });
  }

  evaluate(expression: Expression, question: CodeQuestion): Value {
    const key =
      question.frame === undefined
        ? `${question.purpose} ${question.hops} ${question.key ?? ''} ${expression.kind}`
        : undefined;
    const known = key === undefined ? undefined : this.#known.get(expression.node)?.get(key);
    if (known !== undefined) return known;
    if (this.exhausted || this.#depth >= maxDepth) return unknownValue;
    this.#evaluations += 1;
    this.#depth += 1;
    const value = this.#read(expression, question);
    this.#depth -= 1;
    if (key !== undefined) this.#remember(expression.node, key, value);
    return value;
  }

  /** The values of a call's arguments, in order. */
  argumentValues(call: Expression & { readonly kind: 'call' }, question: CodeQuestion): readonly Value[] {
    return call.arguments.map(({ value }) =>
      through(this.evaluate(value, { ...question, key: undefined }), value.node),
    );
  }

  /** The outside value that an expression reads. */
  sourceOf(expression: Expression): Value | undefined {
    const name = this.names.nameOf(expression);
    const isRequest = this.language.sources.test(name);
    if (!isRequest && !this.language.argumentSources.test(name)) return undefined;
    const label = expression.node.text.replace(/\s+/g, '');
    return taintedValue({ kind: isRequest ? 'request' : 'arguments', label }, [expression.node]);
  }

  #remember(node: SyntaxNode, key: string, value: Value): void {
    const values = this.#known.get(node) ?? new Map<string, Value>();
    values.set(key, value);
    this.#known.set(node, values);
  }

  #read(expression: Expression, question: CodeQuestion): Value {
    const read = this.#readers[expression.kind] as (expression: Expression, question: CodeQuestion) => Value;
    return read(expression, question);
  }

  readonly #readers: {
    readonly [Kind in Expression['kind']]: (
      expression: Expression & { readonly kind: Kind },
      question: CodeQuestion,
    ) => Value;
  } = {
    text: ({ text }) => constantValue(text),
    number: ({ value }) => constantValue(String(value)),
    constant: () => constantValue(''),
    not: () => constantValue(''),
    function: () => cleanValue,
    name: (expression, question) => this.#name(expression, question),
    member: (expression, question) => this.#member(expression, question),
    index: (expression, question) => this.#member(expression, question),
    call: (expression, question) => evaluateCodeCall(this, expression, question),
    joined: ({ parts }, question) => this.#joined(parts, question),
    binary: (expression, question) => this.#binary(expression, question),
    choice: (expression, question) => this.#choice(expression, question),
    collection: (expression, question) => this.#collection(expression, question),
    other: ({ children }, question) => either(children.map((child) => this.evaluate(child, question))),
  };

  #name(expression: Expression & { readonly kind: 'name' }, question: CodeQuestion): Value {
    if (isGuardedAt(this, expression, question.purpose)) return cleanValue;
    const binding = this.index.resolve(expression.name, expression.node);
    if (binding !== undefined) return evaluateBinding(this, binding, expression, question);
    const source = this.sourceOf(expression);
    if (source !== undefined) return source;
    const field = this.#fieldOf(`this.${expression.name}`, expression, question);
    if (field !== undefined) return field;
    const isKnown =
      this.index.imports.has(expression.name) || this.index.functionsNamed(expression.name).length > 0;
    return isKnown || /^[A-Z][A-Z\d]*(_[A-Z\d]+)*$/.test(expression.name) ? cleanValue : unknownValue;
  }

  #fieldOf(target: string, expression: Expression, question: CodeQuestion): Value | undefined {
    const own = this.index.enclosingClass(expression.node);
    const writes = this.index
      .writesTo(target)
      .filter(
        (write) => this.index.enclosingClass(write.node) === own && !write.node.contains(expression.node),
      );
    if (writes.length === 0 || question.hops === 0) return undefined;
    const next = { ...question, hops: question.hops - 1, frame: undefined };
    const values = writes.slice(0, 8).map((write) => this.evaluate(write.value, next));
    return through(either(values), (writes[0] as (typeof writes)[0]).node);
  }

  #member(expression: Expression & { readonly kind: 'member' | 'index' }, question: CodeQuestion): Value {
    if (expression.kind === 'member' && /^(length|Length|Count|size|count|__name__)$/.test(expression.name))
      return cleanValue;
    if (this.#isHarmlessField(expression) || isGuardedAt(this, expression, question.purpose))
      return cleanValue;
    const source = this.sourceOf(expression);
    if (source !== undefined) return source;
    const target = this.index.targetOf(expression);
    const field =
      target?.startsWith('this.') === true ? this.#fieldOf(target, expression, question) : undefined;
    if (field !== undefined) return field;
    const key = expression.kind === 'member' ? expression.name : this.keyOf(expression.index);
    const value = this.evaluate(expression.object, { ...question, key });
    return key === undefined && expression.kind === 'index' ? value : partOf(value);
  }

  /** A member that is declared as a number or the like in this file. */
  #isHarmlessField(expression: Expression & { readonly kind: 'member' | 'index' }): boolean {
    if (expression.kind !== 'member') return false;
    const type = this.index.fieldTypes.get(expression.name);
    return type !== undefined && this.language.harmlessTypes.test(type);
  }

  /** The key that an index is written with, or is a constant for. */
  keyOf(index: Expression | undefined): string | undefined {
    return index === undefined
      ? undefined
      : (keyText(index.kind === 'name' ? constantOf(this.index, index) : index) ?? undefined);
  }

  #joined(parts: readonly Expression[], question: CodeQuestion): Value {
    const values = parts.map((part) =>
      through(this.evaluate(part, { ...question, key: undefined }), part.node),
    );
    return question.purpose === 'nosql' ? cleanValue : concatenated(values);
  }

  #binary(expression: Binary, question: CodeQuestion): Value {
    const { operator, left, right } = expression;
    switch (operator) {
      case 'or':
      case '??':
        return either([this.evaluate(left, question), this.evaluate(right, question)]);
      case 'and':
        return this.evaluate(right, question);
      case '+':
        return this.#joined(operandsOf(expression), question);
      case '%':
        return this.#formatted(left, right, question);
      case '/':
        return this.#below(left, right, question);
      default:
        return constantValue('');
    }
  }

  /** `"… %s" % value`; of numbers, a number. */
  #formatted(left: Expression, right: Expression, question: CodeQuestion): Value {
    const format = this.evaluate(left, { ...question, key: undefined });
    if (!/%/.test(format.shape)) return isTainted(format) ? cleanValue : constantValue('');
    const values = (right.kind === 'collection' ? right.items.map(({ value }) => value) : [right]).map(
      (value) => through(this.evaluate(value, question), value.node),
    );
    return filled(format, values);
  }

  /** `folder / name` of paths. */
  #below(left: Expression, right: Expression, question: CodeQuestion): Value {
    if (question.purpose !== 'path') return constantValue('');
    return concatenated([this.evaluate(left, question), this.evaluate(right, question)], '/');
  }

  #choice(expression: Expression & { readonly kind: 'choice' }, question: CodeQuestion): Value {
    const truth = expression.condition === undefined ? undefined : isTruth(this.index, expression.condition);
    const [whenTrue, whenFalse] = expression.options;
    if (truth === true && whenTrue !== undefined) return this.evaluate(whenTrue, question);
    if (truth === false && whenFalse !== undefined) return this.evaluate(whenFalse, question);
    return either(expression.options.map((option) => this.evaluate(option, question)));
  }

  #collection(expression: Collection, question: CodeQuestion): Value {
    const { key } = question;
    const next = { ...question, key: undefined };
    const { items } = expression;
    const chosen =
      key === undefined
        ? items
        : items.filter(
            (item, place) =>
              item.spread === true || (item.key === undefined ? String(place) : keyText(item.key)) === key,
          );
    const values = (chosen.length === 0 && key === undefined ? items : chosen).map(({ value }) =>
      through(this.evaluate(value, next), value.node),
    );
    if (values.length === 0) return constantValue('');
    return key === undefined ? concatenated(values, ' ') : either(values);
  }
}

/** The operands of a chain of additions, without descending into its left-deep tree by recursion. */
function operandsOf(sum: Binary): readonly Expression[] {
  const operands: Expression[] = [];
  let current: Expression = sum;
  while (current.kind === 'binary' && current.operator === '+') {
    operands.push(current.right);
    current = current.left;
  }
  operands.push(current);
  return operands.toReversed();
}
