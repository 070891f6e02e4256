import type { Change } from '#agents/contract.ts';
import { linesOf, removedBehind } from '../changes/lines.ts';
import type { Spotted } from '../findings/spotted.ts';
import { normaliseText } from '../syntax/expressions.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';
import type { Match, RuleFor } from './define-rule.ts';
import { oneLine } from '../findings/shown-text.ts';
import { explain } from './rule-info.ts';

/** One side of a changed file, as the rules of its language see it. */
export interface ReviewedFile<File> {
  readonly language: string;
  readonly isTest: boolean;
  readonly flow: { readonly exhausted: boolean };
  /** The same text with some lines in focus; with all of them when none are named. */
  focusedOn(lines?: ReadonlySet<number>, sides?: { readonly after?: () => File | undefined }): File;
}

export interface RuleRun<File> {
  readonly rules: readonly RuleFor<File>[];
  /** The old version of a file, when the change has one. */
  readonly openBase: (path: string) => File | undefined;
  /** Whether another file of the change loses, or gains, this normalised text: code that moved between files. */
  readonly movedElsewhere: (path: string, kind: 'added' | 'removed', text: string) => boolean;
  /** Asked before each rule; true ends the file with what was found so far. */
  readonly outOfTime: () => boolean;
}

export interface RuleResult {
  readonly spotted: readonly Spotted[];
  /** Why the file was not looked at completely. */
  readonly gap?: string;
}

/** A shorter text may stand anywhere by chance. */
const minMovedChars = 16;
/** A longer node counts as touched by its first line or by the places that decide, not by any line inside. */
const maxWholeLines = 4;

/** Runs the rules on one changed file, `head` being its new version, and keeps what the change brings. */
export function runRules<File extends ReviewedFile<File>>(
  change: Change,
  head: File,
  run: RuleRun<File>,
): RuleResult {
  const sides = sidesOf(change, head, run);
  const spotted: Spotted[] = [];
  for (const rule of run.rules.filter(({ languages }) => languages.includes(head.language))) {
    if (run.outOfTime()) return { spotted, gap: 'time-limit' };
    spotted.push(...(rule.side === 'new' ? broughtBy : removedBy)(rule, change, sides, run));
  }
  const found = withoutEchoes(spotted, change);
  return head.flow.exhausted ? { spotted: found, gap: 'too-intricate' } : { spotted: found };
}

interface Sides<File> {
  readonly head: File;
  /** The old version with its removed lines in focus; undefined when the change removes nothing. */
  readonly base: File | undefined;
  /** All matches of a rule on a side, whatever lines the change touches. */
  readonly allIn: (side: 'base' | 'head', rule: RuleFor<File>) => readonly Match[];
}

function sidesOf<File extends ReviewedFile<File>>(
  change: Change,
  head: File,
  run: RuleRun<File>,
): Sides<File> {
  const { removedLines } = change;
  const openOld = () => run.openBase(change.previousPath ?? change.path);
  const after = () => head.focusedOn();
  const base = removedLines.size > 0 ? openOld()?.focusedOn(removedLines, { after }) : undefined;
  const whole: { base?: File | undefined; head?: File | undefined } = {};
  const open = { head: () => head.focusedOn(), base: () => base?.focusedOn() ?? openOld() };
  return {
    head,
    base,
    allIn: (side, rule) => {
      whole[side] ??= open[side]();
      return whole[side] === undefined ? [] : [...rule.find(whole[side])];
    },
  };
}

function broughtBy<File extends ReviewedFile<File>>(
  rule: RuleFor<File>,
  change: Change,
  sides: Sides<File>,
  run: RuleRun<File>,
): Spotted[] {
  const isLeftOut = sides.head.isTest && !rule.inTests;
  const byRemoval = rule.category === 'correctness' ? removedBehind(change) : noLines;
  if (isLeftOut || change.addedLines.size + byRemoval.size === 0) return [];
  const touched = [...rule.find(sides.head)].filter(
    (match) => touches(match, change.addedLines) || losesLines(match, byRemoval),
  );
  return surplus(touched, rule, 'head', sides)
    .filter((match) => !hasMoved(match, 'removed', change, run))
    .map((match) => spot(rule, match, change, 'new'));
}

function removedBy<File extends ReviewedFile<File>>(
  rule: RuleFor<File>,
  change: Change,
  sides: Sides<File>,
  run: RuleRun<File>,
): Spotted[] {
  const { base } = sides;
  if (base === undefined || (base.isTest && !rule.inTests)) return [];
  const touched = [...rule.find(base)].filter((match) => touches(match, change.removedLines));
  return surplus(touched, rule, 'base', sides)
    .filter((match) => match.anchor !== undefined && change.headText?.includes(match.anchor) === true)
    .filter((match) => !hasMoved(match, 'added', change, run))
    .map((match) => spot(rule, match, change, 'old'));
}

function touches({ node, trail = [] }: Match, lines: ReadonlySet<number>): boolean {
  return [node, ...trail].some((place) => {
    const last = place.endLine - place.line < maxWholeLines ? place.endLine : place.line;
    for (let line = place.line; line <= last; line += 1) if (lines.has(line)) return true;
    return false;
  });
}

