import { descendants, type SyntaxNode } from './syntax-node.ts';

const wrappers = new Set([
  'parenthesized_expression',
  'as_expression',
  'satisfies_expression',
  'non_null_expression',
  'type_assertion',
  'await_expression',
]);

/** The expression inside parentheses, casts, non-null marks and awaits: none of them changes where a value comes from. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  let current = node;
  while (wrappers.has(current.kind)) {
    const inner = current.kind === 'type_assertion' ? current.children.at(-1) : current.children[0];
    if (inner === undefined) return current;
    current = inner;
  }
  return current;
}

const simpleEscapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0', b: '\b' };

/** The value of a string or of a template without substitutions. */
export function stringValue(node: SyntaxNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  const inner = unwrap(node);
  if (inner.kind !== 'string' && inner.kind !== 'template_string') return undefined;
  if (inner.children.some((child) => child.kind === 'template_substitution')) return undefined;
  return inner.children.map(fragmentText).join('');
}

/** The text of a piece of a string literal, escapes resolved. */
export function fragmentText(fragment: SyntaxNode): string {
  if (fragment.kind !== 'escape_sequence') return fragment.text;
  const body = fragment.text.slice(1);
  const code = /^(?:x|u\{?)([0-9a-fA-F]{1,6})\}?$/.exec(body)?.[1];
  if (code !== undefined && Number.parseInt(code, 16) <= 0x10ffff) {
    return String.fromCodePoint(Number.parseInt(code, 16));
  }
  return simpleEscapes[body] ?? body;
}

export function isCall(node: SyntaxNode): boolean {
  return node.kind === 'call_expression' || node.kind === 'new_expression';
}

export function calleeOf(call: SyntaxNode): SyntaxNode | undefined {
  const callee = call.field(call.kind === 'new_expression' ? 'constructor' : 'function');
  return callee === undefined ? undefined : unwrap(callee);
}

/** The arguments of a call; none for a tagged template. */
export function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  const list = call.field('arguments');
  return list?.kind === 'arguments' ? list.children : [];
}

export function isTaggedTemplate(call: SyntaxNode): boolean {
  return call.field('arguments')?.kind === 'template_string';
}

/** The property that a member or subscript expression reads, when it is written out. */
export function propertyOf(node: SyntaxNode): string | undefined {
  if (node.kind === 'member_expression') return node.field('property')?.text;
  if (node.kind !== 'subscript_expression') return undefined;
  const index = node.field('index');
  return index?.kind === 'number' ? index.text : stringValue(index);
}

export function objectOf(node: SyntaxNode): SyntaxNode | undefined {
  const object = node.field('object');
  return object === undefined ? undefined : unwrap(object);
}

/** The last name of a callee: `query` of `this.db.query`, `exec` of `exec`. */
export function lastName(callee: SyntaxNode | undefined): string {
  if (callee === undefined) return '';
  return callee.kind === 'identifier' ? callee.text : (propertyOf(callee) ?? '');
}

/** The name a property of an object literal or a pattern is written under. */
export function keyName(key: SyntaxNode | undefined): string | undefined {
  if (key === undefined) return undefined;
  if (key.kind === 'computed_property_name') return stringValue(key.children[0]);
  return key.kind === 'string' ? stringValue(key) : key.text;
}

/** The members of an object literal, by name, without following spreads. */
export function propertiesOf(
  object: SyntaxNode,
): readonly { readonly name: string; readonly value: SyntaxNode }[] {
  return object.children.flatMap((member) => {
    if (member.kind === 'shorthand_property_identifier') return [{ name: member.text, value: member }];
    if (member.kind === 'method_definition') {
      const name = keyName(member.field('name'));
      return name === undefined ? [] : [{ name, value: member }];
    }
    const name = member.kind === 'pair' ? keyName(member.field('key')) : undefined;
    const value = member.field('value');
    return name === undefined || value === undefined ? [] : [{ name, value: unwrap(value) }];
  });
}

const functionKinds = new Set([
  'arrow_function',
  'function_expression',
  'function_declaration',
  'generator_function',
  'generator_function_declaration',
  'method_definition',
]);

export function isFunction(node: SyntaxNode): boolean {
  return functionKinds.has(node.kind);
}

export function enclosingFunction(node: SyntaxNode): SyntaxNode | undefined {
  let current = node.parent;
  while (current !== undefined && !isFunction(current)) current = current.parent;
  return current;
}

export function isAsync(fn: SyntaxNode): boolean {
  const first = fn.field('name') ?? fn.field('parameters') ?? fn.field('parameter') ?? fn.field('body');
  return first !== undefined && /\basync\b/.test(fn.textBefore(first));
}

export interface Parameter {
  /** An identifier or a destructuring pattern. */
  readonly pattern: SyntaxNode;
  readonly type?: SyntaxNode;
  readonly defaultValue?: SyntaxNode;
  readonly decorators: readonly string[];
}

export function parametersOf(fn: SyntaxNode): readonly Parameter[] {
  const single = fn.field('parameter');
  if (single !== undefined) return [{ pattern: single, decorators: [] }];
  return (fn.field('parameters')?.children ?? [])
    .map(toParameter)
    .filter(({ pattern }) => pattern.kind !== 'this');
}

function toParameter(node: SyntaxNode): Parameter {
  if (node.kind === 'assignment_pattern') {
    const defaultValue = node.field('right');
    return {
      pattern: node.field('left') ?? node,
      ...(defaultValue === undefined ? {} : { defaultValue }),
      decorators: [],
    };
  }
  const type = node.field('type')?.children[0];
  const defaultValue = node.field('value');
  return {
    pattern: node.field('pattern') ?? node,
    ...(type === undefined ? {} : { type }),
    ...(defaultValue === undefined ? {} : { defaultValue }),
    decorators: node.children
      .filter((child) => child.kind === 'decorator')
      .map((child) => /^@([\w.]+)/.exec(child.text)?.[1] ?? ''),
  };
}

/** What a function may return: the body of a short arrow, else the values of its own `return` statements. */
export function returnedValues(fn: SyntaxNode): readonly SyntaxNode[] {
  const body = fn.field('body');
  if (body === undefined) return [];
  if (body.kind !== 'statement_block') return [body];
  return ownNodes(body)
    .filter((node) => node.kind === 'return_statement')
    .flatMap((node) => node.children.slice(0, 1));
}

/** The nodes of a function body that do not belong to a function inside it. */
export function ownNodes(body: SyntaxNode): SyntaxNode[] {
  return [...descendants(body, (node) => node === body || !isFunction(node))];
}

/** A text without blanks. */
export function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '');
}

/** A text without what formatters change, so that moved and reformatted code compares equal. */
export function normaliseText(text: string): string {
  return text
    .replace(/\s+/g, '')
    .replace(/["`]/g, "'")
    .replace(/,(?=[)\]}])/g, '')
    .replace(/;/g, '');
}
