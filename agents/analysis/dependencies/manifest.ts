import { code } from '../findings/shown-text.ts';
import type { Fault } from './declared.ts';
import {
  confusionFault,
  deprecationFault,
  nameFault,
  preReleaseFault,
  sourceFault,
  stepFault,
  unpinnedFault,
} from './faults.ts';
import { lowestVersion } from './versions.ts';

/** Something about one entry of a JSON manifest or lockfile. */
export interface EntryFault extends Fault {
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
    ...allowedScripts(base, head),
    ...licenceFaults(base, head),
    ...[...sections, ...overrideSections].flatMap((section) => sectionFaults(section, base, head)),
  ];
}

/** Undefined for what is no JSON. */
export function parseJson(text: string | undefined): Json | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
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
    const fault = scriptFault(name, command);
    return fault === undefined ? [] : [{ ...fault, key: ['scripts', name] }];
  });
}

/** A command that runs on every machine that installs; undefined for those that everybody has. */
export function scriptFault(name: string, command: string): Fault | undefined {
  const steps = command.split(/\s*&&\s*/).map((step) => step.trim());
  const isSuspicious = fetching.test(command);
  if (!isSuspicious && (/^pre(pare|publish)/.test(name) || steps.every((step) => harmless.test(step))))
    return undefined;
  return {
    rule: 'install-script',
    severity: isSuspicious ? 'high' : 'medium',
    title: `${code(name)} now runs ${code(command)} on every machine that installs`,
    why: 'Install scripts run before anyone has read the code, with the rights and the environment of whoever installs: developers and CI with its tokens.',
    instead: 'Do the work in a command that is called on purpose.',
    cwe: 'CWE-829',
  };
}

/** Packages whose install scripts may run, by npm, pnpm and Bun. */
const scriptLists = [
  ['allowScripts'],
  ['pnpm', 'onlyBuiltDependencies'],
  ['pnpm', 'allowBuilds'],
  ['trustedDependencies'],
] as const;

function allowedScripts(base: Json | undefined, head: Json): EntryFault[] {
  const valueAt = (json: Json | undefined, path: readonly string[]) =>
    path.reduce<Json | undefined>((value, key) => (isObject(value) ? value[key] : undefined), json);
  return scriptLists.flatMap((path) => {
    const before = new Set(allowedIn(valueAt(base, path)));
    const added = allowedIn(valueAt(head, path)).filter((name) => !before.has(name));
    return added.map((name): EntryFault => ({ ...allowedFault(name), key: [...path, name] }));
  });
}

function allowedIn(json: Json | undefined): readonly string[] {
  if (Array.isArray(json)) return json.filter((name) => typeof name === 'string');
  return isObject(json)
    ? Object.entries(json).flatMap(([name, allowed]) => (allowed === true ? [name] : []))
    : [];
}

export function allowedFault(name: string): Fault {
  return {
    rule: 'install-script',
    severity: 'medium',
    title: `${code(name)} may now run scripts on every machine that installs`,
    why: 'Install scripts of dependencies run with the rights and the environment of whoever installs.',
    instead: 'Read the script first, and allow the package in one version only.',
    cwe: 'CWE-829',
  };
}

const demanding = /\b(A?GPL|SSPL|BUSL|BSL-1\.1|Commons-Clause|Elastic-2\.0|UNLICENSED)/i;

function licenceFaults(base: Json | undefined, head: Json): EntryFault[] {
  const licenceOf = (json: Json | undefined) =>
    isObject(json) && typeof json['license'] === 'string' ? json['license'] : undefined;
  const [old, licence] = [licenceOf(base), licenceOf(head)];
  if (old === undefined || licence === undefined || old === licence) return [];
  return [
    {
      rule: 'licence',
      severity: demanding.test(licence) && !demanding.test(old) ? 'medium' : 'low',
      title: `The licence changes: ${code(old)} → ${code(licence)}`,
      why: 'What may be done with the program is no longer what its users agreed to.',
      instead: 'Have the new terms looked at before the release.',
      key: ['license'],
    },
  ];
}

