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
  summary: 'A secret is made of values that can be predicted',
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
  // The time is part of many innocent expressions: only what is directly made of it counts.
  if (call.method === 'now') return nearestSecret(call.node);
  return (
    secretAround(call.node) ??
    (isJitter(call.node) ? undefined : (secretLater(file, call.node) ?? drawnDigits(call.node)))
  );
}

/** `code = Math.floor(100000 + Math.random() * 900000)`: digits to be typed in from a message. */
function drawnDigits(start: SyntaxNode): string | undefined {
  for (const node of ancestors(start)) {
    const name = nameAt(node);
    if (name !== undefined)
      return /code|pin|otp|digits/i.test(name) && /\b(9_?0{3}|90_?000|9_?00_?000)\b/.test(node.text)
        ? name
        : undefined;
    if (isBlock(node)) return undefined;
  }
  return undefined;
}

function secretLater(file: SourceFile, made: SyntaxNode): string | undefined {
  const fn = enclosingFunction(made);
  const name = fn === undefined ? undefined : functionName(fn);
  if (name !== undefined && isSecretName(name)) return name;
  const outers = [...ancestors(made)];
  const own = fn === undefined ? outers : outers.slice(0, outers.indexOf(fn));
  const variable = own.find(({ kind }) => kind === 'variable_declarator')?.field('name');
  if (variable?.kind === 'identifier') return secretOfVariable(variable, fn ?? file.root);
  return name === undefined ? undefined : secretOfResult(file, name);
}

/** The first name on the way out, if it names a secret. */
function nearestSecret(start: SyntaxNode): string | undefined {
  for (const node of ancestors(start)) {
    const name = nameAt(node);
    if (name !== undefined) return isSecretName(name) ? name : undefined;
    if (isBlock(node)) return undefined;
  }
  return undefined;
}

/** Any name on the way out, or the name of a function that is handed the value. */
function secretAround(start: SyntaxNode): string | undefined {
  for (const node of ancestors(start)) {
    const name = node.kind === 'call_expression' ? lastName(calleeOf(node)) : nameAt(node);
    if (name !== undefined && isSecretName(name)) return name;
    if (isBlock(node)) return undefined;
  }
  return undefined;
}

function isBlock({ kind }: SyntaxNode): boolean {
  return kind === 'statement_block' || kind === 'program';
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
  switch (node.kind) {
    case 'variable_declarator':
      return node.fieldText('name');
    case 'pair':
      return keyName(node.field('key'));
    case 'assignment_expression':
    case 'augmented_assignment_expression':
      return node.fieldText('left').split('.').at(-1);
    case 'public_field_definition':
    case 'field_definition':
      return node.fieldText('name') || node.fieldText('property');
    case 'arrow_function':
    case 'function_expression':
      return functionName(node);
    default:
      return undefined;
  }
}

const innocent = /^(jitter|delay|backoff|retry|retries|sample|color|colour|mock|fake|bucket|refill)$/;
const codeName = /\b(verification|reset|invite|coupon|voucher|access|recovery|otp) ?code\b/;

function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  if (words.some((word) => innocent.test(word))) return false;
  return namesSecret(name) || codeName.test(words.join(' '));
}

/** `Math.random() < 0.1` decides, it makes nothing. */
function isJitter(node: SyntaxNode): boolean {
  return node.parent?.kind === 'binary_expression' && /^[<>]=?$/.test(node.parent.token('operator'));
}
