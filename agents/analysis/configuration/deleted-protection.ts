import type { ChangeSet, DeletedFile } from '#agents/contract.ts';
import { code } from '../findings/shown-text.ts';
import type { Spotted } from '../findings/spotted.ts';
import { explain, type RuleInfo } from '../rules/rule-info.ts';
import { isTestPath } from '../missing-tests/test-paths.ts';
import { escapeRegExp } from '../flow/functions.ts';

export const deletedProtectionRule: RuleInfo = {
  id: 'configuration/deleted-protection',
  title: 'The change deletes a protection',
  category: 'configuration',
  cwe: 'CWE-693',
  severity: 'medium',
  confidence: 0.75,
  languages: [],
  why: 'What the file protected is still there, and nothing in the change takes its place: nobody notices until it is missed.',
  instead: 'Keep the file, or say in the change what does its work now.',
  example: 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: only-from-the-gateway }',
};

interface Protection {
  readonly path: RegExp;
  /** A line that makes it one; group 1 is what it is about, where lines tell that. */
  readonly line: RegExp;
  readonly what: (match: RegExpExecArray) => string;
  /** In another file of the change: something of the kind is there, or comes. */
  readonly instead: (match: RegExpExecArray) => RegExp;
}

const protections: readonly Protection[] = [
  {
    path: /\.ya?ml$/,
    line: /^kind:\s*["']?(NetworkPolicy|CiliumNetworkPolicy|CiliumClusterwideNetworkPolicy|AuthorizationPolicy|PeerAuthentication|ValidatingAdmissionPolicy|LimitRange)["']?\s*$/,
    what: ([, kind = '']) => `the ${code(kind)}`,
    instead: ([, kind = '']) => new RegExp(`^\\s*kind:\\s*["']?${escapeRegExp(kind)}\\b`, 'm'),
  },
  {
    path: /(^|\/)\.github\/workflows\/[^/]+\.ya?ml$|(^|\/)\.gitlab-ci\.yml$/,
    line: /\b(github\/codeql-action|gitleaks|trufflehog|semgrep|trivy|snyk|dependency-review-action|osv-scanner|zizmor|bandit|gosec)\b/i,
    what: ([, scan = '']) => `the scan by ${code(scan)}`,
    instead: ([, scan = '']) => new RegExp(escapeRegExp(scan), 'i'),
  },
  {
    path: /(^|\/)(\.npmrc|\.yarnrc\.yml|pnpm-workspace\.yaml)$/,
    line: /^\s*(ignore-scripts\s*=\s*true|enableScripts:\s*false|min-release-age\s*=.*|minimumReleaseAge:.*|npmMinimalAgeGate:.*|strictDepBuilds:\s*true|blockExoticSubdeps:\s*true)\s*$/,
    what: ([, setting = '']) => `the setting ${code(setting.trim())}`,
    instead: ([, setting = '']) => new RegExp(escapeRegExp(setting.split(/[:=]/)[0]?.trim() ?? ''), 'm'),
  },
  {
    path: /(^|\/)CODEOWNERS$/,
    line: /^\s*[^#\s]\S*\s+@\S+/,
    what: () => 'the owners who must agree to changes',
    instead: () => /^\s*[^#\s]\S*\s+@\w/m,
  },
  {
    path: /(^|\/)\.github\/dependabot\.ya?ml$/,
    line: /^\s*-?\s*package-ecosystem:/,
    what: () => 'the updates of dependencies',
    instead: () => /package-ecosystem:|"extends"|renovate/,
  },
];

/** Deleted files that protected something else. Where what ran beside them is deleted too, nothing is left to protect. */
export function findDeletedProtections({ deleted = [], changes }: ChangeSet): readonly Spotted[] {
  return deleted.flatMap((file) => {
    if (isTestPath(file.path) || isOfRemovedService(file, deleted)) return [];
    for (const { path, line, what, instead } of protections) {
      const found = path.test(file.path) ? firstLine(file, line) : undefined;
      if (found === undefined) continue;
      const isReplaced = changes.some(({ headText = '' }) => instead(found.match).test(headText));
      return isReplaced ? [] : [spot(file, what(found.match), found.line)];
    }
    return [];
  });
}

function isOfRemovedService({ path }: DeletedFile, deleted: readonly DeletedFile[]): boolean {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return deleted.some(
    (other) =>
      other.path.startsWith(folder) &&
      /^kind:\s*["']?(Deployment|StatefulSet|DaemonSet|Service)\b/m.test(other.baseText),
  );
}

function firstLine(
  { hunks }: DeletedFile,
  pattern: RegExp,
): { readonly match: RegExpExecArray; readonly line: number } | undefined {
  for (const { text, oldLine } of hunks.flatMap(({ lines }) => lines)) {
    const match = pattern.exec(text);
    if (match !== null && oldLine !== undefined) return { match, line: oldLine };
  }
  return undefined;
}

function spot({ path }: DeletedFile, what: string, line: number): Spotted {
  return {
    rule: deletedProtectionRule.id,
    category: deletedProtectionRule.category,
    severity: deletedProtectionRule.severity,
    confidence: deletedProtectionRule.confidence,
    title: `The change deletes ${what}`,
    detail: explain(deletedProtectionRule),
    cwe: deletedProtectionRule.cwe,
    path,
    side: 'old',
    line,
    identity: what,
  };
}
