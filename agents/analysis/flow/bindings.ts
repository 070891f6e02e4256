import { isFunction, keyName, type Parameter, parametersOf, stringValue } from '../syntax/expressions.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';

interface Declared {
  readonly name: string;
  /** The identifier that declares the name. */
  readonly node: SyntaxNode;
  readonly scope: SyntaxNode;
}

export interface ImportBinding extends Declared {
  readonly kind: 'import';
  readonly module: string;
  /** `*` for a namespace, `default`, or the exported name. */
  readonly imported: string;
}

export interface VariableBinding extends Declared {
  readonly kind: 'variable';
  readonly constant: boolean;
  /** The initialiser; for a loop variable what is iterated. */
  readonly value: SyntaxNode | undefined;
  readonly type: SyntaxNode | undefined;
  /** Destructuring steps from the value to this name. */
  readonly path: readonly string[];
  readonly loop: boolean;
}

export interface ParameterBinding extends Declared {
  readonly kind: 'parameter';
  readonly fn: SyntaxNode;
  readonly index: number;
  readonly parameter: Parameter;
  readonly path: readonly string[];
}

/** A function, class, enum or catch parameter. */
export interface OtherBinding extends Declared {
  readonly kind: 'function' | 'class' | 'enum' | 'caught';
  readonly value: SyntaxNode;
}

export type Binding = ImportBinding | VariableBinding | ParameterBinding | OtherBinding;

type Scope = ReadonlyMap<string, Binding>;

/** Resolves names to their declarations in one file, shadowing included. */
export class Bindings {
  readonly #scopes = new Map<SyntaxNode, Scope>();

  /** The declaration a name at this place refers to; undefined for globals. */
  resolve(identifier: SyntaxNode): Binding | undefined {
    return this.lookUp(identifier.text, identifier);
  }

