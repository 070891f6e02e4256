import { enclosingFunction, keyName } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { functionName } from '../../flow/functions.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { CallSite } from '../source-file.ts';
import { namesSecret, wordsOf } from '../words.ts';

const guessable =
  /^global\.Math\.random$|^crypto\.pseudoRandomBytes$|^uuid(\.v1|\/v1)$|^global\.Date\.now$|^global\.performance\.now$|^lodash\.(random|sample|sampleSize|shuffle)$/;

export const insecureRandomness = defineRule({
  id: 'security/insecure-randomness',
  title: '`{sink}` makes a secret: `{source}` can be predicted',
  cwe: 'CWE-338',
  severity: 'high',
  why: 'A few outputs of this generator give away all later ones, and the time is public: an attacker computes the next token and takes over the account it protects.',
  instead: 'Use the generator of `node:crypto`.',
  example: "const token = randomBytes(32).toString('base64url');",
  *find(file): Iterable<Match> {
    for (const call of file.callsOf(guessable)) {
      const secret = secretBeingMade(call);
      if (secret === undefined) continue;
      yield { node: call.node, sink: call.callee.text, source: secret };
    }
  },
});

/** The name of the secret that the value goes into: a variable, a property, a function's result or an argument. */
function secretBeingMade(call: CallSite): string | undefined {
  if (call.method === 'pseudoRandomBytes') return call.method;
  const isTime = call.method === 'now';
  let steps = 0;
  for (let node: SyntaxNode | undefined = call.node.parent; node !== undefined; node = node.parent) {
    const name = nameAt(node);
    if (name !== undefined && isSecretName(name)) return name;
    // The time is in many innocent expressions: only what it is directly made into counts.
    if (name !== undefined && isTime) return undefined;
    if (node.kind === 'statement_block' || node.kind === 'program') break;
    steps += 1;
    if (isTime && steps > 6) return undefined;
  }
  if (isTime) return undefined;
  const fn = enclosingFunction(call.node);
  const name = fn === undefined ? undefined : functionName(fn);
  return name !== undefined && isSecretName(name) && !isJitter(call.node) ? name : undefined;
}

function nameAt(node: SyntaxNode): string | undefined {
  if (node.kind === 'variable_declarator') return node.field('name')?.text;
  if (node.kind === 'pair') return keyName(node.field('key'));
  if (node.kind === 'assignment_expression' || node.kind === 'augmented_assignment_expression') {
    return node.field('left')?.text.split('.').at(-1);
  }
  if (node.kind === 'public_field_definition' || node.kind === 'field_definition') {
    return (node.field('name') ?? node.field('property'))?.text;
  }
  if (node.kind === 'arrow_function' || node.kind === 'function_expression') return functionName(node);
  return undefined;
}

function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  if (words.some((word) => /^(jitter|delay|backoff|retry|retries|sample|color|colour|mock|fake|bucket|refill)$/.test(word))) return false;
  return namesSecret(name) || /\b(verification|reset|invite|coupon|voucher|access|recovery|otp) ?code\b/.test(words.join(' '));
}

/** `Math.random() < 0.1` decides, it makes nothing. */
function isJitter(node: SyntaxNode): boolean {
  return node.parent?.kind === 'binary_expression' && /^[<>]=?$/.test(node.parent.token('operator'));
}
