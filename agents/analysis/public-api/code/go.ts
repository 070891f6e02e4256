import { code } from '../../findings/shown-text.ts';
import { normaliseText } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import type { ApiLanguage, Call, Mismatch, Offer, Taken } from './offers.ts';

/** `internal` is closed by the compiler; programs and tests are imported by nobody (go.dev/ref/spec, go help packages). */
const closed = /(^|\/)(internal|vendor|testdata|examples?|_[^/]*)\//;

/** Exported names of a package of Go. */
export const go: ApiLanguage = {
  isClosed: (path) => closed.test(path),
  read: (root, path) => {
    const [clause] = root.children;
    const isPackage = clause?.kind === 'package_clause' && !/^package\s+(main|\w+_test)$/.test(clause.text);
    if (!isPackage || path.endsWith('_test.go')) return undefined;
    const offers = new Map<string, Offer>();
    for (const offer of root.children.flatMap(offersOf)) offers.set(offer.name, offer);
    return { offers, mayHold: (_, { name }) => mayEmbed(root, name) };
  },
  compare: (before, after) => {
    if (before.call !== undefined && after.call !== undefined)
      return callMismatches(after.name, before.call, after.call);
    const isKnown = before.type !== undefined && after.type !== undefined && before.type !== after.type;
    return isKnown ? [{ what: `${code(after.name)} is ${code(after.type)} now`, severity: 'medium' }] : [];
  },
};

const isExported = (name: string) => /^\p{Lu}/u.test(name);

function offersOf(node: SyntaxNode): readonly Offer[] {
  const name = node.fieldText('name');
  switch (node.kind) {
    case 'function_declaration':
      return isExported(name) ? [functionOf(node, name)] : [];
    case 'method_declaration': {
      const owner = /(\w+)\s*(\[[^\]]*\])?\s*\)$/.exec(node.fieldText('receiver'))?.[1] ?? '';
      return isExported(owner) && isExported(name) ? [functionOf(node, `${owner}.${name}`)] : [];
    }
    case 'type_declaration':
      return node.children.flatMap(typeOffers);
    case 'const_declaration':
    case 'var_declaration':
      return [...node.children, ...node.children.flatMap(({ children }) => children)]
        .filter(({ kind }) => /^(const|var)_spec$/.test(kind))
        .flatMap(({ children }) =>
          children.filter((one) => one.kind === 'identifier' && isExported(one.text)),
        )
        .map((one) => ({ node: one, name: one.text, text: '' }));
    default:
      return [];
  }
}

function functionOf(node: SyntaxNode, name: string): Offer {
  const own = node.field('name');
  const text = normaliseText(own === undefined ? '' : node.text.slice(own.end - node.start));
  return { node, name, text, call: callOf(node) };
}

function callOf(node: SyntaxNode): Call {
  const parameters = (node.field('parameters')?.children ?? []).flatMap((one): readonly Taken[] => {
    const type = typeText(one.fieldText('type'));
    const names = one.children.filter(({ kind }) => kind === 'identifier').map(({ text }) => text);
    const isRest = one.kind === 'variadic_parameter_declaration';
    return (names.length === 0 ? [''] : names).map((name) => ({
      name,
      type,
      isRequired: !isRest,
      ...(isRest ? { rest: 'place' as const } : {}),
    }));
  });
  return { parameters, result: resultOf(node.field('result')) };
}

/** Names of results are no part of the type. */
function resultOf(node: SyntaxNode | undefined): string {
  if (node?.kind !== 'parameter_list') return typeText(node?.text ?? '');
  const types = node.children.flatMap((one) => {
    const names = one.children.filter(({ kind }) => kind === 'identifier').length;
    return Array.from({ length: Math.max(names, 1) }, () => typeText(one.fieldText('type')));
  });
  return types.length === 1 ? (types[0] ?? '') : `(${types.join(', ')})`;
}

const typeText = (text: string) => text.replace(/\s+/g, ' ').replaceAll('interface{}', 'any');

function typeOffers(node: SyntaxNode): readonly Offer[] {
  const name = node.fieldText('name');
  if (!isExported(name)) return [];
  const type = node.kind === 'type_spec' ? node.field('type') : undefined;
  const own: Offer = { node, name, text: normaliseText(type?.text ?? '') };
  if (type?.kind === 'struct_type') return [{ ...own, type: 'struct' }, ...fieldsOf(type, name)];
  if (type?.kind === 'interface_type') return [{ ...own, type: 'interface' }, ...methodsOf(type, name)];
  return [type === undefined || type.kind === 'function_type' ? own : { ...own, type: typeText(type.text) }];
}

