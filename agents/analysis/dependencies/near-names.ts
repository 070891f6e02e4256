import type { Ecosystem } from './declared.ts';
import { canonicalName, popularNames } from './popular-names.ts';

/** A single letter in a short name distinguishes real packages: `ws` and `qs`, `koa` and `nova`. */
const minNameChars = 4;
const minOneEditChars = 6;

/** The popular package that a name is nearly, but not, the name of. */
export function popularTwin(given: string, ecosystem: Ecosystem = 'npm'): string | undefined {
  const name = canonicalName(ecosystem, given);
  const names = popularNames[ecosystem];
  if (name.length < minNameChars || names.has(name)) return undefined;
  if (ecosystem === 'npm' && name.startsWith('@')) return scopedTwin(name, names);
  if (ecosystem === 'maven' || ecosystem === 'packagist' || ecosystem === 'go')
    return twinOfPath(name, ecosystem, names);
  for (const popular of names)
    if (popular.length >= minNameChars && isNear(name, popular, ecosystem)) return popular;
  return undefined;
}

/** A popular name under a scope that only looks like its own. */
function scopedTwin(name: string, names: ReadonlySet<string>): string | undefined {
  const [scope = '', bare = ''] = name.slice(1).split('/');
  const own = scopeTwins.find((known) => known !== scope && known.length >= 5 && oneEditApart(scope, known));
  if (own !== undefined) return `@${own}/${bare}`;
  return names.has(bare) && scope !== bare && oneEditApart(scope, bare) ? bare : undefined;
}

const scopeTwins =
  'types babel angular nestjs prisma vercel octokit reduxjs tanstack storybook typescript-eslint testing-library material-ui apollo graphql-codegen sveltejs vitejs fortawesome headlessui aws-sdk azure google-cloud sentry opentelemetry anthropic-ai langchain huggingface supabase radix-ui emotion docusaurus electron react-native discordjs solana ethersproject openzeppelin'.split(
    ' ',
  );

/**
 * Names of two parts or of a path, as `group:artifact`: one part is the popular one's and another is nearly, or the
 * artifact is a popular one's under a group that nobody else has.
 */
function twinOfPath(name: string, ecosystem: Ecosystem, names: ReadonlySet<string>): string | undefined {
  const parts = name.split(/[:/]/);
  for (const popular of names) {
    const others = popular.split(/[:/]/);
    if (others.length !== parts.length) continue;
    const different = parts.flatMap((part, index) => (part === others[index] ? [] : [index]));
    const [index = 0] = different;
    if (different.length !== 1) continue;
    const [one = '', other = ''] = [parts[index], others[index]];
    if (isNearPart(one, other, ecosystem)) return popular;
  }
  return undefined;
}

function isNearPart(one: string, other: string, ecosystem: Ecosystem): boolean {
  if (Math.min(one.length, other.length) < 4) return false;
  if (withoutSeparators(one) === withoutSeparators(other)) return true;
  // Owners and groups of one letter's difference exist; artifacts of one project differ in a number.
  const isNumbered = one.replace(/\d+/g, '') === other.replace(/\d+/g, '');
  const isLong = Math.min(one.length, other.length) >= (ecosystem === 'go' ? 5 : minOneEditChars);
  return !isNumbered && isLong && (oneEditApart(one, other) || drawnAlike(one) === drawnAlike(other));
}

function isNear(name: string, popular: string, ecosystem: Ecosystem): boolean {
  if (bareForm(name, ecosystem) === bareForm(popular, ecosystem)) return true;
  if (isNumberedAlike(name, popular)) return false;
  if (Math.min(name.length, popular.length) >= minOneEditChars && oneEditApart(name, popular)) return true;
  if (popular.length >= 5 && drawnAlike(name) === drawnAlike(popular)) return true;
  if (popular.length >= 5 && isSwapped(name, popular)) return true;
  const parts = popular.split('-');
  return parts.length > 1 && name !== popular && sameParts(name.split('-'), parts);
}

/** `sha2` and `sha3`, `xlsx2` and `xlsx`: versions of one thing by their number. */
function isNumberedAlike(one: string, other: string): boolean {
  return (
    one !== other && /\d/.test(`${one}${other}`) && one.replace(/\d+/g, '') === other.replace(/\d+/g, '')
  );
}

const affixes: Readonly<Partial<Record<Ecosystem, RegExp>>> = {
  npm: /^(node|nodejs|js|npm)-|[-.](js|node|npm|nodejs|cli|utils|core|official|latest|lib)$|s$/g,
  pypi: /^(python3?|py|lib|pip)-?(?=[a-z-]{4})|-(python3?|py|utils|core|cli|official|lib|sdk)$|s$/g,
  crates: /^(rust|rs|cargo)-|-(rs|rust|core|utils|cli)$|s$/g,
  rubygems: /^(ruby|rb|gem)-|-(ruby|rb|gem|core|utils)$|s$/g,
  nuget: /\.(net|core|utils|official)$|s$/g,
};

/** Without separators and the additions that squatters make: `crossenv`, `react-js`, `node-lodash`. */
function bareForm(name: string, ecosystem: Ecosystem): string {
  const pattern = affixes[ecosystem];
  const bare = pattern === undefined ? name : name.replace(pattern, '');
  return withoutSeparators(bare.length >= minNameChars ? bare : name);
}

function withoutSeparators(name: string): string {
  return name.replace(/[-_.]/g, '');
}

function drawnAlike(name: string): string {
  return name
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replaceAll('5', 's')
    .replaceAll('3', 'e')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('I', 'l');
}

function sameParts(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.toSorted().join('-') === other.toSorted().join('-');
}

/** Two neighbouring letters in the wrong order. */
function isSwapped(one: string, other: string): boolean {
  return (
    one.length === other.length &&
    one !== other &&
    oneEditApart(one, other) &&
    sameParts(one.split(''), other.split(''))
  );
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
