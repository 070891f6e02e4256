import type { Purpose } from '../flow/value.ts';
import type { CodeLanguage } from '../syntax/parse-source.ts';
import type { Check } from './check.ts';
import type { FunctionShape, Grammar, Parameter } from './grammar.ts';

/** What is known about a language and its libraries, besides its grammar. Names are origins as `Names` gives them. */
export interface Language {
  readonly id: CodeLanguage;
  readonly grammar: Grammar;
  /** Expressions that hold what a stranger sent: `flask.request.args`. */
  readonly sources: RegExp;
  /** What the user of the own program typed or set. */
  readonly argumentSources: RegExp;
  /** Whether a framework hands a stranger's value to this parameter. */
  readonly isOutside: (fn: FunctionShape, parameter: Parameter) => boolean;
  /** Declared types that hold no free text. */
  readonly harmlessTypes: RegExp;
  /** Calls whose result is harmless for a purpose (or for any), whatever goes in. By origin. */
  readonly sanitizers: Readonly<Partial<Record<Purpose | 'any', RegExp>>>;
  /** Functions whose result is made of their arguments. */
  readonly carriers: RegExp;
  /** Functions and constructors whose result is the text of their first argument. */
  readonly same: RegExp;
  /** Functions that put their arguments behind one another, as parts of a path. */
  readonly pathJoins: RegExp;
  /** Functions that fill a format text, with the place of the format among their arguments. */
  readonly formats: readonly { readonly calls: RegExp; readonly at: number }[];
  readonly checks: readonly Check[];
  /** The safe form of a rule in this language, and what to write where that differs from the rule's own words. */
  readonly safeForms: Readonly<Record<string, string | SafeForm>>;
}

export interface SafeForm {
  readonly example: string;
  readonly instead?: string;
}
