import type { Change, Severity } from '#agents/contract.ts';
import type { Spotted } from './findings/spotted.ts';
import { code } from './findings/shown-text.ts';
import { addedTextOf, lineAt, type AddedText } from './secrets/added-text.ts';
import { isIdentifier, isPlaceholder, speaksOfPublicValue } from './secrets/allow-list.ts';
import { genericSecrets } from './secrets/generic.ts';
import { commandLinePatterns } from './secrets/command-line.ts';
import { connectionPatterns } from './secrets/connections.ts';
import { contextSecrets } from './secrets/contexts.ts';
import { explain } from './rules/rule-info.ts';
import type { PresetScan } from './secrets/load-secretlint.ts';
import { prefixedPatterns, type SecretPattern } from './secrets/patterns.ts';
import { hardCoded, secretRule } from './secrets/secret-rules.ts';
import { shapePatterns } from './secrets/shapes.ts';

interface Hit {
  readonly id: string;
  readonly kind: string;
  readonly severity: Severity;
  readonly confidence: number;
  /** By its checksum: it is live even in a test. */
  readonly isProven: boolean;
  readonly secret: string;
  readonly start: number;
  readonly end: number;
}

const testPath =
  /(^|\/)(__tests__|tests?|spec|e2e|fixtures?|mocks?|__mocks__|testdata|examples?|samples?|stand-ins)\/|\.(test|spec|fixture|example|sample|stories|template|tmpl|dist)(\.|$)|(^|[._-])(example|sample|template|test|tests)\.|_test\.\w+$|(Test|Tests|IT)\.(java|kt|cs)$|(^|\/)(test_\w+|conftest)\.py$/i;
/** Files in which values need no quotes. */
const looseValues = new Set([
  'yaml',
  'env',
  'ini',
  'toml',
  'shell',
  'dockerfile',
  'terraform',
  'text',
  'makefile',
  'powershell',
]);
const loosePath =
  /\.(properties|conf|cnf|cfg|config|envrc|credentials|tfvars|service|ps1|bat|cmd)$|(^|\/)(\.envrc|credentials|config|\.[\w-]*rc|Procfile|Jenkinsfile)$/i;
/** Full of checksums and of what machines wrote. */
const noSecrets = /\.(svg|map|lock|sum|woff2?|po|pot|tfstate\.lock)$/i;
/** A Firebase configuration is shipped to every visitor, its key with it. */
const shippedKey = /authDomain|messagingSenderId|firebaseapp\.com|mobilesdk_app_id/;

/**
 * Secrets in the added lines of a file, whatever its language. A finding names the kind and the first four characters,
 * never more. `removed` is all text the change removes: a value that only moved is no news.
 */
export async function findSecrets(
  change: Change,
  removed: string,
  scan: PresetScan,
): Promise<readonly Spotted[]> {
  const added = addedTextOf(change);
  if (added.text.trim() === '' || noSecrets.test(change.path)) return [];
  const known = `${change.baseText ?? ''}\n${removed}`;
  const hits = withoutOverlaps([
    ...patternHits(added),
    ...(await presetHits(added, change.path, scan)),
    ...contextHits(added, change),
    ...genericHits(added, change),
  ]);
  return hits.filter(({ secret }) => !known.includes(secret)).map((hit) => spot(hit, change, added));
}

const patterns = [...prefixedPatterns, ...shapePatterns, ...connectionPatterns, ...commandLinePatterns];

function patternHits(added: AddedText): Hit[] {
  const lower = added.text.toLowerCase();
  return patterns
    .filter(({ hint }) => hint === undefined || lower.includes(hint))
    .flatMap((pattern) => [...matchesOf(pattern, added)]);
}

function* matchesOf(pattern: SecretPattern, added: AddedText): Iterable<Hit> {
  for (const match of added.text.matchAll(pattern.pattern)) {
    const secret = match.slice(1).find((group) => group !== undefined) ?? match[0];
    const start = match.index + match[0].lastIndexOf(secret);
    const line = lineTextAt(added.text, start);
    if (isRefused(pattern, secret, line) || isShipped(pattern, start, added.text)) continue;
    yield {
      id: pattern.id,
      kind: pattern.kind,
      severity: pattern.severityOf?.(secret) ?? pattern.severity,
      confidence: 0.9,
      isProven: pattern.isProven?.(secret) ?? false,
      secret: secret.trim(),
      // A key is found at its BEGIN line, where a reader looks for it.
      start: pattern.id === 'private-key' ? match.index : start,
      end: start + secret.length,
    };
  }
}

