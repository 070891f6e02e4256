import type { ChangeSet } from '../contract.ts';
import { kindOf, plain } from './change-map.ts';

const sensitive = /auth|login|session|token|crypt|password|secret|permission|payment|billing/i;
const largeLines = 800;
const maxNamed = 4;

/** What a reviewer should look at first, told from paths and sizes alone. */
export function riskNotes({ changes, coverage }: ChangeSet): string[] {
  const paths = coverage.map(({ path }) => path);
  const ofKind = (kind: string) => paths.filter((path) => kindOf(path) === kind);
  const lines = changes.reduce(
    (sum, { addedLines, removedLines }) => sum + addedLines.size + removedLines.size,
    0,
  );
  const source = ofKind('source');
  return [
    ...named(
      'Touches code where a mistake costs most',
      source.filter((path) => sensitive.test(path)),
    ),
    ...named('Changes the database', ofKind('migrations')),
    ...named('Changes dependencies', ofKind('dependencies')),
    ...named('Changes what builds or runs it', ofKind('configuration')),
    ...named(
      'Deletes files',
      coverage.filter(({ reason }) => reason === 'deleted').map(({ path }) => path),
    ),
    ...named(
      'Could not be read',
      coverage
        .filter(({ status, reason }) => status === 'skipped' && reason !== 'deleted')
        .map(({ path }) => path),
    ),
    ...(source.length > 0 && ofKind('tests').length === 0 ? ['- Changes source and no test.'] : []),
    ...(lines > largeLines ? [`- Is large: ${lines} lines.`] : []),
  ];
}

function named(what: string, paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  const shown = paths.slice(0, maxNamed).map((path) => `\`${plain(path)}\``);
  const rest = paths.length - shown.length;
  return [`- ${what}: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`];
}
