import type { Change, ChangeSet } from '#agents/contract.ts';
import { copyOf, type NewFunction } from '../duplication.ts';
import { code } from '../findings/shown-text.ts';
import type { Spotted } from '../findings/spotted.ts';
import { isTestPath } from '../missing-tests/test-paths.ts';
import { findShape, type Shape, shapeOf, varietyOf } from './shape.ts';

/** Shorter functions are alike by nature, and so are tables, which are made of few different tokens. */
const minTokens = 100;
const minVariety = 16;
/** A larger change is a move or a start. */
const maxFunctions = 60;
const maxFiles = 300;
const maxChars = 300_000;

/** New functions in which only names, texts and numbers differ from code of a file that the change touches. */
export function findRenamedCopies(
  { changes }: ChangeSet,
  functions: readonly NewFunction[],
): { readonly spotted: readonly Spotted[]; readonly others: readonly NewFunction[] } {
  if (functions.length === 0 || functions.length > maxFunctions || changes.length > maxFiles)
    return { spotted: [], others: functions };
  const files = new ShapedFiles(changes);
  const spotted: Spotted[] = [];
  const others: NewFunction[] = [];
  for (const one of functions) {
    const shape = longShapeOf(one);
    const where = shape && files.whereElse(one, shape);
    if (where === undefined) others.push(one);
    else spotted.push(copyOf(one, `${where}, with other names`));
  }
  return { spotted, others };
}

/** Undefined for a function that is too short or too plain to be told a copy by its shape. */
export function longShapeOf({ text, language }: NewFunction): Shape | undefined {
  const shape = shapeOf(text, language);
  return shape.codes.length < minTokens || varietyOf(shape) < minVariety ? undefined : shape;
}

class ShapedFiles {
  readonly #changes: readonly Change[];
  readonly #heads = new Map<string, Shape>();
  readonly #removed = new Map<string, Shape>();

  constructor(changes: readonly Change[]) {
    this.#changes = changes.filter(
      ({ path, headText = '' }) => headText !== '' && headText.length <= maxChars && !isTestPath(path),
    );
  }

  /** Undefined where it stands nowhere else, or only moved. */
  whereElse(one: NewFunction, shape: Shape): string | undefined {
    const alike = this.#changes.filter(({ language }) => kindOf(language) === kindOf(one.language));
    const others = alike.filter(({ path }) => path !== one.path);
    if (others.some((change) => findShape(shape, this.#lost(change)).length > 0)) return undefined;
    const own = alike.find(({ path }) => path === one.path);
    const line =
      own &&
      this.#linesOf(shape, own).find((at) => (at < one.line || at > one.endLine) && isFirst(at, one, own));
    if (line !== undefined) return `line ${line} of this file`;
    for (const other of others) {
      // Of two new ones, one is told.
      const at = this.#linesOf(shape, other).find(
        (first) => !other.addedLines.has(first) || other.path < one.path,
      );
      if (at !== undefined) return `line ${at} of ${code(other.path)}`;
    }
    return undefined;
  }

  #linesOf(shape: Shape, { path, headText = '', language }: Change): readonly number[] {
    const head = this.#heads.get(path) ?? shapeOf(headText, language);
    this.#heads.set(path, head);
    return findShape(shape, head).map((at) => head.lines[at] ?? 0);
  }

  #lost({ path, hunks, language }: Change): Shape {
    const lines = hunks.flatMap((hunk) => hunk.lines).filter(({ kind }) => kind === 'removed');
    const lost = this.#removed.get(path) ?? shapeOf(lines.map(({ text }) => text).join('\n'), language);
    this.#removed.set(path, lost);
    return lost;
  }
}

/** Of two new ones in a file, the later one is told. */
function isFirst(line: number, one: NewFunction, { addedLines }: Change): boolean {
  return line < one.line || !addedLines.has(line);
}

function kindOf(language: string | undefined): string {
  return /^(typescript|tsx|javascript)$/.test(language ?? '') ? 'script' : (language ?? '');
}
