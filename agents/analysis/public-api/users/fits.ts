import type { Taken } from '../code/offers.ts';

/** One argument of a call, as far as it tells which parameter it is for. */
export interface Given {
  /** Where it is given by name. */
  readonly name?: string;
  /** Stands for any number of arguments. */
  readonly isSpread?: boolean;
}

/** Whether a call with these arguments can be one of a function with these parameters. */
export function fits(parameters: readonly Taken[], given: readonly Given[]): boolean {
  if (given.some(({ isSpread }) => isSpread === true)) return true;
  const named = given.flatMap(({ name }) => name ?? []);
  const placed = given.length - named.length;
  const single = parameters.filter(({ rest }) => rest === undefined);
  const places = single.filter(({ only }) => only !== 'name');
  const takes = (kind: 'place' | 'name') => parameters.some(({ rest }) => rest === kind);
  if (placed > places.length && !takes('place')) return false;
  const isNamed = (one: string) => single.some(({ name, only }) => name === one && only !== 'place');
  if (!takes('name') && !named.every(isNamed)) return false;
  return single.every(
    (one) =>
      !one.isRequired || named.includes(one.name) || (places.includes(one) && places.indexOf(one) < placed),
  );
}
