import { createHash } from 'node:crypto';
import type { NewFinding } from '#agents/analysis/findings/to-findings.ts';
import type { Batch } from './hunk-batches.ts';
import type { ModelFinding } from './model-answer.ts';
import { maxShownLineCharacters } from './numbered-hunks.ts';
import { safeLine, safeMarkdown } from './safe-markdown.ts';
import { spellHidden } from './spell-hidden.ts';
import { checkClaims } from './unsupported-claims.ts';

const maxFindingsPerAnswer = 20;
const maxTitleCharacters = 120;
const maxDetailCharacters = 1_500;
const maxSuggestionCharacters = 2_000;

export interface Located {
  readonly findings: readonly NewFinding[];
  /** The line that was named is not in the hunks that were shown. */
  readonly misplaced: number;
  /** The line exists but says something else than what was quoted. */
  readonly misquoted: number;
  /** The remark rests on a version, CVE or date that the model was not shown. */
  readonly unsupported: number;
  /** Beyond what one answer may hold. */
  readonly surplus: number;
  /** Sentences taken out of the remarks that are kept, for the same reason as `unsupported`. */
  readonly claims: number;
}

/**
 * Keeps what points at a line that the model was shown, that says what the model quoted, and that claims nothing which
 * stands nowhere in `context`, the text the model was shown.
 */
export function locateFindings(batch: Batch, answers: readonly ModelFinding[], context: string): Located {
  const shown = shownLines(batch);
  const findings: NewFinding[] = [];
  let misplaced = 0;
  let misquoted = 0;
  let unsupported = 0;
  let surplus = 0;
  let claims = 0;
  for (const answer of answers) {
    const lines = shown.get(answer.path)?.[answer.side];
    const text = lines?.get(answer.line);
    if (lines === undefined || text === undefined) misplaced += 1;
    else if (!isQuoteOf(answer.quote, text)) misquoted += 1;
    else if (findings.length >= maxFindingsPerAnswer) surplus += 1;
    else {
      const checked = checkClaims(answer.title, answer.detail, context);
      if (checked.kind === 'unsupported') unsupported += 1;
      else {
        findings.push(toFinding({ ...answer, detail: checked.detail }, text, lines));
        claims += checked.removed;
      }
    }
  }
  return { findings, misplaced, misquoted, unsupported, surplus, claims };
}

type ShownLines = Record<'old' | 'new', Map<number, string>>;

function shownLines(batch: Batch): ReadonlyMap<string, ShownLines> {
  const shown = new Map<string, ShownLines>();
  for (const hunk of batch.hunks) {
    const lines = shown.get(hunk.path) ?? { old: new Map<number, string>(), new: new Map<number, string>() };
    for (const side of ['old', 'new'] as const) {
      for (const [number, text] of hunk.shown[side]) lines[side].set(number, text);
    }
    shown.set(hunk.path, lines);
  }
  return shown;
}

/**
 * White space may differ, and a quote may be the telling part of a long line; a shorter scrap proves nothing. Of a
 * quote of several lines the first is compared, because `line` names the first.
 */
function isQuoteOf(quote: string, line: string): boolean {
  const quoted = squeeze(spellHidden(quote.trim().split(/\r?\n/, 1)[0] ?? ''));
  const actual = squeeze(line);
  if (quoted === '') return false;
  return quoted === actual || (quoted.length >= 8 && actual.includes(quoted));
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function toFinding(answer: ModelFinding, text: string, lines: ReadonlyMap<number, string>): NewFinding {
  const rule = `model/${answer.category}`;
  const endLine = shownEnd(answer, lines);
  const suggestion = suggestionOf(answer, endLine, lines);
  return {
    fingerprint: fingerprintOf([rule, answer.path, answer.side, squeeze(text)]),
    severity: answer.severity,
    rule,
    category: answer.category,
    title: safeLine(answer.title, maxTitleCharacters),
    detail: safeMarkdown(answer.detail, maxDetailCharacters),
    location: {
      path: answer.path,
      line: answer.line,
      side: answer.side,
      ...(endLine > answer.line ? { endLine } : {}),
    },
    ...(suggestion === undefined ? {} : { suggestion }),
    evidence: 'model',
    confidence: Math.min(1, Math.max(0, answer.confidence)),
  };
}

/** The last line of an unbroken range of shown lines; a range that leaves them ends where it starts. */
function shownEnd(answer: ModelFinding, lines: ReadonlyMap<number, string>): number {
  const end = answer.endLine ?? answer.line;
  if (!Number.isInteger(end) || end <= answer.line || end - answer.line > lines.size) return answer.line;
  for (let line = answer.line; line <= end; line += 1) if (!lines.has(line)) return answer.line;
  return end;
}

/** Only for the new side, only for whole lines the model saw, all that it meant, and only when it changes something. */
function suggestionOf(
  answer: ModelFinding,
  endLine: number,
  lines: ReadonlyMap<number, string>,
): string | undefined {
  const { suggestion } = answer;
  if (suggestion === null || answer.side === 'old' || endLine !== (answer.endLine ?? answer.line))
    return undefined;
  if (suggestion.length > maxSuggestionCharacters || spellHidden(suggestion) !== suggestion) return undefined;
  const current: string[] = [];
  for (let line = answer.line; line <= endLine; line += 1) current.push(lines.get(line) ?? '');
  if (current.some((text) => text.length > maxShownLineCharacters)) return undefined;
  return suggestion === current.join('\n') ? undefined : suggestion;
}

function fingerprintOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
