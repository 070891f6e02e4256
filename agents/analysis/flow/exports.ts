import { stringValue, unwrap } from '../syntax/expressions.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';

/** What stands behind a name that a module exports. */
export type Exported =
  /** A function, a class, or the value of a constant. */
  | { readonly kind: 'declared'; readonly node: SyntaxNode }
  /** A name of the module itself that is declared elsewhere in it: an import, most of the time. */
  | { readonly kind: 'local'; readonly name: SyntaxNode }
  /** Exported on from another module; `*` for all of it. */
  | { readonly kind: 'forwarded'; readonly module: string; readonly imported: string };

/** How a module exports a name: what the declaration says, or where to look further. `export *` comes last. */
export function exportsOf(program: SyntaxNode, name: string): readonly Exported[] {
  const found: Exported[] = [];
  const wildcards: Exported[] = [];
  for (const statement of program.children) {
    if (statement.kind === 'expression_statement') found.push(...assigned(statement, name));
    if (statement.kind !== 'export_statement') continue;
    const module = stringValue(statement.field('source'));
    if (module !== undefined) {
      const forwarded = forwardedName(statement, name);
      if (forwarded === undefined) continue;
      (forwarded === '*' ? wildcards : found).push({
        kind: 'forwarded',
        module,
        imported: forwarded === '*' ? name : forwarded,
      });
    } else found.push(...declared(statement, name));
  }
  return [...found, ...wildcards];
}

/** `export { a as b } from 'm'`, `export * from 'm'`. */
function forwardedName(statement: SyntaxNode, name: string): string | undefined {
  const clause = statement.children.find(({ kind }) => kind === 'export_clause');
  if (clause === undefined) return statement.text.includes('* as ') ? undefined : '*';
  return clause.children
    .find((specifier) => (specifier.field('alias') ?? specifier.field('name'))?.text === name)
    ?.field('name')?.text;
}

function declared(statement: SyntaxNode, name: string): readonly Exported[] {
  const declaration = statement.field('declaration');
  if (name === 'default') {
    const value = statement.field('value') ?? (isDefault(statement) ? declaration : undefined);
    return value === undefined ? [] : [behind(value)];
  }
  if (declaration !== undefined) return inDeclaration(declaration, name);
  const clause = statement.children.find(({ kind }) => kind === 'export_clause');
  return (clause?.children ?? []).flatMap((specifier): Exported[] => {
    const local = specifier.field('name');
    const exported = specifier.field('alias') ?? local;
    return local !== undefined && exported?.text === name ? [{ kind: 'local', name: local }] : [];
  });
}

function isDefault(statement: SyntaxNode): boolean {
  return /^export\s+default\b/.test(statement.text);
}

function inDeclaration(declaration: SyntaxNode, name: string): readonly Exported[] {
  if (declaration.field('name')?.text === name) return [{ kind: 'declared', node: declaration }];
  return declaration.children.flatMap((declarator): Exported[] => {
    const value = declarator.field('value');
    const isNamed = declarator.kind === 'variable_declarator' && declarator.field('name')?.text === name;
    return isNamed && value !== undefined ? [behind(value)] : [];
  });
}

/** `exports.a = …`, `module.exports = { a }`, `module.exports = a`. */
function assigned(statement: SyntaxNode, name: string): readonly Exported[] {
  const assignment = statement.children[0];
  const target = assignment?.kind === 'assignment_expression' ? assignment.field('left')?.text : undefined;
  const value = assignment?.field('right');
  if (target === undefined || value === undefined) return [];
  if (target === `exports.${name}` || target === `module.exports.${name}`) return [behind(value)];
  if (target !== 'module.exports') return [];
  if (name === 'default') return [behind(value)];
  return unwrap(value).children.flatMap((member): Exported[] => {
    if (member.kind === 'shorthand_property_identifier' && member.text === name)
      return [{ kind: 'local', name: member }];
    const own = member.field('value');
    return member.kind === 'pair' && member.field('key')?.text === name && own !== undefined
      ? [behind(own)]
      : [];
  });
}

function behind(value: SyntaxNode): Exported {
  const node = unwrap(value);
  return node.kind === 'identifier' ? { kind: 'local', name: node } : { kind: 'declared', node };
}
