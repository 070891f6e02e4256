import { groupsOf } from '../groups-of.ts';
import type { Lock, Locked } from './locked.ts';

/** `go.sum`: a module, its version and the hash of its files, or of its `go.mod`. */
export function readGoSum(text: string): Lock {
  const packages = text.split('\n').flatMap((content, index): Locked[] => {
    const [name = '', version = '', checksum = ''] = content.trim().split(/\s+/);
    if (checksum === '') return [];
    return [{ name, version, source: '', checksum, line: index + 1, checksumLine: index + 1 }];
  });
  return { packages, wanted: new Map() };
}

/** `Gemfile.lock`: sections with a `remote`, their `specs`, and what the Gemfile asked for. */
export function readGemfileLock(text: string): Lock {
  const packages: Locked[] = [];
  const wanted = new Map<string, { range: string; line: number }>();
  let section = '';
  let remote = { source: '', sourceLine: 0 };
  for (const [index, content] of text.split('\n').entries()) {
    const line = index + 1;
    if (/^[A-Z]/.test(content)) section = content.trim();
    const [address] = groupsOf(/^ {2}remote: (\S+)/, content);
    if (address !== '') remote = { source: section === 'GIT' ? `git+${address}` : address, sourceLine: line };
    const [name, version] = groupsOf(/^ {4}([\w.-]+) \(([^)]+)\)$/, content);
    if (name !== '') packages.push({ name, version, ...remote, checksum: '', line });
    const [asked, range] = groupsOf(/^ {2}([\w.-]+)!?(?: \(([^)]+)\))?$/, content);
    if (asked !== '' && section === 'DEPENDENCIES') wanted.set(asked, { range, line });
  }
  return { packages, wanted };
}
