import { code } from '../../findings/shown-text.ts';
import { normaliseText } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { escapeRegExp } from '../../flow/functions.ts';
import type { ApiLanguage, Call, Mismatch, Offer, Taken } from './offers.ts';
import { pythonMismatches } from './python-calls.ts';

/** Names that begin with an underscore are nobody else's (PEP 8), and neither are programs, tests and settings. */
const hiddenFolder = /(^|\/)(_[^/]*|scripts?|bin|tools?|docs?|migrations|examples?|tests?|benchmarks?)\//;
const hiddenFile =
  /(^|\/)(_(?!_init__)\w*|setup|conftest|manage|noxfile|fabfile|tasks|settings|wsgi|asgi|urls|admin|views|test_\w+|\w+_test)\.py$/;

/** Public names of a module of Python. */
export const python: ApiLanguage = {
  isClosed: (path) => hiddenFolder.test(path) || hiddenFile.test(path),
  read: (root, path) => {
    if (!path.endsWith('.py')) return undefined;
    const text = root.text;
    const listed = /^__all__\s*(?::[^=\n]+)?=\s*[[(]([^\])]{0,10000})[\])]/m.exec(text)?.[1];
    const offers = new Map<string, Offer>();
    for (const offer of root.children.flatMap(offersOf)) {
      const [own = ''] = offer.name.split('.');
      const isListed = listed === undefined || new RegExp(`["']${escapeRegExp(own)}["']`).test(listed);
      // Functions of several forms are told apart by what type checkers alone see.
      if (isListed) offers.set(offer.name, offers.has(offer.name) ? withoutCall(offer) : offer);
    }
    const isTold = path.endsWith('__init__.py') && listed !== undefined;
    return { offers, mayHold: (_, { name }) => isTold || mayBind(root, text, name) };
  },
  compare: (before, after) => {
    if (before.call === undefined || after.call === undefined) return propertyMismatch(before, after);
    return pythonMismatches(code(after.name), before.call, after.call);
  },
};

const isPublic = (name: string) => !name.startsWith('_');

function offersOf(statement: SyntaxNode): readonly Offer[] {
  const { node, decorators } = undecorated(statement);
  const name = node.fieldText('name');
  if (name === '' || !isPublic(name)) return [];
  if (node.kind === 'function_definition') return [functionOf(node, name, { decorators, isMethod: false })];
  if (node.kind !== 'class_definition') return [];
  return [{ node, name, text: textWithoutName(node) }, ...membersOf(node, name, decorators)];
}

function undecorated(node: SyntaxNode): {
  readonly node: SyntaxNode;
  readonly decorators: readonly string[];
} {
  if (node.kind !== 'decorated_definition') return { node, decorators: [] };
  const decorators = node.children
    .filter(({ kind }) => kind === 'decorator')
    .map(({ text }) => text.slice(1));
  return { node: node.field('definition') ?? node, decorators };
}

/** Decorators that leave the parameters as they are written. */
const plain =
  /^((abc\.|typing(_extensions)?\.|functools\.|contextlib\.|warnings\.)?(abstractmethod|classmethod|staticmethod|override|final|deprecated|lru_cache|cache|contextmanager|asynccontextmanager|no_type_check|runtime_checkable))\b/;
const property = /^(\w+\.)?(property|cached_property|hybrid_property)\b/;

interface Place {
  readonly decorators: readonly string[];
  readonly isMethod: boolean;
}

function functionOf(node: SyntaxNode, name: string, { decorators, isMethod }: Place): Offer {
  const own = { node, name, text: isMethod ? '' : textWithoutName(node) };
  if (decorators.some((one) => property.test(one))) return { ...own, type: 'property' };
  if (decorators.some((one) => /\.(setter|deleter|overload)$|^overload$/.test(one))) return own;
  const isStatic = decorators.some((one) => /^staticmethod\b/.test(one));
  const all = (node.field('parameters')?.children ?? []).filter((_, at) => !isMethod || isStatic || at > 0);
  const call: Call = {
    parameters: takenBy(all),
    result: node.fieldText('return_type'),
    isAsync: /^async\b/.test(node.text),
    isOpen: decorators.some((one) => !plain.test(one)),
  };
  return { ...own, type: 'function', call };
}

