import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import type { FunctionShape } from '../../code/grammar.ts';
import { code } from '../../findings/shown-text.ts';
import type { Match } from '../../rules/define-rule.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { attributeNodesOf } from './functions.ts';
import { implOf } from './grammar.ts';

interface Layer {
  readonly pattern: RegExp;
  readonly loss: string;
  readonly cwe: string;
}

const who = { loss: 'the check of who may do this', cwe: 'CWE-862' };

/** What `.layer(…)`, `.wrap(…)` and the like put in front of routes. */
const layers: readonly Layer[] = [
  {
    pattern: /auth|require_|login|jwt|claims|permission|admin|identity|session_guard|bearer/i,
    ...who,
  },
  { pattern: /csrf/i, loss: 'the check against forged requests', cwe: 'CWE-352' },
  {
    pattern: /governor|rate_?limit|throttle|ConcurrencyLimit/i,
    loss: 'the rate limit',
    cwe: 'CWE-770',
  },
  {
    pattern: /BodyLimit|PayloadConfig|limit\(|size_limit/,
    loss: 'the limit of the request’s size',
    cwe: 'CWE-770',
  },
  { pattern: /TimeoutLayer/, loss: 'the time limit', cwe: 'CWE-770' },
];

const wrapping = /^(layer|route_layer|wrap|wrap_fn|guard|attach|with|before|hoop|app_data)$/;

/** Middleware that a change takes away. */
function* lostLayers(file: CodeFile): Generator<Match> {
  const after = file.after?.();
  if (after === undefined) return;
  const kept = layersOf(after).map(({ layer, text }) => ({ layer, text }));
  for (const { layer, text, node } of layersOf(file)) {
    if (kept.some((other) => other.text === text || other.layer === layer)) continue;
    yield {
      node,
      sink: layer.loss,
      source: text,
      cwe: layer.cwe,
      identity: `${layer.loss} ${text}`,
      anchor: '',
    };
  }
}

function layersOf(file: CodeFile): readonly { layer: Layer; text: string; node: SyntaxNode }[] {
  return file.calls().flatMap(({ call, method }) => {
    const text = call.arguments.map(({ value }) => value.node.text.replace(/\s+/g, ' ')).join(', ');
    const layer = wrapping.test(method) ? layers.find(({ pattern }) => pattern.test(text)) : undefined;
    const node = call.arguments[0]?.value.node;
    return layer === undefined || node === undefined ? [] : [{ layer, text, node }];
  });
}

/** Extractors that let only those in who may, by their names. */
const admitting =
  /^((\w+::)*(Claims|Auth\w*|\w*Authenticated\w*|CurrentUser|LoggedIn\w*|AdminUser|Admin|User|SessionUser|Require\w+|\w+Guard|BearerAuth|BasicAuth|Identity|ApiKey|CsrfToken|\w*Permission\w*))(<.*>)?$/;

/** Parameters and attributes that let only some in, taken off a function that stays. */
function* lostAdmission(file: CodeFile): Generator<Match> {
  const after = file.after?.();
  if (after === undefined) return;
  for (const fn of file.functions()) {
    const other = after.flow.index
      .functionsNamed(fn.name)
      .find((candidate) => implOf(candidate.node) === implOf(fn.node));
    if (other === undefined || admitted(other).length > 0) continue;
    for (const { node, shown } of admitted(fn))
      yield {
        node,
        sink: `${code(shown)} from ${code(fn.name)}`,
        source: shown,
        cwe: 'CWE-862',
        identity: `${shown} on ${implOf(fn.node)}.${fn.name}`,
        anchor: `fn ${fn.name}`,
      };
  }
}

const attribute =
  /^#\[\s*([\w:]+::)?(has_(any_)?(permissions?|roles?|authority)|protect|require_\w+|authenticated|requires|authorize|login_required)\b/;

function admitted({ node }: FunctionShape): readonly { node: SyntaxNode; shown: string }[] {
  const parameters = (node.field('parameters')?.children ?? []).filter((one) =>
    admitting.test(one.fieldText('type').replace(/^&\s*/, '')),
  );
  const attributes = attributeNodesOf(node).filter(({ text }) => attribute.test(text));
  return [...attributes, ...parameters].map((one) => ({ node: one, shown: one.text }));
}

const constantTime = /^(verify_slice|ct_eq|constant_time_eq|verify_slices_are_equal|fixed_time_eq|memcmp)$/;

/** A comparison in constant time that became another. */
function* lostComparisons(file: CodeFile): Generator<Match> {
  const after = file.after?.();
  if (after === undefined) return;
  for (const { node, method } of file.calls()) {
    if (
      !constantTime.test(method) ||
      new RegExp(`\\b(${constantTime.source.slice(1, -1)})\\(`).test(after.text)
    )
      continue;
    const fn = file.flow.index.enclosing(node);
    yield {
      node,
      sink: 'the constant-time comparison',
      source: method,
      cwe: 'CWE-208',
      identity: `comparison ${method}`,
      anchor: fn === undefined ? '' : `fn ${fn.name}`,
    };
  }
}

export const guards: readonly Check[] = [
  { kind: 'file', rule: 'security/removed-guard', find: lostLayers },
  { kind: 'file', rule: 'security/removed-guard', find: lostAdmission },
  { kind: 'file', rule: 'security/removed-guard', find: lostComparisons },
];
