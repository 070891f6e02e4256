import { code } from '../../findings/shown-text.ts';
import type { Declared, Manifest, Statement } from '../declared.ts';
import { registryFault } from '../faults.ts';
import { groupsOf } from '../groups-of.ts';
import { addressSource } from './sources.ts';

/** `pom.xml` (Maven POM reference). */
export function readPom(text: string): Manifest {
  const lineOf = lineCounter(text);
  const blocks = text.matchAll(/<(dependency|plugin|parent|extension)>([\s\S]*?)<\/\1>/g);
  const entries = [...blocks].flatMap((match) => artifactOf(match, lineOf) ?? []);
  return { entries: [...entries, ...properties(text, lineOf)], statements: [...repositories(text, lineOf)] };
}

/** What stands below an entry and is about others. */
const inner =
  /<exclusions>[\s\S]*?<\/exclusions>|<configuration>[\s\S]*?<\/configuration>|<executions>[\s\S]*?<\/executions>/g;

function artifactOf(match: RegExpExecArray, lineOf: (offset: number) => number): Declared | undefined {
  const [whole, kind, content = ''] = match;
  const body = content.replace(inner, (part) => part.replace(/[^\n]/g, ' '));
  const start = match.index + whole.indexOf('>') + 1;
  const patternOf = (name: string) => new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`);
  const field = (name: string) => groupsOf(patternOf(name), body)[0];
  const lineAt = (name: string) => lineOf(start + body.search(patternOf(name)));
  if (field('artifactId') === '') return undefined;
  const [group, version, scope] = [field('groupId'), field('version'), field('scope')];
  return {
    name: `${group === '' ? 'org.apache.maven.plugins' : group}:${field('artifactId')}`,
    version,
    isDev: scope === 'test' || kind !== 'dependency',
    line: lineAt('artifactId'),
    ...(version === '' ? {} : { versionLine: lineAt('version') }),
    ...(scope === 'system' ? { source: addressSource(field('systemPath')) } : {}),
  };
}

/** Versions that stand in properties: `<spring.version>6.1.2</spring.version>`. */
function* properties(text: string, lineOf: (offset: number) => number): Iterable<Declared> {
  for (const block of text.matchAll(/<properties>([\s\S]*?)<\/properties>/g))
    for (const match of block[1]?.matchAll(/<([\w.-]*version[\w.-]*)>\s*([\d][^<\s]*)\s*<\/\1>/gi) ?? [])
      if (!/java|jdk|source|target|release|compiler\.(source|target)/i.test(match[1] ?? ''))
        yield {
          name: match[1] ?? '',
          version: match[2] ?? '',
          isDev: false,
          isIndirect: true,
          line: lineOf(block.index + '<properties>'.length + match.index),
        };
}

function* repositories(text: string, lineOf: (offset: number) => number): Iterable<Statement> {
  for (const match of text.matchAll(/<(repository|pluginRepository|mirror)>([\s\S]*?)<\/\1>/g)) {
    const url = /<url>\s*([^<\s]+)\s*<\/url>/.exec(match[2] ?? '');
    if (url === null || isInside(text, match.index, 'distributionManagement')) continue;
    const address = url[1] ?? '';
    if (/^https:\/\/(repo1?\.maven\.apache\.org|repo\.maven\.apache\.org)\//.test(address)) continue;
    const isPlain = address.startsWith('http:');
    const fault = isPlain
      ? registryFault(`Artifacts come over an unencrypted connection from ${code(address)}`)
      : registryFault(`Artifacts also come from ${code(address)}`, 'medium');
    yield { identity: address, fault: { ...fault, line: lineOf(match.index + match[0].indexOf(url[0])) } };
  }
}

function isInside(text: string, offset: number, element: string): boolean {
  return text.lastIndexOf(`<${element}>`, offset) > text.lastIndexOf(`</${element}>`, offset);
}

/** The 1-based line of an offset. */
export function lineCounter(text: string): (offset: number) => number {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