function takenBy(nodes: readonly SyntaxNode[]): readonly Taken[] {
  const slash = nodes.findIndex(({ kind }) => kind === 'positional_separator');
  const star = nodes.findIndex(({ kind, text }) => kind === 'keyword_separator' || /^\*(?!\*)/.test(text));
  return nodes.flatMap((node, at): readonly Taken[] => {
    if (node.kind.endsWith('_separator')) return [];
    const name = /^\*{0,2}\s*(\w+)/.exec(node.text)?.[1] ?? '';
    const type = node.fieldText('type');
    if (node.text.startsWith('*'))
      return [{ name, type, isRequired: false, rest: node.text.startsWith('**') ? 'name' : 'place' }];
    const isRequired = node.field('value') === undefined;
    if (at < slash) return [{ name, type, isRequired, only: 'place' }];
    return [{ name, type, isRequired, ...(star >= 0 && at > star ? { only: 'name' as const } : {}) }];
  });
}

const records = /^((\w+\.)?dataclass|(attr|attrs)\.(s|define|frozen)|define|frozen)\b/;

function membersOf(node: SyntaxNode, owner: string, decorators: readonly string[]): readonly Offer[] {
  const body = node.field('body')?.children ?? [];
  const methods = body.map(undecorated).flatMap(({ node: method, decorators: own }): readonly Offer[] => {
    const name = method.fieldText('name');
    if (method.kind !== 'function_definition') return [];
    if (name === '__init__')
      return [
        {
          ...functionOf(method, `${owner}.__init__`, { decorators: own, isMethod: true }),
          name: owner + '()',
        },
      ];
    if (!isPublic(name) && name !== '__call__') return [];
    return [functionOf(method, `${owner}.${name}`, { decorators: own, isMethod: true })];
  });
  const isRecord = decorators.some((one) => records.test(one));
  const hasInit = methods.some(({ name }) => name.endsWith('()'));
  if (!isRecord || hasInit) return methods;
  const fields = body.flatMap(({ children: [assignment] }) => fieldOf(assignment));
  const init: Offer = {
    node,
    name: `${owner}()`,
    text: '',
    call: { parameters: fields.map(({ taken }) => taken), result: '', isOpen: hasBases(node) },
  };
  return [init, ...methods];
}

function fieldOf(
  assignment: SyntaxNode | undefined,
): readonly { readonly taken: Taken; readonly node: SyntaxNode }[] {
  const name = assignment?.fieldText('left') ?? '';
  const type = assignment?.fieldText('type') ?? '';
  if (assignment?.kind !== 'assignment' || type === '' || /\b(ClassVar|KW_ONLY)\b/.test(type)) return [];
  return [{ node: assignment, taken: { name, type, isRequired: assignment.field('right') === undefined } }];
}

function hasBases(node: SyntaxNode): boolean {
  const bases = (node.field('superclasses')?.children ?? []).filter(
    ({ kind }) => kind !== 'keyword_argument',
  );
  return bases.some(
    ({ text }) =>
      !/^(object|(\w+\.)?(ABC|Protocol|Generic|NamedTuple)\b.*|(\w*Error|\w*Exception))$/s.test(text),
  );
}

function textWithoutName(node: SyntaxNode): string {
  const name = node.field('name');
  return normaliseText(name === undefined ? '' : node.text.slice(name.end - node.start));
}

function withoutCall({ node, name }: Offer): Offer {
  return { node, name, text: '' };
}

/** Imports, aliases, bases and `__getattr__` give names that nothing declares. */
function mayBind(root: SyntaxNode, text: string, name: string): boolean {
  const [own = '', member] = name.replace('()', '.()').split('.');
  const bound = (one: string, within: string) =>
    new RegExp(
      `\\bimport\\s*\\([^)]{0,2000}\\b${one}\\b|\\bimport\\b[^\\n]*\\b${one}\\b|^\\s*${one}\\s*(:[^=\\n]+)?=|^[ \\t]+(async\\s+)?(def|class)\\s+${one}\\b|\\bdef\\s+__getattr__\\b`,
      'm',
    ).test(within);
  if (member === undefined) return bound(escapeRegExp(own), text) || /\bimport\s+\*/.test(text);
  const type = root.children.map((one) => undecorated(one).node).find((one) => one.fieldText('name') === own);
  // A constructor that is gone is one without parameters, or that of a base.
  if (type === undefined || member === '()') return true;
  return hasBases(type) || bound(escapeRegExp(member), type.text);
}

function propertyMismatch(before: Offer, after: Offer): readonly Mismatch[] {
  if (before.type === undefined || after.type === undefined || before.type === after.type) return [];
  const [is, was] = after.type === 'property' ? ['a property', 'a method'] : ['a method', 'a property'];
  return [{ what: `${code(after.name)} is ${is} instead of ${was}`, severity: 'medium' }];
}
