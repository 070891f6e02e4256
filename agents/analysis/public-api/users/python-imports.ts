import { posix } from 'node:path';
import { moduleOf } from '../code/code-reach.ts';
import type { FindImports, Known } from './imports.ts';

const fromForm = /^[ \t]*from\s+(\.*[\w.]*)\s+import\s+(\([^)]{0,2000}\)|[^\n#]+)/gm;
const plainForm = /^[ \t]*import\s+([\w.]+)(?:\s+as\s+(\w+))?/gm;

/** Imports of Python, relative and absolute; the folder of sources above a module is found by its own path. */
export const pythonImports: FindImports = (importer, target) => {
  const isModule = (from: string) => leadsTo(from, importer.path, target.path);
  const { text } = importer;
  const isPackage = importer.path.endsWith('__init__.py');
  const listed = [...text.matchAll(fromForm)].flatMap((match) => {
    const [whole, from = '', list = ''] = match;
    const offset = match.index + whole.length - list.length;
    return knownOf({ from, list, offset }, target.name, isModule);
  });
  // What a package imports, others import of the package.
  const given = listed.map((known) =>
    isPackage && !known.text.includes('.') ? { ...known, givenOnAs: known.text } : known,
  );
  const whole = [...text.matchAll(plainForm)].flatMap(({ index, 1: module = '', 2: local = module }) =>
    isModule(module) ? [{ text: `${local}.${target.name}`, offset: index, isNamed: false }] : [],
  );
  return [...given, ...whole];
};

/** What `from … import …` brings: the name, its module, or everything. */
function knownOf(
  { from, list, offset }: { readonly from: string; readonly list: string; readonly offset: number },
  name: string,
  isModule: (from: string) => boolean,
): readonly Known[] {
  if (list.trim() === '*') return isModule(from) ? [{ text: name, offset, isNamed: false }] : [];
  return [...list.matchAll(/(\w+)(?:\s+as\s+(\w+))?/g)].flatMap(
    ({ index, 1: imported = '', 2: local = imported }): readonly Known[] => {
      const at = offset + index;
      if (imported === name && isModule(from)) return [{ text: local, offset: at, isNamed: true }];
      const module = from === '' || from.endsWith('.') ? `${from}${imported}` : `${from}.${imported}`;
      return isModule(module) ? [{ text: `${local}.${name}`, offset: at, isNamed: false }] : [];
    },
  );
}

function leadsTo(from: string, importer: string, target: string): boolean {
  const dots = /^\.*/.exec(from)?.[0].length ?? 0;
  const module = from.slice(dots).replaceAll('.', '/');
  const own = target.replace(/(\/__init__)?\.py$/, '');
  if (dots > 0) {
    const folder = posix.join(posix.dirname(importer), ...Array<string>(dots - 1).fill('..'));
    return posix.join(folder, module) === own;
  }
  if (module === '') return false;
  if (module === moduleOf(target).replaceAll('.', '/')) return true;
  // A root of sources further down: both files lie below it.
  return own.endsWith(`/${module}`) && importer.startsWith(own.slice(0, own.length - module.length));
}