function isRefused({ accepts }: SecretPattern, secret: string, line: string): boolean {
  if (isPlaceholder(secret) || isIdentifier(secret) || /sha(256|384|512)-/.test(line)) return true;
  return accepts?.(secret, line) === false;
}

function isShipped({ id }: SecretPattern, start: number, text: string): boolean {
  return id === 'google-api-key' && shippedKey.test(text.slice(Math.max(0, start - 600), start + 600));
}

function contextHits(added: AddedText, change: Change): Hit[] {
  const isTest = testPath.test(change.path);
  return [...contextSecrets(change, added)]
    .filter(({ id }) => !isTest || id !== 'hard-coded')
    .map((found) => ({
      ...found,
      severity: secretRule(found.id).severity,
      confidence: 0.8,
      isProven: false,
      end: found.start + found.secret.length,
    }));
}

async function presetHits(added: AddedText, path: string, scan: PresetScan): Promise<Hit[]> {
  const hits = await scan(added.text, path);
  return hits.flatMap((hit) => {
    const secret = added.text.slice(hit.start, hit.end).replace(/["'`,;]+$/, '');
    const line = lineTextAt(added.text, hit.start);
    if (isPlaceholder(secret) || isIdentifier(secret) || speaksOfPublicValue(line)) return [];
    const password = /:\/\/[^:/@\s]*:([^@\s]+)@/.exec(secret)?.[1];
    const refused =
      (password !== undefined && connectionPatterns[0]?.accepts?.(password, line) === false) ||
      (secret.startsWith('AIza') && shippedKey.test(added.text));
    return refused ? [] : [{ ...hit, secret, confidence: 0.85, isProven: false }];
  });
}

function genericHits(added: AddedText, change: Change): Hit[] {
  if (testPath.test(change.path) || change.language === 'markdown') return [];
  const loose = looseValues.has(change.language ?? '') || loosePath.test(change.path);
  return added.lines.flatMap(({ text, start }) =>
    speaksOfPublicValue(text)
      ? []
      : [...genericSecrets(text, loose)]
          .filter(({ value }) => !value.startsWith('AIza'))
          .map(({ name, value, index }): Hit => ({
            id: hardCoded.id,
            kind: `literal in \`${name.replaceAll('`', '')}\``,
            severity: hardCoded.severity,
            confidence: 0.7,
            isProven: false,
            secret: value,
            start: start + index,
            end: start + index + value.length,
          })),
  );
}

function lineTextAt(text: string, offset: number): string {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const to = text.indexOf('\n', offset);
  return text.slice(from, to < 0 ? text.length : to);
}

/** The first of overlapping hits: the own patterns come before the preset and before the generic ones. */
function withoutOverlaps(hits: readonly Hit[]): Hit[] {
  const kept: Hit[] = [];
  for (const hit of hits) {
    if (!kept.some((other) => hit.start < other.end && other.start < hit.end)) kept.push(hit);
  }
  return kept;
}

function spot(hit: Hit, change: Change, added: AddedText): Spotted {
  const line = lineAt(added, hit.start);
  const isTest = testPath.test(change.path);
  const rule = secretRule(hit.id);
  const isMild = isTest && !hit.isProven;
  const shown = code(`${hit.secret.slice(0, shownChars(hit.secret))}…`);
  return {
    rule: rule.id,
    category: rule.category,
    severity: isMild ? 'low' : hit.severity,
    confidence: isMild ? hit.confidence / 2 : hit.confidence,
    title: `A secret is in the code: ${hit.kind} (${shown})`,
    detail: explain({ ...rule, languages: ['typescript'] }),
    cwe: rule.cwe,
    path: change.path,
    side: 'new',
    line,
    // Never made of the value: a short one could be searched from its hash.
    identity: `${hit.id} ${hit.kind}`,
  };
}

/** Enough to find the value by, never enough to guess the rest. */
function shownChars({ length }: string): number {
  return Math.min(4, Math.floor(length / 4));
}
