import type { Ecosystem } from './declared.ts';
import { crateNames } from './popular/crates.ts';
import { goNames } from './popular/go.ts';
import { mavenNames } from './popular/maven.ts';
import { npmNames } from './popular/npm.ts';
import { nugetNames } from './popular/nuget.ts';
import { packagistNames } from './popular/packagist.ts';
import { pypiNames } from './popular/pypi.ts';
import { gemNames } from './popular/rubygems.ts';

/** Well-known names by ecosystem, as `canonicalName` writes them. */
export const popularNames: Readonly<Record<Ecosystem, ReadonlySet<string>>> = {
  npm: read('npm', npmNames),
  pypi: read('pypi', pypiNames),
  go: read('go', goNames),
  crates: read('crates', crateNames),
  rubygems: read('rubygems', gemNames),
  maven: read('maven', mavenNames),
  packagist: read('packagist', packagistNames),
  nuget: read('nuget', nugetNames),
};

function read(ecosystem: Ecosystem, text: string): ReadonlySet<string> {
  return new Set(
    text
      .split(/\s+/)
      .filter((name) => name !== '')
      .map((name) => canonicalName(ecosystem, name)),
  );
}

/** Names that the registry takes for one: PyPI ignores case and separators, NuGet and Packagist case, Go the major version. */
export function canonicalName(ecosystem: Ecosystem, name: string): string {
  if (ecosystem === 'pypi') return name.toLowerCase().replace(/[-_.]+/g, '-');
  if (ecosystem === 'crates') return name.toLowerCase().replaceAll('_', '-');
  if (ecosystem === 'nuget' || ecosystem === 'packagist') return name.toLowerCase();
  if (ecosystem === 'go') return name.replace(/\/v\d+$/, '');
  return name;
}
