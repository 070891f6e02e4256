import type { Severity } from '#agents/contract.ts';
import type { RuleInfo } from '../rules/rule-info.ts';
import type { Span } from './span.ts';

/** One place where a configuration is at fault. */
export interface Fault {
  /** What the finding points at. */
  readonly at: Span;
  /** Other places that bring the fault about: it also counts when the change touches one of them. */
  readonly trail?: readonly Span[];
  /** What makes two faults the same on both sides of a change: whose it is and what, without versions and places. */
  readonly identity: string;
  /** Fill `{sink}` and `{source}` of the rule's texts. */
  readonly sink?: string;
  readonly source?: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  readonly confidence?: number;
  /** The exact replacement, where there is only one right one. */
  readonly edit?: { readonly at: Span; readonly text: string };
}

/** A protection that stands in a configuration. When a change takes it away and leaves its subject, that is a finding. */
export interface Guard {
  readonly at: Span;
  /** As of a fault; where a rule has both, the fault that the guard prevents. */
  readonly identity: string;
  /** What it protects, by the technology's own names for its parts; without it, the file. */
  readonly subject?: string;
  /** Fills `{sink}` of the guard's title. */
  readonly sink: string;
  readonly severity?: Severity;
  /** It protects this subject from outside: it keeps what the subject had, and is itself told at its own place. */
  readonly inherited?: boolean;
}

/** A rule about one fault in the configuration of one technology. */
export interface ConfigurationRule<File> extends RuleInfo {
  /** The title when a guard is taken away. */
  readonly guardTitle: string;
  /** Whether tests, examples and fixtures are looked at. */
  readonly inTests: boolean;
  /** Whether the same fault at several places of a file is one finding that lists them: one decision mends them all. */
  readonly isToldOnce: boolean;
  readonly find: (file: File) => Iterable<Fault>;
  readonly guards: (file: File) => Iterable<Guard>;
}

type Defaults =
  | 'category'
  | 'confidence'
  | 'inTests'
  | 'isToldOnce'
  | 'languages'
  | 'guardTitle'
  | 'find'
  | 'guards';
export type ConfigurationDraft<File> = Omit<ConfigurationRule<File>, Defaults> &
  Partial<Pick<ConfigurationRule<File>, Defaults>>;

/** The function that completes the rules of one technology; `languages` name it in the list of rules. */
export function rulesOf<File>(
  ...languages: readonly string[]
): (draft: ConfigurationDraft<File>) => ConfigurationRule<File> {
  return (draft) => ({
    category: 'configuration',
    confidence: 0.85,
    inTests: false,
    isToldOnce: false,
    languages,
    guardTitle: 'The change removes `{sink}`',
    find: () => [],
    guards: () => [],
    ...draft,
  });
}
