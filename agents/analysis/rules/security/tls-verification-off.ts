import { keyName, returnedValues, isFunction, stringValue, unwrap } from '../../syntax/expressions.ts';
import { ancestors, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { SourceFile } from '../source-file.ts';

export const tlsVerificationOff = defineRule({
  id: 'security/tls-verification-off',
  title: '`{sink}` switches off the check of TLS certificates',
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

const falseOptions = /^(rejectUnauthorized|strictSSL|verifySsl|sslVerify|checkServerIdentity)$/;
const trueOptions =
  /^(tlsAllowInvalidCertificates|tlsAllowInvalidHostnames|tlsInsecure|sslAllowInvalidCertificates|ignoreHTTPSErrors|acceptInsecureCerts|insecureSkipVerify|trustServerCertificate)$/;

function optionFault(pair: SyntaxNode): string | undefined {
  const name = keyName(pair.field('key')) ?? '';
  const value = pair.field('value');
  if (value === undefined) return undefined;
  const inner = unwrap(value);
  if (name === 'NODE_TLS_REJECT_UNAUTHORIZED' && /^['"]?0['"]?$/.test(inner.text)) return `${name}=0`;
  if (falseOptions.test(name) && isFalse(inner)) return `${name}: false`;
  if (
    trueOptions.test(name) &&
    inner.kind === 'true' &&
    !/^(ignoreHTTPSErrors|acceptInsecureCerts)$/.test(name)
  )
    return `${name}: true`;
  if (name === 'checkServerIdentity' && isFunction(inner) && answersNothing(inner)) return name;
  if (/^(minVersion|maxVersion)$/.test(name) && /^TLSv1(\.1)?$/.test(stringValue(inner) ?? ''))
    return `${name}: ${inner.text}`;
  if (name === 'secureProtocol' && /^(SSLv|TLSv1_(1_)?method)/.test(stringValue(inner) ?? ''))
    return `${name}: ${inner.text}`;
  return undefined;
}

function isFalse(node: SyntaxNode): boolean {
  return node.kind === 'false' || node.text === '!1' || node.text === '0';
}

function answersNothing(fn: SyntaxNode): boolean {
  return returnedValues(fn).every((value) => /^(undefined|null|true|\(?void 0\)?|\{\})$/.test(value.text));
}

function assignmentFault(file: SourceFile, node: SyntaxNode): string | undefined {
  const left = node.field('left');
  const right = node.field('right');
  if (left === undefined || right === undefined) return undefined;
  if (/NODE_TLS_REJECT_UNAUTHORIZED/.test(left.text)) {
    const value = file.flow.valueOf(right, 'header').shape;
    return value === '0' ? 'NODE_TLS_REJECT_UNAUTHORIZED=0' : undefined;
  }
  return /\.rejectUnauthorized$/.test(left.text) && isFalse(unwrap(right))
    ? 'rejectUnauthorized = false'
    : undefined;
}

/** A loopback host has nobody in between; a branch for development is one step less serious. */
function lessWhereLocal(node: SyntaxNode): Pick<Match, 'severity'> {
  for (const outer of ancestors(node)) {
    if (outer.kind === 'arguments' && /['"`/@](localhost|127\.0\.0\.1|\[::1\])/.test(outer.text))
      return { severity: 'low' };
    if (
      /^(if_statement|ternary_expression)$/.test(outer.kind) &&
      /NODE_ENV|\bisDev|development/.test(outer.field('condition')?.text ?? '')
    ) {
      return { severity: 'medium' };
    }
  }
  return {};
}
