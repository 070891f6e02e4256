import { stringValue } from '../../syntax/expressions.ts';
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
    for (const call of file.calls()) yield* callSinks(file, call);
    for (const node of file.nodes('assignment_expression')) {
      const argument = node.field('right');
      const target = node.field('left')?.text ?? '';
      if (argument !== undefined && locationTarget.test(target)) yield { node, argument, name: target };
    }
  },
});

function* callSinks(file: SourceFile, call: CallSite): Iterable<Sink> {
  const name = call.callee.text;
  const [first, second] = call.arguments;
  const last = stringValue(first) === undefined && first?.kind !== 'number' ? first : second;
  const redirects = call.method === 'redirect' && responder.test(call.receiver?.text ?? '');
  if (redirects || redirecting.test(call.name)) {
    const argument =
      call.name.startsWith('@sveltejs') || redirects
        ? call.arguments.length > 1 && redirects
          ? lastTarget(call)
          : last
        : first;
    if (argument !== undefined) yield { node: call.node, argument, name };
    return;
  }
  if (/^(setHeader|set|header|append)$/.test(call.method) && /^location$/i.test(stringValue(first) ?? '')) {
    if (second !== undefined) yield { node: call.node, argument: second, name: `${name}('Location')` };
  }
  for (const argument of call.arguments) {
    const location = file.option(argument, 'Location') ?? file.option(argument, 'location');
    if (location !== undefined && /^(writeHead|Response|json)$/.test(call.method)) {
      yield { node: call.node, argument: location, name: `${name} Location` };
    }
  }
}

/** `res.redirect(302, url)` and `reply.redirect(url, 302)`. */
function lastTarget(call: CallSite): CallSite['node'] | undefined {
  return call.arguments.findLast((argument) => argument.kind !== 'number');
}