const noLines: ReadonlySet<number> = new Set();

/** Whether the change removes lines inside of what is at fault: a handler that is empty now. */
function losesLines({ node }: Match, removedBehindLines: ReadonlySet<number>): boolean {
  if (node.endLine - node.line >= maxWholeLines) return false;
  for (let line = node.line; line < node.endLine; line += 1) if (removedBehindLines.has(line)) return true;
  return false;
}

function identityOf(match: Match): string {
  return match.identity ?? normaliseText(match.node.text);
}

/** The matches that one side has more of than the other: a copy counts, code that moved within the file does not. */
function surplus<File>(
  touched: readonly Match[],
  rule: RuleFor<File>,
  side: 'base' | 'head',
  sides: Sides<File>,
): readonly Match[] {
  if (touched.length === 0) return [];
  const others = counted(sides.allIn(side === 'head' ? 'base' : 'head', rule));
  if (!touched.some((match) => others.has(identityOf(match)))) return touched;
  const all = counted(sides.allIn(side, rule));
  const left = new Map([...all].map(([identity, count]) => [identity, count - (others.get(identity) ?? 0)]));
  return touched.filter((match) => {
    const more = left.get(identityOf(match)) ?? 0;
    left.set(identityOf(match), more - 1);
    return more > 0;
  });
}

function counted(matches: readonly Match[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const match of matches) counts.set(identityOf(match), (counts.get(identityOf(match)) ?? 0) + 1);
  return counts;
}

function hasMoved(
  match: Match,
  kind: 'added' | 'removed',
  change: Change,
  run: Pick<RuleRun<never>, 'movedElsewhere'>,
): boolean {
  const text = normaliseText(match.node.text);
  return text.length >= minMovedChars && run.movedElsewhere(change.path, kind, text);
}

function spot(rule: RuleFor<never>, match: Match, change: Change, side: 'new' | 'old'): Spotted {
  const place = placeOf(match, change, side);
  return {
    rule: rule.id,
    category: rule.category,
    severity: match.severity ?? rule.severity,
    confidence: match.confidence ?? rule.confidence,
    title: filled(rule.title, match),
    detail: explain({ ...rule, why: filled(rule.why, match) }),
    cwe: match.cwe ?? rule.cwe,
    path: change.path,
    side,
    ...place,
    identity: identityOf(match),
  };
}

/** Where the finding can be shown: its node, else the nearest of the places that decide which takes a comment. */
function placeOf(
  match: Match,
  change: Change,
  side: 'new' | 'old',
): Pick<Spotted, 'line' | 'endLine' | 'suggestion'> {
  const commentable = change.commentable[side];
  if (match.edit !== undefined && side === 'new' && isAllIn(match.edit.node, commentable)) {
    const { node, text } = match.edit;
    return {
      line: node.line,
      endLine: node.endLine,
      suggestion: editedLines(change.headText ?? '', node, text),
    };
  }
  const place = [match.node, ...(match.trail ?? [])].find(({ line }) => commentable.has(line));
  if (place === undefined) return { line: firstTouched(match, commentable) };
  const whole = place.endLine - place.line < maxWholeLines && isAllIn(place, commentable);
  return { line: place.line, ...(whole ? { endLine: place.endLine } : {}) };
}

function isAllIn(node: SyntaxNode, lines: ReadonlySet<number>): boolean {
  for (let line = node.line; line <= node.endLine; line += 1) if (!lines.has(line)) return false;
  return true;
}

function firstTouched({ node, trail = [] }: Match, lines: ReadonlySet<number>): number | undefined {
  return [...lines].find((line) =>
    [node, ...trail].some((place) => place.line <= line && line <= place.endLine),
  );
}

/** The lines of a node with its text replaced. */
function editedLines(text: string, node: SyntaxNode, replacement: string): string {
  const from = text.lastIndexOf('\n', node.start - 1) + 1;
  const to = text.indexOf('\n', node.end);
  const edited = text.slice(from, node.start) + replacement + text.slice(node.end, to < 0 ? text.length : to);
  return linesOf(edited).join('\n');
}

function filled(template: string, { sink = '', source = '' }: Match): string {
  return template
    .replace('`{sink}`', () => `\`${oneLine(sink)}\``)
    .replace('`{source}`', () => `\`${oneLine(source)}\``)
    .replace('{sink}', () => sink)
    .replace('{source}', () => source);
}

/** A removed guard whose hunk also brings a security finding is the same fault, told there with its consequence. */
function withoutEchoes(spotted: readonly Spotted[], change: Change): readonly Spotted[] {
  return spotted.filter((found) => {
    if (found.side === 'new') return true;
    const hunk = change.hunks.find(({ lines }) => lines.some((line) => line.oldLine === found.line));
    const added = new Set(hunk?.lines.map((line) => line.newLine));
    return !spotted.some(
      (other) => other.side === 'new' && other.category === 'security' && added.has(other.line),
    );
  });
}
