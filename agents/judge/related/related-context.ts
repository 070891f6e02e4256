import { buildChangeSet } from '#agents/analysis/change-set.ts';
import type { TokenRate } from '#providers/contract.ts';
import type { Change, ChangeSet, ReadFile } from '../../contract.ts';
import { estimateTokens } from '../estimate-tokens.ts';
import type { Batch } from '../hunk-batches.ts';
import { lineKey, maxShownLineCharacters } from '../numbered-hunks.ts';
import { spellHidden } from '../spell-hidden.ts';
import { withheldLines } from '../withheld-lines.ts';
import { definitionsOf, type Excerpt } from './definition-of.ts';
import { importsOf } from './imported-names.ts';
import { aliasesOf, pathsOfImport, type Alias } from './resolve-import.ts';

/**
 * Every measured model got worse the more it was shown beside the diff (SWE-PRBench, arXiv 2603.26130), so this is
 * little: the definitions that changed lines call, and who calls what they define.
 */
const maxTokensPerCall = 1_500;
/** Requests to a platform in one run; a wrong guess at a path is one as well. */
const maxReads = 12;
const maxCallers = 5;

export interface RelatedSources {
  readonly changeSet: ChangeSet;
  readonly readFile?: ReadFile | undefined;
  readonly rate: TokenRate;
  readonly signal: AbortSignal;
}

export interface Related {
  /** Sections for the prompt; empty when there is nothing. */
  readonly text: string;
  readonly tokens: number;
}

/** Finds, for each batch, the code around it, as far as a small budget goes. Credentials in it are withheld. */
export function createRelated(sources: RelatedSources): (batch: Batch) => Promise<Related> {
  const read = limitedReader(sources);
  let aliases: Promise<readonly Alias[]> | undefined;
  return async (batch) => {
    aliases ??= read('package.json').then(aliasesOf);
    const sections: string[] = [];
    let tokens = 0;
    for await (const section of sectionsOf(sources, batch, { read, aliases: await aliases })) {
      const more = estimateTokens(section, sources.rate);
      if (tokens + more > maxTokensPerCall) continue;
      sections.push(section);
      tokens += more;
    }
    return { text: sections.join('\n\n'), tokens };
  };
}

interface Ways {
  readonly read: (path: string) => Promise<string | undefined>;
  readonly aliases: readonly Alias[];
}

/** A file of the change is not read again: its new version is here. */
function limitedReader({ changeSet, readFile }: RelatedSources): Ways['read'] {
  const known = new Map(changeSet.changes.map((change) => [change.path, Promise.resolve(change.headText)]));
  let reads = 0;
  return (path) => {
    const reading = known.get(path);
    if (reading) return reading;
    if (!readFile || reads >= maxReads) return Promise.resolve(undefined);
    reads += 1;
    const text = readFile(path);
    known.set(path, text);
    return text;
  };
}

async function* sectionsOf(sources: RelatedSources, batch: Batch, ways: Ways): AsyncGenerator<string> {
  const shown = shownLines(batch);
  for (const change of sources.changeSet.changes) {
    const lines = shown.get(change.path);
    if (!lines || change.headText === undefined) continue;
    const used = namesIn(changedText(change));
    for (const place of await definitionsFor(change, used, ways)) {
      if (isShown(place, shown)) continue;
      yield await excerptText('related, not part of the change', place, sources.signal);
    }
  }
  const callers = callersOf(sources.changeSet, shown);
  if (callers !== '') yield callers;
}

interface Place extends Excerpt {
  readonly path: string;
  readonly text: string;
}

