import { ancestors, descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';

/** Methods without arguments that do something with the object, in place of naming a part of it. */
const verbs =
  /^(to_\w+|inspect|l?r?strip|chomp|chop|downcase|upcase|capitalize|swapcase|squish|dup|clone|freeze|camelize|classify|underscore|parameterize|titleize|humanize|hexdigest|digest|base64digest|read|readlines|gets|first|last|keys|values|join|lines|chars|bytes|sort|uniq|compact|flatten|reverse|size|length|count|sample|shuffle|rand|presence|presence_in|succ|hash|new|load|result|run|call|open|unlink|delete|destroy|binread|render|escape|quote|encode|unpack1?|noent|dtdload|nonet|authenticate|save|perform|html_escape|shellescape|shelljoin|sum|min|max|abs|round|strip_tags|basename|path|request_uri|tempfile|extname|expand_path|realpath|cleanpath|each|map|with_indifferent_access|symbolize_keys|deep_symbolize_keys|stringify_keys|permit!|authorize!?)$|[?!]$/;

interface Known {
  readonly methods: ReadonlySet<string>;
}
const files = new WeakMap<SyntaxNode, Known>();
const locals = new WeakMap<SyntaxNode, ReadonlySet<string>>();

function rootOf(node: SyntaxNode): SyntaxNode {
  let root = node;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

function knownIn(root: SyntaxNode): Known {
  let known = files.get(root);
  if (known === undefined) {
    const methods = [...descendants(root)].filter(({ kind }) => /^(singleton_)?method$/.test(kind));
    known = { methods: new Set(methods.map((method) => method.fieldText('name'))) };
    files.set(root, known);
  }
  return known;
}

/** Whether a call without arguments is more than a look at a part. */
export function isVerb(call: SyntaxNode): boolean {
  const method = call.fieldText('method');
  return verbs.test(method) || knownIn(rootOf(call)).methods.has(method);
}

/** Whether a bare name calls a method: one that this file defines, or one that stands there as a statement. */
export function isMethodCall(identifier: SyntaxNode): boolean {
  const name = identifier.text;
  const isCalled =
    /[!?]$/.test(name) || isStatement(identifier) || knownIn(rootOf(identifier)).methods.has(name);
  if (!isCalled || isNaming(identifier)) return false;
  const scope = [...ancestors(identifier)].find(({ kind }) => /^((singleton_)?method|program)$/.test(kind));
  return scope !== undefined && !localsOf(scope).has(name);
}

/** On its own in a class, or followed by more. */
function isStatement(identifier: SyntaxNode): boolean {
  const { parent } = identifier;
  if (parent === undefined || !/^(body_statement|program|block_body|then)$/.test(parent.kind)) return false;
  return parent.parent?.kind === 'class' || parent.children.at(-1) !== identifier;
}

/** Where an identifier is the name of what it stands in. */
function isNaming(identifier: SyntaxNode): boolean {
  const { parent } = identifier;
  return (
    parent === undefined ||
    /parameter|^(singleton_)?method$|^alias$|^undef$/.test(parent.kind) ||
    (parent.kind === 'call' && parent.field('method') === identifier)
  );
}

/** Names that are parameters or get a value in a method. */
function localsOf(scope: SyntaxNode): ReadonlySet<string> {
  let names = locals.get(scope);
  if (names === undefined) {
    const found = new Set<string>();
    for (const node of descendants(
      scope,
      (one) => one === scope || !/^(singleton_)?method$/.test(one.kind),
    )) {
      if (node.kind !== 'identifier') continue;
      const { parent } = node;
      const isWritten =
        parent !== undefined &&
        (/parameters?$|^left_assignment_list$|^exception_variable$/.test(parent.kind) ||
          (/^(operator_)?assignment$/.test(parent.kind) && parent.field('left') === node));
      if (isWritten) found.add(node.text);
    }
    names = found;
    locals.set(scope, names);
  }
  return names;
}
