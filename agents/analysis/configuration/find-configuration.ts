import { type Change, severities } from '#agents/contract.ts';
import type { Spotted } from '../findings/spotted.ts';
import { linesOf } from '../changes/lines.ts';
import { oneLine } from '../findings/shown-text.ts';
import { explain } from '../rules/rule-info.ts';
import { normaliseText } from '../syntax/expressions.ts';
import type { Fault, Guard } from './configuration-rule.ts';
import { Lines, type Span } from './span.ts';
import type { OpenedFile, Technology } from './technology.ts';
import { technologies } from './registry.ts';

export interface ConfigurationRun {
  /** Whether another file of the change loses, or gains, this normalised text: configuration that moved. */
  readonly movedElsewhere: (path: string, kind: 'added' | 'removed', text: string) => boolean;
  /** The account whose repository this is, where that is known. */
  readonly owner: string | undefined;
  /** Asked before each rule; true ends the file with what was found so far. */
  readonly outOfTime: () => boolean;
}

export interface ConfigurationResult {
  readonly spotted: readonly Spotted[];
  /** Why the file was not looked at completely. */
  readonly gap: string | undefined;
}

type Rule = Technology['rules'][number];

/** A shorter text may stand anywhere by chance. */
const minMovedChars = 16;
/** A longer part counts as touched by its first line or by the places that decide, not by any line inside. */
const maxWholeLines = 4;
const testPath =
  /(^|\/)([\w.]+-)?(tests?|examples?|samples?|demos?)(-[\w.-]+)?\/|[._-](examples?|samples?)\.(ya?ml|tf|conf)$|(^|\/)(__tests__|testing|testdata|spec|e2e|fixtures?|mocks?|benchmarks?|kind|minikube|docs?|develop|development|hack|playground|buildkite|\.?devcontainer|local-?dev)\//i;

/** What a change brings to the faults of a configuration file, and which protections it takes away. */
export function findConfiguration(change: Change, run: ConfigurationRun): ConfigurationResult {
  const { headText, path } = change;
  if (headText === undefined) return { spotted: [], gap: undefined };
  const spotted: Spotted[] = [];
  let gap: string | undefined;
  for (const technology of technologies) {
    if (!technology.matches(path, headText)) continue;
    const head = technology.open(headText, path, run.owner);
    if (head === undefined) continue;
    gap ??= head.gap;
    const comparison = new Comparison(change, technology, head, run);
    for (const [index, rule] of technology.rules.entries()) {
      if (run.outOfTime()) return { spotted, gap: 'time-limit' };
      if (rule.inTests || !testPath.test(path)) spotted.push(...comparison.check(rule, index));
    }
  }
  return { spotted: withoutEchoes(spotted, change), gap };
}

/** One file on both sides of a change. */
class Comparison {
  readonly #change: Change;
  readonly #head: OpenedFile;
  readonly #base: OpenedFile | undefined;
  readonly #run: ConfigurationRun;
  readonly #headLines: Lines;
  readonly #baseLines: Lines;

  constructor(change: Change, technology: Technology, head: OpenedFile, run: ConfigurationRun) {
    const { baseText, headText = '', path, previousPath } = change;
    this.#change = change;
    this.#head = head;
    this.#base =
      baseText === undefined ? undefined : technology.open(baseText, previousPath ?? path, run.owner);
    this.#run = run;
    this.#headLines = new Lines(headText);
    this.#baseLines = new Lines(baseText ?? '');
  }

