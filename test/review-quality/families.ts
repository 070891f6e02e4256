import type { Accepted } from './quality-case.ts';

export const groups = [
  'typescript',
  'other-languages',
  'configuration',
  'secrets',
  'dependencies',
  'hidden-text',
  'removed-guards',
  'correctness',
  'maintainability',
] as const;
export type Group = (typeof groups)[number];

interface Family extends Accepted {
  /** Where the numbers go; by language when absent. */
  readonly group?: Group;
}

const byCwe = (...cwes: readonly number[]): Family => ({ cwes });
const configuration: Family = { rules: ['configuration/', 'config/'], group: 'configuration' };

/** What may be asked of the rules, and by which rules or weaknesses (CWE) an answer is recognised. */
export const families = {
  'command-injection': byCwe(77, 78, 88),
  'code-injection': byCwe(94, 95, 96),
  'sql-injection': byCwe(89, 564),
  'nosql-injection': byCwe(943),
  'ldap-injection': byCwe(90),
  'xpath-injection': byCwe(643),
  'template-injection': byCwe(1336, 94),
  'path-traversal': byCwe(22, 23, 36, 73),
  archive: byCwe(22, 409),
  xss: byCwe(79, 80, 116),
  ssrf: byCwe(918),
  'open-redirect': byCwe(601),
  xxe: byCwe(611, 776),
  deserialisation: byCwe(502),
  'prototype-pollution': byCwe(1321),
  'mass-assignment': byCwe(915),
  redos: byCwe(1333, 400, 185),
  crypto: byCwe(261, 310, 321, 326, 327, 328, 329, 347, 353, 759, 760, 780, 916),
  randomness: byCwe(330, 331, 335, 338),
  jwt: byCwe(345, 347, 613, 798, 327, 321),
  tls: byCwe(295, 297, 319, 322, 326, 327),
  cors: byCwe(346, 942),
  'message-origin': byCwe(346, 940),
  cookies: byCwe(614, 1004, 1275),
  csrf: byCwe(352),
  timing: byCwe(208, 203, 385),
  'secret-in-log': byCwe(532, 215),
  'error-exposure': byCwe(209, 215),
  authorisation: byCwe(284, 285, 306, 639, 862, 863),
  'header-injection': byCwe(93, 113, 117, 644),
  'file-permissions': byCwe(276, 377, 378, 379, 732),
  race: byCwe(362, 366, 367),
  'resource-exhaustion': byCwe(248, 400, 409, 770, 772, 789),
  debug: byCwe(11, 215, 489),
  electron: byCwe(1188),
  'child-environment': byCwe(15, 454, 526),
  'hard-coded-secret': byCwe(259, 321, 798),
  memory: byCwe(119, 125, 190, 415, 416, 787),
  correctness: { rules: ['correctness/'], group: 'correctness' },
  maintainability: { rules: ['maintainability/'], group: 'maintainability' },
  'removed-guard': { rules: ['security/'], group: 'removed-guards' },
  // A rule about configuration may see the same literal, and be the graver one on its line.
  secrets: { rules: ['secret/'], cwes: [538, 798], group: 'secrets' },
  dependencies: { rules: ['dependency/'], group: 'dependencies' },
  'hidden-text': { rules: ['hidden-text/'], group: 'hidden-text' },
  'github-actions': configuration,
  dockerfile: configuration,
  compose: configuration,
  kubernetes: configuration,
  terraform: configuration,
  nginx: configuration,
  'gitlab-ci': configuration,
  helm: configuration,
  spring: configuration,
} as const satisfies Readonly<Record<string, Family>>;
export type FamilyId = keyof typeof families;

export function groupOf(family: FamilyId, language: string): Group {
  const { group }: Family = families[family];
  return group ?? (/^(typescript|tsx|javascript)$/.test(language) ? 'typescript' : 'other-languages');
}
