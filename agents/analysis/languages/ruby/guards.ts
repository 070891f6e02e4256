import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import { counterpartOf } from '../../code/counterpart.ts';
import { code } from '../../findings/shown-text.ts';
import type { Match } from '../../rules/define-rule.ts';
import { removedCalls } from '../shared/removed-guards.ts';

const maxShownChars = 80;

interface Filter {
  readonly pattern: RegExp;
  readonly cwe: string;
}

/** Class methods that put a check in front of actions, by the call or by what they name. */
const filters: readonly Filter[] = [
  {
    pattern:
      /^(before_action|before_filter|prepend_before_action|append_before_action|before)\b.*:\w*(auth|login|logged|admin|signed|permission|owner|require_|ensure_|verify_(?!authenticity)|check_|policy|tenant|member|role|staff|access)/s,
    cwe: 'CWE-862',
  },
  {
    pattern:
      /^(authorize_resource|load_and_authorize_resource|check_authorization|http_basic_authenticate_with|authenticate_with|require_login|requires_login|after_action :verify_(authorized|policy_scoped)|authorize_actions_for|authorize_persona)\b/,
    cwe: 'CWE-862',
  },
  {
    pattern: /^(protect_from_forgery|before_action\b.*:verify_authenticity_token)\b/,
    cwe: 'CWE-352',
  },
  { pattern: /^(rate_limit|throttle)\b/, cwe: 'CWE-770' },
  { pattern: /^force_ssl\b/, cwe: 'CWE-319' },
];

interface Guarding {
  readonly call: CodeCall;
  readonly filter: Filter;
  readonly owner: string;
  readonly names: readonly string[];
  /** Actions it is limited to, or not for. */
  readonly only: ReadonlySet<string> | undefined;
  readonly except: ReadonlySet<string>;
}

/** Filters that a controller no longer has, or that no longer stand before all the actions they did. */
function* lostFilters(file: CodeFile): Generator<Match> {
  const after = file.after?.();
  if (after === undefined) return;
  const kept = guardsOf(after);
  const before = guardsOf(file.focusedOn());
  for (const guard of guardsOf(file)) {
    if (!after.text.includes(`class ${guard.owner}`)) continue;
    const same = kept.filter(({ owner, filter }) => owner === guard.owner && filter.cwe === guard.filter.cwe);
    const lost = same.length === 0 || !same.some((other) => covers(other, guard));
    if (
      !lost ||
      isReplaced(
        guard,
        same.filter((other) => !before.some((old) => isSame(old, other))),
      )
    )
      continue;
    const named = guard.names[0] ?? guard.call.method;
    yield {
      node: guard.call.node,
      sink: `${code(named)} from ${code(guard.owner)}`,
      source: guard.call.node.text.replace(/\s+/g, ' ').slice(0, maxShownChars),
      cwe: guard.filter.cwe,
      identity: `${named} in ${guard.owner}`,
      anchor: `class ${guard.owner}`,
    };
  }
}

function guardsOf(file: CodeFile): readonly Guarding[] {
  return file.calls().flatMap((call): readonly Guarding[] => {
    const written = call.node.text;
    const filter =
      call.receiver === undefined ? filters.find(({ pattern }) => pattern.test(written)) : undefined;
    const owner = file.flow.index.enclosingClass(call.node)?.fieldText('name');
    if (filter === undefined || owner === undefined || file.flow.index.enclosing(call.node) !== undefined)
      return [];
    const names = call.call.arguments.flatMap(({ name, value }) =>
      name === undefined && value.kind === 'constant' ? [value.text] : [],
    );
    return [
      {
        call,
        filter,
        owner,
        names,
        only: actionsOf('only', call),
        except: actionsOf('except', call) ?? new Set(),
      },
    ];
  });
}

function actionsOf(option: string, { call }: CodeCall): ReadonlySet<string> | undefined {
  const value = call.arguments.find(({ name }) => name === option)?.value;
  return value === undefined
    ? undefined
    : new Set(value.node.text.match(/\w+/g)?.filter((word) => word !== 'i' && word !== 'w') ?? []);
}

/** Whether one filter stands before every action that another stood before. */
function covers(after: Guarding, before: Guarding): boolean {
  const isNamed = before.names.length === 0 || before.names.some((name) => after.names.includes(name));
  if (!isNamed) return false;
  const [now, was] = [after.only, before.only];
  if (now !== undefined && (was === undefined || [...was].some((action) => !now.has(action)))) return false;
  return [...after.except].every(
    (action) => before.except.has(action) || (was !== undefined && !was.has(action)),
  );
}

function isSame(one: Guarding, other: Guarding): boolean {
  return one.owner === other.owner && one.call.node.text === other.call.node.text;
}

/** A check of the same kind that is new, before as many actions. */
function isReplaced(guard: Guarding, added: readonly Guarding[]): boolean {
  return added.some((other) => covers({ ...other, names: guard.names }, guard));
}

const asking =
  /^(authorize!?|authenticate\w*!?|require_(login|admin|user|owner|role|auth\w*)!?|verify_(signature|webhook|owner|access)\w*!?|doorkeeper_authorize!|check_(access|permission)\w*!?|ensure_\w+!|policy_scope|permit_access\w*)$/;
const stillAsked =
  /\b(authori[sz]e|authenticate|policy|require_|verify_|ensure_|check_|can\?|allowed|permitted|forbid)/;

/** A call in an action that refused those who may not, where the action stays and asks no more. */
function* lostCalls(file: CodeFile): Generator<Match> {
  const after = file.after?.();
  if (after === undefined || hasNewFilter(file, after)) return;
  for (const { node, method, receiver } of file.calls()) {
    const fn = receiver === undefined && asking.test(method) ? file.flow.index.enclosing(node) : undefined;
    const other = fn === undefined ? undefined : counterpartOf(fn, file, after);
    if (fn === undefined || other === undefined || stillAsked.test(other.node.text)) continue;
    yield {
      node,
      sink: `${code(method)} from ${code(fn.name)}`,
      source: node.text.replace(/\s+/g, ' ').slice(0, maxShownChars),
      cwe: method === 'policy_scope' ? 'CWE-639' : 'CWE-862',
      identity: `${method} in ${fn.name}`,
      anchor: `def ${fn.name}`,
    };
  }
}

/** What was asked in an action may now be asked in front of it. */
function hasNewFilter(file: CodeFile, after: CodeFile): boolean {
  const before = guardsOf(file.focusedOn());
  return guardsOf(after).some((guard) => !before.some((old) => isSame(old, guard)));
}

export const guards: readonly Check[] = [
  { kind: 'file', rule: 'security/removed-guard', find: lostFilters },
  { kind: 'file', rule: 'security/removed-guard', find: lostCalls },
  removedCalls(
    [
      {
        pattern: /(^|\.)(fixed_length_)?secure_compare$/,
        loss: 'the constant-time comparison',
        cwe: 'CWE-208',
      },
    ],
    (after, name) => after.text.includes(name),
  ),
];
