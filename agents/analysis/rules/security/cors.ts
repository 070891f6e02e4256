import {
  enclosingFunction,
  isFunction,
  keyName,
  parametersOf,
  stringValue,
  unwrap,
} from '../../syntax/expressions.ts';
import { descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import { code } from '../../findings/shown-text.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const corsCalls =
  /^(cors|@koa\/cors|koa2-cors|@fastify\/cors|fastify-cors|hono\/cors\.cors|@elysiajs\/cors(\.cors)?|micro-cors|nextjs-cors)$/;

export const cors = defineRule({
  id: 'security/cors',
  title: 'Cross-origin access: {source}',
  summary: 'Cross-origin access is wider than meant',
  cwe: 'CWE-942',
  severity: 'high',
  why: 'Any website a signed-in visitor opens can call this API with the visitor’s cookies and read the answers.',
  instead: 'Compare the origin with a set of exact origins, and allow credentials for those only.',
  example: "cors({ origin: ['https://app.example.com'], credentials: true });",
  *find(file): Iterable<Match> {
    for (const call of file.calls()) {
      const options = optionsOf(file, call);
      if (options !== undefined) yield* optionFaults(file, call.node, options);
      if (isOriginHeader(call)) yield* headerFaults(file, call);
      yield* partialMatch(call);
    }
    for (const pair of file.nodes('pair')) yield* writtenHeaders(file, pair);
  },
});

function optionsOf(file: SourceFile, call: CallSite): SyntaxNode | undefined {
  if (corsCalls.test(call.name)) return file.objectOf(call.arguments[0]);
  if (call.method === 'enableCors') return file.objectOf(call.arguments[0]);
  if (call.method === 'register' && corsCalls.test(nameOfArgument(file, call)))
    return file.objectOf(call.arguments[1]);
  for (const argument of call.arguments) {
    const nested = file.objectOf(file.option(argument, 'cors'));
    if (nested !== undefined) return nested;
  }
  return undefined;
}

function nameOfArgument(file: SourceFile, call: CallSite): string {
  const [first] = call.arguments;
  return first === undefined ? '' : (file.flow.names.nameOf(first) ?? '');
}

function* optionFaults(file: SourceFile, node: SyntaxNode, options: SyntaxNode): Iterable<Match> {
  const origin = file.option(options, 'origin');
  if (file.option(options, 'credentials')?.text !== 'true' || origin === undefined) return;
  const trail = [origin];
  const value = unwrap(origin);
  if (value.kind === 'true') yield { node, trail, source: 'every origin is reflected, with credentials' };
  else if (stringValue(value) === '*')
    yield { node, trail, source: 'every origin is allowed, with credentials', severity: 'medium' };
  else if (isFunction(value) && approvesAll(value))
    yield { node, trail, source: 'the origin check approves everyone, with credentials' };
  else if (value.kind === 'regex' && !isAnchored(value))
    yield { node, trail, source: 'the origin pattern is not anchored at both ends', severity: 'medium' };
}

/** A callback that answers yes on every way through, or hands back the origin it was asked about. */
function approvesAll(fn: SyntaxNode): boolean {
  const [origin, callback] = parametersOf(fn).map(({ pattern }) => pattern.text);
  const body = fn.field('body');
  if (body === undefined || origin === undefined) return false;
  const nodes = [...descendants(body)];
  if (
    nodes.some(({ kind }) => /^(if_statement|ternary_expression)$/.test(kind) || kind === 'binary_expression')
  )
    return false;
  if (callback === undefined) return unwrap(body).text === origin || unwrap(body).kind === 'true';
  return nodes.some(
    (node) =>
      node.kind === 'call_expression' &&
      new RegExp(`^${callback}\\(null, *(true|${origin})\\)$`).test(node.text),
  );
}

function isAnchored(regex: SyntaxNode): boolean {
  const pattern = regex.field('pattern')?.text ?? '';
  return pattern.startsWith('^') && pattern.endsWith('$');
}

function isOriginHeader(call: CallSite): boolean {
  return (
    /^(setHeader|set|header|append)$/.test(call.method) &&
    /^access-control-allow-origin$/i.test(stringValue(call.arguments[0]) ?? '')
  );
}

function* headerFaults(file: SourceFile, call: CallSite): Iterable<Match> {
  const [, origin] = call.arguments;
  const fn = enclosingFunction(call.node) ?? file.root;
  if (origin === undefined || !allowsCredentials(fn.text)) return;
  const value = file.flow.valueOf(origin, 'header');
  if (value.grade === 'tainted' && !isChecked(fn, origin)) {
    yield {
      node: call.node,
      trail: value.trail,
      source: `${code(value.origin?.label ?? 'origin')} is reflected, with credentials`,
    };
  } else if (value.shape === 'null') {
    yield {
      node: call.node,
      source: 'the origin `null` is allowed, with credentials: any sandboxed frame has it',
    };
  }
}

function allowsCredentials(text: string): boolean {
  return /access-control-allow-credentials['"`]\s*[,:]\s*(['"`]true['"`]|true)/i.test(text);
}

/** Some condition around or before the header speaks of the origin and of a list. */
function isChecked(fn: SyntaxNode, origin: SyntaxNode): boolean {
  const name = unwrap(origin).text;
  return [...descendants(fn)].some((node) => {
    const condition =
      node.kind === 'if_statement' || node.kind === 'ternary_expression'
        ? node.field('condition')
        : undefined;
    return (
      condition !== undefined &&
      condition.text.includes(name) &&
      /\.(has|includes|some|test|indexOf)\(|===|allow/i.test(condition.text)
    );
  });
}

/** `{ 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true' }` */
function* writtenHeaders(file: SourceFile, pair: SyntaxNode): Iterable<Match> {
  const origin = pair.field('value');
  if (origin === undefined || !/^access-control-allow-origin$/i.test(keyName(pair.field('key')) ?? ''))
    return;
  const value = file.flow.valueOf(origin, 'header');
  const fn = enclosingFunction(pair) ?? file.root;
  if (value.grade !== 'tainted' || !allowsCredentials(pair.parent?.text ?? '') || isChecked(fn, origin))
    return;
  const source = `${code(value.origin?.label ?? 'origin')} is reflected, with credentials`;
  yield { node: pair, trail: value.trail, source };
}

/** `origin.endsWith('example.com')` also holds for `evil-example.com`, `includes` for any host that has it somewhere. */
function* partialMatch(call: CallSite): Iterable<Match> {
  if (!/^(includes|endsWith|startsWith|indexOf)$/.test(call.method)) return;
  const receiver = call.receiver?.text ?? '';
  const isOrigin = /(^|[.'"[])origin['"\]!?)]*$/i.test(receiver) && !/url|allowed/i.test(receiver);
  const literal = stringValue(call.arguments[0]) ?? '';
  if (!isOrigin || !/[a-z]\.[a-z]|localhost/i.test(literal) || isWholeEnd(call.method, literal)) return;
  const near = enclosingFunction(call.node)?.text ?? '';
  if (!/cors|callback|cb\(|allow|origin/i.test(near)) return;
  const source = `${code(call.method)} accepts origins that only contain ${code(literal)}`;
  yield { node: call.node, source, severity: 'medium', confidence: 0.75 };
}

/** A literal that reaches to a boundary of the host: `.example.com` at the end, a port or slash at the start. */
function isWholeEnd(method: string, literal: string): boolean {
  if (method === 'endsWith') return /^(\.|https?:)/.test(literal);
  return method === 'startsWith' && /(:\d+|\/)$/.test(literal);
}
