import { enclosingName } from '../../code/enclosing-name.ts';
import type { CallCheck, Check, OptionCheck, Told } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import { type Expression, expressionsIn, isAttribute, lastNameOf } from '../../code/expression.ts';
import { isUnloggable, namesSecret } from './secret-names.ts';

/** Checks that languages have in common; each gives the names its libraries use. */

export function callCheck(rule: string, calls: RegExp, find: CallCheck['find']): Check {
  return { kind: 'call', rule: `security/${rule}`, calls, find };
}

export function optionCheck(rule: string, name: RegExp, find: OptionCheck['find']): Check {
  return { kind: 'option', rule: `security/${rule}`, name, find };
}

/** An option with a value that is dangerous whatever surrounds it. */
export function dangerousOption(rule: string, name: RegExp, value: RegExp, told: Told = {}): Check {
  return optionCheck(rule, name, (option, file) =>
    value.test(file.constantOf(option.value).node.text)
      ? { sink: option.node.text.replace(/\s+/g, ' '), ...told }
      : undefined,
  );
}

/** A call that is dangerous whatever it is given. */
export function dangerousCall(rule: string, calls: RegExp, told: Told = {}): Check {
  return callCheck(rule, calls, (call) => ({ sink: call.call.callee.node.text, ...told }));
}

/** What a value is for, by what surrounds it: the variable or option it goes into, the function, the arguments. */
export function purposeText(call: CodeCall, file: CodeFile): string {
  return [enclosingName(call.node, file), ...call.call.arguments.map(({ value }) => value.node.text)]
    .join(' ')
    .slice(0, 300);
}

/** A generator whose outputs can be predicted makes something that nobody may guess. */
export function predictable(calls: RegExp): Check {
  return callCheck('insecure-randomness', calls, (call, file) => {
    const named = enclosingName(call.node, file);
    return namesSecret(named) ? { sink: shownName(named), source: call.call.callee.node.text } : undefined;
  });
}

function shownName(text: string): string {
  return text.split(' ').find(namesSecret) ?? text;
}

/** Broken hashes where they protect something. */
export function brokenHash(
  calls: RegExp,
  algorithmOf: (call: CodeCall, file: CodeFile) => string | undefined,
): Check {
  return callCheck('weak-hash', calls, (call, file) => {
    const algorithm = algorithmOf(call, file)?.replace(/[-_]/g, '').toUpperCase();
    if (algorithm === undefined || !/^(MD[245]|SHA1?|RIPEMD160|SHA)$/.test(algorithm)) return undefined;
    const used = purposeText(call, file);
    if (
      /cache|etag|checksum|dedup|fingerprint|bucket|shard|color|colour|gravatar|avatar|content_?hash|file_?hash|partition|revision|uuid/i.test(
        used,
      )
    )
      return undefined;
    return {
      sink: call.method,
      source: algorithm === 'SHA' ? 'SHA1' : algorithm,
      severity: namesSecret(used) || /sign|passw|auth|hmac/i.test(used) ? 'high' : 'medium',
    };
  });
}

/** Comparing a secret by `==` stops at the first difference. */
export function* secretComparisons(
  file: CodeFile,
  kinds: readonly string[],
): Generator<{ readonly node: Expression['node']; readonly sink: string; readonly source: string }> {
  for (const node of file.nodes(...kinds)) {
    const comparison = file.flow.index.read(node);
    if (comparison.kind !== 'binary' || !/^(==|!=|===|!==)$/.test(comparison.operator)) continue;
    const { left, right, operator } = comparison;
    const digest = [left, right].find((side) => isDigest(side) || holdsDigest(side, file));
    const other = digest === left ? right : left;
    if (digest === undefined || !/^(name|member|index|call)$/.test(other.kind) || isNothing(other)) continue;
    yield { node, sink: operator, source: digest.node.text.replace(/\s+/g, ' ') };
  }
}

const digestName =
  /signature$|hmac|digest$|(^|_)mac$|computed_?hash|expected_?(hash|token|sig)|api_?key|auth_?token|access_?token|csrf_?token|webhook_?secret|secret_?(key|token)$/i;

/** A secret of the environment: `ENV['API_TOKEN']`. */
const configured =
  /^(ENV(\.fetch)?|os\.environ(\.get)?|os\.getenv)[[(]['"]\w*(TOKEN|SECRET|API_?KEY|PASSWORD|SIGNATURE)['"]/;

function isDigest(side: Expression): boolean {
  if (configured.test(side.node.text)) return true;
  if (side.kind === 'call' && !isAttribute(side))
    return (
      !side.node.text.startsWith('Digest::') &&
      /hexdigest|digest$|b64encode|HexString|hash_hmac|Hmac|compute_?signature|hmac/i.test(
        side.callee.node.text,
      )
    );
  const name = side.kind === 'call' ? lastNameOf(side.callee) : lastNameOf(side);
  return (
    digestName.test(name) &&
    !/(^err|length|len|type|name|algorithm|version|method|size|count|id|header)$/i.test(name)
  );
}

/** Every value that the variable was given is computed as a digest. */
function holdsDigest(side: Expression, file: CodeFile): boolean {
  if (side.kind !== 'name') return false;
  const binding = file.flow.index.resolve(side.name, side.node);
  if (binding?.kind !== 'variable' || binding.writes.length === 0) return false;
  return binding.writes.every(({ value }) => value.kind === 'call' && isKeyed(value));
}

/** A plain hash may be a checksum; only one with a key is worth forging. */
function isKeyed({ node }: Expression): boolean {
  return /\bhmac\b|hash_hmac|\bMac\.|\bmac\.|compute_?signature/i.test(node.text);
}

function isNothing(side: Expression): boolean {
  return /^(None|nil|null|undefined|true|false|True|False|[A-Z])$/.test(side.node.text);
}

/** Secrets among the arguments of a log call. */
export function loggedSecret(calls: RegExp): Check {
  return callCheck('secret-in-log', calls, (call) => {
    for (const { value } of call.call.arguments) {
      const secret = secretIn(value);
      if (secret !== undefined) return { sink: call.method, source: secret.node.text };
    }
    return undefined;
  });
}

function secretIn(value: Expression): Expression | undefined {
  const objects = new Set<Expression>();
  for (const inner of expressionsIn(value)) {
    if (inner.kind === 'call' && !isAttribute(inner)) return undefined;
    // Of `secret.name` the name is logged.
    if (inner.kind === 'member') objects.add(inner.object);
    if (!objects.has(inner) && isSecretRead(inner)) return inner;
  }
  return undefined;
}

function isSecretRead({ kind, node }: Expression): boolean {
  return (
    /^(call|name|member|index)$/.test(kind) &&
    isUnloggable(node.text.replace(/[['"\]]+/g, '.').replace(/\.$/, ''))
  );
}
