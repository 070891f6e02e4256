import { code } from '../findings/shown-text.ts';
import type { Match } from '../rules/define-rule.ts';
import { rules } from '../rules/registry.ts';
import type { RuleInfo } from '../rules/rule-info.ts';
import { linesOnlyIn } from '../rules/removed/counterpart.ts';
import { normaliseText } from '../syntax/expressions.ts';
import { descendants, type SyntaxNode } from '../syntax/syntax-node.ts';
import type { Check } from './check.ts';
import type { CodeFile } from './code-file.ts';
import { counterpartOf, ownerOf, pairAround, shownName } from './counterpart.ts';
import { enclosingName } from './enclosing-name.ts';
import type { FunctionShape } from './grammar.ts';
import { lostMiddleware } from './lost-middleware.ts';
import { removedConditions } from './removed-conditions.ts';
import { runChecks, shortText } from './run-checks.ts';

/** What a change takes away in front of calls and functions that it keeps. */
export const removedGuards: readonly Check[] = [
  { kind: 'file', rule: 'security/removed-check', find: uncovered },
  { kind: 'file', rule: 'security/removed-check', find: removedConditions },
  { kind: 'file', rule: 'security/removed-guard', find: lostMarks },
  { kind: 'file', rule: 'security/removed-guard', find: lostMiddleware },
];

const faults = new Map(rules.map((rule) => [rule.id, rule]));

/**
 * Calls that stand in both versions and are a fault in the new one alone, although nothing on the value's way was
 * written anew: what kept the value away is gone.
 */
function* uncovered(file: CodeFile): Generator<Match> {
  const after = file.after?.();
  if (after === undefined) return;
  const whole = file.focusedOn();
  for (const rule of new Set(file.spec.checks.map((check) => check.rule))) {
    const fault = faults.get(rule);
    if (fault === undefined || !isFollowed(fault)) continue;
    const before = new Set([...runChecks(rule, fault.severity, whole)].map(identityOf));
    for (const match of runChecks(rule, fault.severity, after)) {
      const guard = before.has(identityOf(match)) ? undefined : guardOf(match, file, after);
      if (guard === undefined) continue;
      yield {
        ...removalOf(guard, match),
        severity: match.severity ?? fault.severity,
        ...cweOf(match, fault),
      };
    }
  }
}

function isFollowed({ id, category }: RuleInfo): boolean {
  return category === 'security' && !id.includes('removed-');
}

function cweOf(match: Match, fault: RuleInfo): Pick<Match, 'cwe'> {
  return { cwe: match.cwe ?? fault.cwe ?? 'CWE-693' };
}

function removalOf(guard: SyntaxNode, { sink = '' }: Match): Match {
  return { node: guard, sink: `what guards ${code(sink)}`, source: shortText(guard.text), anchor: '' };
}

function identityOf({ node, identity }: Match): string {
  return identity ?? normaliseText(node.text);
}

/** The condition or call of the old function that names what the fault is about, and is not in the new one. */
function guardOf({ node, trail = [] }: Match, file: CodeFile, after: CodeFile): SyntaxNode | undefined {
  const pair = pairAround(node, after, file);
  if (pair === undefined) return undefined;
  const { own: fn, other: old } = pair;
  const [was, is] = [normaliseText(old.node.text), normaliseText(fn.node.text)];
  if (![node, ...trail].every((place) => was.includes(normaliseText(place.text)))) return undefined;
  const named = [enclosingName(node, after), ...[node, ...trail].map(({ text }) => text)];
  const words = new Set(named.flatMap((text) => text.match(/[A-Za-z_]\w*/g) ?? []));
  return candidatesIn(old, file).find(
    ({ text }) =>
      !is.includes(normaliseText(text)) &&
      (text.match(/[A-Za-z_]\w*/g) ?? []).some((word) => words.has(word)),
  );
}

/** Conditions first: most guards are some. */
function candidatesIn({ node }: FunctionShape, { flow }: CodeFile): readonly SyntaxNode[] {
  const { grammar, read } = flow.index;
  const inside = [...descendants(node)];
  const conditions = inside.flatMap((one) => grammar.conditions[one.kind]?.(one, read).condition.node ?? []);
  return [...conditions, ...inside.filter(({ kind }) => grammar.calls.has(kind))];
}

interface Mark {
  readonly pattern: RegExp;
  /** In added lines: something of the kind takes its place. */
  readonly instead: RegExp;
  readonly cwe: string;
}

const marks: readonly Mark[] = [
  {
    pattern:
      /^([\w.]+\.)?(\w*(login|auth|token|jwt|admin|staff|superuser|session|roles?|permissions?|scopes?)_(required|accepted)\w*|(require|requires|required|check|has)_(auth\w*|login|admin|user|roles?|permissions?|scopes?)|staff_member_required|user_passes_test|login_required|authenticated|PreAuthorize|PostAuthorize|PreFilter|Secured|RolesAllowed|DenyAll|RequiresPermissions|RequiresRoles|RequiresAuthentication|Authenticated)\b/,
    instead:
      /auth|login|permission|role|guard|secure|Depends\(|Security\(|Mixin|admin|user_passes_test|deny/i,
    cwe: 'CWE-862',
  },
  {
    pattern: /^([\w.]+\.)?(csrf_protect|requires_csrf_token|ensure_csrf_cookie)\b/,
    instead: /csrf/i,
    cwe: 'CWE-352',
  },
  {
    pattern: /\b(Depends|Security)\(\s*[\w.]*(user|auth|admin|permission|role|token|scope|login)/i,
    instead: /Depends\(|Security\(|auth|permission/i,
    cwe: 'CWE-862',
  },
  {
    pattern: /^(jakarta\.validation\.|javax\.validation\.)?Valid(ated)?\b/,
    instead: /valid/i,
    cwe: 'CWE-20',
  },
];

/** Decorators and annotations that protected a function which is still there. */
function* lostMarks(file: CodeFile): Generator<Match> {
  const after = file.after?.();
  if (after === undefined) return;
  let added: string | undefined;
  for (const fn of file.functions()) {
    const other = counterpartOf(fn, file, after);
    if (other === undefined) continue;
    const kept = writtenOn(other);
    for (const written of writtenOn(fn)) {
      const mark = marks.find(({ pattern }) => pattern.test(written));
      if (mark === undefined || kept.some((one) => mark.pattern.test(one))) continue;
      added ??= linesOnlyIn(after.text, file.text).replace(/^\s*(import|from)\b.*$/gm, '');
      const node = placeOf(written, fn);
      if (node === undefined || mark.instead.test(added)) continue;
      yield {
        node,
        sink: `${code(shortText(written))} from ${code(shownName(fn, file))}`,
        source: shortText(written),
        cwe: mark.cwe,
        severity: mark.cwe === 'CWE-20' ? 'medium' : 'high',
        identity: `${written} on ${ownerOf(fn, file)}.${shownName(fn, file)}`,
        anchor: fn.name,
      };
    }
  }
}

function writtenOn({ annotations, parameters }: FunctionShape): readonly string[] {
  return [...annotations, ...parameters.flatMap((parameter) => parameter.annotations)];
}

/** Where it stands: before the function, or at a parameter. */
function placeOf(written: string, { node, parameters }: FunctionShape): SyntaxNode | undefined {
  const parameter = parameters.find(({ annotations }) => annotations.includes(written));
  if (parameter !== undefined) return parameter.node;
  const around = node.parent?.kind === 'decorated_definition' ? node.parent : node;
  return [...descendants(around)].find(
    ({ kind, text }) => /decorator|annotation/.test(kind) && text.replace(/^@\s*/, '').trim() === written,
  );
}
