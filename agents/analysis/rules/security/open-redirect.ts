import { keyName, stringValue } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { decidesHost, defineSinkRule, type Sink } from '../sink-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const redirecting =
  /^(next\/navigation|next\/server\.NextResponse|@remix-run\/(node|server-runtime|cloudflare)|react-router(-dom)?|@sveltejs\/kit)\.(redirect|permanentRedirect|redirectDocument)$|^global\.Response\.redirect$|^global\.(window\.|document\.)?location\.(assign|replace)$|^global\.open$/;
const responder = /^_?(res|reply|response|ctx|context|c|h|Response|NextResponse)\b/;
const locationTarget = /^((window|document|self|top|parent|globalThis)\.)?location(\.href)?$/;

export const openRedirect = defineSinkRule({
  id: 'security/open-redirect',
  title: '`{source}` decides where `{sink}` sends the visitor',
  cwe: 'CWE-601',
  severity: 'medium',
  purpose: 'redirect',
  why: 'A link to this site that ends at an attacker’s page is believed: it collects passwords and one-time codes, and hands tokens in the URL to the wrong host.',
  instead:
    'Redirect only to paths of this site: resolve against the own origin and compare, or choose from a list.',
  example:
    "const url = new URL(next, origin);\nres.redirect(url.origin === origin ? url.pathname + url.search : '/');",
  accepts: (value) => value.grade === 'tainted' && value.origin?.kind !== 'arguments' && decidesHost(value),
  *sinks(file) {
    for (const call of file.calls()) {
      const { node } = call;
      for (const argument of targetsOf(file, call)) yield { node, argument, name: sinkName(call) };
    }
    yield* assignments(file);
    yield* returnedHeaders(file);
  },
});

function* assignments(file: SourceFile): Iterable<Sink> {
  for (const node of file.nodes('assignment_expression')) {
    const argument = node.field('right');
    const name = node.fieldText('left');
    if (argument !== undefined && locationTarget.test(name)) yield { node, argument, name };
  }
}

/** `return { statusCode: 302, headers: { Location: url } }` */
function* returnedHeaders(file: SourceFile): Iterable<Sink> {
  for (const node of file.nodes('pair')) {
    const argument = node.field('value');
    const holder = node.parent?.parent;
    if (argument === undefined || !/^location$/i.test(keyName(node.field('key')) ?? '')) continue;
    const isAnswer = holder?.kind === 'pair' && /\bstatus(Code)?\b/.test(holder.parent?.text ?? '');
    if (isAnswer && keyName(holder.field('key')) === 'headers') yield { node, argument, name: 'Location' };
  }
}

function sinkName(call: CallSite): string {
  return call.callee.text.length > 40 ? call.method : call.callee.text;
}

/** The URLs that a call sends somebody to. */
function targetsOf(file: SourceFile, call: CallSite): readonly SyntaxNode[] {
  if (call.method === 'redirect' && responder.test(call.receiver?.text ?? '')) return firstUrl(call);
  if (redirecting.test(call.name)) return firstUrl(call);
  return [...headerTarget(call), ...headersTargets(file, call)];
}

/** `res.redirect(302, url)`, `reply.redirect(url, 302)`, `redirect(url, init)` */
function firstUrl(call: CallSite): readonly SyntaxNode[] {
  return call.arguments.filter(({ kind }) => kind !== 'number' && kind !== 'object').slice(0, 1);
}

/** `res.setHeader('Location', url)` */
function headerTarget(call: CallSite): readonly SyntaxNode[] {
  if (!/^(setHeader|set|header|append)$/.test(call.method)) return [];
  return /^location$/i.test(stringValue(call.arguments[0]) ?? '') ? call.arguments.slice(1, 2) : [];
}

/** `res.writeHead(302, { Location: url })`, `new Response(null, { headers: { Location: url } })` */
function headersTargets(file: SourceFile, call: CallSite): readonly SyntaxNode[] {
  if (!/^(writeHead|Response|NextResponse)$/.test(call.method)) return [];
  return call.arguments
    .flatMap((argument) => [argument, file.option(argument, 'headers')])
    .flatMap((headers) => file.option(headers, 'Location') ?? file.option(headers, 'location') ?? []);
}
