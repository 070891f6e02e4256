import type { RuleInfo } from '../rules/rule-info.ts';
import type { ConfigurationRule, Fault, Guard } from './configuration-rule.ts';

/** A file of one technology, read, as the comparison of two sides sees it. */
export interface OpenedFile {
  /** The parts that guards may protect. */
  readonly subjects: () => ReadonlySet<string>;
  readonly faults: (rule: number) => readonly Fault[];
  readonly guards: (rule: number) => readonly Guard[];
  /** Why the file could not be read completely. */
  readonly gap: string | undefined;
}

/** How files of one technology are recognised, read and checked. */
export interface Technology {
  readonly id: string;
  readonly rules: readonly (RuleInfo &
    Pick<ConfigurationRule<never>, 'inTests' | 'isToldOnce' | 'guardTitle'>)[];
  readonly matches: (path: string, text: string) => boolean;
  /** @param owner the account whose repository this is, where that is known */
  readonly open: (text: string, path: string, owner?: string) => OpenedFile | undefined;
}

interface Definition<File> {
  readonly id: string;
  readonly rules: readonly ConfigurationRule<File>[];
  /** Cheap: asked of every file of a change. */
  readonly matches: (path: string, text: string) => boolean;
  /** Undefined for a text that turns out to be something else. */
  readonly read: (text: string, path: string, owner?: string) => File | undefined;
  readonly subjects: (file: File) => Iterable<string>;
}

/** Hides the type of the read file, so that all technologies fit in one list. */
export function defineTechnology<File extends { readonly gap?: string | undefined }>(
  definition: Definition<File>,
): Technology {
  const { id, rules, matches, read, subjects } = definition;
  return {
    id,
    rules,
    matches,
    open: (text, path, owner) => {
      const file = read(text, path, owner);
      if (file === undefined) return undefined;
      let named: ReadonlySet<string> | undefined;
      return {
        subjects: () => (named ??= new Set(subjects(file))),
        faults: (rule) => [...(rules[rule]?.find(file) ?? [])],
        guards: (rule) => [...(rules[rule]?.guards(file) ?? [])],
        gap: file.gap,
      };
    },
  };
}
