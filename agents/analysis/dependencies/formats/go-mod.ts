import { code } from '../../findings/shown-text.ts';
import type { Declared, Manifest, Statement } from '../declared.ts';
import { groupsOf } from '../groups-of.ts';

/** `go.mod` (Go modules reference). */
export function readGoMod(text: string): Manifest {
  const entries: Declared[] = [];
  const statements: Statement[] = [];
  for (const { verb, rest, isIndirect, line } of directives(text)) {
    const [name = '', version] = rest.split(/\s+/);
    if (verb === 'require' && version !== undefined)
      entries.push({ name, version, isDev: false, isIndirect, line });
    if (verb === 'replace' && rest.includes('=>')) statements.push(replacement(rest, line));
  }
  return { entries, statements };
}

/** `require a v1` and the lines of `require ( … )` alike. */
function* directives(text: string) {
  let block = '';
  for (const [index, raw] of text.split('\n').entries()) {
    const [content = '', comment] = raw.trim().split(/\s*\/\/\s*/, 2);
    const place = { isIndirect: comment === 'indirect', line: index + 1 };
    const [opened] = groupsOf(/^(\w+)\s*\($/, content);
    const [verb, rest] = groupsOf(/^(\w+)\s+(.+)$/, content);
    if (opened !== '') block = opened;
    else if (content === ')') block = '';
    else if (block !== '') yield { ...place, verb: block, rest: content };
    else yield { ...place, verb, rest };
  }
}

function replacement(rest: string, line: number): Statement {
  const [from = '', to = ''] = rest.split(/\s*=>\s*/);
  const isLocal = /^\.{0,2}\//.test(to);
  const [name = ''] = from.split(/\s+/);
  const isSame = to.split(/\s+/)[0] === name;
  return {
    identity: rest,
    fault: {
      rule: 'replaced',
      severity: isLocal || isSame ? 'low' : 'high',
      title: isSame
        ? `${code(name)} is held at another version: ${code(to)}`
        : `${code(name)} is replaced by ${code(to)}`,
      why: 'Whatever imports the name, dependencies included, gets other code than its authors tested; others who depend on this module do not get the replacement.',
      instead: 'Require a released version, or say in the change who made the copy and until when it stays.',
      cwe: 'CWE-829',
      line,
    },
  };
}
