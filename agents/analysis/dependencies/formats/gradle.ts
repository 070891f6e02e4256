import { code } from '../../findings/shown-text.ts';
import type { Declared, Manifest, Statement } from '../declared.ts';
import { registryFault } from '../faults.ts';
import { fieldOf, tomlItems } from './toml-lines.ts';

const coordinates = /(["'])([A-Za-z][\w.-]*):([\w.-]+):([\w.+\-[\](),]*)(?::[\w.-]+)?(?:@\w+)?\1/;
const named =
  /group\s*[:=]\s*["']([\w.-]+)["']\s*,\s*name\s*[:=]\s*["']([\w.-]+)["']\s*(?:,\s*version\s*[:=]\s*["']([^"']+)["'])?/;

/** `build.gradle`, in Groovy and in Kotlin, and `settings.gradle`. */
export function readGradle(text: string): Manifest {
  const entries: Declared[] = [];
  const statements: Statement[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1;
    const content = raw.replace(/(^|\s)\/\/.*$/, '');
    const entry = dependencyOf(content);
    if (entry !== undefined) entries.push({ ...entry, line });
    const fault = repositoryFault(content);
    if (fault !== undefined) statements.push({ identity: content.trim(), fault: { ...fault, line } });
  }
  return { entries, statements };
}

function dependencyOf(content: string): Omit<Declared, 'line'> | undefined {
  const [, , group, name, version = ''] = coordinates.exec(content) ?? [];
  const [, namedGroup, namedName, namedVersion = ''] = named.exec(content) ?? [];
  const isDev = /^\s*(test|androidTest|kapt|annotationProcessor|ksp|classpath)\w*/.test(content);
  if (group !== undefined && name !== undefined) return { name: `${group}:${name}`, version, isDev };
  if (namedGroup !== undefined)
    return { name: `${namedGroup}:${namedName ?? ''}`, version: namedVersion, isDev };
  const [, plugin, pluginVersion = ''] =
    /^\s*id\s*\(?\s*["']([\w.-]+)["']\s*\)?\s*version\s*\(?\s*["']([^"']+)["']/.exec(content) ?? [];
  return plugin === undefined
    ? undefined
    : { name: plugin, version: pluginVersion, isDev: true, isIndirect: true };
}

function repositoryFault(content: string) {
  const address =
    /\burl\s*[=(]?\s*(?:uri\s*\()?\s*["']([^"']+)["']|\bmaven\s*\(\s*["']([^"']+)["']\s*\)/.exec(content);
  const url = address?.[1] ?? address?.[2];
  if (url?.startsWith('http:') === true)
    return registryFault(`Artifacts come over an unencrypted connection from ${code(url)}`);
  if (/allowInsecureProtocol\s*[=(]?\s*true|isAllowInsecureProtocol\s*=\s*true/.test(content))
    return registryFault('Artifacts may come over an unencrypted connection');
  if (/^\s*mavenLocal\s*\(\s*\)/.test(content))
    return registryFault('Artifacts of the machine that builds come before published ones', 'low');
  if (
    url !== undefined &&
    url.startsWith('https:') &&
    !/^https:\/\/(repo1?\.maven\.(apache\.)?org|plugins\.gradle\.org|maven\.google\.com|dl\.google\.com)\b/.test(
      url,
    )
  )
    return registryFault(`Artifacts also come from ${code(url)}`, 'medium');
  return undefined;
}

/** A version catalogue of Gradle: `libs.versions.toml`. */
export function readVersionCatalogue(text: string): Manifest {
  const items = [...tomlItems(text)];
  const versions = new Map(
    items.filter(({ section }) => section === 'versions').map((item) => [item.key, item]),
  );
  const entries = items
    .filter(({ section }) => section === 'libraries')
    .flatMap(({ value, line }): Declared[] => {
      const [group, name, version] = value.startsWith('{')
        ? (fieldOf(value, 'module') ?? `${fieldOf(value, 'group')}:${fieldOf(value, 'name')}`).split(':')
        : value.split(':');
      if (group === undefined || name === undefined) return [];
      const reference = versions.get(fieldOf(value, 'version\\.ref') ?? '');
      const given = value.startsWith('{')
        ? (reference?.value ?? fieldOf(value, 'version') ?? '')
        : (version ?? '');
      return [
        {
          name: `${group}:${name}`,
          version: given,
          isDev: false,
          line,
          ...(reference === undefined ? {} : { versionLine: reference.line }),
        },
      ];
    });
  return { entries, statements: [] };
}
