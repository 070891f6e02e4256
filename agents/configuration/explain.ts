import { keyNames, keys, type KeyName } from './keys.ts';
import type { Effective, Source } from './effective.ts';

export interface Explained {
  readonly name: KeyName;
  readonly value: string;
  /** `default`, or file and line. */
  readonly from: string;
  readonly does: string;
}

/** Every key whose name begins with `prefix`, with its value and where that comes from. */
export function explain({ settings, sources }: Effective, prefix = ''): readonly Explained[] {
  const wanted = prefix.trim();
  return keyNames
    .filter((name) => wanted === '' || name === wanted || name.startsWith(`${wanted}.`))
    .map((name) => ({
      name,
      value: valueText(settings[name]),
      from: sourceText(sources[name]),
      does: keys[name].does,
    }));
}

const maxValueChars = 200;

/** As it would be written in the file. */
export function valueText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= maxValueChars ? text : `${text.slice(0, maxValueChars)}…`;
}

function sourceText(source: Source | undefined): string {
  if (!source || source.layer === 'system') return 'default';
  const line = source.line === undefined ? '' : `:${source.line}`;
  return `${source.layer}, ${source.place ?? '.amas.yml'}${line}`;
}
