import type { Severity } from '#agents/contract.ts';
import type { DependencyKind } from './dependency-rules.ts';

export type Ecosystem = 'npm' | 'pypi' | 'go' | 'crates' | 'rubygems' | 'maven' | 'packagist' | 'nuget';

/** Where a package comes from when it is not the registry. */
export interface Source {
  readonly kind: 'git' | 'address' | 'path';
  readonly text: string;
  /** A full commit: nothing else stays what it is. */
  readonly isPinned: boolean;
}

/** One entry of a manifest, of whatever format. */
export interface Declared {
  readonly name: string;
  /** As written; empty where none is. */
  readonly version: string;
  readonly source?: Source;
  /** Needed to build or test only. */
  readonly isDev: boolean;
  /** A checksum stands beside it. */
  readonly hasHash?: boolean;
  /** Other packages bring it: it is none that a person typed. */
  readonly isIndirect?: boolean;
  /** Lines of the text, 1-based. */
  readonly line: number;
  /** The line that says the version, where it is another. */
  readonly versionLine?: number;
}

/** A statement of a manifest that is about no single package: a second registry, a replaced module. */
export interface Statement {
  readonly fault: LineFault;
  /** Present on the old side in the same words: no news. */
  readonly identity: string;
}

export interface Manifest {
  readonly entries: readonly Declared[];
  readonly statements: readonly Statement[];
}

/** Something about one line of a manifest, a lockfile or a setting. */
export interface LineFault {
  readonly rule: DependencyKind;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly instead: string;
  readonly cwe?: string;
  readonly line: number;
  /** `new` unless given. */
  readonly side?: 'old' | 'new';
}

export type Fault = Omit<LineFault, 'line' | 'side'>;
