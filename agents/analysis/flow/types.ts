import { keyName } from '../syntax/expressions.ts';
import { ancestors, type SyntaxNode } from '../syntax/syntax-node.ts';

/** Follows a chain of aliases no further than people write them. */
const maxAliases = 4;

/** The type at a property path below an annotated type, through aliases and interfaces of the same file. */
export function typeAt(
  type: SyntaxNode,
  path: readonly string[],
  aliases = maxAliases,
): SyntaxNode | undefined {
  const inner = wrappedType(type);
  if (inner !== undefined) return typeAt(inner, path, aliases);
  const declared = type.kind === 'type_identifier' && aliases > 0 ? declaredType(type) : undefined;
  if (declared !== undefined) return typeAt(declared, path, aliases - 1);
  const [first, ...rest] = path;
  if (first === undefined) return type;
  const member = type.children.find(
    (child) => child.kind === 'property_signature' && keyName(child.field('name')) === first,
  );
  const memberType = member?.field('type')?.children[0];
  return memberType === undefined ? undefined : typeAt(memberType, rest, aliases);
}

/** `Promise<T>`, `readonly T` and `(T)` hold what T holds. */
function wrappedType(type: SyntaxNode): SyntaxNode | undefined {
  if (type.kind === 'parenthesized_type' || type.kind === 'readonly_type') return type.children[0];
  if (type.kind !== 'generic_type' || !/^(Promise|Readonly|Awaited)</.test(type.text)) return undefined;
  return type.field('type_arguments')?.children[0];
}

function declaredType(name: SyntaxNode): SyntaxNode | undefined {
  const program = [...ancestors(name)].at(-1);
  for (const statement of program?.children ?? []) {
    const declaration = statement.kind === 'export_statement' ? statement.field('declaration') : statement;
    if (declaration?.field('name')?.text !== name.text) continue;
    if (declaration.kind === 'type_alias_declaration') return declaration.field('value');
    if (declaration.kind === 'interface_declaration') return declaration.field('body');
    if (declaration.kind === 'enum_declaration') return declaration;
  }
  return undefined;
}

const harmlessNames = new Set(['Date', 'RegExp', 'UUID', 'ObjectId', 'Function', 'AbortSignal']);

/** Whether no free text fits into a type: numbers, booleans, dates, enums, unions of literals. */
export function isHarmlessType(type: SyntaxNode): boolean {
  switch (type.kind) {
    case 'predefined_type':
      return /^(number|boolean|bigint|symbol|never|void)$/.test(type.text);
    case 'literal_type':
    case 'enum_declaration':
    case 'index_type_query':
    case 'function_type':
      return true;
    case 'lookup_type':
      return type.text.startsWith('(typeof ') || type.text.startsWith('typeof ');
    case 'union_type':
      return type.children.every(
        (member) => member.text === 'undefined' || isHarmlessType(typeAt(member, []) ?? member),
      );
    case 'array_type':
      return type.children[0] !== undefined && isHarmlessType(type.children[0]);
    case 'type_identifier':
      return harmlessNames.has(type.text);
    default:
      return false;
  }
}
