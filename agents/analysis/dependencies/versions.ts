export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly prerelease: string;
}

/** The lowest version that a simple range allows: `^1.2.3`, `~1.2`, `>=1`, `1.x`, `npm:other@1.2.3`. */
export function lowestVersion(range: string): Version | undefined {
  const text = range.replace(/^npm:(@?[^@]+)@/, '').replace(/^workspace:/, '');
  const match = /^\s*(?:[\^~=v]|>=|>)?\s*v?(\d+)(?:\.(\d+|x|\*))?(?:\.(\d+|x|\*))?(?:-([\w.-]+))?/.exec(text);
  if (match === null) return undefined;
  const [, major, minor, patch, prerelease = ''] = match;
  const number = (part: string | undefined) => Number.parseInt(part ?? '0', 10) || 0;
  return { major: number(major), minor: number(minor), patch: number(patch), prerelease };
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
  const wanted = lowestVersion(range);
  const given = lowestVersion(version);
  const simple = /^\s*([\^~=]?)\s*v?\d+\.\d+\.\d+\s*$/.exec(range);
  if (simple === null || wanted === undefined || given === undefined || given.prerelease !== '')
    return undefined;
  const step = compareVersions(given, wanted);
  if (step < 0) return false;
  const [, mark] = simple;
  if (mark === '~') return given.major === wanted.major && given.minor === wanted.minor;
  return step === 0 || (mark === '^' && !isBreakingStep(wanted, given) && wanted.major + wanted.minor > 0);
}
