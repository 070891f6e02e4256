import type { Finding } from '../contract.ts';
import type { Said } from '../review-history.ts';

/** What somebody else wrote beside a line, in the first comment of a thread. Text of strangers: only compared. */
export interface Voice {
  readonly author: string;
  readonly path: string;
  readonly line: number;
  readonly side: 'old' | 'new';
  readonly text: string;
  readonly url: string;
}

/** Lines that a remark about the same thing may be away. */
const nearLines = 3;
const maxTextChars = 4_000;
/** Words that any remark may hold. */
const common = new Set(
  'this that with from should could would into when what which there their have will your here code line lines file value function please security correctness model rule'.split(
    ' ',
  ),
);

/** The findings that others have told already at the same place and with the same words. */
export function saidByOthers(findings: readonly Finding[], voices: readonly Voice[]): readonly Said[] {
  return findings.flatMap((finding) => {
    const voice = voices.find((each) => isNear(finding, each) && isAbout(finding, each.text));
    return voice ? [{ fingerprint: finding.fingerprint, author: voice.author, url: voice.url }] : [];
  });
}

function isNear({ location }: Finding, { path, line, side }: Voice): boolean {
  if (!location || location.path !== path || location.side !== side) return false;
  return line >= location.line - nearLines && line <= (location.endLine ?? location.line) + nearLines;
}

/** Two words of title and rule, the rule's own name, or its CWE. */
function isAbout({ title, rule, cwe }: Finding, text: string): boolean {
  const said = text.slice(0, maxTextChars).toLowerCase();
  if (cwe !== undefined && said.includes(cwe.toLowerCase())) return true;
  const words = new Set(wordsOf(said));
  const name = wordsOf((rule.split('/').at(-1) ?? '').replaceAll('-', ' '));
  if (name.length > 0 && name.every((word) => words.has(word))) return true;
  return new Set([...wordsOf(title), ...name].filter((word) => words.has(word))).size >= 2;
}

/** Plurals and endings differ; beginnings tell. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\d]{3,}/gu) ?? [];
  return words.filter((word) => !common.has(word)).map((word) => word.slice(0, 6));
}
