import { decidesHost, defineSinkRule, type Sink } from '../sink-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const requesting =
  /^global\.fetch$|^(axios|got|superagent|needle|ofetch|request|wretch|phin|bent)(\(\)|\.(create|extend)\(\))?(\.(create|extend|get|post|put|patch|delete|head|options|request|stream|default|got|ofetch|\$fetch|raw))?$|^axios\.(create\(\)|default)(\.(get|post|put|patch|delete|head|options|request))?$|^(ky|node-fetch|cross-fetch|undici|isomorphic-fetch|make-fetch-happen)(\.(default|fetch|get|post|put|patch|delete|head|request|stream))?$|^https?\.(get|request)$|^(ws|global)\.WebSocket$|^request-promise(-native)?(\.(get|post))?$|^http-proxy-middleware\.\w+$|^http-proxy(\.createProxy(Server)?\(\)|\.createProxy(Server)?|#)?(\.(web|ws))?$|^express-http-proxy$|^@fastify\/http-proxy$|^(net|tls)\.(connect|createConnection)$/;
const visiting = /^goto$/;
const urlOptions = [
  'url',
  'uri',
  'baseURL',
  'baseUrl',
  'prefixUrl',
  'host',
  'hostname',
  'origin',
  'target',
  'upstream',
];

export const ssrf = defineSinkRule({
  id: 'security/ssrf',
  title: '`{source}` decides which host `{sink}` calls',
  cwe: 'CWE-918',
  severity: 'high',
  purpose: 'url',
  why: 'The server sends the request from inside the network: `http://169.254.169.254/…` hands out cloud credentials, `http://localhost:…` reaches services that no outsider should.',
  instead: 'Compare the host of the parsed URL with a fixed list, and refuse redirects.',
  example:
    "const url = new URL(input);\nif (!allowedHosts.has(url.host)) throw new Error('host not allowed');\nawait fetch(url, { redirect: 'error' });",
  accepts: (value) => value.grade === 'tainted' && value.origin?.kind === 'request' && decidesHost(value),
  *sinks(file) {
    for (const call of file.calls()) {
      if (requesting.test(call.name)) yield* targets(file, call);
      else if (visiting.test(call.method) && /page|tab|frame/i.test(call.receiver?.text ?? ''))
        yield* targets(file, call);
    }
  },
});

function* targets(file: SourceFile, call: CallSite): Iterable<Sink> {
  const name = call.name.replace(/^global\./, '') || call.method;
  const [first, second] = call.arguments;
  for (const options of [first, second, ...call.arguments.slice(2)]) {
    for (const key of urlOptions) {
      const argument = file.option(options, key);
      if (argument !== undefined) yield { node: call.node, argument, name };
    }
  }
  if (first !== undefined && file.objectOf(first) === undefined)
    yield { node: call.node, argument: first, name };
}
