import type { ApiLanguage } from './offers.ts';
import { go } from './go.ts';
import { python } from './python.ts';
import { rust } from './rust.ts';
import { csharpApi, javaApi } from './typed-members.ts';

/** Languages besides TypeScript and JavaScript whose public names are compared. */
const languages: Readonly<Record<string, ApiLanguage>> = {
  go,
  python,
  rust,
  java: javaApi,
  csharp: csharpApi,
};

export function apiLanguage(language: string | undefined): ApiLanguage | undefined {
  return language !== undefined && Object.hasOwn(languages, language) ? languages[language] : undefined;
}
