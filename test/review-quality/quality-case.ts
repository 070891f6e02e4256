import type { FamilyId } from './families.ts';

/** A whole file before and after a change. Without `base` it is new, without `head` it is deleted. */
export interface CaseFile {
  readonly path: string;
  readonly base?: string;
  readonly head?: string;
}

/** Findings that count for a case or a family: one of the rules, or one of the weaknesses. */
export interface Accepted {
  /** Whole ids, or beginnings that end in `/`. */
  readonly rules?: readonly string[];
  /** Numbers: `89` for CWE-89. */
  readonly cwes?: readonly number[];
}

export interface Expected extends Accepted {
  /** May be left out where the case changes one file. */
  readonly path?: string;
  /** `new` unless given. */
  readonly side?: 'old' | 'new';
  /** A finding on any of these 1-based lines, or spanning one, is a hit. */
  readonly lines?: readonly number[];
  /** Instead of `lines`: all lines of that side that hold this text. */
  readonly at?: string;
}

/** One labelled change with its safe twin: the same change, made safe. */
export interface QualityCase {
  /** Unique in the whole set: `<family>/<language>/<what>`. */
  readonly id: string;
  readonly family: FamilyId;
  /** As `languageOf` names it, or the name of the format: `python`, `dockerfile`, `go.mod`. */
  readonly language: string;
  readonly files: readonly CaseFile[];
  /** Every one must be reported. Rules and weaknesses left out are those of the family. */
  readonly expect: readonly Expected[];
  /** Nothing of the family may be reported here. */
  readonly safe: readonly CaseFile[];
  /**
   * What the rules cannot do today, and why. The case still counts as missed (or as a false alarm) in every number; the
   * guard only stays quiet about it, and asks to delete this line once it is done.
   */
  readonly gap?: { readonly what: 'missed' | 'twin-reported'; readonly why: string };
}

/** One file, as almost every case has. */
export function oneFile(path: string, head: string, base?: string): readonly CaseFile[] {
  return [{ path, head, ...(base === undefined ? {} : { base }) }];
}
