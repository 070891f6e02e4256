import { code } from '../../findings/shown-text.ts';
import type { Declared, Manifest, Source, Statement } from '../declared.ts';
import { registryFault } from '../faults.ts';
import { gitSource, pathSource } from './sources.ts';

/** `Gemfile` and `.gemspec` (Bundler documentation). */
export function readGemfile(text: string): Manifest {
  const entries: Declared[] = [];
  const statements: Statement[] = [];
  let sources = 0;
  let devDepth = 0;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1;
    const content = raw.replace(/(^|\s)#.*$/, '').trim();
    if (/^group\b.*\bdo$/.test(content)) devDepth = /:(development|test)/.test(content) ? 1 : 0;
    if (content === 'end') devDepth = 0;
    const entry = gemOf(content, devDepth > 0);
    if (entry !== undefined) entries.push({ ...entry, line });
    const source = /^source\s*\(?\s*["']([^"']+)["']/.exec(content)?.[1];
    if (source !== undefined) {
      sources += 1;
      const fault = secondSource(source, sources, content.endsWith('do'));
      if (fault !== undefined) statements.push({ identity: source, fault: { ...fault, line } });
    }
  }
  return { entries, statements };
}

function gemOf(content: string, isInDev: boolean): Omit<Declared, 'line'> | undefined {
  const [, call = '', name = '', rest = ''] =
    /^(?:\w+\.)?(gem|add_(?:runtime_|development_)?dependency)\s*\(?\s*["']([\w.-]+)["']\s*(.*)$/.exec(
      content,
    ) ?? [];
  if (name === '') return undefined;
  const option = (key: string) =>
    new RegExp(`(?<![\\w:])${key}(?::|['"]?\\s*=>)\\s*["']([^"']+)["']`).exec(rest)?.[1];
  const versions = rest.split(/\b\w+:(?!:)|:\w+\s*=>/)[0]?.match(/["'][^"']*["']/g) ?? [];
  const source = sourceOf(option);
  return {
    name,
    version: versions.map((text) => text.slice(1, -1)).join(', '),
    ...(source === undefined ? {} : { source }),
    isDev:
      isInDev || call.includes('development') || /group:?s?\s*[:=>]*\s*\[?\s*:(development|test)/.test(rest),
  };
}

function sourceOf(option: (key: string) => string | undefined): Source | undefined {
  const reference = option('ref') ?? option('branch') ?? option('tag');
  const git = option('git');
  if (git !== undefined) return gitSource(git, reference);
  const hosted = option('github') ?? option('gitlab') ?? option('bitbucket') ?? option('gist');
  if (hosted !== undefined) return gitSource(hosted, reference);
  const path = option('path');
  return path === undefined ? undefined : pathSource(path);
}

function secondSource(source: string, count: number, isBlock: boolean) {
  if (source.startsWith('http:'))
    return registryFault(`Gems come over an unencrypted connection from ${code(source)}`);
  if (count < 2 || isBlock) return undefined;
  return registryFault(`Gems also come from ${code(source)}, whichever source has the name`);
}