function sectionFaults(section: string, base: Json | undefined, head: Json): EntryFault[] {
  const before = entriesOf(base, section);
  const everBefore = new Set(sections.flatMap((other) => [...entriesOf(base, other).keys()]));
  return [...entriesOf(head, section)].flatMap(([name, spec]) => {
    const old = before.get(name);
    if (old === spec) return [];
    const faults = [
      specFault(name, spec),
      section === 'peerDependencies' || !isOpen(spec) ? undefined : unpinnedFault(name, spec),
      ...(old === undefined
        ? newFaults(name, spec, everBefore.has(name))
        : [
            old.startsWith('workspace:') || isLocal(old)
              ? localFault(name, spec)
              : stepFault(name, old, spec),
          ]),
      section === 'dependencies' && old === undefined ? runtimeFault(name, base) : undefined,
    ];
    return faults.flatMap((fault) => (fault === undefined ? [] : [{ ...fault, key: [section, name] }]));
  });
}

function newFaults(name: string, spec: string, wasKnown: boolean): (Fault | undefined)[] {
  const prerelease = lowestVersion(spec)?.prerelease ?? '';
  return [
    wasKnown || isLocal(spec) || spec.startsWith('workspace:')
      ? undefined
      : nameFault(aliased(name, spec), 'npm'),
    wasKnown ? undefined : deprecationFault(name, 'npm'),
    wasKnown || prerelease === ''
      ? undefined
      : preReleaseFault(name, `comes in as a pre-release: ${code(spec)}`),
  ];
}

/** What is really installed under a name: `npm:other@1` is `other`. */
function aliased(name: string, spec: string): string {
  return /^npm:(@?[^@]+)/.exec(spec)?.[1] ?? name;
}

function isLocal(spec: string): boolean {
  return /^(file|link|portal):|^\.{1,2}\//.test(spec);
}

function localFault(name: string, spec: string): Fault | undefined {
  return /^[\^~\d>=]|^latest$|^\*$/.test(spec) ? confusionFault(name) : undefined;
}

function isOpen(spec: string): boolean {
  const text = spec.replace(/^npm:(@?[^@]+)@?/, '').trim();
  return /^(\*|x|latest|next|canary|beta|nightly|)$/i.test(text) || /^>=?\s*[\d.]+$/.test(text);
}

function runtimeFault(name: string, base: Json | undefined): Fault | undefined {
  if (!entriesOf(base, 'devDependencies').has(name)) return undefined;
  return {
    rule: 'runtime',
    severity: 'low',
    title: `${code(name)} was needed for development and now ships with the program`,
    why: 'Its holes and those of what it brings become holes of the program.',
    instead: 'Leave it in `devDependencies` unless the program itself calls it.',
  };
}

function specFault(name: string, spec: string): Fault | undefined {
  const isGit =
    /^(git\+|git:|git@|github:|gitlab:|bitbucket:|gist:)|^[\w.-]+\/[\w.-]+(#.*)?$|^(https?|ssh):.*\.git(#.*)?$/.test(
      spec,
    );
  const isTarball = !isGit && /^https?:/.test(spec);
  if (!isGit && !isTarball) return undefined;
  const isPlain = /^(http|git):/.test(spec) || spec.startsWith('git+http:');
  if (isGit && /#[\da-f]{40}$/.test(spec) && !isPlain)
    return sourceFault(name, spec, 'comes from a repository, past the registry and its checks', 'low');
  const what = isGit
    ? 'comes from a branch or tag, which its owner can move to other code'
    : 'comes from an address, not from the registry';
  return isPlain
    ? sourceFault(name, spec, `${what}, over an unencrypted connection`, 'high')
    : sourceFault(name, spec, what, 'medium');
}
