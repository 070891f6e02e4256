import type { Change, ChangeSet } from '#agents/contract.ts';
import { code } from '../findings/shown-text.ts';
import type { Spotted } from '../findings/spotted.ts';
import { isTestPath } from '../missing-tests/test-paths.ts';
import { explain } from '../rules/rule-info.ts';
import { raisesMajor } from './code/code-reach.ts';
import { publicApiRule, safeForms } from './public-api-rule.ts';

/** `src/shop/__init__.py` is the package `shop`; hidden packages are nobody else's business. */
const packageFile = /^(?:src\/|lib\/|python\/)?((?:[A-Za-z]\w*\/)+)__init__\.py$/;

/** Names in `__all__` of a package of Python that its new version no longer gives. */
export function findBrokenPython({ changes }: ChangeSet): readonly Spotted[] {
  return changes.some(raisesMajor)
    ? []
    : changes.flatMap((change) => (isTestPath(change.path) ? [] : lostNames(change)));
}

function lostNames(change: Change): readonly Spotted[] {
  const { path, baseText = '', headText = '', removedLines } = change;
  const folder = packageFile.exec(path)?.[1];
  const [before, now] = [listedIn(baseText), listedIn(headText)];
  if (folder === undefined || before === undefined || now === undefined) return [];
  const packageName = folder.slice(0, -1).replaceAll('/', '.');
  // Still there without being listed: who imports it by name notices nothing.
  const rest = headText.replace(list, '');
  return [...before]
    .filter(
      ([name, line]) => !now.has(name) && removedLines.has(line) && !new RegExp(`\\b${name}\\b`).test(rest),
    )
    .map(([name, line]) => ({
      rule: publicApiRule.id,
      category: publicApiRule.category,
      severity: 'medium' as const,
      confidence: publicApiRule.confidence,
      title: `${code(name)} is no longer exported: whoever uses ${code(name)} of ${code(packageName)} breaks`,
      detail: explain({ ...publicApiRule, ...safeForms['python'] }),
      cwe: publicApiRule.cwe,
      path,
      side: 'old' as const,
      line,
      identity: `${code(name)} is no longer exported`,
    }));
}

const list = /^__all__\s*(?::[^=\n]+)?=\s*[[(]([^\])]{0,10000})[\])]/m;

/** The names of `__all__` with their lines; undefined where it is not written out. */
function listedIn(text: string): ReadonlyMap<string, number> | undefined {
  const match = list.exec(text);
  if (match === null || /__all__\s*(\+=|\.(extend|append))/.test(text)) return undefined;
  const [whole, names = ''] = match;
  const start = match.index + whole.lastIndexOf(names);
  return new Map(
    [...names.matchAll(/["']([A-Za-z]\w*)["']/g)].map((found) => [
      found[1] ?? '',
      text.slice(0, start + found.index).split('\n').length,
    ]),
  );
}
