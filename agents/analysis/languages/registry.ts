import type { Language } from '../code/language.ts';
import type { CodeLanguage } from '../syntax/parse-source.ts';
import { csharp } from './csharp/language.ts';
import { go } from './go/language.ts';
import { java } from './java/language.ts';
import { php } from './php/language.ts';
import { python } from './python/language.ts';
import { ruby } from './ruby/language.ts';
import { rust } from './rust/language.ts';

/** Every language that is read through a grammar. */
export const languages: Readonly<Record<CodeLanguage, Language>> = {
  python,
  go,
  java,
  php,
  csharp,
  ruby,
  rust,
};
