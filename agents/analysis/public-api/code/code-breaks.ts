import type { Change } from '#agents/contract.ts';
import { code } from '../../findings/shown-text.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { type Break, type BrokenFile, lineIn } from '../breaks.ts';
import { apiLanguage } from './api-languages.ts';
import type { ApiLanguage, CodeApi, Offer } from './offers.ts';

/** Nobody reads a longer file by eye, and generated ones are compared in vain. */
const maxChars = 300_000;

/** Compares what the two versions of a file offer; without a new version, all that it offered is gone. */
export function codeBreaksOf(
  change: Change,
  head: SyntaxNode | undefined,
  openBase: () => SyntaxNode | undefined,
): BrokenFile | undefined {
  const language = apiLanguage(change.language);
  const { baseText = '', headText = '', status } = change;
  if (language === undefined || Math.max(baseText.length, headText.length) > maxChars) return undefined;
  const now = head === undefined ? nothing : language.read(head, change.path);
  if (now === undefined) return undefined;
  if (status === 'added')
    return { change, breaks: [], gained: [...now.offers.values()].map(({ name }) => name) };
  const base = openBase();
  const before = base && language.read(base, change.previousPath ?? change.path);
  return before === undefined || [head, base].some(hasErrors)
    ? undefined
    : compare({ language, before, now, change });
}

function compare(sides: Omit<Comparison, 'gained'>): BrokenFile | undefined {
  const { before, now, change } = sides;
  const gained = [...now.offers].flatMap(([key, { name }]) => (before.offers.has(key) ? [] : [name]));
  const comparison = { ...sides, gained };
  const breaks = [
    ...[...before.offers].flatMap(([key, offer]) => breaksOfOffer(key, offer, comparison)),
    ...newDemands(comparison),
  ];
  return breaks.length + gained.length === 0 ? undefined : { change, breaks, gained };
}

const nothing: CodeApi = { offers: new Map(), mayHold: () => false };

function hasErrors(program: SyntaxNode | undefined): boolean {
  return program?.children.some(({ kind }) => kind === 'ERROR') ?? false;
}

interface Comparison {
  readonly language: ApiLanguage;
  readonly before: CodeApi;
  readonly now: CodeApi;
  readonly gained: readonly string[];
  readonly change: Change;
}

function breaksOfOffer(key: string, offer: Offer, comparison: Comparison): readonly Break[] {
  const { language, now } = comparison;
  const after = now.offers.get(key);
  if (after === undefined) return breaksOfGone(key, offer, comparison);
  const line = lineIn(comparison.change, 'new', after.node);
  if (line === undefined) return [];
  // Who calls a method of an object cannot be told without types.
  const isKnown = !isMember(offer) || offer.name.endsWith('()');
  return language.compare(offer, after).map(({ what, severity }) => ({
    name: offer.name,
    what,
    severity,
    isGone: false,
    side: 'new',
    line,
    ...(isKnown && after.call !== undefined
      ? { use: { kind: 'call', parameters: after.call.parameters } }
      : {}),
  }));
}

function breaksOfGone(key: string, offer: Offer, comparison: Comparison): readonly Break[] {
  const { before, now, change } = comparison;
  // The type is gone: its members say no more.
  const owner = ownerOf(offer);
  if ((isMember(offer) && before.offers.has(owner) && !now.offers.has(owner)) || now.mayHold(key, offer))
    return [];
  const form = [...now.offers].find(([other, { name }]) => name === offer.name && !before.offers.has(other));
  if (form !== undefined) return breaksOfForm(offer, form[1], change);
  const line = lineIn(change, 'old', offer.node);
  if (line === undefined) return [];
  const heir = [...now.offers].find(
    ([other, { text }]) => !before.offers.has(other) && text !== '' && text === offer.text,
  );
  const gone = isMember(offer) ? 'is gone' : 'is no longer exported';
  const what = `${code(offer.name)} ${heir === undefined ? gone : `is called ${code(heir[1].name)} now`}`;
  const use = isMember(offer) ? {} : { use: { kind: 'name' as const } };
  return [{ name: offer.name, what, isGone: true, side: 'old', line, ...use }];
}

/** The type of a member; of anything else its own name. */
const ownerOf = ({ name }: Offer) => /^(?:new )?(.*?)(?:\.|::|\(\))/.exec(`${name}()`)?.[1] ?? '';
const isMember = (offer: Offer) => ownerOf(offer) !== offer.name;

/** A method that keeps its name and takes other arguments. What callers may leave out hurts none. */
function breaksOfForm(before: Offer, after: Offer, change: Change): readonly Break[] {
  const line = lineIn(change, 'new', after.node);
  const [old, now] = [before.call?.parameters ?? [], after.call?.parameters ?? []];
  const isWider = old.every(({ type }, at) => now[at]?.type === type);
  if (line === undefined || (isWider && now.slice(old.length).every(({ isRequired }) => !isRequired)))
    return [];
  const types = (all: typeof old) => code(`(${all.map(({ type }) => type).join(', ')})`);
  const what = `${code(after.name)} takes ${types(now)} instead of ${types(old)}`;
  return [{ name: before.name, what, severity: 'medium', isGone: false, side: 'new', line }];
}

/** Members that a type asks of everybody who implements it. */
function newDemands({ before, now, change }: Comparison): readonly Break[] {
  return [...now.offers].flatMap(([key, { isDemand, name, node }]): readonly Break[] => {
    const owner = /^(.*)(?:\.|::)/.exec(name)?.[1] ?? '';
    const isNew = !before.offers.has(key) && ![...before.offers.values()].some((one) => one.name === name);
    if (isDemand !== true || !isNew || !before.offers.has(owner)) return [];
    const line = lineIn(change, 'new', node);
    const member = name.slice(owner.length).replace(/^\W+/, '');
    const what = `${code(owner)} asks for a method ${code(member)} now`;
    return line === undefined
      ? []
      : [{ name: owner, what, severity: 'medium', isGone: false, side: 'new', line, hurts: 'implements' }];
  });
}
