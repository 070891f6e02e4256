import type { Change, ChangeSet, DeletedFile } from '#agents/contract.ts';
import { languageOf } from '../changes/language-of.ts';
import { isTestPath } from '../missing-tests/test-paths.ts';
import {
  isParsedLanguage,
  isSyntaxLanguage,
  type ParsedLanguage,
  type ParseSource,
} from '../syntax/parse-source.ts';
import { breaksOf, type BrokenFile } from './breaks.ts';
import { codeBreaksOf } from './code/code-breaks.ts';

/** More of them are a clearing-out, of which somebody knows. */
const maxFiles = 40;

/** Languages of deleted files that may have offered something. */
export function deletedLanguages({ deleted = [] }: ChangeSet): readonly ParsedLanguage[] {
  return offering(deleted).map(({ language }) => language);
}

/** Everything that deleted files exported is gone. */
export function breaksOfDeleted({ deleted = [] }: ChangeSet, parse: ParseSource): readonly BrokenFile[] {
  return offering(deleted).flatMap(({ file, language }) => {
    const change = asChange(file, language);
    const base = () => parse(file.baseText, language);
    const broken = isSyntaxLanguage(language)
      ? breaksOf(change, parse('', language), base())
      : codeBreaksOf(change, undefined, base);
    return broken ?? [];
  });
}

function offering(
  deleted: readonly DeletedFile[],
): readonly { readonly file: DeletedFile; readonly language: ParsedLanguage }[] {
  if (deleted.length > maxFiles) return [];
  return deleted.flatMap((file) => {
    const language = languageOf(file.path);
    return isTestPath(file.path) || !isParsedLanguage(language) ? [] : [{ file, language }];
  });
}

function asChange({ path, baseText, hunks }: DeletedFile, language: string): Change {
  const old = new Set(hunks.flatMap(({ lines }) => lines.flatMap(({ oldLine }) => oldLine ?? [])));
  const nothing: ReadonlySet<number> = new Set();
  const commentable = { old, new: nothing };
  return {
    path,
    status: 'removed',
    language,
    baseText,
    hunks,
    addedLines: nothing,
    removedLines: old,
    commentable,
  };
}
