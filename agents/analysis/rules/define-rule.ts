import type { Severity } from '#agents/contract.ts';
import type { SyntaxLanguage } from '../syntax/parse-source.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';
import type { RuleInfo } from './rule-info.ts';
import type { SourceFile } from './source-file.ts';

/** One place where a rule's fault is. */
export interface Match {
  /** What the finding points at. */
  readonly node: SyntaxNode;
  /** Other places that bring the fault about: the finding also counts when the change touches one of them. */
  readonly trail?: readonly SyntaxNode[];
  /** Fill `{sink}` and `{source}` of the rule's texts. */
  readonly sink?: string;
  readonly source?: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  readonly confidence?: number;
  readonly cwe?: string;
  /** What makes two matches the same on both sides of a change; the text of `node` unless given. */
  readonly identity?: string;
  /** For the old side: what must still be in the new version for the removal to be a fault. */
  readonly anchor?: string;
  /** The exact replacement of a node's text, where there is only one right one. */
  readonly edit?: { readonly node: SyntaxNode; readonly text: string };
}

/** A rule about one fault: what it is, what comes of it, what to write instead, and how to find it in a kind of file. */
export interface RuleFor<File> extends RuleInfo {
  /** `old`: looks at the base side, for guards that the change removes. */
  readonly side: 'new' | 'old';
  /** Whether tests, examples, migrations and seeds are looked at. */
  readonly inTests: boolean;
  find(file: File): Iterable<Match>;
}

/** A rule about TypeScript and JavaScript. */
export interface Rule extends RuleFor<SourceFile> {
  readonly languages: readonly SyntaxLanguage[];
}

type Defaults = 'languages' | 'side' | 'inTests' | 'confidence' | 'category';
export type RuleDraft = Omit<Rule, Defaults> & Partial<Pick<Rule, Defaults>>;

const all: readonly SyntaxLanguage[] = ['typescript', 'tsx', 'javascript'];

export function defineRule(draft: RuleDraft): Rule {
  const isSecurity = draft.id.startsWith('security/');
  return {
    languages: all,
    side: 'new',
    inTests: !isSecurity,
    confidence: 0.85,
    category: isSecurity ? 'security' : 'correctness',
    ...draft,
  };
}
