import { code } from '../../findings/shown-text.ts';
import type { Declared, Manifest, Source, Statement } from '../declared.ts';
import { registryFault } from '../faults.ts';
import { groupsOf } from '../groups-of.ts';
import { addressSource, gitSource, pathSource } from './sources.ts';

/** `requirements.txt` and what includes it: pip's requirements file format. */
export function readRequirements(text: string): Manifest {
  const entries: Declared[] = [];
  const statements: Statement[] = [];
  for (const { content, line } of logicalLines(text)) {
    if (/^-{1,2}[a-z]/.test(content)) {
      const option = optionStatement(content, line);
      if (option !== undefined) statements.push(option);
    }
    const entry = requirementOf(content.replace(/^(-e|--editable)[ =]+/, ''));
    if (entry !== undefined) entries.push({ ...entry, hasHash: content.includes('--hash='), line });
  }
  return { entries, statements };
}

/** Lines joined where a backslash ends them; the number is that of the first. */
function* logicalLines(text: string): Iterable<{ readonly content: string; readonly line: number }> {
  let held = '';
  let start = 1;
  for (const [index, raw] of text.split('\n').entries()) {
    if (held === '') start = index + 1;
    const content = raw.replace(/(^|\s)#.*$/, '');
    held += content;
    if (/\\\s*$/.test(held)) held = held.replace(/\\\s*$/, ' ');
    else {
      if (held.trim() !== '') yield { content: held.trim(), line: start };
      held = '';
    }
  }
}

/** One requirement of PEP 508, as requirement files, `pyproject.toml` and `setup.cfg` have it. */
export function requirementOf(
  text: string,
): Pick<Declared, 'name' | 'version' | 'source' | 'isDev'> | undefined {
  const content = text
    .replace(/\s*;.*$/, '')
    .replace(/\s--hash.*$/, '')
    .trim();
  const [, named, address] = /^([A-Za-z\d][\w.-]*)(?:\[[^\]]*\])?\s*@\s*(\S+)$/.exec(content) ?? [];
  if (named !== undefined && address !== undefined)
    return { name: named, version: '', source: sourceOf(address), isDev: false };
  if (/^(git\+|hg\+|svn\+|bzr\+|https?:|file:)/.test(content)) {
    const name =
      /[#&]egg=([\w.-]+)/.exec(content)?.[1] ??
      /\/([\w.-]+?)(?:\.git|-\d[^/]*)?(?:@[^/]*)?(?:#.*)?$/.exec(content)?.[1];
    return { name: name ?? content, version: '', source: sourceOf(content), isDev: false };
  }
  const [name, version] = groupsOf(/^([A-Za-z\d][\w.-]*)(?:\[[^\]]*\])?\s*\(?(.*?)\)?$/, content);
  const isVersion = version === '' || /^[=<>!~]=?/.test(version);
  return name === '' || !isVersion ? undefined : { name, version: version.trim(), isDev: false };
}

function sourceOf(address: string): Source {
  if (address.startsWith('file:')) return pathSource(address);
  if (!/^(git|hg|svn|bzr)\+/.test(address)) return addressSource(address);
  return gitSource(address, /@([^/@#]+)(?:#.*)?$/.exec(address.replace(/^\w+\+\w+:\/\/[^/]*/, ''))?.[1]);
}

function optionStatement(content: string, line: number): Statement | undefined {
  const [, option = '', value = ''] = /^(-i|-f|--[a-z-]+)[ =]+(\S+)/.exec(content) ?? [];
  const what = indexFault(option, value);
  return what === undefined ? undefined : { identity: `${option} ${value}`, fault: { ...what, line } };
}

/** An option of pip, on a command line too, that lets packages come from elsewhere. */
export function indexFault(option: string, value: string) {
  if (option === '--extra-index-url')
    return registryFault(`pip also takes packages from ${code(value)}, whichever has the higher version`);
  if (option === '--trusted-host')
    return registryFault(`pip does not check the certificate of ${code(value)}`);
  if (/^(-i|--index-url|-f|--find-links)$/.test(option) && value.startsWith('http:'))
    return registryFault(`Packages come over an unencrypted connection from ${code(value)}`);
  return undefined;
}