  lookUp(name: string, from: SyntaxNode): Binding | undefined {
    for (let node: SyntaxNode | undefined = from; node !== undefined; node = node.parent) {
      const found = this.#scopeOf(node)?.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** What a file imports. */
  importsOf(program: SyntaxNode): readonly ImportBinding[] {
    return [...(this.#scopeOf(program)?.values() ?? [])].filter((binding) => binding.kind === 'import');
  }

  #scopeOf(node: SyntaxNode): Scope | undefined {
    if (!scopeKinds.has(node.kind) && !isFunction(node)) return undefined;
    let scope = this.#scopes.get(node);
    if (scope === undefined) {
      scope = new Map(declarationsOf(node).map((binding) => [binding.name, binding]));
      this.#scopes.set(node, scope);
    }
    return scope;
  }
}

const scopeKinds = new Set([
  'program',
  'statement_block',
  'switch_case',
  'switch_default',
  'for_statement',
  'for_in_statement',
  'catch_clause',
]);

function declarationsOf(scope: SyntaxNode): readonly Binding[] {
  if (isFunction(scope)) return functionDeclarations(scope);
  if (scope.kind === 'for_in_statement') return loopDeclarations(scope);
  if (scope.kind === 'catch_clause') {
    const parameter = scope.field('parameter');
    return parameter === undefined
      ? []
      : namesOf(parameter).map(({ name, node }) => ({ kind: 'caught', name, node, scope, value: scope }));
  }
  return scope.children.flatMap((statement) => statementDeclarations(statement, scope));
}

function functionDeclarations(fn: SyntaxNode): Binding[] {
  const own = fn.kind === 'function_expression' ? fn.field('name') : undefined;
  const self: Binding[] =
    own === undefined ? [] : [{ kind: 'function', name: own.text, node: own, scope: fn, value: fn }];
  const parameters = parametersOf(fn).flatMap((parameter, index) =>
    namesOf(parameter.pattern).map(({ name, node, path }): Binding => ({
      kind: 'parameter',
      name,
      node,
      scope: fn,
      fn,
      index,
      parameter,
      path,
    })),
  );
  return [...self, ...parameters];
}

function loopDeclarations(loop: SyntaxNode): Binding[] {
  const left = loop.field('left');
  if (left === undefined || loop.token('kind') === '') return [];
  const value = loop.token('operator') === 'of' ? loop.field('right') : undefined;
  return namesOf(left).map(({ name, node, path }) => ({
    kind: 'variable',
    name,
    node,
    scope: loop,
    constant: true,
    value,
    type: undefined,
    path,
    loop: true,
  }));
}

function statementDeclarations(statement: SyntaxNode, scope: SyntaxNode): readonly Binding[] {
  switch (statement.kind) {
    case 'import_statement':
      return importDeclarations(statement, scope);
    case 'export_statement': {
      const declaration = statement.field('declaration');
      return declaration === undefined ? [] : statementDeclarations(declaration, scope);
    }
    case 'lexical_declaration':
    case 'variable_declaration':
      return variableDeclarations(statement, scope);
    case 'function_declaration':
    case 'generator_function_declaration':
      return named('function', statement, scope);
    case 'class_declaration':
    case 'abstract_class_declaration':
      return named('class', statement, scope);
    case 'enum_declaration':
      return named('enum', statement, scope);
    default:
      return [];
  }
}

function named(kind: OtherBinding['kind'], statement: SyntaxNode, scope: SyntaxNode): Binding[] {
  const node = statement.field('name');
  return node === undefined ? [] : [{ kind, name: node.text, node, scope, value: statement }];
}

function variableDeclarations(statement: SyntaxNode, scope: SyntaxNode): Binding[] {
  const constant = statement.token('kind') === 'const';
  return statement.children.flatMap((declarator) => {
    const target = declarator.field('name');
    if (target === undefined) return [];
    const value = declarator.field('value');
    const type = declarator.field('type')?.children[0];
    return namesOf(target).map(({ name, node, path }): Binding => ({
      kind: 'variable',
      name,
      node,
      scope,
      constant,
      value,
      type,
      path,
      loop: false,
    }));
  });
}

function importDeclarations(statement: SyntaxNode, scope: SyntaxNode): Binding[] {
  const clause = statement.children.find(
    (child) => child.kind === 'import_clause' || child.kind === 'import_require_clause',
  );
  const source = statement.field('source') ?? clause?.children.find((child) => child.kind === 'string');
  const module = stringValue(source);
  if (clause === undefined || module === undefined) return [];
  const bind = (node: SyntaxNode, imported: string): Binding => ({
    kind: 'import',
    name: node.text,
    node,
    scope,
    module: module.replace(/^node:/, ''),
    imported,
  });
  return clause.children.flatMap((part) => {
    if (part.kind === 'identifier') return [bind(part, clause.kind === 'import_clause' ? 'default' : '*')];
    if (part.kind === 'namespace_import') return part.children.map((node) => bind(node, '*'));
    return part.children.flatMap((specifier) => {
      const imported = specifier.field('name');
      const local = specifier.field('alias') ?? imported;
      return imported === undefined || local === undefined
        ? []
        : [bind(local, stringValue(imported) ?? imported.text)];
    });
  });
}

interface PatternName {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly path: readonly string[];
}

/** The names a pattern binds, each with the steps that lead to it. Defaults and rest add no step. */
function namesOf(pattern: SyntaxNode, path: readonly string[] = []): readonly PatternName[] {
  switch (pattern.kind) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
      return [{ name: pattern.text, node: pattern, path }];
    case 'object_pattern':
      return pattern.children.flatMap((member) => memberNames(member, path));
    case 'array_pattern':
      return pattern.children.flatMap((item, index) => namesOf(item, [...path, String(index)]));
    case 'assignment_pattern':
    case 'object_assignment_pattern': {
      const left = pattern.field('left');
      return left === undefined ? [] : namesOf(left, path);
    }
    case 'rest_pattern':
      return pattern.children.flatMap((inner) => namesOf(inner, path));
    default:
      return [];
  }
}

function memberNames(member: SyntaxNode, path: readonly string[]): readonly PatternName[] {
  if (member.kind === 'shorthand_property_identifier_pattern') {
    return [{ name: member.text, node: member, path: [...path, member.text] }];
  }
  if (member.kind === 'object_assignment_pattern') {
    const left = member.field('left');
    return left === undefined ? [] : memberNames(left, path);
  }
  if (member.kind === 'pair_pattern') {
    const key = keyName(member.field('key'));
    const value = member.field('value');
    return value === undefined ? [] : namesOf(value, [...path, key ?? '*']);
  }
  return namesOf(member, path);
}
