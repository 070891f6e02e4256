import { code } from '../../findings/shown-text.ts';
import type { Declared, Manifest, Statement } from '../declared.ts';
import { registryFault } from '../faults.ts';
import { lineCounter } from './maven-pom.ts';

/** `PackageReference` of project files, `PackageVersion` of `Directory.Packages.props`, `package` of `packages.config`. */
export function readMsbuild(text: string): Manifest {
  const lineOf = lineCounter(text);
  const entries: Declared[] = [];
  for (const match of text.matchAll(
    /<(?:PackageReference|PackageVersion|GlobalPackageReference|package)\b([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:PackageReference|PackageVersion|GlobalPackageReference)>)/g,
  )) {
    const [, attributes = '', body = ''] = match;
    const name = /\b(?:Include|Update|id)\s*=\s*"([^"]+)"/.exec(attributes)?.[1];
    if (name === undefined) continue;
    const version =
      /\b(?:Version|VersionOverride|version)\s*=\s*"([^"]*)"/.exec(attributes)?.[1] ??
      /<Version>\s*([^<]*?)\s*<\/Version>/.exec(body)?.[1] ??
      '';
    entries.push({
      name,
      version,
      isDev: /PrivateAssets\s*=\s*"all"/i.test(attributes),
      line: lineOf(match.index),
    });
  }
  return { entries, statements: [...restoreSources(text, lineOf)] };
}

function* restoreSources(text: string, lineOf: (offset: number) => number): Iterable<Statement> {
  for (const match of text.matchAll(/<Restore(?:Additional(?:Project)?)?Sources>([^<]+)</g))
    for (const address of (match[1] ?? '')
      .split(';')
      .filter((one) => one.trim().startsWith('http') && !/nuget\.org/.test(one)))
      yield {
        identity: address,
        fault: {
          ...registryFault(
            `Packages also come from ${code(address)}`,
            address.trim().startsWith('http:') ? 'high' : 'medium',
          ),
          line: lineOf(match.index),
        },
      };
}

/** `nuget.config`: where packages come from. */
export function readNugetConfig(text: string): Manifest {
  const lineOf = lineCounter(text);
  const sources = /<packageSources>([\s\S]*?)<\/packageSources>/.exec(text);
  const mapped = text.includes('<packageSourceMapping>');
  const statements = [...(sources?.[1] ?? '').matchAll(/<add\b[^>]*\bvalue\s*=\s*"([^"]+)"[^>]*>/g)].flatMap(
    (match): Statement[] => {
      const address = match[1] ?? '';
      const line = lineOf((sources?.index ?? 0) + '<packageSources>'.length + match.index);
      const isPlain = address.startsWith('http:');
      if (!isPlain && (!address.startsWith('https:') || /api\.nuget\.org/.test(address) || mapped)) return [];
      const fault = isPlain
        ? registryFault(`Packages come over an unencrypted connection from ${code(address)}`)
        : registryFault(
            `Packages also come from ${code(address)}, whichever source has the higher version`,
            'medium',
          );
      return [{ identity: address, fault: { ...fault, line } }];
    },
  );
  return { entries: [], statements };
}
