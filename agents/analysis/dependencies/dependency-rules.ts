import type { Severity } from '#agents/contract.ts';
import type { RuleInfo } from '../rules/rule-info.ts';

interface Draft {
  readonly title: string;
  readonly severity: Severity;
  readonly cwe?: string;
  readonly why: string;
  readonly instead: string;
  readonly example: string;
}

/** By kind. A finding may be more specific than its rule, and graver or milder. */
const drafts = {
  'install-script': {
    title: 'Code runs on every machine that installs',
    severity: 'medium',
    cwe: 'CWE-829',
    why: 'Install scripts run before anyone has read the code, with the rights and the environment of whoever installs: developers and CI with its tokens.',
    instead:
      'Do the work in a command that is called on purpose; allow the scripts of single packages by name.',
    example: '"scripts": { "setup": "node scripts/setup.js" }',
  },
  source: {
    title: 'A package comes from a repository or an address, not from the registry',
    severity: 'medium',
    cwe: 'CWE-829',
    why: 'What is installed tomorrow is whatever stands at that place then: no version, no checksum, no audit.',
    instead: 'Use a published version, or pin the full commit.',
    example: '"left": "1.4.2"',
  },
  unpinned: {
    title: 'A package takes any version',
    severity: 'medium',
    cwe: 'CWE-1357',
    why: 'The next release, breaking or taken over, is installed without a change that somebody could review.',
    instead: 'Name a version or a caret range.',
    example: '"express": "^5.1.0"',
  },
  'near-name': {
    title: 'The name of a new package is nearly that of a well-known one',
    severity: 'high',
    cwe: 'CWE-1357',
    why: 'Names one slip away from well-known packages are registered to be installed by mistake, and run code at once.',
    instead: 'Check who publishes it, and correct the name if it is a slip.',
    example: '"lodash": "^4.17.21"',
  },
  confusion: {
    title: 'A package of the workspace now comes from the registry',
    severity: 'high',
    cwe: 'CWE-427',
    why: 'Anyone may have registered the name there.',
    instead: 'Keep `workspace:`, or make sure that the name on the registry is yours.',
    example: '"@acme/core": "workspace:*"',
  },
  deprecated: {
    title: 'A new package is no longer maintained',
    severity: 'low',
    cwe: 'CWE-1104',
    why: 'Nobody mends what is found in it from now on.',
    instead: 'Choose a maintained package.',
    example: 'const answer = await fetch(url);',
  },
  downgrade: {
    title: 'A package goes back to an older version',
    severity: 'medium',
    cwe: 'CWE-1395',
    why: 'Fixes of the newer version, security fixes among them, are lost.',
    instead: 'Keep the newer version, or say what is wrong with it.',
    example: '"ws": "^8.18.0"',
  },
  'major-step': {
    title: 'A package takes a step that may break',
    severity: 'low',
    why: 'A new major version (before 1.0: minor) may change what callers rely on.',
    instead: 'Read its migration notes against the places that use it.',
    example: '"zod": "^4.0.0"',
  },
  'pre-release': {
    title: 'A package moves to a pre-release',
    severity: 'low',
    why: 'Its interface may still change, and fixes may not come for it.',
    instead: 'Wait for the release, or say why it is needed now.',
    example: '"next": "^16.0.0"',
  },
  runtime: {
    title: 'A package for development now ships with the program',
    severity: 'low',
    why: 'Its holes and those of what it brings become holes of the program.',
    instead: 'Leave it where it was unless the program itself calls it.',
    example: '"devDependencies": { "nodemon": "^3.1.0" }',
  },
  registry: {
    title: 'Packages come from another registry, or over an open connection',
    severity: 'high',
    cwe: 'CWE-427',
    why: 'Of two registries the one with the higher version wins: whoever can publish a name on the other one, or answer in its place, has their code installed.',
    instead: 'Name one registry over https, and let it pass the public one on.',
    example: 'index-url = https://packages.example.com/simple',
  },
  replaced: {
    title: 'A package is replaced by another of the same name',
    severity: 'medium',
    cwe: 'CWE-829',
    why: 'Whatever imports the name, dependencies included, gets other code than its authors tested.',
    instead: 'Use a released version, or say in the change who made the copy and until when it stays.',
    example: 'require github.com/gorilla/mux v1.8.1',
  },
  binary: {
    title: 'A program comes in as a binary',
    severity: 'medium',
    cwe: 'CWE-506',
    why: 'Nobody can review what it does, and whoever builds or runs the project runs it.',
    instead: 'Build it from sources, or take it from a package with a checksum.',
    example: 'npm install --save-exact sharp',
  },
  licence: {
    title: 'The licence changes or asks for more',
    severity: 'low',
    why: 'What may be done with the program is no longer what its users agreed to.',
    instead: 'Have the new terms looked at before the release.',
    example: '"license": "MIT"',
  },
  'lock-mismatch': {
    title: 'Manifest and lockfile disagree',
    severity: 'medium',
    why: 'Either the installation is refused, or what runs is not what the manifest says.',
    instead: 'Let the package manager write the lockfile, and commit both.',
    example: 'npm install',
  },
  'lock-source': {
    title: 'The lockfile fetches a package from another place than the others',
    severity: 'high',
    cwe: 'CWE-494',
    why: 'A lockfile is read by few: changing only the address installs other code under a trusted name.',
    instead: 'Regenerate the lockfile from the manifest with the registry you trust.',
    example: '"resolved": "https://registry.npmjs.org/ws/-/ws-8.18.0.tgz"',
  },
  'lock-integrity': {
    title: 'The lockfile loses or changes a checksum',
    severity: 'high',
    cwe: 'CWE-353',
    why: 'The checksum is what proves that the downloaded package is the reviewed one.',
    instead: 'Regenerate the lockfile; if the checksum stays different, the package was replaced.',
    example: 'rm package-lock.json && npm install',
  },
  'npm-settings': {
    title: 'A setting takes away a protection of installations',
    severity: 'medium',
    cwe: 'CWE-829',
    why: 'The setting takes away a protection from everyone who installs in this folder.',
    instead: 'Leave the default, and allow single packages by name.',
    example: 'ignore-scripts=true',
  },
} as const satisfies Readonly<Record<string, Draft>>;

export type DependencyKind = keyof typeof drafts;

export const dependencyRules: readonly RuleInfo[] = Object.entries<Draft>(drafts).map(([kind, draft]) => ({
  ...draft,
  id: `dependency/${kind}`,
  category: 'dependency',
  confidence: 0.85,
  languages: [],
}));

const rulesById: ReadonlyMap<string, RuleInfo> = new Map(dependencyRules.map((rule) => [rule.id, rule]));

export function dependencyRule(kind: DependencyKind): RuleInfo {
  return rulesById.get(`dependency/${kind}`) as RuleInfo;
}
