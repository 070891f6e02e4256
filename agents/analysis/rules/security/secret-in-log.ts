import { calleeOf, lastName } from '../../syntax/expressions.ts';
import { descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';
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
  summary: 'A secret is written to the log',
  cwe: 'CWE-532',
  severity: 'medium',
  why: 'Logs are copied to more places and read by more people than the secret is meant for, and stay when it should have expired.',
  instead: 'Log an id, or whether there is one, and never the value.',
  example: "log.info({ userId, hasToken: token !== undefined }, 'signed in');",
  *find(file): Iterable<Match> {
    for (const call of file.calls()) {
      if (!levels.test(call.method) || !loggers.test(call.receiver?.text ?? '')) continue;
      const secret = loggedSecret(file, call);
      if (secret !== undefined) yield { node: call.node, trail: [secret], source: secret.text };
    }
  },
});

function loggedSecret(file: SourceFile, call: CallSite): SyntaxNode | undefined {
  for (const argument of call.arguments) {
    for (const node of descendants(argument, isOpen)) {
      if (isSecret(node) || isWholeHeaders(file, node)) return node;
    }
  }
  return undefined;
}

/** Calls that write out what they are given. */
const writing = /^(JSON\.stringify|String|util\.(inspect|format)|inspect)$/;
const closed = /^(ternary_expression|unary_expression|member_expression|subscript_expression)$|function$/;

/** What is masked, tested or counted is not written out; a property name alone is not its value. */
function isOpen(node: SyntaxNode): boolean {
  if (node.kind === 'call_expression') return writing.test(calleeOf(node)?.text ?? '');
  if (node.kind === 'binary_expression') return /^(\+|\?\?|\|\|)$/.test(node.token('operator'));
  return !closed.test(node.kind);
}

/** `const { headers } = req; log.info({ headers })` */
function isWholeHeaders(file: SourceFile, node: SyntaxNode): boolean {
  if (!/^(headers|cookies)$/.test(node.text)) return false;
  return /(^|\.)(headers|cookies)$/.test(file.flow.sourceOf(node)?.origin?.label ?? '');
}

function isSecret(node: SyntaxNode): boolean {
  if (!/^(identifier|member_expression|shorthand_property_identifier)$/.test(node.kind)) return false;
  if (node.parent?.kind === 'call_expression' && node.parent.field('function') === node) return false;
  if (wholeThings.test(node.text.replaceAll('?', ''))) return true;
  const name = lastName(node) || node.text;
  // A constant in capitals is the name of a setting, not its value.
  if (masking.test(name) || (node.kind === 'identifier' && /^[A-Z_]+$/.test(name))) return false;
  if (/^(authorization|cookie)$/i.test(name)) return true;
  return namesSecret(name) && !wordsOf(name).some((word) => /^(tokens|session|id)$/.test(word));
}
