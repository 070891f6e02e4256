import { code } from '../../findings/shown-text.ts';
import type { Call, Mismatch, Taken } from './offers.ts';

/** How calls that fitted a function of Python do not fit its new form, by place and by name. */
export function pythonMismatches(own: string, before: Call, after: Call): readonly Mismatch[] {
  const found: Mismatch[] = [];
  const isOpen = before.isOpen === true || after.isOpen === true;
  const taken = isOpen ? undefined : takenMismatch(before.parameters, after.parameters);
  if (taken !== undefined) found.push({ ...taken, what: `${own} ${taken.what}` });
  if (before.isAsync !== undefined && after.isAsync !== undefined && before.isAsync !== after.isAsync) {
    const what = after.isAsync ? 'has to be awaited now' : 'can no longer be awaited';
    found.push({ what: `${own} ${what}`, severity: 'medium' });
  }
  return found;
}

/** The first that holds: further ones follow from it. */
function takenMismatch(before: readonly Taken[], after: readonly Taken[]): Mismatch | undefined {
  const [old, now] = [withoutRest(before), withoutRest(after)];
  const takesAnyName = after.some(({ rest }) => rest === 'name');
  const lost = old.find((one) => !now.some(({ name }) => name === one.name) && !one.name.startsWith('_'));
  const heir = lost === undefined ? undefined : heirOf(lost, old, now);
  if (lost !== undefined && heir !== undefined && lost.only !== 'place' && !takesAnyName)
    return low(`calls ${code(lost.name)} ${code(heir.name)} now`);
  const added = now.find((one) => one.isRequired && one !== heir && !needs(old, one.name));
  if (added !== undefined) return { what: `asks for ${code(added.name)} now`, severity: 'medium' };
  if (lost !== undefined && heir === undefined && !isTakenStill(lost, old, after))
    return { what: `takes no ${code(lost.name)} any more`, severity: 'medium' };
  return placeMismatch(old, now, after);
}

const low = (what: string): Mismatch => ({ what, severity: 'low' });
const withoutRest = (all: readonly Taken[]) => all.filter(({ rest }) => rest === undefined);
const needs = (all: readonly Taken[], name: string) => all.some((one) => one.name === name && one.isRequired);
const isTaken = (all: readonly Taken[], name: string) => all.some((one) => one.name === name);

/** What stands at the place of a parameter that is gone, where all around it is as before: a renaming. */
function heirOf(lost: Taken, old: readonly Taken[], now: readonly Taken[]): Taken | undefined {
  const heir = now[old.indexOf(lost)];
  if (heir === undefined || isTaken(old, heir.name) || old.length !== now.length) return undefined;
  return heir.isRequired === lost.isRequired && heir.only === lost.only ? heir : undefined;
}

function isTakenStill(lost: Taken, old: readonly Taken[], after: readonly Taken[]): boolean {
  const place = old.indexOf(lost);
  if (lost.only === 'place') return place < withoutRest(after).filter(({ only }) => only !== 'name').length;
  return after.some(({ rest }) => rest === (lost.only === 'name' ? 'name' : 'place') || rest === 'name');
}

/** Calls by place: the order, what comes between, and what may be given by name alone. */
function placeMismatch(
  old: readonly Taken[],
  now: readonly Taken[],
  after: readonly Taken[],
): Mismatch | undefined {
  for (const one of old) {
    const other = now.find(({ name }) => name === one.name);
    if (one.only !== 'name' && other?.only === 'name' && !after.some(({ rest }) => rest === 'place'))
      return { what: `takes ${code(one.name)} by its name only now`, severity: 'medium' };
    if (one.only !== 'place' && other?.only === 'place')
      return { what: `takes ${code(one.name)} by its place only now`, severity: 'medium' };
  }
  const places = (all: readonly Taken[]) => all.filter(({ only }) => only !== 'name').map(({ name }) => name);
  const [before, present] = [places(old), places(now)];
  const at = before.findIndex((name, index) => present[index] !== name && present.includes(name));
  const ahead = present[at];
  if (at < 0 || ahead === undefined) return undefined;
  return { what: `takes ${code(ahead)} before ${code(before[at] ?? '')} now`, severity: 'medium' };
}
