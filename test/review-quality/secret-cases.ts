import { oneFile, type QualityCase } from './quality-case.ts';

/** A file in which either a secret or something harmless stands in the same place. */
export interface SecretDraft {
  readonly what: string;
  readonly language: string;
  readonly path: string;
  /** `@@` stands where the value goes. */
  readonly text: string;
  readonly secret: string;
  readonly harmless: string;
  readonly base?: string;
  /** Where it is found, when not on the line where the value begins. */
  readonly at?: string;
}

export function secretCases(drafts: readonly SecretDraft[]): readonly QualityCase[] {
  return drafts.map(({ what, language, path, text, secret, harmless, base, at }) => ({
    id: `secrets/${language}/${what}`,
    family: 'secrets',
    language,
    files: oneFile(
      path,
      text.replaceAll('@@', () => secret),
      base,
    ),
    expect: [{ at: at ?? secret.split('\n')[0] ?? '' }],
    safe: oneFile(
      path,
      text.replaceAll('@@', () => harmless),
      base,
    ),
  }));
}
