import { calleeOf, enclosingFunction, keyName, lastName } from '../../syntax/expressions.ts';
import { ancestors, descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { functionName } from '../../flow/functions.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';
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
      const secret = call.method === 'pseudoRandomBytes' ? call.method : secretMadeOf(file, call);
      if (secret !== undefined) yield { node: call.node, sink: call.callee.text, source: secret };
    }
  },
});

/** The name of the secret that a value goes into: at once, through one variable, or through one function's result. */
function secretMadeOf(file: SourceFile, call: CallSite): string | undefined {
  if (call.method === 'now') return secretAround(call.node, maxTimeSteps);
  const direct = secretAround(call.node);
  if (direct !== undefined) return direct;
  if (isJitter(call.node)) return undefined;
  const fn = enclosingFunction(call.node);
  const name = fn === undefined ? undefined : functionName(fn);
  if (name !== undefined && isSecretName(name)) return name;
  const declarator = [...ancestors(call.node)].find(({ kind }) => kind === 'variable_declarator');
  const variable =
    fn === undefined || declarator?.field('value') !== fn ? declarator?.field('name') : undefined;
  if (variable?.kind === 'identifier') return secretOfVariable(variable, fn ?? file.root);
  return name === undefined ? undefined : secretOfResult(file, name);
}

/** The time is part of many innocent expressions: only what is directly made of it counts. */
const maxTimeSteps = 6;

function secretAround(start: SyntaxNode, maxSteps = 60): string | undefined {
  let steps = 0;
  for (const node of ancestors(start)) {
    const name = nameAt(node);
    if (name !== undefined && isSecretName(name)) return name;
    const receiving = node.kind === 'call_expression' ? lastName(calleeOf(node)) : '';
    if (isSecretName(receiving)) return receiving;
    if (name !== undefined && maxSteps === maxTimeSteps) return undefined;
    steps += 1;
    if (node.kind === 'statement_block' || node.kind === 'program' || steps > maxSteps) return undefined;
  }
  return undefined;
}

function secretOfVariable(variable: SyntaxNode, scope: SyntaxNode): string | undefined {
  for (const node of descendants(scope)) {
    if (node.kind !== 'identifier' || node.text !== variable.text || node === variable) continue;
    const secret = secretAround(node);
    if (secret !== undefined) return secret;
  }
  return undefined;
}

function secretOfResult(file: SourceFile, name: string): string | undefined {
  for (const call of file.flow.calls.callsOf(name)) {
    const secret = secretAround(call);
    if (secret !== undefined) return secret;
  }
  return undefined;
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
  if (
    words.some((word) =>
      /^(jitter|delay|backoff|retry|retries|sample|color|colour|mock|fake|bucket|refill)$/.test(word),
    )
  )
    return false;
  return (
    namesSecret(name) ||
    /\b(verification|reset|invite|coupon|voucher|access|recovery|otp) ?code\b/.test(words.join(' '))
  );
}

/** `Math.random() < 0.1` decides, it makes nothing. */
function isJitter(node: SyntaxNode): boolean {
  return node.parent?.kind === 'binary_expression' && /^[<>]=?$/.test(node.parent.token('operator'));
}
