import type { Finding, Severity } from '#agents/contract.ts';

/** A finding before it has its fingerprint and before those of one place are merged. */
export interface Spotted {
  readonly rule: string;
  readonly category: Finding['category'];
  readonly severity: Severity;
  readonly confidence: number;
  readonly title: string;
  readonly detail: string;
  readonly cwe?: string | undefined;
  readonly path: string;
  readonly side: 'old' | 'new';
  /** Undefined for what concerns the file as a whole, or a line that takes no comment. */
  readonly line?: number | undefined;
  readonly endLine?: number | undefined;
  readonly suggestion?: string | undefined;
  /** The normalised text it points at, without the line: made into the fingerprint. Never a secret. */
  readonly identity: string;
}
