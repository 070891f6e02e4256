import type { Value } from '../flow/value.ts';
import type { Match } from '../rules/define-rule.ts';
import type { CodeCall, CodeFile } from './code-file.ts';
import type { Expression } from './expression.ts';
import type { CodeOption } from './options.ts';

/** What a check tells of a place; the place itself is the call or option. */
export type Told = Omit<Match, 'node'> & { readonly node?: Match['node'] };

/**
 * How one language shows the fault of a rule. A sink asks whether an outsider decides what is put into it; the others
 * look at how something is written.
 */
export type Check = SinkCheck | CallCheck | OptionCheck | FileCheck;

interface ForRule {
  readonly rule: string;
}

export interface SinkCheck extends ForRule {
  readonly kind: 'sink';
  /** By the origin of what is called, or by the full target of an assignment: `=cmd.CommandText`. */
  readonly calls: RegExp;
  /** Arguments by place or keyword; every place of the call when empty. */
  readonly at: readonly (number | string)[];
  /** In place of `at`: what must not be an outsider's, where places do not tell it. */
  readonly picks?: (call: CodeCall, file: CodeFile) => readonly Expression[];
  readonly when?: (call: CodeCall, file: CodeFile) => boolean;
  /** In place of the rule's own judgement. */
  readonly accepts?: (value: Value, call: CodeCall) => boolean;
}

export interface CallCheck extends ForRule {
  readonly kind: 'call';
  readonly calls: RegExp;
  readonly find: (call: CodeCall, file: CodeFile) => Told | undefined;
}

/** A named value: a keyword argument, a member of a literal, an assignment to a member or a constant. */
export interface OptionCheck extends ForRule {
  readonly kind: 'option';
  readonly name: RegExp;
  readonly find: (option: CodeOption, file: CodeFile) => Told | undefined;
}

export interface FileCheck extends ForRule {
  readonly kind: 'file';
  readonly find: (file: CodeFile) => Iterable<Match>;
}