  check(rule: Rule, index: number): readonly Spotted[] {
    const brought = this.#brought(index);
    const told = new Set(brought.map(({ identity }) => identity));
    const removed = this.#removed(index).filter(({ identity }) => !told.has(identity));
    return [...this.#spotFaults(rule, brought), ...removed.map((guard) => this.#spotGuard(rule, guard))];
  }

  /** The faults on added lines of which the new version has more than the old one. */
  #brought(index: number): readonly Fault[] {
    const { addedLines, headText = '' } = this.#change;
    if (addedLines.size === 0) return [];
    const all = this.#head.faults(index);
    const touched = all.filter((fault) => this.#touches(fault));
    if (touched.length === 0) return [];
    const left = counted(all);
    for (const { identity } of this.#base?.faults(index) ?? [])
      left.set(identity, (left.get(identity) ?? 0) - 1);
    return touched.filter((fault) => {
      const more = left.get(fault.identity) ?? 0;
      left.set(fault.identity, more - 1);
      return more > 0 && !this.#hasMoved(headText, fault.at, 'removed');
    });
  }

  /** The guards on removed lines that the new version lacks while it still has what they protected. */
  #removed(index: number): readonly Guard[] {
    const { removedLines, baseText = '' } = this.#change;
    if (this.#base === undefined || removedLines.size === 0) return [];
    const gone = this.#base
      .guards(index)
      .filter((guard) => guard.inherited !== true && touched(this.#baseLines.of(guard.at), removedLines));
    if (gone.length === 0) return [];
    const kept = new Set(this.#head.guards(index).map(({ identity }) => identity));
    return gone.filter(
      ({ identity, subject, at }) =>
        !kept.has(identity) &&
        (subject === undefined || this.#head.subjects().has(subject)) &&
        !this.#hasMoved(baseText, at, 'added'),
    );
  }

  #touches({ at, trail = [] }: Fault): boolean {
    return [at, ...trail].some((place) => touched(this.#headLines.of(place), this.#change.addedLines));
  }

  #hasMoved(text: string, { start, end }: Span, kind: 'added' | 'removed'): boolean {
    const normal = normaliseText(text.slice(start, end));
    return normal.length >= minMovedChars && this.#run.movedElsewhere(this.#change.path, kind, normal);
  }

  #spotFaults(rule: Rule, faults: readonly Fault[]): readonly Spotted[] {
    const spotted = faults.map((fault) => this.#spotFault(rule, fault));
    return rule.isToldOnce ? asOne(spotted) : spotted;
  }

  #spotFault(rule: Rule, fault: Fault): Spotted {
    return {
      ...this.#common(rule, fault),
      title: filled(rule.title, fault),
      detail: explain({ ...rule, why: filled(rule.why, fault) }),
      confidence: fault.confidence ?? rule.confidence,
      side: 'new',
      ...this.#placeOf(fault),
    };
  }

  #spotGuard(rule: Rule, guard: Guard): Spotted {
    const { line, endLine } = this.#baseLines.of(guard.at);
    const first = linesFrom(line, endLine).find((one) => this.#change.removedLines.has(one));
    return {
      ...this.#common(rule, guard),
      title: filled(rule.guardTitle, guard),
      detail: explain({ ...rule, why: filled(rule.why, guard) }),
      confidence: rule.confidence,
      side: 'old',
      line: first,
    };
  }

  #common(rule: Rule, { identity, severity }: Pick<Fault, 'identity' | 'severity'>) {
    return {
      rule: rule.id,
      category: rule.category,
      severity: severity ?? rule.severity,
      cwe: rule.cwe,
      path: this.#change.path,
      identity,
    };
  }

  /** Where the fault can be shown: what it points at, else the nearest of the places that bring it about. */
  #placeOf({ at, trail = [], edit }: Fault): Pick<Spotted, 'line' | 'endLine' | 'suggestion'> {
    const { addedLines, headText = '' } = this.#change;
    const inChange = ({ line, endLine }: { readonly line: number; readonly endLine: number }) =>
      linesFrom(line, endLine).every((one) => addedLines.has(one));
    const places = [at, ...trail].map((span) => this.#headLines.of(span));
    if (edit !== undefined && inChange(this.#headLines.of(edit.at))) {
      const place = this.#headLines.of(edit.at);
      return { ...place, suggestion: edited(headText, edit.at, edit.text) };
    }
    const whole = places.find((place) => place.endLine - place.line < maxWholeLines && inChange(place));
    if (whole !== undefined) return whole;
    const first = places.find(({ line }) => addedLines.has(line))?.line;
    return {
      line:
        first ??
        places.flatMap(({ line, endLine }) => linesFrom(line, endLine)).find((line) => addedLines.has(line)),
    };
  }
}

/** The places beyond are counted: who mends the first twenty finds the others. */
const maxListedPlaces = 20;

/** The most serious of the faults, then the first, which names the places of the others. */
function asOne(spotted: readonly Spotted[]): readonly Spotted[] {
  const [first, ...others] = spotted.toSorted(
    (one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity),
  );
  if (first === undefined || others.length === 0) return spotted;
  const listed = others
    .slice(0, maxListedPlaces)
    .map(({ title, line }) => `- ${line === undefined ? '' : `line ${line}: `}${title}`);
  const more = others.length - listed.length;
  const rest = more > 0 ? [`- and ${more} more`] : [];
  return [{ ...first, detail: [first.detail, '', 'Also in this file:', '', ...listed, ...rest].join('\n') }];
}

function touched(
  { line, endLine }: { readonly line: number; readonly endLine: number },
  lines: ReadonlySet<number>,
): boolean {
  const last = endLine - line < maxWholeLines ? endLine : line;
  return linesFrom(line, last).some((one) => lines.has(one));
}

function linesFrom(line: number, endLine: number): readonly number[] {
  return Array.from({ length: endLine - line + 1 }, (_, step) => line + step);
}

function counted(faults: readonly Fault[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { identity } of faults) counts.set(identity, (counts.get(identity) ?? 0) + 1);
  return counts;
}

/** The lines of a part with its text replaced. */
function edited(text: string, { start, end }: Span, replacement: string): string {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = text.indexOf('\n', end);
  return linesOf(text.slice(from, start) + replacement + text.slice(end, to < 0 ? text.length : to)).join(
    '\n',
  );
}

function filled(
  template: string,
  { sink = '', source = '' }: { readonly sink?: string; readonly source?: string },
): string {
  return template.replace('{sink}', () => oneLine(sink)).replace('{source}', () => oneLine(source));
}

/** A guard whose lines are replaced by a fault is told there, with its consequence. */
function withoutEchoes(spotted: readonly Spotted[], { hunks }: Change): readonly Spotted[] {
  const replacing = new Map<number, Set<number>>();
  for (const { lines } of hunks) {
    let added = new Set<number>();
    for (const { kind, oldLine, newLine } of lines) {
      if (kind === 'context') added = new Set();
      else if (newLine !== undefined) added.add(newLine);
      else if (oldLine !== undefined) replacing.set(oldLine, added);
    }
  }
  return spotted.filter(
    (found) =>
      found.side === 'new' ||
      !spotted.some((other) => other.side === 'new' && replacing.get(found.line ?? 0)?.has(other.line ?? 0)),
  );
}
