import { isTainted, type Value } from '../../flow/value.ts';
import { keyName, unwrap } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineSinkRule, fromOutside, type Sink } from '../sink-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const certain =
  /^(findOneAndUpdate|findOneAndDelete|findOneAndReplace|findOneAndRemove|updateOne|updateMany|deleteOne|deleteMany|replaceOne|countDocuments)$/;
const shared = /^(find|findOne|count|exists|distinct|remove|update|where|match)$/;
const sqlOptions = /^(where|include|attributes|select|relations|orderBy|data|order|limit)$/;

export const nosqlInjection = defineSinkRule({
  id: 'security/nosql-injection',
  title: '`{source}` goes into the filter of `{sink}` as it came',
  cwe: 'CWE-943',
  severity: 'high',
  purpose: 'nosql',
  why: 'A JSON body or a query such as `?password[$ne]=` sends an object instead of a string: the operator matches records the caller does not know, and a login passes without the password.',
  instead: 'Make it a string, or compare with `$eq`.',
  example: 'await users.findOne({ email: { $eq: String(req.body.email) } });',
  accepts: isOperatorCarrier,
  *sinks(file) {
    for (const call of file.calls()) {
      if (isQuery(file, call)) yield* filterSinks(file, call);
      if (call.method === 'aggregate' && call.receiver !== undefined) yield* stageSinks(file, call);
    }
  },
});

export const nosqlCode = defineSinkRule({
  id: 'security/nosql-code',
  title: '`{source}` is run inside the database by `{sink}`',
  cwe: 'CWE-943',
  severity: 'high',
  purpose: 'code',
  why: 'The database evaluates the text as JavaScript for every document: the value reads other documents, or loops until the server is down.',
  instead: 'Say it with query operators.',
  example: 'await items.find({ name: { $eq: String(name) } });',
  accepts: isTainted,
  *sinks(file) {
    for (const pair of file.nodes('pair')) {
      const argument = pair.field('value');
      const name = keyName(pair.field('key')) ?? '';
      if (argument !== undefined && /^\$(where|function|accumulator)$/.test(name))
        yield { node: pair, argument, name };
    }
  },
});

/** Only parsed bodies and query strings hold objects: route parameters and headers are strings. */
function isOperatorCarrier(value: Value): boolean {
  return (
    fromOutside(value) &&
    value.origin?.kind === 'request' &&
    !/\bparams\b|headers?\b|\.get\(\)|header\(\)|cookies|\.url\b|param\(\)|text\(\)|formData\(\)|query\(\)/.test(
      value.origin.label,
    )
  );
}

function isQuery(file: SourceFile, call: CallSite): boolean {
  if (certain.test(call.method)) return true;
  if (!shared.test(call.method) || call.receiver === undefined) return false;
  const filter = file.objectOf(call.arguments[0]);
  if (filter !== undefined)
    return !filter.children.some((member) => sqlOptions.test(keyName(member.field('key')) ?? member.text));
  // Whole bodies as filters: only where the receiver is a model or a collection.
  return /^[A-Z]\w*$|collection\(|[cC]ollection$|[mM]odel$/.test(call.receiver.text);
}

function* filterSinks(file: SourceFile, call: CallSite): Iterable<Sink> {
  const name = call.callee.text.length > 40 ? call.method : call.callee.text;
  const [first] = call.arguments;
  if (first === undefined) return;
  const filter = file.objectOf(first);
  if (filter === undefined) {
    yield { node: call.node, argument: first, name };
    return;
  }
  for (const argument of leaves(filter, 0)) yield { node: call.node, argument, name };
}

/** `[{ $match: filter }]`: the stages that choose documents. */
function* stageSinks(file: SourceFile, call: CallSite): Iterable<Sink> {
  const [first] = call.arguments;
  const stages = first === undefined ? undefined : file.constantOf(first);
  for (const stage of stages?.kind === 'array' ? stages.children : []) {
    const match = file.option(stage, '$match');
    const filter = file.objectOf(match);
    const values = filter === undefined ? [match] : leaves(filter, 0);
    for (const argument of values)
      if (argument !== undefined) yield { node: call.node, argument, name: 'aggregate' };
  }
}

/** The values a filter compares with; those under `$eq` and `$in` of strings stay values. */
function* leaves(object: SyntaxNode, depth: number): Iterable<SyntaxNode> {
  for (const member of object.children) {
    const key = keyName(member.field('key')) ?? '';
    const value =
      member.kind === 'shorthand_property_identifier'
        ? member
        : (member.field('value') ?? member.children[0]);
    if (value === undefined || key === '$eq') continue;
    const inner = unwrap(value);
    const objects = inner.kind === 'array' ? inner.children : [inner];
    const nested = objects.map(unwrap).filter(({ kind }) => kind === 'object' && depth < 3);
    if (nested.length === 0) yield value;
    for (const below of nested) yield* leaves(below, depth + 1);
  }
}
