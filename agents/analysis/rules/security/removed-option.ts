import {
  argumentsOf,
  calleeOf,
  enclosingFunction,
  keyName,
  lastName,
  stringValue,
  unwrap,
} from '../../syntax/expressions.ts';
import { ancestors, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import { counterpartOf } from '../removed/counterpart.ts';
import { shortText } from '../sink-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

interface Option {
  readonly key: RegExp;
  readonly value?: RegExp;
  readonly what: string;
  readonly cwe: string;
  readonly severity?: 'high' | 'medium';
  /** The call or the key that the object belongs to. */
  readonly of?: RegExp;
}

const options: readonly Option[] = [
  { key: /^algorithms$/, value: /(RS|ES|PS|HS|Ed)/, what: 'the list of accepted algorithms', cwe: 'CWE-347' },
  { key: /^(httpOnly)$/, value: /^true$/, what: 'a flag of the cookie', cwe: 'CWE-1004', severity: 'medium' },
  {
    key: /^secure$/,
    value: /^true$/,
    what: 'a flag of the cookie',
    cwe: 'CWE-614',
    severity: 'medium',
    of: /cookie|session/i,
  },
  {
    key: /^sameSite$/,
    value: /strict|lax|true/i,
    what: 'a flag of the cookie',
    cwe: 'CWE-1275',
    severity: 'medium',
  },
  {
    key: /^(rejectUnauthorized|checkServerIdentity)$/,
    value: /^(true|\()/,
    what: 'the check of TLS certificates',
    cwe: 'CWE-295',
  },
  { key: /^contextIsolation$/, value: /^true$/, what: 'the isolation of pages', cwe: 'CWE-1188' },
  {
    key: /^(redact|redactPaths|maskFields|sanitizeHeaders)$/,
    what: 'the redaction of the log',
    cwe: 'CWE-532',
    severity: 'medium',
  },
  {
    key: /^(limits?|bodyLimit|maxFileSize|fileSize|maxBodyLength|maxContentLength|maxOutputLength|maxPayload|maxDepth|depthLimit|maxLength|timeout|requestTimeout|maxRedirects|maxBuffer|parameterLimit)$/,
    what: 'a limit',
    cwe: 'CWE-770',
    severity: 'medium',
    of: /json|urlencoded|raw|text|multer|upload|busboy|formidable|bodyParser|fastify|createServer|WebSocketServer|gunzip|inflate|unzip|brotli|ApolloServer|axios|got|fetch|exec|spawn|multipart|parse|graphql/i,
  },
  {
    key: /^(whitelist|forbidNonWhitelisted|sanitizeFilter|stripUnknown|csrfPrevention|csrf|noEscape|autoescape)$/,
    value: /^true$/,
    what: 'a protection',
    cwe: 'CWE-693',
  },
  {
    key: /^(preHandler|onRequest|preValidation|beforeHandler|beforeEnter|canActivate|canMatch|guards?|middlewares?|use|before)$/,
    value: /auth|guard|admin|permission|role|session|login|user|csrf|require|verify|limit/i,
    what: 'the check before the handler',
    cwe: 'CWE-862',
  },
  {
    key: /^(issuer|audience)$/,
    what: 'the check of where a token comes from',
    cwe: 'CWE-347',
    severity: 'medium',
    of: /verify|strategy|jwt/i,
  },
  {
    key: /^(replacements|bind|values|params|parameters)$/,
    what: 'the binding of values',
    cwe: 'CWE-89',
    of: /query|execute|raw|prepare/i,
  },
];

const owner =
  /^(owner|user|author|tenant|org|organi[sz]ation|account|workspace|team|customer|company|member|creator)_?(Id|Uuid|Ref|Key)?$|^(createdBy|ownedBy|belongsTo)$/i;
const querying =
  /^(find\w*|update\w*|delete\w*|remove\w*|count\w*|where|andWhere|first\w*|select|aggregate|exists|destroy|findBy\w*)$/;
const headers =
  /^(content-security-policy|strict-transport-security|x-frame-options|x-content-type-options|referrer-policy|permissions-policy|cross-origin-opener-policy|cross-origin-resource-policy)$/i;

export const removedOption = defineRule({
  id: 'security/removed-option',
  title: 'The change removes {sink}: `{source}`',
  summary: 'The change drops an option that protected a call that is still made',
  cwe: 'CWE-693',
  severity: 'high',
  confidence: 0.6,
  side: 'old',
  why: 'The call stays and does the same without `{source}`: what the option kept out is let in.',
  instead: 'Keep the option, or say in the change what does its work now.',
  example: 'await notes.deleteMany({ where: { id, ownerId: user.id } });',
  *find(file): Iterable<Match> {
    const after = file.after?.();
    if (after === undefined) return;
    for (const node of file.nodes('pair', 'shorthand_property_identifier', 'method_definition')) {
      const lost = lostOption(node) ?? lostOwner(node);
      if (lost === undefined || isKept(node, after)) continue;
      yield { node, source: shortText(node), anchor: '', ...lost };
    }
    for (const call of file.calls()) yield* lostHeader(call, after);
    yield* narrowedMatcher(file, after);
  },
});

/** `res.setHeader('Content-Security-Policy', …)` */
function* lostHeader(call: CallSite, after: SourceFile): Iterable<Match> {
  const name = /^(setHeader|set|header|append)$/.test(call.method)
    ? stringValue(call.arguments[0])
    : undefined;
  if (name === undefined || !headers.test(name) || /\bhelmet\b/.test(after.text)) return;
  if (after.text.toLowerCase().includes(name.toLowerCase()) || !after.text.includes(call.callee.text)) return;
  const sink = 'a header that protects every page';
  yield { node: call.node, source: name, sink, severity: 'medium', anchor: '' };
}

type Lost = Pick<Match, 'sink' | 'cwe' | 'severity'>;

function nameOf(node: SyntaxNode): string {
  if (node.kind === 'shorthand_property_identifier') return node.text;
  return keyName(node.field(node.kind === 'pair' ? 'key' : 'name')) ?? '';
}

function lostOption(node: SyntaxNode): Lost | undefined {
  const name = nameOf(node);
  const value = node.kind === 'pair' ? node.fieldText('value') : node.text;
  const around = holdersOf(node).join(' ');
  const found = options.find(
    (option) =>
      option.key.test(name) &&
      (option.value?.test(value) ?? true) &&
      (option.of?.test(around) ?? true) &&
      around !== '',
  );
  return found === undefined
    ? undefined
    : { sink: found.what, cwe: found.cwe, severity: found.severity ?? 'high' };
}

/** The names of the calls and keys that an object stands in. */
function holdersOf(node: SyntaxNode): readonly string[] {
  const names: string[] = [];
  for (const outer of ancestors(node)) {
    if (/statement_block|program|function|method/.test(outer.kind)) break;
    if (outer.kind === 'call_expression' || outer.kind === 'new_expression')
      names.push(calleeOf(outer)?.text ?? '');
    if (outer.kind === 'pair') names.push(nameOf(outer));
    if (outer.kind === 'variable_declarator') names.push(outer.fieldText('name'));
  }
  return names;
}

/** `{ id, ownerId: user.id }` in the filter of a query. */
function lostOwner(node: SyntaxNode): Lost | undefined {
  const key = nameOf(node);
  if (node.kind === 'method_definition' || !owner.test(key)) return undefined;
  const call = [...ancestors(node)].find(({ kind }) => kind === 'call_expression');
  if (call === undefined || !querying.test(lastName(calleeOf(call)))) return undefined;
  const isOwned = isInFilter(node, call);
  return isOwned
    ? { sink: 'the limit to what the caller owns', cwe: 'CWE-639', severity: 'high' }
    : undefined;
}

/** In `where` or another key for filters, or in the first argument; an update of one argument takes the new values there. */
function isInFilter(node: SyntaxNode, call: SyntaxNode): boolean {
  const holder = [...ancestors(node)].find((outer) => outer.kind === 'pair');
  if (holder !== undefined && call.contains(holder))
    return /^(where|filter|\$match|\$and|AND|query|selector)$/.test(nameOf(holder));
  const [first, ...others] = argumentsOf(call);
  if (first?.contains(node) !== true) return false;
  return others.length > 0 || !lastName(calleeOf(call)).startsWith('update');
}

/** Whether the key is still written in the function, or the call that it belonged to is gone. */
function isKept(node: SyntaxNode, after: SourceFile): boolean {
  const fn = enclosingFunction(node);
  const where = fn === undefined ? after.root : counterpartOf(fn, after);
  const call = [...ancestors(node)].find(
    ({ kind }) => kind === 'call_expression' || kind === 'new_expression',
  );
  const callee = call === undefined ? undefined : calleeOf(call)?.text;
  if (where === undefined || callee === undefined || !where.text.includes(callee)) return true;
  const key = nameOf(node);
  const stillNamed = new RegExp(`(?<![\\w.$])['"]?${key}['"]?\\s*[:,}(=\\]]`);
  return (
    stillNamed.test(where.kind === 'program' ? where.text : bodyOf(where)) || isSpreadInto(where, callee)
  );
}

function bodyOf(fn: SyntaxNode): string {
  return fn.field('body')?.text ?? fn.text;
}

/** Options that come from elsewhere may hold the key. */
function isSpreadInto(where: SyntaxNode, callee: string): boolean {
  const start = where.text.indexOf(callee);
  const near = where.text.slice(start, start + 400);
  return /\.\.\.\w*(options|defaults|settings|config|base|common|where|filter|scope)/i.test(near);
}

/** `config.matcher` of a Next middleware that covers less than before. */
function* narrowedMatcher(file: SourceFile, after: SourceFile): Iterable<Match> {
  if (!/(^|\/)(middleware|proxy)\.[cm]?[jt]s$/.test(file.path)) return;
  const list = matcherOf(after);
  for (const pair of file.nodes('pair')) {
    const old = nameOf(pair) === 'matcher' ? pair.field('value') : undefined;
    if (old === undefined || list === undefined) continue;
    const lost = patternsOf(old).filter((pattern) => !patternsOf(list).some((kept) => covers(kept, pattern)));
    if (lost.length > 0)
      yield {
        node: pair,
        source: lost.join(', '),
        sink: 'the middleware from some paths',
        cwe: 'CWE-862',
        anchor: '',
      };
  }
}

function matcherOf(file: SourceFile): SyntaxNode | undefined {
  return file
    .nodes('pair')
    .find((pair) => nameOf(pair) === 'matcher')
    ?.field('value');
}

function patternsOf(value: SyntaxNode): readonly string[] {
  const node = unwrap(value);
  return node.kind === 'array'
    ? node.children.flatMap((item) => stringValue(item) ?? [])
    : [stringValue(node) ?? ''];
}

function covers(kept: string, pattern: string): boolean {
  const start = kept.replace(/(\/:\w+\*?|\(.*|\/\*+)$/, '');
  return kept === pattern || kept.includes('(?!') || (start !== kept && pattern.startsWith(start));
}
