import type { Match } from '../rules/define-rule.ts';
import { severityOf } from '../rules/sink-rule.ts';
import type { Severity } from '#agents/contract.ts';
import type { Check, SinkCheck, Told } from './check.ts';
import type { CodeCall, CodeFile } from './code-file.ts';
import type { Expression } from './expression.ts';
import type { Write } from './grammar.ts';
import { judgements } from './judgements.ts';

/** The places of a file where the checks of its language show the fault of a rule. */
export function* runChecks(rule: string, severity: Severity, file: CodeFile): Generator<Match> {
  for (const check of file.spec.checks) {
    if (check.rule === rule) yield* runCheck(check, severity, file);
  }
}

function* runCheck(check: Check, severity: Severity, file: CodeFile): Generator<Match> {
  switch (check.kind) {
    case 'sink':
      yield* sinksOf(check, severity, file);
      return;
    case 'call':
      for (const call of file.calls()) {
        const told = check.calls.test(call.name) ? check.find(call, file) : undefined;
        if (told !== undefined) yield matchOf(told, call.node, call.method);
      }
      return;
    case 'option':
      for (const option of file.options()) {
        const told = check.name.test(option.name) ? check.find(option, file) : undefined;
        if (told !== undefined) yield matchOf(told, option.node, option.name);
      }
      return;
    case 'file':
      yield* check.find(file);
  }
}

function matchOf(told: Told, node: Match['node'], name: string): Match {
  return { sink: name, source: shortText(node.text), ...told, node: told.node ?? node };
}

/** A sink in view: the call, or the assignment read as one, with what it is given. */
interface Reached {
  readonly check: SinkCheck;
  readonly severity: Severity;
  readonly file: CodeFile;
  readonly call: CodeCall;
}

function* sinksOf(check: SinkCheck, severity: Severity, file: CodeFile): Generator<Match> {
  for (const call of file.calls()) {
    if (!check.calls.test(call.name) || check.when?.(call, file) === false) continue;
    yield* judged({ check, severity, file, call }, argumentsOf(check, call, file));
  }
  if (!check.calls.source.includes('=')) return;
  for (const write of file.writes()) {
    const isWritten = write.mode === 'set' || write.mode === 'append';
    if (!isWritten || !check.calls.test(`=${write.target}`)) continue;
    yield* judged({ check, severity, file, call: writeAsCall(write) }, [write.value]);
  }
}

function writeAsCall({ target, value, node }: Write): CodeCall {
  return {
    call: { kind: 'call', node, callee: value, arguments: [{ value }], construction: false },
    node,
    name: `=${target}`,
    method: target.split('.').at(-1) ?? target,
    receiver: undefined,
  };
}

function argumentsOf({ at, picks }: SinkCheck, call: CodeCall, file: CodeFile): readonly Expression[] {
  if (picks !== undefined) return picks(call, file);
  if (at.length === 0) return call.call.arguments.map(({ value }) => value);
  return at.flatMap((place) => file.argument(call.call, place) ?? []);
}

function* judged({ check, severity, file, call }: Reached, given: readonly Expression[]): Generator<Match> {
  const judgement = judgements[check.rule];
  if (judgement === undefined) return;
  for (const argument of given) {
    const value = file.valueOf(argument, judgement.purpose);
    if (!(check.accepts ?? judgement.accepts)(value, call)) continue;
    yield {
      node: call.node,
      trail: [argument.node, ...value.trail],
      sink: sinkName(call),
      source: value.origin?.label ?? shortText(argument.node.text),
      severity: severityOf(value, severity),
      confidence: value.grade === 'tainted' ? 0.9 : 0.6,
    };
    return;
  }
}

function sinkName({ call, name, method }: CodeCall): string {
  if (name.startsWith('=')) return name.slice(1);
  const text = call.callee.node.text.replace(/\s+/g, '');
  return text.length > 40 ? method : text;
}

export function shortText(text: string): string {
  const flat = text.replace(/\s+/g, ' ');
  return flat.length > 40 ? `${flat.slice(0, 39)}…` : flat;
}
