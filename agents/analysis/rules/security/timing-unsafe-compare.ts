import { calleeOf, lastName, objectOf, propertyOf, stringValue, unwrap } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';
import { wordsOf } from '../words.ts';

const authenticating =
  /^(signature|sig|hmac|mac|token|secret|apikey|password|passwd|passphrase|otp|csrf|xsrf|authorization)$/;
const innocent =
  /^(checksum|etag|integrity|version|hash|length|type|kind|count|status|name|id|size|index|line|kinds|syntax|next|prev|previous|current|lookahead|repeat|confirm|confirmation|again|generation|cached|cache)$/;

export const timingUnsafeCompare = defineRule({
  id: 'security/timing-unsafe-compare',
  title: '`{source}` is compared with `{sink}`, which stops at the first different character',
  summary: 'A secret is compared in a time that tells how much of it was right',
  cwe: 'CWE-208',
  severity: 'medium',
  why: 'The time of the answer tells how many characters were right: an attacker finds the valid value piece by piece.',
  instead: 'Compare hashes of equal length in constant time.',
  example: 'const equal = a.length === b.length && timingSafeEqual(a, b);',
  *find(file): Iterable<Match> {
    for (const node of file.nodes('binary_expression')) {
      const operator = node.token('operator');
      const left = node.field('left');
      const right = node.field('right');
      if (!/^[!=]==?$/.test(operator) || left === undefined || right === undefined) continue;
      const secret = comparedSecret(file, unwrap(left), unwrap(right));
      if (secret !== undefined) yield { node, sink: operator, source: secret };
    }
    for (const call of file.calls()) {
      const [left, right] = comparedByCall(call);
      const secret =
        left === undefined || right === undefined ? undefined : comparedSecret(file, left, right);
      if (secret !== undefined) yield { node: call.node, sink: call.method, source: secret };
    }
  },
});

/** `Buffer.compare(a, b)`, `a.equals(b)`, `a.localeCompare(b)` */
function comparedByCall(call: CallSite): readonly (SyntaxNode | undefined)[] {
  if (call.name === 'global.Buffer.compare') return call.arguments.map(unwrap);
  if (!/^(equals|localeCompare)$/.test(call.method) || call.arguments.length !== 1) return [];
  return [call.receiver, ...call.arguments.map(unwrap)];
}

/** The text of the side that is a secret, when the other side may be a guess at it. */
function comparedSecret(file: SourceFile, left: SyntaxNode, right: SyntaxNode): string | undefined {
  const sides = [left, right];
  if (sides.some(isFixed)) return undefined;
  const computed = sides.find((side) => isKeyedDigest(file, side));
  if (computed !== undefined) return shown(computed);
  const named = sides.find(namesAuthenticator);
  if (named === undefined || sides.some(isInnocent)) return undefined;
  const isGuessed = sides.some((side) => file.flow.valueOf(side, 'header').grade === 'tainted');
  const isGiven =
    sides.some((side) => isConfigured(file, side)) && sides.some((side) => isParameter(file, side));
  const other = named === left ? right : left;
  return isGuessed || isGiven || (namesAuthenticator(other) && namesExpectation(other))
    ? shown(named)
    : undefined;
}

function namesExpectation(side: SyntaxNode): boolean {
  return wordsOf(nameOf(side)).some((word) =>
    /^(expected|computed|calculated|stored|valid|actual|provided|received)$/.test(word),
  );
}

function shown(node: SyntaxNode): string {
  return node.text.length > 40 ? `${node.text.slice(0, 39)}…` : node.text;
}

function isFixed(side: SyntaxNode): boolean {
  return (
    stringValue(side) !== undefined ||
    /^(null|undefined|true|false|number|unary_expression|binary_expression|this)$/.test(side.kind) ||
    /^[A-Z][A-Za-z]*\.[A-Z]/.test(side.text)
  );
}

function nameOf(side: SyntaxNode): string {
  return side.kind === 'identifier' ? side.text : (propertyOf(side) ?? '');
}

function namesAuthenticator(side: SyntaxNode): boolean {
  const words = wordsOf(nameOf(side));
  const phrase = words.join(' ');
  return words.some((word) => authenticating.test(word)) || /\b(api|access|auth|webhook) key\b/.test(phrase);
}

function isInnocent(side: SyntaxNode): boolean {
  const words = wordsOf(nameOf(side));
  if (words.some((word) => innocent.test(word))) return true;
  // A constant such as `Kind.TOKEN` is public; a variable of the environment is not.
  return /^[A-Z_]+$/.test(propertyOf(side) ?? '') && !/env\b/.test(side.text);
}

/** `createHmac(…)….digest(…)`, directly, in a variable, or behind a prefix such as `sha256=`. */
function isKeyedDigest(file: SourceFile, expression: SyntaxNode, hops = 3): boolean {
  const side = file.constantOf(expression);
  if (side.kind === 'template_string' || side.kind === 'binary_expression') {
    const parts = side.children.flatMap((part) =>
      part.kind === 'template_substitution' ? part.children : part,
    );
    return hops > 0 && parts.some((part) => isKeyedDigest(file, part, hops - 1));
  }
  if (side.kind !== 'call_expression') return false;
  const callee = calleeOf(side);
  if (lastName(callee) === 'digest') return startsKeyed(file, side);
  return callee !== undefined && file.flow.names.nameOf(callee)?.startsWith('crypto-js.Hmac') === true;
}

/** Whether the chain of calls that ends in `digest` starts with `createHmac`, or with a variable that holds one. */
function startsKeyed(file: SourceFile, last: SyntaxNode): boolean {
  let current: SyntaxNode | undefined = last;
  while (current?.kind === 'call_expression') {
    const callee = calleeOf(current);
    if (lastName(callee) === 'createHmac') return true;
    current = callee === undefined ? undefined : objectOf(callee);
  }
  if (current?.kind !== 'identifier') return false;
  const binding = file.flow.bindings.resolve(current);
  return binding?.kind === 'variable' && /\bcreateHmac\(/.test(binding.value?.text ?? '');
}

/** From the environment or the configuration: the value that must not be guessed. */
function isConfigured(file: SourceFile, side: SyntaxNode): boolean {
  if (/\b(process\.env|env|config|settings|options|secrets?)\b/i.test(side.text)) return true;
  if (side.kind !== 'identifier') return side.text.startsWith('this.');
  const binding = file.flow.bindings.resolve(side);
  if (binding?.kind === 'variable')
    return /\b(process\.env|env|config|settings)\b/i.test(binding.value?.text ?? '');
  return binding?.kind === 'import';
}

function isParameter(file: SourceFile, side: SyntaxNode): boolean {
  return side.kind === 'identifier' && file.flow.bindings.resolve(side)?.kind === 'parameter';
}
