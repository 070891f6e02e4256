import {
  keyName,
  normaliseText,
  parametersOf,
  isAsync,
  isFunction,
  stringValue,
} from '../syntax/expressions.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';

export interface ApiParameter {
  readonly name: string;
  readonly isRequired: boolean;
  readonly isRest: boolean;
  /** As written; empty where there is none. */
  readonly type: string;
}

/** What a module gives to others under one name. */
export interface Offered {
  readonly node: SyntaxNode;
  /** Of a function whose call has one form only. */
  readonly parameters?: readonly ApiParameter[];
  readonly result?: string;
  readonly isAsync?: boolean;
  /** Public members of a class, properties of an interface, values of an enumeration. */
  readonly members?: ReadonlyMap<string, Offered>;
  /** Whether members may come from elsewhere. */
  readonly inherits?: boolean;
  /** Normalised text without the name: tells a renaming. */
  readonly text: string;
}

export interface Api {
  readonly names: ReadonlyMap<string, Offered>;
  /** Modules of which everything is given on. */
  readonly wildcards: readonly string[];
}

/** Everything a module exports, by the names that others import. */
export function apiOf(program: SyntaxNode): Api {
  const declared = declarationsIn(program.children);
  const names = new Map<string, Offered>();
  const wildcards: string[] = [];
  for (const statement of program.children) {
    for (const [name, node] of assignedExports(statement))
      names.set(name, declared.get(node.text) ?? offered(node));
    if (statement.kind !== 'export_statement') continue;
    if (isWildcard(statement)) wildcards.push(sourceOf(statement) ?? '');
    else for (const [name, value] of exportedBy(statement, declared)) names.set(name, value);
  }
  return { names, wildcards };
}

function sourceOf(statement: SyntaxNode): string | undefined {
  return stringValue(statement.children.find(({ kind }) => kind === 'string'));
}

/** `export * from 'm'` */
function isWildcard(statement: SyntaxNode): boolean {
  const [first, second] = partsOf(statement);
  return first?.kind === 'string' && second === undefined;
}

/** The grammar knows no `type` before `*`, and reads on behind it. */
function partsOf({ children }: SyntaxNode): readonly SyntaxNode[] {
  return children.filter(({ kind, text }) => kind !== 'ERROR' || text !== 'type');
}

function exportedBy(
  statement: SyntaxNode,
  declared: ReadonlyMap<string, Offered>,
): Iterable<readonly [string, Offered]> {
  const [own] = partsOf(statement);
  if (own === undefined) return [];
  if (own.kind === 'namespace_export') return [[own.children[0]?.text ?? '', offered(own)]];
  if (own.kind !== 'export_clause') return declaredBy(statement, own);
  const isForwarded = sourceOf(statement) !== undefined;
  return own.children.map((specifier) => {
    const local = specifier.field('name')?.text ?? '';
    const known = isForwarded ? undefined : declared.get(local);
    return [specifier.children.at(-1)?.text ?? local, known ?? offered(specifier)];
  });
}

function declaredBy(statement: SyntaxNode, own: SyntaxNode): readonly (readonly [string, Offered])[] {
  if (/^export\s+default\b/.test(statement.text)) return [['default', offered(own)]];
  return [...declarationsIn([own])];
}

/** `exports.a = …`, `module.exports = { a, b: c }` */
function assignedExports(statement: SyntaxNode): readonly (readonly [string, SyntaxNode])[] {
  const assignment = statement.kind === 'expression_statement' ? statement.children[0] : undefined;
  const [left, right] = [assignment?.field('left'), assignment?.field('right')];
  if (left === undefined || right === undefined) return [];
  const single = /^(?:module\.)?exports\.(\w+)$/.exec(left.text)?.[1];
  if (single !== undefined) return [[single, right]];
  if (left.text !== 'module.exports' || right.kind !== 'object') return [];
  return right.children.flatMap((member) => {
    if (member.kind === 'shorthand_property_identifier') return [[member.text, member] as const];
    const [name, value] = [keyName(member.field('key')), member.field('value')];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
}

/** Declarations of the outermost level by name. Functions with several forms have no parameters of their own. */
function declarationsIn(statements: readonly SyntaxNode[]): ReadonlyMap<string, Offered> {
  const found = new Map<string, Offered>();
  for (const statement of statements.map((one) =>
    one.kind === 'export_statement' ? (one.field('declaration') ?? one) : one,
  )) {
    const isList = /^(lexical|variable)_declaration$/.test(statement.kind);
    for (const node of isList ? statement.children : [statement]) {
      const name = node.field('name');
      const named = name === undefined || /pattern/.test(name.kind) ? [] : [name.text];
      const all = name !== undefined && /pattern/.test(name.kind) ? (name.text.match(/\w+/g) ?? []) : named;
      for (const each of all) {
        const hasForms = found.has(each) || node.kind === 'function_signature';
        found.set(each, hasForms ? { node, text: '' } : offered(node));
      }
    }
  }
  return found;
}

function offered(node: SyntaxNode): Offered {
  const value = node.kind === 'variable_declarator' ? (node.field('value') ?? node) : node;
  const text = normaliseText(
    value.text.slice(
      value.field('name') === undefined ? 0 : (value.field('name')?.end ?? value.start) - value.start,
    ),
  );
  if (isFunction(value)) return { node, text, ...signatureOf(value) };
  const body = value.field('body');
  if (body === undefined || !/^(class|interface|enum)_body$|^object_type$/.test(body.kind))
    return { node, text };
  const inherits = value.children.some(({ kind }) => /heritage|extends/.test(kind));
  return { node, text, members: membersOf(body), inherits };
}

function signatureOf(fn: SyntaxNode): Pick<Offered, 'parameters' | 'result' | 'isAsync'> {
  const annotation = fn.children.find(({ kind }) => kind === 'type_annotation');
  const parameters = parametersOf(fn).map(({ pattern, type, defaultValue }): ApiParameter => ({
    name: pattern.kind.endsWith('pattern') ? '' : pattern.text,
    isRequired:
      defaultValue === undefined &&
      pattern.kind !== 'rest_pattern' &&
      pattern.parent?.kind !== 'optional_parameter',
    isRest: pattern.kind === 'rest_pattern',
    type: type?.text ?? '',
  }));
  return {
    parameters,
    isAsync: isAsync(fn),
    ...(annotation === undefined ? {} : { result: annotation.text.replace(/^:\s*/, '') }),
  };
}

function membersOf(body: SyntaxNode): ReadonlyMap<string, Offered> {
  const members = new Map<string, Offered>();
  for (const node of body.children) {
    const name = node.field('name') ?? (node.kind === 'property_identifier' ? node : undefined);
    const modifier = node.children.find(({ kind }) => kind === 'accessibility_modifier')?.text ?? 'public';
    if (name === undefined || name.kind === 'private_property_identifier' || modifier !== 'public') continue;
    const hasForms = members.has(name.text);
    members.set(
      name.text,
      hasForms || !isFunction(node) ? { node, text: '' } : { node, text: '', ...signatureOf(node) },
    );
  }
  return members;
}
