import type { Severity } from '#agents/contract.ts';
import type { Passage } from './passages.ts';

/** Words of people who write about such texts instead of writing them. */
const about =
  /attack|inject|jailbreak|example|\be\.g\.|such as|payload|detect|prevent|sanit|guard|defen[cs]|malicious|adversar|red[- ]team|untrusted|exploit|hijack|threat|vulnerab|harden|bypass attempt|\bquote|fixture|test (?:case|that|for)|regression|benchmark|corpus|beispiel|exemple|ejemplo|пример|例如|例/i;

/** Where texts that speak to models, or show how that is done, are the matter itself. */
const matterPath =
  /(?:^|\/)(?:tests?|__tests__|specs?|fixtures?|testdata|examples?|samples?|prompts?|evals?|evaluations?|corpus|attacks?|red-?team|i18n|locales?|lang|translations?)\/|\.(?:test|spec)\.|[._-]test\.|prompt|injection|jailbreak|guard-?rail|red-?team|(?:^|\/)(?:agents?|claude|gemini|skill|copilot-instructions|\.cursorrules|\.windsurfrules)(?:\.mdc?)?$|(?:^|\/)\.?(?:cursor|claude|github\/(?:prompts|instructions|chatmodes))\//i;

/** Paths whose files exist to be read by machines as tests do: even what is hidden there is hidden on purpose. */
const testPath =
  /(?:^|\/)(?:tests?|__tests__|specs?|fixtures?|testdata|evals?|corpus|attacks?|red-?team)\/|\.(?:test|spec)\.|[._-]test\./i;

const proseLanguages = new Set(['markdown', 'text', undefined]);

/** What a passage of a text about the change weighs: of its title, description, branch or commits. */
export function weighText(passage: Passage, text: string): Severity {
  if (passage.hiddenHow !== undefined || passage.disguise !== undefined) return 'high';
  const isShown = passage.isQuoted || !passage.isDirect || about.test(around(passage, text));
  return isShown ? 'info' : 'medium';
}

/**
 * What a passage of a changed file weighs. Code may hold such texts as data, and words of its own that add up to one;
 * comments and prose say them. Undefined for what is not worth a word.
 */
export function weighFile(
  passage: Passage,
  block: string,
  change: { readonly path: string; readonly language?: string | undefined },
): Severity | undefined {
  const isHidden = passage.hiddenHow !== undefined || passage.disguise !== undefined;
  if (isHidden) return testPath.test(change.path) ? 'info' : 'high';
  const isData = !proseLanguages.has(change.language) && !isComment(passage);
  if (isData && passage.strongest < 3) return undefined;
  if (matterPath.test(change.path) || passage.isQuoted || !passage.isDirect) return 'info';
  if (isData) return 'info';
  return about.test(around(passage, block)) ? 'info' : 'medium';
}

/** The passage and the lines beside it, where people say what it is there for. */
function around({ line, endLine }: Passage, text: string): string {
  return text
    .split('\n')
    .slice(Math.max(0, line - 3), endLine + 2)
    .join('\n');
}

function isComment({ text }: Passage): boolean {
  return text
    .split('\n')
    .every((line) =>
      /^\s*(?:\/\/|#|\*|\/\*|--|;|%|<!--|\{\/\*|"""|''')|(?:^|\s)(?:\/\/|#|\/\*)\s/.test(line),
    );
}