/** Of the same file first, because they cost nothing, then of the files it imports. */
async function definitionsFor(
  { path, status, language, headText = '' }: Change,
  used: ReadonlySet<string>,
  { read, aliases }: Ways,
): Promise<readonly Place[]> {
  const places: Place[] = [];
  const add = (from: string, text: string, names: ReadonlySet<string>) => {
    for (const found of definitionsOf(text.split('\n'), names).values()) {
      places.push({ path: from, text, ...found });
    }
  };
  // All of a new file is in the change itself.
  if (status !== 'added') add(path, headText, used);
  for (const { from, names } of importsOf(headText, language)) {
    const wanted = names.filter((name) => used.has(name));
    if (wanted.length === 0) continue;
    for (const candidate of pathsOfImport(path, from, aliases)) {
      const text = await read(candidate);
      if (text === undefined) continue;
      add(candidate, text, new Set(wanted));
      break;
    }
  }
  return places;
}

/** Lines of other parts of the change that call what the batch's lines define. */
function callersOf({ changes }: ChangeSet, shown: Shown): string {
  const defined = new Set(
    changes.filter(({ path }) => shown.has(path)).flatMap((change) => definedIn(changedText(change))),
  );
  if (defined.size === 0) return '';
  const rows = changes.flatMap(({ path, hunks }) =>
    hunks
      .flatMap(({ lines }) => lines)
      .filter(({ kind, newLine = 0 }) => kind !== 'removed' && !shown.get(path)?.has(newLine))
      .filter(({ text }) => calls(text).some((name) => defined.has(name)))
      .map(
        ({ text, newLine }) => `${JSON.stringify(spellHidden(path))} ${newLine}: ${shownLine(text.trim())}`,
      ),
  );
  if (rows.length === 0) return '';
  return ['[related, elsewhere in the change: callers]', ...rows.slice(0, maxCallers)].join('\n');
}

type Shown = ReadonlyMap<string, ReadonlySet<number>>;

function shownLines(batch: Batch): Shown {
  const shown = new Map<string, Set<number>>();
  for (const { path, shown: lines } of batch.hunks) {
    const known = shown.get(path) ?? new Set<number>();
    for (const line of lines.new.keys()) known.add(line);
    shown.set(path, known);
  }
  return shown;
}

function isShown({ path, from }: Place, shown: Shown): boolean {
  return shown.get(path)?.has(from) ?? false;
}

function changedText({ hunks }: Change): string {
  return hunks
    .flatMap(({ lines }) => lines)
    .filter(({ kind }) => kind !== 'context')
    .map(({ text }) => text)
    .join('\n');
}

/** What is called or made by these lines; plain words of prose and keywords define nothing, so they cost nothing. */
function namesIn(text: string): ReadonlySet<string> {
  return new Set(calls(text));
}

function calls(text: string): readonly string[] {
  return [...text.matchAll(/([\p{L}_$][\p{L}\p{N}_$]*)\s*\(/gu)].map(([, name = '']) => name);
}

function definedIn(text: string): readonly string[] {
  const form =
    /^\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:function\*?|def|func|fn|fun)\s+([\w$]+)|^\s*(?:export\s+)?const\s+([\w$]+)\s*=\s*(?:async\s*)?\(/gm;
  return [...text.matchAll(form)].map(([, plain, arrow]) => plain ?? arrow ?? '');
}

async function excerptText(
  heading: string,
  { path, text, from, to }: Place,
  signal: AbortSignal,
): Promise<string> {
  const lines = text.split('\n').slice(from - 1, to);
  const excerpt = buildChangeSet([
    { path, status: 'added', head: new TextEncoder().encode(lines.join('\n')) },
  ]);
  const withheld = await withheldLines(excerpt, signal);
  const rows = lines.map((line, index) => {
    const secret = withheld.has(lineKey(path, 'new', index + 1));
    return `    ${String(from + index).padStart(5)}   ${secret ? '[withheld: a credential stands here]' : shownLine(line)}`;
  });
  return [`[${heading}: ${JSON.stringify(spellHidden(path))} lines ${from}-${to}]`, ...rows].join('\n');
}

function shownLine(text: string): string {
  const seen = spellHidden(text);
  return seen.length > maxShownLineCharacters ? `${seen.slice(0, maxShownLineCharacters)} …[cut]` : seen;
}
