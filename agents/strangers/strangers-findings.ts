import { analyse } from '#agents/analysis/analyse.ts';
import { buildChangeSet } from '#agents/analysis/change-set.ts';
import { oneLine } from '#agents/analysis/findings/shown-text.ts';
import type { Spotted } from '#agents/analysis/findings/spotted.ts';
import { toFindings, type NewFinding } from '#agents/analysis/findings/to-findings.ts';
import type { RuleInfo } from '#agents/analysis/rules/rule-info.ts';
import { spellHidden } from '#agents/judge/spell-hidden.ts';
import type { Change, ChangeSet, ContextPart, Severity } from '../contract.ts';
import { passagesOf, type Passage } from './passages.ts';
import { strangersRules } from './strangers-rules.ts';
import { weighFile, weighText } from './weigh-passage.ts';

export interface WeighedPassage {
  readonly passage: Passage;
  readonly severity: Severity;
}

/** A text that belongs to a change but is no file of it, with what it orders. */
export interface ReadPart {
  readonly part: ContextPart;
  readonly passages: readonly WeighedPassage[];
}

/** Of one change; more are counted. */
const maxGrave = 20;
const maxInfo = 10;
const maxQuoteCharacters = 600;
const markup = new Set(['markdown', 'html', 'vue', 'svelte', 'xml']);

/** Looks through one text. What somebody says who did not make the change is told, and weighs nothing. */
export function readPart(part: ContextPart): ReadPart {
  const isName = /branch/i.test(part.label);
  const passages = passagesOf(isName ? part.text.replaceAll(/[-_/.]+/g, ' ') : part.text, {
    isMarkup: !isName,
  });
  return {
    part,
    passages: passages.map((passage) => ({
      passage,
      severity: part.isBystanders ? 'info' : weighText(passage, part.text),
    })),
  };
}

export interface StrangersFindings {
  readonly findings: readonly NewFinding[];
  readonly notes: readonly string[];
  /** Ids of the rules that looked. */
  readonly rulesRun: readonly string[];
}

/** What strangers order reviewers and models to do, as findings: it is quoted, and obeyed nowhere. */
export async function strangersFindings(
  parts: readonly ReadPart[],
  changeSet: ChangeSet,
  signal: AbortSignal,
): Promise<StrangersFindings> {
  const spotted = [
    ...parts.flatMap(({ part, passages }) => passages.map((found) => spotText(found, part.label))),
    ...spotTogether(parts),
    ...changeSet.changes.flatMap((change) => [...spotPath(change), ...spotFile(change)]),
  ];
  signal.throwIfAborted();
  const grave = toFindings(spotted.filter(({ severity }) => severity !== 'info'));
  const light = toFindings(spotted.filter(({ severity }) => severity === 'info'));
  const missing = Math.max(0, grave.length - maxGrave) + Math.max(0, light.length - maxInfo);
  return {
    findings: [
      ...grave.slice(0, maxGrave),
      ...light.slice(0, maxInfo),
      ...(await hiddenCharacters(parts, signal)),
    ],
    notes: missing === 0 ? [] : [`Further texts that speak to reviewers or models, not listed: ${missing}.`],
    rulesRun: Object.values(strangersRules).map(({ id }) => id),
  };
}

function spotText({ passage, severity }: WeighedPassage, label: string): Spotted {
  const place = `the ${label.slice(0, 1).toLowerCase()}${label.slice(1)}`;
  return spot(passage, severity, { place, path: label });
}

/** An order that is split over texts, each of which says nothing by itself. */
function spotTogether(parts: readonly ReadPart[]): readonly Spotted[] {
  const own = parts.filter(({ part }) => part.isBystanders !== true);
  if (own.some(({ passages }) => passages.length > 0)) return [];
  const short = own.map(({ part }) => part.text.trim().slice(0, 2_000)).filter((text) => text !== '');
  const text = short.join('\n');
  const [passage] = short.length > 1 ? passagesOf(text, { isMarkup: false }) : [];
  if (!passage) return [];
  const place = 'title, branch and other texts, read together';
  return [spot(passage, weighText(passage, text), { place, path: place })];
}

