import type { Severity } from '#agents/contract.ts';
import { code } from '../findings/shown-text.ts';
import type { DependencyKind } from './dependency-rules.ts';
import { popularTwin } from './near-names.ts';
import { compareVersions, isBreakingStep, lowestVersion } from './versions.ts';

/** Something about one entry of a manifest or lockfile. */
export interface EntryFault {
  readonly rule: DependencyKind;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly instead: string;
  readonly cwe?: string;
  /** The entry's key path in the JSON text. */
  readonly key: readonly string[];
}

export type Json =
  | { readonly [key: string]: Json | undefined }
  | readonly Json[]
  | string
  | number
  | boolean
  | null;

export const runtimeSections = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;
export const sections = [...runtimeSections, 'devDependencies'] as const;
const overrideSections = ['overrides', 'resolutions'] as const;

/** What a change of `package.json` brings. `base` is undefined for a new manifest. */
export function manifestFaults(base: Json | undefined, head: Json): EntryFault[] {
  return [
    ...scriptFaults(base, head),
    ...[...sections, ...overrideSections].flatMap((section) => sectionFaults(section, base, head)),
  ];
}

export function entriesOf(json: Json | undefined, section: string): ReadonlyMap<string, string> {
  const entries = objectAt(json, section);
  return new Map(
    Object.entries(entries).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

export function objectAt(json: Json | undefined, key: string): { readonly [key: string]: Json | undefined } {
  const value = isObject(json) ? json[key] : undefined;
  return isObject(value) ? value : {};
}

export function isObject(json: Json | undefined): json is { readonly [key: string]: Json | undefined } {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

const installScripts = /^(pre|post)?install$|^prepare$|^prepublish$|^preprepare$|^postprepare$/;
const fetching =
  /\b(curl|wget|nslookup|dig|nc|ncat|powershell|pwsh|iex|certutil|bitsadmin)\b|https?:|base64|\beval\b|\bnode\s+(-e|--eval|-p)\b|\b(ba|z|da)?sh\s+-c\b|\|\s*(ba|z)?sh\b|printenv|\$\(env\)|\/dev\/tcp|\.ssh|id_rsa|\.npmrc|_authToken|\bpython3?\s+-c\b|chmod\s+\+x/i;
const harmless =
  /^(is-ci\s*\|\|\s*)?(npx\s+|yarn\s+|pnpm\s+|npm\s+(run|exec)\s+)?(husky( install)?|patch-package|prisma generate|simple-git-hooks|lefthook install|ngcc\b.*|electron-builder install-app-deps|tsc\b.*|nuxt prepare|svelte-kit sync|ts-patch install\b.*|playwright install\b.*|turbo\b.*|build\b[\w:-]*|compile\b[\w:-]*|prepare\b[\w:-]*|rollup\b.*|tsup\b.*|unbuild\b.*|lerna bootstrap|opencollective\b.*|only-allow \w+|panda codegen|wxt prepare)$/;

function scriptFaults(base: Json | undefined, head: Json): EntryFault[] {
  const before = entriesOf(base, 'scripts');
  return [...entriesOf(head, 'scripts')].flatMap(([name, command]) => {
    if (!installScripts.test(name) || before.get(name) === command) return [];
    const steps = command.split(/\s*&&\s*/).map((step) => step.trim());
    const isSuspicious = fetching.test(command);
    if (!isSuspicious && (/^pre(pare|publish)/.test(name) || steps.every((step) => harmless.test(step))))
      return [];
    return [
      {
        rule: 'install-script',
        severity: isSuspicious ? 'high' : 'medium',
        title: `${code(name)} now runs ${code(command)} on every machine that installs`,
        why: 'Install scripts run before anyone has read the code, with the rights and the environment of whoever installs: developers and CI with its tokens.',
        instead: 'Do the work in a command that is called on purpose.',
        cwe: 'CWE-829',
        key: ['scripts', name],
      },
    ];
  });
}

function sectionFaults(section: string, base: Json | undefined, head: Json): EntryFault[] {
  const before = entriesOf(base, section);
  const everBefore = new Set(sections.flatMap((other) => [...entriesOf(base, other).keys()]));
  return [...entriesOf(head, section)].flatMap(([name, spec]) => {
    const old = before.get(name);
    if (old === spec) return [];
    const key = [section, name];
    const faults = [
      sourceFault(name, spec),
      section === 'peerDependencies' ? undefined : rangeFault(name, spec),
    ];
    if (old === undefined)
      faults.push(everBefore.has(name) ? undefined : nameFault(name, spec), deprecationFault(name));
    else faults.push(stepFault(name, old, spec));
    return faults.flatMap((fault) => (fault === undefined ? [] : [{ ...fault, key }]));
  });
}

type Fault = Omit<EntryFault, 'key'>;

function sourceFault(name: string, spec: string): Fault | undefined {
  const isGit =
    /^(git\+|git:|git@|github:|gitlab:|bitbucket:|gist:)|^[\w.-]+\/[\w.-]+(#.*)?$|^(https?|ssh):.*\.git(#.*)?$/.test(
      spec,
    );
  const isTarball = !isGit && /^https?:/.test(spec);
  if (!isGit && !isTarball) return undefined;
  const isPinned = isGit && /#[\da-f]{40}$/.test(spec);
  if (isPinned && !spec.includes('http:') && !spec.startsWith('git:')) {
    return sourceText(name, spec, 'low', 'comes from a repository, past the registry and its checks');
  }
  const isPlain = /^(http|git):/.test(spec) || spec.startsWith('git+http:');
  const what = isGit
    ? 'comes from a branch or tag, which its owner can move to other code'
    : 'comes from an address, not from the registry';
  return sourceText(
    name,
    spec,
    isPlain ? 'high' : 'medium',
    isPlain ? `${what}, over an unencrypted connection` : what,
  );
}

function sourceText(name: string, spec: string, severity: Severity, what: string): Fault {
  return {
    rule: 'source',
    severity,
    title: `${code(name)} ${what}: ${code(spec)}`,
    why: 'What is installed tomorrow is whatever stands at that place then: no version, no checksum, no audit.',
    instead: 'Use a published version, or pin the full commit.',
    cwe: 'CWE-829',
  };
}

function rangeFault(name: string, spec: string): Fault | undefined {
  const text = spec.replace(/^npm:(@?[^@]+)@/, '').trim();
  if (!/^(\*|x|latest|next|canary|beta|)$/i.test(text) && !/^>=?\s*[\d.]+$/.test(text)) return undefined;
  return {
    rule: 'unpinned',
    severity: 'medium',
    title: `${code(name)} takes any version: ${code(spec)}`,
    why: 'The next release, breaking or taken over, is installed without a change that somebody could review.',
    instead: 'Name a version or a caret range.',
    cwe: 'CWE-1357',
  };
}

function nameFault(name: string, spec: string): Fault | undefined {
  if (/^(workspace|file|link|portal):/.test(spec)) return undefined;
  const twin = popularTwin(name);
  if (twin === undefined) return undefined;
  return {
    rule: 'near-name',
    severity: 'high',
    title: `${code(name)} is nearly ${code(twin)}: is it the package that is meant?`,
    why: 'Names one slip away from well-known packages are registered to be installed by mistake, and run code at once.',
    instead: `Check who publishes it; if a slip it was, write ${code(twin)}.`,
    cwe: 'CWE-1357',
  };
}

const deprecated: Readonly<Record<string, string>> = {
  request: 'no longer maintained; `fetch` is built in',
  'node-uuid': 'renamed to `uuid`',
  'left-pad': 'replaced by `String.prototype.padStart`',
  'node-sass': 'no longer maintained; use `sass`',
  vm2: 'given up: its sandbox can be left',
  csurf: 'no longer maintained',
  'event-stream': 'once published with malicious code',
  'crypto-js': 'no longer maintained; `node:crypto` is built in',
  tslint: 'no longer maintained; use `eslint` or `oxlint`',
  faker: 'withdrawn by its author; use `@faker-js/faker`',
  colors: 'once sabotaged by its author; use `picocolors`',
};

function deprecationFault(name: string): Fault | undefined {
  const reason = Object.hasOwn(deprecated, name) ? deprecated[name] : undefined;
  if (reason === undefined) return undefined;
  return {
    rule: 'deprecated',
    severity: 'low',
    title: `${code(name)} is ${reason}`,
    why: 'Nobody mends what is found in it from now on.',
    instead: 'Choose a maintained package.',
    cwe: 'CWE-1104',
  };
}

function stepFault(name: string, old: string, spec: string): Fault | undefined {
  if (old.startsWith('workspace:') && /^[\^~\d]/.test(spec)) return confusionFault(name);
  const [from, to] = [lowestVersion(old), lowestVersion(spec)];
  if (from === undefined || to === undefined) return undefined;
  const step = `${code(old)} → ${code(spec)}`;
  if (compareVersions(to, from) < 0) return downgradeFault(name, step);
  if (isBreakingStep(from, to)) return majorFault(name, step);
  if (to.prerelease === '' || from.prerelease !== '') return undefined;
  return {
    rule: 'pre-release',
    severity: 'low',
    title: `${code(name)} moves to a pre-release: ${step}`,
    why: 'Its interface may still change, and fixes may not come for it.',
    instead: 'Wait for the release, or say why it is needed now.',
  };
}

function confusionFault(name: string): Fault {
  return {
    rule: 'confusion',
    severity: 'high',
    title: `${code(name)} was of this workspace and now comes from the registry`,
    why: 'Anyone may have registered the name there.',
    instead: 'Keep `workspace:`, or make sure that the name on the registry is yours.',
    cwe: 'CWE-427',
  };
}

function downgradeFault(name: string, step: string): Fault {
  return {
    rule: 'downgrade',
    severity: 'medium',
    title: `${code(name)} goes back: ${step}`,
    why: 'Fixes of the newer version, security fixes among them, are lost.',
    instead: 'Keep the newer version, or say what is wrong with it.',
    cwe: 'CWE-1395',
  };
}

function majorFault(name: string, step: string): Fault {
  return {
    rule: 'major-step',
    severity: 'low',
    title: `${code(name)} takes a step that may break: ${step}`,
    why: 'A new major version (before 1.0: minor) may change what callers rely on.',
    instead: 'Read its migration notes against the places that use it.',
  };
}
