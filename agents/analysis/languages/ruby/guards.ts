import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import { code } from '../../findings/shown-text.ts';
import type { Match } from '../../rules/define-rule.ts';
import { removedCalls } from '../shared/removed-guards.ts';

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
  for (const guard of guardsOf(file)) {
    if (!after.text.includes(`class ${guard.owner}`)) continue;
    const same = kept.filter(({ owner, filter }) => owner === guard.owner && filter.cwe === guard.filter.cwe);
    const lost = same.length === 0 || !same.some((other) => covers(other, guard));
    if (!lost || isReplaced(guard, same)) continue;
    const named = guard.names[0] ?? guard.call.method;
    yield {
      node: guard.call.node,
      sink: `${code(named)} from ${code(guard.owner)}`,
      source: guard.call.node.text.replace(/\s+/g, ' ').slice(0, 80),
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

/** Another check of the same kind, before as many actions. */
function isReplaced(guard: Guarding, same: readonly Guarding[]): boolean {
  return same.some(
    (other) =>
      !other.names.some((name) => guard.names.includes(name)) &&
      covers({ ...other, names: guard.names }, guard),
  );
}

export const guards: readonly Check[] = [
  { kind: 'file', rule: 'security/removed-guard', find: lostFilters },
  removedCalls(
    [
      {
        pattern:
          /^(authorize!?|authenticate_user!?|authenticate!|require_(login|admin|user)!?|verify_signature!?|verify_webhook!?|doorkeeper_authorize!|check_access!?|ensure_\w+!)$/,
        loss: 'the check of who may do this',
        cwe: 'CWE-862',
      },
      {
        pattern: /\.?(secure_compare|fixed_length_secure_compare)$/,
        loss: 'the constant-time comparison',
        cwe: 'CWE-208',
      },
      { pattern: /^policy_scope$/, loss: 'the limit to what the user may see', cwe: 'CWE-639' },
    ],
    (after, name) => after.text.includes(name),
  ),
];
