import { code } from '../../findings/shown-text.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import type { ApiLanguage, Call, Mismatch, Offer, Taken } from './offers.ts';

/** Where Java and C# keep what they declare, by the kinds of their grammars. */
interface Grammar {
  readonly types: RegExp;
  readonly methods: RegExp;
  readonly fields: RegExp;
  /** Lists of members, and what stands around types. */
  readonly around: RegExp;
  readonly isOptional: (parameter: SyntaxNode) => boolean;
}

const java: Grammar = {
  types: /^(class|interface|enum|record|annotation_type)_declaration$/,
  methods: /^(method|constructor)_declaration$/,
  fields: /^(field|constant)_declaration$/,
  around: /_body$/,
  isOptional: ({ kind }) => kind === 'spread_parameter',
};
const csharp: Grammar = {
  types: /^(class|interface|enum|record|struct|delegate)_declaration$/,
  methods: /^(method|constructor)_declaration$/,
  fields: /^(field|property|event_field)_declaration$/,
  around: /^(declaration_list|namespace_declaration)$/,
  isOptional: (parameter) => /[^=!<>]=[^=>]/.test(parameter.text) || /^params\b/.test(parameter.text),
};

/** Public members of public types. A method of several forms is several offers. */
export const javaApi = apiOf(java);
export const csharpApi = apiOf(csharp);

function apiOf(grammar: Grammar): ApiLanguage {
  return {
    isClosed: (path) => /(^|\/)(test|tests|it|internal)\/|Tests?\.\w+$/i.test(path),
    read: (root) => {
      const offers = new Map<string, Offer>();
      for (const offer of offersIn(root.children, grammar)) offers.set(keyOf(offer), offer);
      return { offers, mayHold: () => false };
    },
    compare: resultMismatch,
  };
}

function keyOf({ name, call }: Offer): string {
  return call === undefined ? name : `${name}(${call.parameters.map(({ type }) => type).join(', ')})`;
}

function resultMismatch(before: Offer, after: Offer): readonly Mismatch[] {
  const [old, now] = [before.call?.result ?? before.type ?? '', after.call?.result ?? after.type ?? ''];
  if (old === now || old === 'void' || old === '') return [];
  const verb = after.call === undefined ? 'is' : 'returns';
  return [{ what: `${code(after.name)} ${verb} ${code(now)} instead of ${code(old)}`, severity: 'medium' }];
}

function offersIn(nodes: readonly SyntaxNode[], grammar: Grammar, owner?: SyntaxNode): readonly Offer[] {
  return nodes.flatMap((node): readonly Offer[] => {
    if (grammar.around.test(node.kind)) return offersIn(node.children, grammar, owner);
    if (!isPublic(node, owner)) return [];
    const name = [...namesAround(owner), node.fieldText('name')].join('.');
    if (grammar.types.test(node.kind)) {
      const own: Offer = { node, name, text: '' };
      return [own, ...offersIn(node.children, grammar, node)];
    }
    if (owner === undefined) return [];
    if (grammar.methods.test(node.kind)) return [methodOf(node, owner, grammar)];
    return grammar.fields.test(node.kind) ? fieldsOf(node, owner) : [];
  });
}

/** What an interface declares is public unless it says otherwise. */
function isPublic(node: SyntaxNode, owner: SyntaxNode | undefined): boolean {
  if (!node.kind.endsWith('_declaration')) return false;
  const modifiers = node.children.filter(({ kind }) => kind === 'modifiers' || kind === 'modifier');
  const text = modifiers.map((one) => one.text).join(' ');
  if (/\bpublic\b/.test(text)) return true;
  return owner?.kind === 'interface_declaration' && !/\b(private|protected|internal)\b/.test(text);
}

function namesAround(node: SyntaxNode | undefined): readonly string[] {
  const names: string[] = [];
  for (let at = node; at !== undefined; at = at.parent)
    if (at.kind.endsWith('_declaration') && !at.kind.includes('namespace'))
      names.unshift(at.fieldText('name'));
  return names;
}

function methodOf(node: SyntaxNode, owner: SyntaxNode, grammar: Grammar): Offer {
  const isConstructor = node.kind === 'constructor_declaration';
  const type = namesAround(owner).join('.');
  const parameters = (node.field('parameters')?.children ?? []).filter(({ kind }) =>
    kind.endsWith('parameter'),
  );
  const call: Call = {
    parameters: parameters.map((one) => takenBy(one, grammar)),
    result: node.fieldText('type') || node.fieldText('returns'),
  };
  const isDemand = owner.kind === 'interface_declaration' && node.field('body') === undefined;
  return {
    node,
    name: isConstructor ? `new ${type}` : `${type}.${node.fieldText('name')}`,
    text: '',
    call,
    ...(isDemand ? { isDemand } : {}),
  };
}

/** Annotations and names of parameters are no part of a form. */
function takenBy(node: SyntaxNode, grammar: Grammar): Taken {
  const name = node.field('name') ?? node.children.findLast(({ kind }) => /identifier|declarator/.test(kind));
  const type = (node.field('type') ?? node.children.find(({ kind }) => kind.endsWith('type')))?.text ?? '';
  return { name: name?.text ?? '', type: type.replace(/\s+/g, ''), isRequired: !grammar.isOptional(node) };
}

function fieldsOf(node: SyntaxNode, owner: SyntaxNode): readonly Offer[] {
  const type = namesAround(owner).join('.');
  const own = node.fieldText('name');
  const list = node.children.find(({ kind }) => kind === 'variable_declaration')?.children ?? node.children;
  const names =
    own === ''
      ? list.flatMap((one) => (one.kind === 'variable_declarator' ? one.fieldText('name') : []))
      : [own];
  return names.map((name) => ({ node, name: `${type}.${name}`, text: '' }));
}
