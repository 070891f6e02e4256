import type { CaseFile, QualityCase } from './quality-case.ts';

/** A manifest or lockfile in which one place changes for the worse, and in the twin as it should. */
export interface DependencyDraft {
  readonly what: string;
  readonly path: string;
  /** `@@` stands where the change is. */
  readonly text: string;
  /** What stood there; nothing unless given. `undefined` text of the base: the file is new. */
  readonly before?: string;
  readonly isNew?: boolean;
  readonly bad: string;
  readonly good: string;
  /** After `dependency/`; any of them. */
  readonly rules: readonly string[];
  /** A piece of the line where it is found; the first line of `bad` unless given. */
  readonly at?: string;
  readonly side?: 'old';
  /** Other files of the change, the same in both. */
  readonly beside?: readonly CaseFile[];
}

export function dependencyCases(drafts: readonly DependencyDraft[]): readonly QualityCase[] {
  return drafts.map((draft) => {
    const { what, path, bad, good, rules, at, side, beside = [] } = draft;
    const format = path.slice(path.lastIndexOf('/') + 1);
    const [first = ''] = bad.split('\n').filter((line) => line.trim() !== '');
    return {
      id: `dependencies/${format}/${what}`,
      family: 'dependencies',
      language: format,
      files: [changed(draft, bad), ...beside],
      expect: [
        {
          rules: rules.map((rule) => `dependency/${rule}`),
          at: at ?? first,
          ...(side === undefined ? {} : { side }),
        },
      ],
      safe: [changed(draft, good), ...beside],
    };
  });
}

function changed({ path, text, before = '', isNew }: DependencyDraft, now: string): CaseFile {
  const filled = (part: string) => text.replace('@@', () => part).replace(/\n\n\n+/g, '\n\n');
  return { path, head: filled(now), ...(isNew === true ? {} : { base: filled(before) }) };
}
