import type { ChangedPackage, Finding } from '../contract.ts';
import { codeSpan } from './markdown-text.ts';
import { amount } from './report-words.ts';

const maxRows = 60;
const maxFolded = 15;
/** Of a version, a range or a name: what is longer says nothing more to a reader. */
const maxChars = 60;

/**
 * A table of the packages that a change moves, the ones with findings first. What lockfiles alone say is folded into one
 * line, unless a rule found something about it or there is nothing else.
 */
export function packagesText(packages: readonly ChangedPackage[], findings: readonly Finding[]): string {
  const about = packages.map((each) => ({ each, said: findingsAbout(each, findings) }));
  const hasDeclared = packages.some(({ use }) => use !== 'lockfile');
  const isShown = ({ each, said }: (typeof about)[number]) =>
    !hasDeclared || each.use !== 'lockfile' || said.length > 0;
  const shown = about
    .filter(isShown)
    .toSorted(
      (left, right) =>
        Number(right.said.length > 0) - Number(left.said.length > 0) ||
        weights.indexOf(left.each.jump) - weights.indexOf(right.each.jump),
    );
  const folded = [
    ...shown.slice(maxRows).map(({ each }) => each),
    ...about.filter((row) => !isShown(row)).map(({ each }) => each),
  ];
  return [
    [
      '| package | from | to | jump | use | rules say |',
      '|---|---|---|---|---|---|',
      ...shown.slice(0, maxRows).map(({ each, said }) => row(each, said)),
    ].join('\n'),
    ...(folded.length === 0 ? [] : [foldedText(folded)]),
  ].join('\n\n');
}

/** What a reader should see first. */
const weights: readonly ChangedPackage['jump'][] = [
  'new',
  'downgrade',
  'pre-release',
  'major',
  'unclear',
  'other use',
  'removed',
  'minor',
  'patch',
];

function row({ name, from, to, jump, use }: ChangedPackage, said: readonly Finding[]): string {
  const words = said.map(({ severity, rule }) => `${severity}: ${codeSpan(rule)}`);
  return `| ${[cell(name), cell(from), cell(to), jump, use, [...new Set(words)].join(', ') || 'nothing'].join(' | ')} |`;
}

function cell(text: string | undefined): string {
  if (text === undefined) return '–';
  // A pipe ends a cell even inside of code.
  return text.trim() === '' ? 'any' : codeSpan(text.slice(0, maxChars).replaceAll('|', '\\|'));
}

function foldedText(packages: readonly ChangedPackage[]): string {
  const names = packages.slice(0, maxFolded).map(({ name, from, to }) => {
    const step = [from, to].map((version) => (version ?? '–').slice(0, maxChars)).join(' → ');
    return codeSpan(`${name.slice(0, maxChars)} ${step}`);
  });
  const rest = packages.length - names.length;
  return `${amount(packages.length, 'more package')}, about which the rules say nothing, mostly of lockfiles: ${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
}

/** Findings name their package first, as code. */
function findingsAbout({ name, path }: ChangedPackage, findings: readonly Finding[]): Finding[] {
  const folder = (file: string) => file.slice(0, file.lastIndexOf('/') + 1);
  return findings.filter(
    ({ category, title, location }) =>
      category === 'dependency' &&
      (title.includes(`\`${name}\``) || title.includes(`\`${name}@`)) &&
      (location === undefined || folder(location.path) === folder(path)),
  );
}
