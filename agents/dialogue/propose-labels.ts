import type { Material } from '../contract.ts';
import { tellingWords } from './similarity.ts';

const maxProposed = 5;

/** Words by which people say what a common label says. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  bug: ['bug', 'crash', 'error', 'exception', 'fail', 'broken', 'regression', 'wrong', 'stacktrace'],
  documentation: ['doc', 'docs', 'documentation', 'readme', 'typo', 'guide', 'changelog', 'md'],
  enhancement: ['feature', 'enhancement', 'support', 'add', 'request', 'improve', 'allow', 'proposal'],
  security: ['security', 'vulnerability', 'cve', 'injection', 'xss', 'csrf', 'secret', 'token', 'auth'],
  performance: ['performance', 'slow', 'latency', 'memory', 'leak', 'fast', 'timeout'],
  tests: ['test', 'tests', 'spec', 'flaky', 'coverage', 'testing'],
  dependencies: ['dependency', 'dependencies', 'package', 'lockfile', 'bump', 'upgrade', 'npm', 'lock'],
  ci: ['ci', 'workflow', 'workflows', 'pipeline', 'github', 'action', 'build'],
  question: ['question', 'help'],
};
const aliases: Readonly<Record<string, string>> = {
  docs: 'documentation',
  doc: 'documentation',
  feature: 'enhancement',
  test: 'tests',
  testing: 'tests',
  deps: 'dependencies',
  dependency: 'dependencies',
  perf: 'performance',
  build: 'ci',
};

/**
 * Labels of the repository that the words of a text, or the paths of a change, speak for; best first. Only labels that
 * exist, and each with a word that stands there.
 */
export function proposeLabels(
  labels: NonNullable<Material['labels']>,
  text: string,
): { readonly name: string; readonly because: string }[] {
  const words = tellingWords(text);
  const scored = labels.flatMap(({ name, description }) => {
    const [best] = wordsFor(name, description)
      .map(({ word, weight }) => ({ word, score: (words.get(word) ?? 0) * weight }))
      .filter(({ score }) => score > 0)
      .toSorted((one, other) => other.score - one.score);
    return best ? [{ name, because: best.word, score: best.score }] : [];
  });
  return scored
    .toSorted((one, other) => other.score - one.score || (one.name < other.name ? -1 : 1))
    .slice(0, maxProposed)
    .map(({ name, because }) => ({ name, because }));
}

/** `area: billing` is spoken for by `billing`; a description counts less than the name. */
function wordsFor(name: string, description: string) {
  const own = [
    ...tellingWords(name.replace(/^(area|kind|type|topic|component|scope)\s*[:/]\s*/i, '')).keys(),
  ];
  const known = own.flatMap((word) => synonyms[aliases[word] ?? word] ?? []);
  const described = [...tellingWords(description).keys()].filter((word) => word.length > 5);
  return [
    ...own.map((word) => ({ word, weight: 4 })),
    ...known.map((word) => ({ word, weight: 2 })),
    ...described.map((word) => ({ word, weight: 0.5 })),
  ];
}
