import { code } from '../../findings/shown-text.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { escapeRegExp } from '../../flow/functions.ts';
import { normaliseText } from '../../syntax/expressions.ts';
import type { ApiLanguage, Call, Offer } from './offers.ts';

/** Items that are `pub` without a limit; whether a module leads to them is for the crate to say. */
export const rust: ApiLanguage = {
  isClosed: (path) =>
    !/(^|\/)src\//.test(path) || /(^|\/)src\/(main\.rs$|bin\/)|(^|\/)tests?(\/|\.rs$)/.test(path),
  read: (root) => {
    const offers = new Map<string, Offer>();
    for (const offer of root.children.flatMap(offersOf)) offers.set(offer.name, offer);
    return { offers, mayHold: (_, { name }) => mayUse(root, name) };
  },
  compare: ({ call: before }, { call: after, name }) => {
    if (before === undefined || after === undefined) return [];
    const own = code(name);
    const types = (call: Call) => `(${call.parameters.map(({ type }) => type).join(', ')})`;
    if (types(before) !== types(after))
      return [
        { what: `${own} takes ${code(types(after))} instead of ${code(types(before))}`, severity: 'medium' },
      ];
    if (before.isAsync !== after.isAsync)
      return [
        {
          what: `${own} is ${after.isAsync === true ? '' : 'no longer '}async${after.isAsync === true ? ' now' : ''}`,
          severity: 'medium',
        },
      ];
    if (before.result === after.result || before.result === '') return [];
    const result = after.result === '' ? 'nothing' : code(after.result);
    return [{ what: `${own} returns ${result} instead of ${code(before.result)}`, severity: 'medium' }];
  },
};

const isPublic = (node: SyntaxNode) =>
  node.children.some(({ kind, text }) => kind === 'visibility_modifier' && text === 'pub');

function offersOf(node: SyntaxNode): readonly Offer[] {
  if (node.kind === 'impl_item') return node.field('trait') === undefined ? methodsOf(node) : [];
  if (!isPublic(node)) return [];
  const name = node.fieldText('name');
  if (node.kind === 'function_item') return [functionOf(node, name)];
  if (!/^(struct|enum|union|trait|const|static|type)_item$/.test(node.kind)) return [];
  return [{ node, name, text: textBehind(node) }, ...membersOf(node, name)];
}

function membersOf(node: SyntaxNode, owner: string): readonly Offer[] {
  const members = node.field('body')?.children ?? [];
  return members.flatMap((member): readonly Offer[] => {
    const name = `${owner}::${member.fieldText('name')}`;
    if (member.kind === 'enum_variant' || (member.kind === 'field_declaration' && isPublic(member)))
      return [{ node: member, name, text: '' }];
    if (!/^function_(signature_)?item$/.test(member.kind)) return [];
    const isDemand = member.kind === 'function_signature_item';
    return [{ ...functionOf(member, name), ...(isDemand ? { isDemand } : {}) }];
  });
}

function methodsOf(node: SyntaxNode): readonly Offer[] {
  const owner = /^\w+/.exec(node.fieldText('type'))?.[0] ?? '';
  return (node.field('body')?.children ?? [])
    .filter((member) => member.kind === 'function_item' && isPublic(member))
    .map((member) => functionOf(member, `${owner}::${member.fieldText('name')}`));
}

function functionOf(node: SyntaxNode, name: string): Offer {
  const parameters = (node.field('parameters')?.children ?? []).filter(({ kind }) =>
    kind.endsWith('parameter'),
  );
  const call: Call = {
    parameters: parameters.map((one) => ({
      name: one.fieldText('pattern'),
      type: one.kind === 'self_parameter' ? one.text.replace(/^mut /, '') : one.fieldText('type'),
      isRequired: true,
    })),
    result: node.fieldText('return_type'),
    isAsync: node.children.some(({ kind, text }) => kind === 'function_modifiers' && /\basync\b/.test(text)),
  };
  return { node, name, text: textBehind(node), call };
}

function textBehind(node: SyntaxNode): string {
  const name = node.field('name');
  return normaliseText(name === undefined ? '' : node.text.slice(name.end - node.start));
}

/** `pub use` gives on what another module declares. */
function mayUse(root: SyntaxNode, name: string): boolean {
  const own = new RegExp(`\\b${escapeRegExp(name.split('::')[0] ?? '')}\\b|\\*`);
  return (
    !name.includes('::') &&
    root.children.some((node) => node.kind === 'use_declaration' && isPublic(node) && own.test(node.text))
  );
}
