import { enclosingFunction } from '../../syntax/expressions.ts';
import { defineSinkRule, type Sink } from '../sink-rule.ts';
import type { Value } from '../../flow/value.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const writing =
  /^(create|update|updateMany|upsert|insert|insertOne|insertMany|findByIdAndUpdate|findOneAndUpdate|updateOne|save|build|bulkCreate|merge|fill)$/;

const builtIn =
  /^(URL|URLSearchParams|Map|Set|Date|Error|\w+Error|Request|Response|Headers|Blob|FormData|RegExp|Array|Object|Promise|String|Number|\w+Array|Proxy)$/;

export const massAssignment = defineSinkRule({
  id: 'security/mass-assignment',
  title: 'All of `{source}` is stored by `{sink}`',
  cwe: 'CWE-915',
  severity: 'medium',
  purpose: 'key',
  why: 'The caller chooses the columns: `{"role": "admin"}` or somebody else’s `ownerId` is stored as well.',
  instead: 'Name the fields that may be set, or check the body with a schema that strips the others.',
  example:
    'const { title, text } = NewPost.parse(req.body);\nawait prisma.post.create({ data: { title, text } });',
  accepts: isWholeBody,
  *sinks(file) {
    for (const call of file.calls()) {
      if (call.node.kind === 'new_expression') yield* modelSink(file, call);
      else if (call.name === 'global.Object.assign') yield* assignSinks(call);
      else if (writing.test(call.method) && call.receiver !== undefined) yield* writeSinks(file, call);
    }
  },
});

function isWholeBody(value: Value): boolean {
  return (
    value.grade === 'tainted' && /^([\w.]*\.)?(body|rawBody)$|(^|\.)json\(\)$/.test(value.origin?.label ?? '')
  );
}

/** `new User(req.body)`, where the file stores what it builds. */
function* modelSink(file: SourceFile, call: CallSite): Iterable<Sink> {
  const [argument] = call.arguments;
  if (argument === undefined || !/^[A-Z]\w*$/.test(call.callee.text) || builtIn.test(call.callee.text))
    return;
  if (/\.(save|persist|insert\w*)\(/.test(file.text))
    yield { node: call.node, argument, name: `new ${call.callee.text}` };
}

/** `Object.assign(user, req.body)` of a record that the function stores afterwards. */
function* assignSinks(call: CallSite): Iterable<Sink> {
  const [target, ...sources] = call.arguments;
  const fn = enclosingFunction(call.node);
  if (target?.kind !== 'identifier' || fn === undefined) return;
  const stored = new RegExp(
    `\\.(save|persist|update|flush|put)\\([^)]*\\b${target.text}\\b|\\b${target.text}\\.(save|update)\\(`,
  );
  if (!stored.test(fn.text.slice(call.node.end - fn.start))) return;
  for (const argument of sources) yield { node: call.node, argument, name: 'Object.assign' };
}

function* writeSinks(file: SourceFile, call: CallSite): Iterable<Sink> {
  const name = call.callee.text.length > 40 ? call.method : call.callee.text;
  // `Object.assign(user, req.body)` only matters where the target is stored.
  const receiver = call.receiver?.text ?? '';
  if (/^(Object|cache|redis|store|headers)$|hash|hmac|sign|verif|cipher|digest/i.test(receiver)) return;
  const data = call.arguments.map((argument) => file.option(argument, 'data'));
  for (const argument of [...data, ...call.arguments]) {
    if (argument === undefined) continue;
    const object = file.objectOf(argument);
    const spreads = object?.children.filter(({ kind }) => kind === 'spread_element') ?? [];
    if (object === undefined) yield { node: call.node, argument, name };
    for (const spread of spreads) yield { node: call.node, argument: spread, name };
  }
}
