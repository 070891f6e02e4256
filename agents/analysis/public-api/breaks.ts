import type { Change } from '#agents/contract.ts';
import { code } from '../findings/shown-text.ts';
import type { Taken } from './code/offers.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';
import { type Api, type ApiParameter, apiOf, type Offered } from './exported.ts';

/** One way in which a new version of a file no longer serves those who use the old one; no part of its tree. */
export interface Break {
  /** The name others import; the own one, before an entry gives it another. */
  readonly name: string;
  /** `\`parse\` asks for \`options\` now` */
  readonly what: string;
  readonly isGone: boolean;
  readonly side: 'old' | 'new';
  readonly line: number;
  /** Where it is not told by what breaks. */
  readonly severity?: 'medium' | 'low';
  /** How uses are told that no longer fit; absent where no text shows it. */
  readonly use?: Use;
  /** Whom it breaks, where that is not who uses it. */
  readonly hurts?: 'uses' | 'implements';
}

/** Every use of the name breaks, or calls (of a class: constructions) that these parameters do not fit. */
export type Use =
  | { readonly kind: 'name' }
  | { readonly kind: 'call'; readonly parameters: readonly Taken[] };

/** Breaks of one file, with what it exports now. */
export interface BrokenFile {
  readonly change: Change;
  readonly breaks: readonly Break[];
  /** Names that it exports now and did not before. */
  readonly gained: readonly string[];
}

/** Compares what the two versions of a file export. */
export function breaksOf(
  change: Change,
  head: SyntaxNode,
  base: SyntaxNode | undefined,
): BrokenFile | undefined {
  if (hasErrors(head)) return undefined;
  if (change.status === 'added') return { change, breaks: [], gained: [...apiOf(head).names.keys()] };
  if (base === undefined || hasErrors(base)) return undefined;
  const [before, now] = [apiOf(base), apiOf(head)];
  const gained = [...now.names.keys()].filter((name) => !before.names.has(name));
  const breaks = [...before.names].flatMap(([name, offered]) =>
    breaksOfName(name, offered, { before, now, gained, change }),
  );
  return breaks.length + gained.length === 0 ? undefined : { change, breaks, gained };
}

function hasErrors(program: SyntaxNode): boolean {
  return program.children.some(({ kind }) => kind === 'ERROR');
}

interface Comparison {
  readonly before: Api;
  readonly now: Api;
  readonly gained: readonly string[];
  readonly change: Change;
}

function breaksOfName(name: string, offered: Offered, comparison: Comparison): readonly Break[] {
  const { before, now, gained, change } = comparison;
  const after = now.names.get(name);
  if (after !== undefined)
    return [...signatureBreaks(name, offered, after), ...memberBreaks(name, offered, after)].flatMap(
      ({ what, node, isGone, call }) => {
        const line = lineIn(change, isGone ? 'old' : 'new', node);
        return line === undefined
          ? []
          : [
              {
                name,
                what,
                isGone,
                side: isGone ? ('old' as const) : ('new' as const),
                line,
                ...(call === undefined
                  ? {}
                  : { use: { kind: 'call' as const, parameters: call.map(toTaken) } }),
              },
            ];
      },
    );
  // Another module may give it on.
  if (now.wildcards.some((module) => !before.wildcards.includes(module))) return [];
  const other = gained.find((one) => now.names.get(one)?.text === offered.text && offered.text !== '');
  const what =
    other === undefined
      ? `${code(name)} is no longer exported`
      : `${code(name)} is called ${code(other)} now`;
  const line = lineIn(change, 'old', offered.node);
  return line === undefined ? [] : [{ name, what, isGone: true, side: 'old', line, use: { kind: 'name' } }];
}

const toTaken = ({ name, type, isRequired, isRest }: ApiParameter): Taken => ({
  name,
  type,
  isRequired,
  ...(isRest ? { rest: 'place' as const } : {}),
});

interface Found {
  readonly what: string;
  readonly node: SyntaxNode;
  readonly isGone: boolean;
  /** The parameters that calls have to fit now, where calls tell. */
  readonly call?: readonly ApiParameter[];
}

