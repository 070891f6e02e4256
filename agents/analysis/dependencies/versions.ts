export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly prerelease: string;
}

const lowest =
  /^\s*(?:[\^~=v!]+|~>|>=|>|\[|\(|={2,3})?\s*v?(\d+)(?:\.(\d+|x|\*))?(?:\.(\d+|x|\*|RELEASE|Final|GA))?(?:[.-]?(alpha|beta|a|b|rc|dev|pre|preview|canary|next|M|SNAPSHOT|CR|insiders|nightly|experimental)[-.]?([\w.-]*)|[-.]([\w.+-]+))?/;

/** The lowest version that a range allows: `^1.2.3`, `~1.2`, `>=1`, `1.x`, `==1.0`, `[1.0,2.0)`, `npm:other@1.2.3`. */
export function lowestVersion(range: string): Version | undefined {
  const text = range.replace(/^npm:(@?[^@]+)@/, '').replace(/^workspace:/, '');
  const match = lowest.exec(text);
  if (match === null) return undefined;
  const [, major, minor, patch, word, rest = '', other = ''] = match;
  const number = (part: string | undefined) => Number.parseInt(part ?? '0', 10) || 0;
  const prerelease = word === undefined ? otherPrerelease(other) : `${word}${rest}`;
  return { major: number(major), minor: number(minor), patch: number(patch), prerelease };
}

/** What follows a version is a pre-release, unless it names a platform or a build: `-jre`, `-android`, a fourth number. */
function otherPrerelease(text: string): string {
  return /^(jre\d*|android|jdk\d*|\d+|post\d*|Final|RELEASE|GA|incompatible|stable|lts|\d{14}-[\da-f]{12}|0\.\d{14}-[\da-f]{12}|java\d*|sp\d+|r\d+|p\d+)$/i.test(
    text,
  )
    ? ''
    : text;
}

export function compareVersions(one: Version, other: Version): number {
  return one.major - other.major || one.minor - other.minor || one.patch - other.patch;
}

/** A step that may break its users: the major number, or the minor one before 1.0. */
export function isBreakingStep(from: Version, to: Version): boolean {
  if (to.major !== from.major) return to.major > from.major;
  return to.major === 0 && to.minor > from.minor;
}

/** Whether a version lies in a simple range; undefined for ranges that this does not read. */
export function satisfies(version: string, range: string): boolean | undefined {
  const simple = /^\s*([\^~=]?|==|~>|~=)\s*v?\d+\.\d+(\.\d+)?\s*$/.exec(range);
  const [wanted, given] = [lowestVersion(range), lowestVersion(version)];
  if (simple === null || wanted === undefined || given?.prerelease !== '') return undefined;
  const [, mark = '', patch] = simple;
  if (mark === '' && patch === undefined) return undefined;
  if (compareVersions(given, wanted) < 0) return false;
  return isWithin(given, wanted, patch === undefined && mark.includes('>') ? '^' : mark);
}

/** Whether a version that is no lower lies below the end of `^`, of `~` and what is like it, or is the exact one. */
function isWithin(given: Version, wanted: Version, mark: string): boolean {
  if (compareVersions(given, wanted) === 0) return true;
  if (!/[\^~]/.test(mark) || given.major !== wanted.major) return false;
  if (mark !== '^') return given.minor === wanted.minor;
  return !isBreakingStep(wanted, given) && wanted.major + wanted.minor > 0;
}
