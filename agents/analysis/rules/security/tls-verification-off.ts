import { isFunction, keyName, returnedValues, unwrap } from '../../syntax/expressions.ts';
import { ancestors, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { SourceFile } from '../source-file.ts';

export const tlsVerificationOff = defineRule({
  id: 'security/tls-verification-off',
  title: '`{sink}` switches off the check of TLS certificates',
  summary: 'TLS certificates are not checked',
  cwe: 'CWE-295',
  severity: 'high',
  why: 'Anyone between the two ends can answer with a certificate of their own, read what is sent (passwords and tokens too) and change what comes back.',
  instead: 'Leave the check on, and trust a private authority by its certificate.',
  example: "new Agent({ ca: readFileSync('internal-ca.pem') });",
  *find(file): Iterable<Match> {
    for (const pair of file.nodes('pair')) {
      const sink = optionFault(pair);
      if (sink !== undefined) yield { node: pair, sink, ...lessWhereLocal(pair) };
    }
    for (const node of file.nodes('assignment_expression')) {
      const sink = assignmentFault(file, node);
      if (sink !== undefined) yield { node, sink, ...lessWhereLocal(node) };
    }
  },
});

/** What switches the check off, by option: its value, as text. */
const weakening: readonly (readonly [option: RegExp, value: RegExp])[] = [
  [/^(rejectUnauthorized|strictSSL|verifySsl|sslVerify|checkServerIdentity)$/, /^(false|!1|0)$/],
  [
    /^(tlsAllowInvalidCertificates|tlsAllowInvalidHostnames|tlsInsecure|sslAllowInvalidCertificates|insecureSkipVerify|trustServerCertificate)$/,
    /^(true|!0)$/,
  ],
  [/^(minVersion|maxVersion)$/, /^['"]TLSv1(\.1)?['"]$/],
  [/^secureProtocol$/, /^['"](SSLv|TLSv1_(1_)?method)/],
  [/^NODE_TLS_REJECT_UNAUTHORIZED$/, /^['"]?0['"]?$/],
];

function optionFault(pair: SyntaxNode): string | undefined {
  const name = keyName(pair.field('key')) ?? '';
  const written = pair.field('value');
  if (written === undefined) return undefined;
  const value = unwrap(written);
  if (name === 'checkServerIdentity' && isFunction(value) && answersNothing(value)) return name;
  const isWeak = weakening.some(([option, weak]) => option.test(name) && weak.test(value.text));
  return isWeak ? `${name}: ${value.text}` : undefined;
}

function answersNothing(fn: SyntaxNode): boolean {
  return returnedValues(fn).every((value) => /^(undefined|null|true|\(?void 0\)?|\{\})$/.test(value.text));
}

function assignmentFault(file: SourceFile, node: SyntaxNode): string | undefined {
  const target = node.fieldText('left');
  const right = node.field('right');
  if (right === undefined) return undefined;
  if (target.endsWith('.rejectUnauthorized')) {
    return /^(false|!1|0)$/.test(unwrap(right).text) ? 'rejectUnauthorized = false' : undefined;
  }
  if (!target.includes('NODE_TLS_REJECT_UNAUTHORIZED')) return undefined;
  return file.flow.valueOf(right, 'header').shape === '0' ? 'NODE_TLS_REJECT_UNAUTHORIZED=0' : undefined;
}

/** A loopback host has nobody in between; a branch for development is one step less serious. */
function lessWhereLocal(node: SyntaxNode): Pick<Match, 'severity'> {
  for (const outer of ancestors(node)) {
    const isLocal = /['"`/@](localhost|127\.0\.0\.1|\[::1\])/.test(outer.text);
    if (outer.kind === 'arguments' && isLocal) return { severity: 'low' };
    if (/NODE_ENV|\bisDev|development/.test(outer.fieldText('condition'))) return { severity: 'medium' };
  }
  return {};
}
