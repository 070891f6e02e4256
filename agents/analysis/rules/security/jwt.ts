import { enclosingFunction, keyName, stringValue } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const decoding =
  /^jsonwebtoken\.decode$|^jose\.(decodeJwt|UnsecuredJWT\.decode)$|^jwt-decode(\.(jwtDecode|default))?$|^hono\/jwt\.decode$|^fast-jwt\.createDecoder$/;

export const jwt = defineRule({
  id: 'security/jwt',
  title: 'JSON Web Token: {source}',
  summary: 'A JSON Web Token is accepted without the checks that make it one',
  cwe: 'CWE-347',
  severity: 'high',
  why: 'A token is plain text until its signature is checked against a secret key and a fixed algorithm: anyone can write one that names another user or a higher role.',
  instead: 'Verify the signature with the algorithms you issue, and take the claims from the result.',
  example: "const claims = jwt.verify(token, publicKey, { algorithms: ['RS256'], issuer, audience });",
  *find(file): Iterable<Match> {
    for (const call of file.calls()) yield* faultsOf(file, call);
    for (const pair of file.nodes('pair')) yield* strategyFault(pair);
  },
});

function* faultsOf(file: SourceFile, call: CallSite): Iterable<Match> {
  const { node, name } = call;
  if (name === 'jsonwebtoken.verify') yield* verifyFaults(file, call);
  if (name === 'jsonwebtoken.sign') yield* signFaults(file, call);
  if (/^express-jwt(\.expressjwt)?$/.test(name)) yield* middlewareFaults(file, call);
  if (name === 'jwt-simple.decode' && call.arguments[2]?.text === 'true') {
    yield { node, source: 'the signature is not checked', severity: 'critical' };
  }
  if (
    (decoding.test(name) || (isDecodedByHand(call) && servesRequests(file, call))) &&
    isTrusted(file, call)
  ) {
    const source = 'its claims are used without checking the signature';
    yield { node, source, severity: 'critical', confidence: 0.75 };
  }
}

/** The options of a strategy, wherever they are handed over: to `super`, mostly. */
function* strategyFault(pair: SyntaxNode): Iterable<Match> {
  if (keyName(pair.field('key')) !== 'ignoreExpiration' || pair.fieldText('value') !== 'true') return;
  if (!/\b(jwtFromRequest|secretOrKey\w*)\b/.test(pair.parent?.text ?? '')) return;
  const edit = { node: pair, text: `${pair.fieldText('key')}: false` };
  yield { node: pair, source: 'expired tokens are accepted', severity: 'medium', cwe: 'CWE-613', edit };
}

function* verifyFaults(file: SourceFile, call: CallSite): Iterable<Match> {
  const { node } = call;
  const [, key, options] = call.arguments;
  const algorithms = file.option(options, 'algorithms');
  if (algorithms === undefined && /public|\.pem\b/i.test(key?.text ?? '')) {
    const source = 'the algorithm is not fixed beside a public key';
    yield { node, source, severity: 'medium', confidence: 0.7 };
  } else if (algorithms !== undefined && /['"]none['"]/i.test(algorithms.text)) {
    yield { node, trail: [algorithms], source: 'the algorithm `none` is accepted', severity: 'critical' };
  }
  if (file.option(options, 'ignoreExpiration')?.text === 'true') {
    yield { node, source: 'expired tokens are accepted', severity: 'medium', cwe: 'CWE-613' };
  }
  if (key !== undefined && /^(null|undefined|''|"")$/.test(key.text)) {
    yield { node, source: 'it is verified without a key', severity: 'critical' };
  }
  yield* literalSecret(file, call);
}

function* signFaults(file: SourceFile, call: CallSite): Iterable<Match> {
  const algorithm = stringValue(file.option(call.arguments[2], 'algorithm')) ?? '';
  if (/^none$/i.test(algorithm)) {
    yield { node: call.node, source: 'it is signed with `none`', severity: 'critical' };
  }
  yield* literalSecret(file, call);
}

function* literalSecret(file: SourceFile, call: CallSite): Iterable<Match> {
  const key = call.arguments[1];
  const literal = key === undefined ? undefined : writtenText(file, key);
  if (literal === undefined || literal === '' || literal.includes('-----BEGIN PUBLIC')) return;
  yield {
    node: call.node,
    trail: key === undefined ? [] : [key],
    source: 'the signing secret is written in the code',
    cwe: 'CWE-798',
  };
}

/** A literal, a constant for one, or one that stands in when the environment has none. */
function writtenText(file: SourceFile, expression: SyntaxNode): string | undefined {
  const node = file.constantOf(expression);
  const fallback = /^(\|\||\?\?)$/.test(node.token('operator')) ? node.field('right') : undefined;
  return fallback === undefined ? stringValue(node) : writtenText(file, fallback);
}

/** A page reads its own token to show a name: the server that gets the token checks it. */
function isInTheBrowser(file: SourceFile): boolean {
  return (
    file.language === 'tsx' ||
    /\b(localStorage|sessionStorage|document\.|useState|useEffect)\b/.test(file.text)
  );
}

/** Whether the decoded claims are used beyond choosing a key, and nothing in the file verifies. */
function isTrusted(file: SourceFile, call: CallSite): boolean {
  if (/\bcomplete\s*:\s*true\b/.test(call.node.text) || isInTheBrowser(file)) return false;
  return ['verify', 'verifyAsync', 'jwtVerify', 'verifyIdToken', 'verifyToken'].every(
    (name) => file.flow.calls.callsOf(name).length === 0,
  );
}

/** Reading a token tells nothing yet: a request, a user or a role has to be near. */
function servesRequests(file: SourceFile, call: CallSite): boolean {
  return /\b(req|request|ctx|authorization|headers?|cookies?|users?|session|login|role)\b/i.test(
    enclosingFunction(call.node)?.text ?? file.text,
  );
}

/** `JSON.parse(atob(token.split('.')[1]))` */
function isDecodedByHand(call: CallSite): boolean {
  if (call.name !== 'global.JSON.parse') return false;
  const argument = call.arguments[0]?.text ?? '';
  return /\.split\(['"]\.['"]\)\s*(\[1\]|\.at\(1\))/.test(argument) && /base64|atob\(/.test(argument);
}

function* middlewareFaults(file: SourceFile, call: CallSite): Iterable<Match> {
  const [options] = call.arguments;
  if (file.objectOf(options) === undefined) return;
  if (file.option(options, 'ignoreExpiration')?.text === 'true') {
    yield { node: call.node, source: 'expired tokens are accepted', severity: 'medium', cwe: 'CWE-613' };
  }
  if (file.option(options, 'algorithms') === undefined) {
    yield { node: call.node, source: 'the accepted algorithms are not fixed' };
  }
}