function spotPath({ path }: Change): readonly Spotted[] {
  const [passage] = passagesOf(path.replaceAll(/[-_/.]+/g, ' '), { isMarkup: false });
  if (!passage) return [];
  const severity = weighFile(passage, path, { path, language: undefined });
  return severity === undefined ? [] : [spot(passage, severity, { place: 'the name of a file', path })];
}

/** Added lines that follow each other are one text. */
function spotFile(change: Change): readonly Spotted[] {
  const { path, language } = change;
  const isMarkup = language === undefined || markup.has(language);
  return addedBlocks(change).flatMap(({ start, text }) =>
    passagesOf(text, { isMarkup }).flatMap((passage): Spotted[] => {
      const severity = weighFile(passage, text, change);
      if (severity === undefined) return [];
      return [
        {
          ...spot(passage, severity, { place: 'this file', path }),
          line: start + passage.line - 1,
          endLine: start + passage.endLine - 1,
        },
      ];
    }),
  );
}

function addedBlocks({ hunks }: Change): readonly { readonly start: number; readonly text: string }[] {
  const blocks: { start: number; lines: string[] }[] = [];
  for (const { kind, text, newLine } of hunks.flatMap(({ lines }) => lines)) {
    if (kind !== 'added' || newLine === undefined) continue;
    const open = blocks.at(-1);
    if (open && open.start + open.lines.length === newLine) open.lines.push(text);
    else blocks.push({ start: newLine, lines: [text] });
  }
  return blocks.map(({ start, lines }) => ({ start, text: lines.join('\n') }));
}

function spot(
  passage: Passage,
  severity: Severity,
  { place, path }: { readonly place: string; readonly path: string },
): Spotted {
  const how = passage.hiddenHow ?? passage.disguise;
  const rule: RuleInfo = how === undefined ? strangersRules.visible : strangersRules.hidden;
  const quote = spellHidden(passage.text).replaceAll('`', "'");
  const where = how === undefined ? `In ${place}` : `In ${place}, ${how}`;
  return {
    rule: rule.id,
    category: rule.category,
    severity,
    confidence: rule.confidence,
    title: `${rule.title}, in ${place}: \`${oneLine(quote)}\``,
    detail: `${where}:\n\n\`\`\`text\n${clipped(quote)}\n\`\`\`\n\n${rule.why}\n\n${rule.instead}`,
    cwe: rule.cwe,
    path,
    side: 'new',
    identity: quote.replaceAll(/\s+/g, ' ').slice(0, 300),
  };
}

function clipped(text: string): string {
  return text.length <= maxQuoteCharacters ? text : `${text.slice(0, maxQuoteCharacters).toWellFormed()}…`;
}

/** Characters that nobody sees, in texts that are no files: whatever they say. Lawful ones are left alone. */
async function hiddenCharacters(
  parts: readonly ReadPart[],
  signal: AbortSignal,
): Promise<readonly NewFinding[]> {
  const suspects = parts.filter(
    ({ part, passages }) => passages.length === 0 && /[^\t\n\r -~]/.test(part.text),
  );
  const found = await Promise.all(
    suspects.map(async ({ part }) => {
      const asFile = buildChangeSet([
        { path: 'text.md', status: 'added', head: new TextEncoder().encode(part.text) },
      ]);
      const { findings } = await analyse(asFile, { families: ['hidden-text'], signal });
      return findings.slice(0, 1).map(({ location: _line, ...finding }) => ({
        ...finding,
        title: `${finding.title}, in the ${part.label.toLowerCase()}`,
        ...(part.isBystanders ? { severity: 'info' as const } : {}),
      }));
    }),
  );
  return found.flat();
}
