import { argumentsOf, propertyOf, unwrap, calleeOf } from '../../syntax/expressions.ts';
import { descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { CallSite } from '../source-file.ts';
import { namesSecret, wordsOf } from '../words.ts';

const levels = /^(log|info|warn|error|debug|trace|fatal|verbose|silly|notice|dir)$/;
const loggers =
  /(^|\.)(console|log|logger|winston|pino|bunyan|log4js|signale|consola|_?logger)(\(\))?$|\.log(ger)?$/i;
const wholeThings =
  /(^|\.)(req|request|ctx\.request|ctx\.req|c\.req)\.(headers|cookies|body)$|^process\.env$/;
const masking =
  /mask|redact|hash|sanitiz|obfuscat|censor|omit|pick|length|Boolean|typeof|scrub|truncate|slice|substring|substr|digest/;

export const secretInLog = defineRule({
  id: 'security/secret-in-log',
  title: '`{source}` is written to the log',
  cwe: 'CWE-532',
  severity: 'medium',
  why: 'Logs are copied to more places and read by more people than the secret is meant for, and stay when it should have expired.',
  instead: 'Log an id, or whether there is one, and never the value.',
  example: "log.info({ userId, hasToken: token !== undefined }, 'signed in');",
  *find(file): Iterable<Match> {
    for (const call of file.calls()) {
      if (!levels.test(call.method) || !loggers.test(call.receiver?.text ?? '')) continue;
      const secret = loggedSecret(call);
      if (secret !== undefined) yield { node: call.node, trail: [secret], source: secret.text };
    }
  },
});

function loggedSecret(call: CallSite): SyntaxNode | undefined {
  for (const argument of call.arguments) {
    for (const node of descendants(argument, isOpen)) {
      if (isSecret(node)) return node;
    }
  }
  return undefined;
}

/** What is masked, tested or counted is not written out; a property name alone is not its value. */
function isOpen(node: SyntaxNode): boolean {
  if (node.kind === 'call_expression') {
    const callee = calleeOf(node);
    return (
      callee !== undefined &&
      /^(JSON\.stringify|String|util\.(inspect|format)|inspect)$/.test(callee.text) &&
      argumentsOf(node).length > 0
    );
  }
  if (node.kind === 'ternary_expression') return false;
  if (node.kind === 'binary_expression') return /^(\+|\?\?|\|\|)$/.test(node.token('operator'));
  if (node.kind === 'unary_expression' || node.kind.endsWith('function')) return false;
  return node.kind !== 'member_expression' && node.kind !== 'subscript_expression';
}

function isSecret(node: SyntaxNode): boolean {
  const { kind } = node;
  if (kind === 'pair') return false;
  if (kind !== 'identifier' && kind !== 'member_expression' && kind !== 'shorthand_property_identifier')
    return false;
  const outer = node.parent === undefined ? undefined : unwrap(node.parent);
  if (outer?.kind === 'call_expression' && outer.field('function') === node) return false;
  if (wholeThings.test(node.text.replace(/\?/g, ''))) return true;
  const name = kind === 'member_expression' ? (propertyOf(node) ?? '') : node.text;
  if (/^[A-Z]+(_[A-Z]+)*$/.test(name) && kind === 'identifier') return false;
  if (masking.test(name)) return false;
  const words = wordsOf(name);
  return (
    (namesSecret(name) && !words.some((word) => /^(tokens|session|id)$/.test(word))) ||
    /^(authorization|cookie)$/i.test(name)
  );
}