function fieldsOf(type: SyntaxNode, owner: string): readonly Offer[] {
  const fields = type.children.flatMap(({ children }) => children);
  return fields.flatMap((field) => {
    const written = typeText(field.fieldText('type'));
    return field.children
      .filter(({ kind, text }) => kind === 'field_identifier' && isExported(text))
      .map(({ text }) => ({ node: field, name: `${owner}.${text}`, text: '', type: written }));
  });
}

/** An interface with a method of its own package is implemented by nobody else. */
function methodsOf(type: SyntaxNode, owner: string): readonly Offer[] {
  const methods = type.children.filter(({ kind }) => kind === 'method_elem');
  const isSealed = methods.some((method) => !isExported(method.fieldText('name')));
  return methods
    .filter((method) => isExported(method.fieldText('name')))
    .map((method) => ({
      node: method,
      name: `${owner}.${method.fieldText('name')}`,
      text: '',
      call: callOf(method),
      ...(isSealed ? {} : { isDemand: true }),
    }));
}

/** What a type embeds may give it the member that it lost. */
function mayEmbed(root: SyntaxNode, name: string): boolean {
  const [owner = '', member] = name.split('.');
  if (member === undefined) return false;
  const types = root.children
    .filter(({ kind }) => kind === 'type_declaration')
    .flatMap(({ children }) => children);
  const type = types.find((one) => one.fieldText('name') === owner);
  if (type === undefined) return false;
  if (type.kind === 'type_alias') return true;
  const shape = type.field('type');
  if (shape?.kind === 'interface_type') return shape.children.some(({ kind }) => kind === 'type_elem');
  const fields = shape?.children.flatMap(({ children }) => children) ?? [];
  return fields.some((field) => !field.children.some(({ kind }) => kind === 'field_identifier'));
}

function callMismatches(name: string, before: Call, after: Call): readonly Mismatch[] {
  const own = code(name);
  const what = takenMismatch(before.parameters, after.parameters);
  if (what !== undefined) return [{ what: `${own} ${what}`, severity: 'medium' }];
  // Who takes no result is not hurt by one.
  if (before.result === after.result || before.result === '') return [];
  const result = after.result === '' ? 'nothing' : code(after.result);
  return [{ what: `${own} returns ${result} instead of ${code(before.result)}`, severity: 'medium' }];
}

/** A caller's value fits into these as it fitted into a narrower type. */
const wide = /^(any|error|context\.Context|io\.\w+|fs\.FS|fmt\.Stringer|hash\.Hash|http\.Handler)$/;

function takenMismatch(before: readonly Taken[], after: readonly Taken[]): string | undefined {
  const count = (all: readonly Taken[]) => all.filter(({ isRequired }) => isRequired).length;
  const isOpen = after.some(({ rest }) => rest !== undefined);
  if (count(after) > count(before)) return `asks for ${code(addedOf(before, after))} now`;
  if (count(after) < count(before) && !isOpen) {
    const gone = before.find(({ name }) => name !== '' && !after.some((one) => one.name === name));
    return `takes ${gone === undefined ? 'fewer arguments' : `no ${code(gone.name)} any more`}`;
  }
  if (!isOpen && before.some(({ rest }) => rest !== undefined)) return 'takes no further arguments any more';
  const at = before.findIndex(({ type }, place) => {
    const now = after[place]?.type ?? type;
    return now !== type && !wide.test(now);
  });
  const [old, now] = [before[at], after[at]];
  if (old === undefined || now === undefined) return undefined;
  return `takes ${code(now.type)} instead of ${code(old.type)}${now.name === '' ? '' : ` as ${code(now.name)}`}`;
}

/** The needed parameter whose type the old form lacked; else the last. */
function addedOf(before: readonly Taken[], after: readonly Taken[]): string {
  const types = before.map(({ type }) => type);
  const needed = after.filter(({ isRequired }) => isRequired);
  const added = needed.find(({ type }) => {
    const at = types.indexOf(type);
    if (at >= 0) types.splice(at, 1);
    return at < 0;
  });
  const { name = '', type = '' } = added ?? needed.at(-1) ?? {};
  return name || type || 'one more argument';
}