function signatureBreaks(name: string, before: Offered, after: Offered): readonly Found[] {
  const { parameters: now, node } = after;
  if (before.parameters === undefined || now === undefined) return [];
  const found = (what: string) => ({ what: `${code(name)} ${what}`, node, isGone: false });
  return [
    ...parameterBreaks(before.parameters, now).map((what) => ({ ...found(what), call: now })),
    ...resultBreaks(before, after).map(found),
  ];
}

function parameterBreaks(before: readonly ApiParameter[], after: readonly ApiParameter[]): readonly string[] {
  if (before.some(({ isRest }) => isRest)) return [];
  const needed = after.findIndex((parameter, at) => parameter.isRequired && before[at]?.isRequired !== true);
  if (needed >= 0) return [`asks for ${code(after[needed]?.name || 'one more argument')} now`];
  const isOpen = after.some(({ isRest }) => isRest);
  if (after.length < before.length && !isOpen) {
    const gone = before.find(({ name }) => name !== '' && !after.some((other) => other.name === name));
    return [`takes ${gone === undefined ? 'fewer arguments' : `no ${code(gone.name)} any more`}`];
  }
  return before.flatMap(({ name, type }, at) => {
    const lost = lostOfUnion(type, after[at]?.type ?? '');
    return lost === undefined || after[at]?.name !== name
      ? []
      : [`takes no ${code(lost)} as ${code(name)} any more`];
  });
}

/** A member of a union of literals that the new one lacks, where all others are as before. */
function lostOfUnion(before: string, after: string): string | undefined {
  const parts = (text: string) =>
    text
      .split('|')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  const [old, now] = [parts(before), parts(after)];
  if (old.length < 2 || now.length === 0 || now.length >= old.length) return undefined;
  const isPlain = [...old, ...now].every((part) => /^(['"][^'"]*['"]|[\w.]+(\[\])?)$/.test(part));
  return isPlain && now.every((part) => old.includes(part))
    ? old.find((part) => !now.includes(part))
    : undefined;
}

function resultBreaks(before: Offered, after: Offered): readonly string[] {
  const [old, now] = [before.result ?? '', after.result ?? ''];
  const isSaid = old !== '' || after.isAsync === true;
  if (isSaid && !isPromise(before) && isPromise(after) && !old.includes('Promise'))
    return ['returns a promise now'];
  const held = (result: string) => /^Promise<([\s\S]+)>$/.exec(result)?.[1] ?? result;
  const nothing = /^([\s\S]+?)\s*\|\s*(undefined|null)$/.exec(held(now));
  return old !== '' && nothing?.[1] === held(old) ? [`may return ${code(nothing[2] ?? '')} now`] : [];
}

function isPromise({ isAsync, result = '' }: Offered): boolean {
  return isAsync === true || /^(Promise|PromiseLike)</.test(result);
}

function memberBreaks(name: string, before: Offered, after: Offered): readonly Found[] {
  if (before.members === undefined || after.members === undefined) return [];
  return [...before.members].flatMap(([member, offered]): readonly Found[] => {
    const now = after.members?.get(member);
    const shown = member === 'constructor' ? `new ${name}` : `${name}.${member}`;
    if (now !== undefined) {
      const found = signatureBreaks(shown, offered, now);
      // Who calls a method of an object cannot be told without types.
      return member === 'constructor'
        ? found
        : found.map(({ what, node, isGone }) => ({ what, node, isGone }));
    }
    const isInherited = after.inherits === true || member === 'constructor';
    return isInherited ? [] : [{ what: `${code(shown)} is gone`, node: offered.node, isGone: true }];
  });
}

/** The first changed line of a declaration; else its first that takes a comment. */
export function lineIn(
  change: Change,
  side: 'old' | 'new',
  { line, endLine }: SyntaxNode,
): number | undefined {
  const touched = side === 'old' ? change.removedLines : change.addedLines;
  const inside = (lines: ReadonlySet<number>) => [...lines].find((one) => one >= line && one <= endLine);
  return inside(touched) ?? inside(change.commentable[side]);
}
