import { popularNames } from './popular-names.ts';

/** A single letter in a short name distinguishes real packages: `ws` and `qs`, `koa` and `nova`. */
const minNameChars = 4;
const minOneEditChars = 6;

/** The popular package that a name is nearly, but not, the name of. */
export function popularTwin(name: string): string | undefined {
  if (name.length < minNameChars || popularNames.has(name)) return undefined;
  if (name.startsWith('@')) return scopedTwin(name);
  for (const popular of popularNames) {
    if (popular.length >= minNameChars && isNear(name, popular)) return popular;
  }
  return undefined;
}

/** A scope flattened into the name, or a popular name under a scope that only looks like its own. */
function scopedTwin(name: string): string | undefined {
  const [scope = '', bare = ''] = name.slice(1).split('/');
  return popularNames.has(bare) && scope !== bare && oneEditApart(scope, bare) ? bare : undefined;
}

function isNear(name: string, popular: string): boolean {
  if (bareForm(name) === bareForm(popular)) return true;
  if (Math.min(name.length, popular.length) >= minOneEditChars && oneEditApart(name, popular)) return true;
  if (popular.length >= 5 && drawnAlike(name) === drawnAlike(popular)) return true;
  const parts = popular.split('-');
  return parts.length > 1 && name !== popular && sameParts(name.split('-'), parts);
}

/** Without separators and the additions that squatters make: `crossenv`, `react-js`, `node-lodash`. */
function bareForm(name: string): string {
  const bare = name.replace(/^(node|nodejs|js|npm)-|[-.](js|node|npm|nodejs)$/g, '');
  return (bare.length >= minNameChars ? bare : name).replace(/[-_.]/g, '');
}

function drawnAlike(name: string): string {
  return name.replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('rn', 'm').replaceAll('vv', 'w');
}

function sameParts(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.toSorted().join('-') === other.toSorted().join('-');
}

/** One letter more, less or other, or two neighbours swapped. */
export function oneEditApart(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const [restOne, restOther] = [one.slice(start), other.slice(start)];
  return (
    restOne.slice(1) === restOther ||
    restOne === restOther.slice(1) ||
    restOne.slice(1) === restOther.slice(1) ||
    (restOne[0] === restOther[1] && restOne[1] === restOther[0] && restOne.slice(2) === restOther.slice(2))
  );
}
