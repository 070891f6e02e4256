import { posix } from 'node:path';
import type { FindImports } from './imports.ts';

/** Files of the same package know a name as it is, those that import the package by its own name or another. */
export function goImports(packageName: string, importPath: string | undefined): FindImports {
  return ({ path, text }, target) => {
    const folder = posix.dirname(target.path);
    if (posix.dirname(path) === folder) {
      const isSame = new RegExp(`^package\\s+${packageName}\\s*$`, 'm').test(text);
      return isSame ? [{ text: target.name, offset: 0, isNamed: false }] : [];
    }
    return [...text.matchAll(/^(?:import[ \t]+|[ \t]+)(?:([\w.]+)[ \t]+)?"([^"\n]+)"/gm)].flatMap((match) => {
      const [whole, alias, from = ''] = match;
      const isOwn = importPath === undefined ? from.endsWith(`/${folder}`) : from === importPath;
      const prefix = alias === '.' ? '' : `${alias ?? packageName}.`;
      const offset = match.index + whole.indexOf('"');
      return isOwn && alias !== '_' ? [{ text: `${prefix}${target.name}`, offset, isNamed: false }] : [];
    });
  };
}
