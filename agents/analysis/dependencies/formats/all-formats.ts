import type { Ecosystem, Manifest } from '../declared.ts';
import { readCargoToml } from './cargo-toml.ts';
import { readComposerJson } from './composer-json.ts';
import { readGemfile } from './gemfile.ts';
import { readGoMod } from './go-mod.ts';
import { readGradle, readVersionCatalogue } from './gradle.ts';
import { readPom } from './maven-pom.ts';
import { readMsbuild, readNugetConfig } from './msbuild.ts';
import { readPyproject } from './pyproject.ts';
import { readRequirements } from './requirements.ts';

/** A kind of manifest, by its path. `package.json` is read by `../manifest.ts`. */
interface ManifestFormat {
  readonly path: RegExp;
  readonly ecosystem: Ecosystem;
  readonly read: (text: string) => Manifest;
  /** Lockfiles that a change of its entries changes too, in its folder or above. */
  readonly locks: readonly string[];
}

const formats: readonly ManifestFormat[] = [
  {
    path: /(^|\/)((requirements|constraints)[\w.-]*\.(txt|in)|requirements\/[\w.-]+\.(txt|in))$/,
    ecosystem: 'pypi',
    read: readRequirements,
    locks: [],
  },
  {
    path: /(^|\/)pyproject\.toml$/,
    ecosystem: 'pypi',
    read: readPyproject,
    locks: ['poetry.lock', 'uv.lock', 'pdm.lock'],
  },
  { path: /(^|\/)Pipfile$/, ecosystem: 'pypi', read: readPyproject, locks: ['Pipfile.lock'] },
  { path: /(^|\/)go\.mod$/, ecosystem: 'go', read: readGoMod, locks: ['go.sum'] },
  { path: /(^|\/)Cargo\.toml$/, ecosystem: 'crates', read: readCargoToml, locks: ['Cargo.lock'] },
  {
    path: /(^|\/)(Gemfile|gems\.rb)$|\.gemspec$/,
    ecosystem: 'rubygems',
    read: readGemfile,
    locks: ['Gemfile.lock'],
  },
  { path: /(^|\/)pom\.xml$|\.pom$/, ecosystem: 'maven', read: readPom, locks: [] },
  { path: /\.gradle(\.kts)?$/, ecosystem: 'maven', read: readGradle, locks: [] },
  { path: /(^|\/)[\w.-]*versions\.toml$/, ecosystem: 'maven', read: readVersionCatalogue, locks: [] },
  { path: /(^|\/)composer\.json$/, ecosystem: 'packagist', read: readComposerJson, locks: ['composer.lock'] },
  {
    path: /\.(cs|fs|vb)proj$|(^|\/)(Directory\.(Packages|Build)\.(props|targets)|packages\.config)$/,
    ecosystem: 'nuget',
    read: readMsbuild,
    locks: [],
  },
  { path: /(^|\/)nuget\.config$/i, ecosystem: 'nuget', read: readNugetConfig, locks: [] },
];

export function manifestFormat(path: string): ManifestFormat | undefined {
  return formats.find((format) => format.path.test(path));
}
