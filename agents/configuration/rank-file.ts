import { riskOfFile } from '../judge/by-risk.ts';
import { attributesOf } from './generated-paths.ts';

/** Nobody knows how much changes in a file that is only named: as much as in one of a page. */
const unknownLines = 60;

/**
 * Which files of a large change are worth reading first, the highest first.
 * @param attributes the `.gitattributes` of the base branch: what it calls generated or vendored comes last.
 */
export function rankFiles(attributes = '') {
  const kindOf = attributesOf(attributes);
  return ({
    path,
    changedLines,
  }: {
    readonly path: string;
    readonly changedLines: number | undefined;
  }): number =>
    kindOf(path) === undefined ? riskOfFile(path, changedLines ?? unknownLines) : Number.NEGATIVE_INFINITY;
}
