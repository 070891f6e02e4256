import type { Change, Severity } from '#agents/contract.ts';
import type { Spotted } from './findings/spotted.ts';
import { code } from './findings/shown-text.ts';
import { addedTextOf, lineAt, type AddedText } from './secrets/added-text.ts';
import { isIdentifier, isPlaceholder, speaksOfPublicValue } from './secrets/allow-list.ts';
import { genericSecrets } from './secrets/generic.ts';
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
  readonly secret: string;
  readonly start: number;
  readonly end: number;
}

const testPath =
  /(^|\/)(__tests__|tests?|spec|e2e|fixtures?|mocks?|__mocks__|examples?|stand-ins)\/|\.(test|spec|fixture|example|sample|stories)\.|(^|[._-])(example|sample|template|dist)($|\.)/i;
const looseValues = new Set(['yaml', 'env', 'ini', 'toml', 'shell', 'dockerfile', 'terraform']);

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
  if (added.text.trim() === '') return [];
  const known = `${change.baseText ?? ''}\n${removed}`;
  const hits = withoutOverlaps([
    ...patternHits(added),
    ...(await presetHits(added, change.path, scan)),
    ...genericHits(added, change),
  ]);
  return hits.filter(({ secret }) => !known.includes(secret)).map((hit) => spot(hit, change, added));
}

function patternHits(added: AddedText): Hit[] {
  return [...prefixedPatterns, ...shapePatterns].flatMap((pattern) => [...matchesOf(pattern, added)]);
}

function* matchesOf(pattern: SecretPattern, added: AddedText): Iterable<Hit> {
  for (const match of added.text.matchAll(pattern.pattern)) {
    const secret = match[1] ?? match[0];
    const start = match.index + match[0].indexOf(secret);
    const line = lineTextAt(added.text, start);
    if (isPlaceholder(secret) || isIdentifier(secret) || speaksOfPublicValue(line)) continue;
    if (pattern.accepts?.(secret, line) === false) continue;
    const { id, kind, severity } = pattern;
    // A key is found at its BEGIN line, where a reader looks for it.
    yield {
      id,
      kind,
      severity,
      confidence: 0.9,
      secret: secret.trim(),
      start: match.index,
      end: start + secret.length,
    };
  }
}

async function presetHits(added: AddedText, path: string, scan: PresetScan): Promise<Hit[]> {
  const hits = await scan(added.text, path);
  return hits.flatMap((hit) => {
    const secret = added.text.slice(hit.start, hit.end).replace(/["'`,;]+$/, '');
    const line = lineTextAt(added.text, hit.start);
    if (isPlaceholder(secret) || isIdentifier(secret) || speaksOfPublicValue(line)) return [];
    const password = /:\/\/[^:/@\s]*:([^@\s]+)@/.exec(secret)?.[1];
    const refused =
      password !== undefined &&
      shapePatterns.some(
        ({ id, accepts }) => id === 'connection-string' && accepts?.(password, line) === false,
      );
    return refused ? [] : [{ ...hit, secret, confidence: 0.85 }];
  });
}

function genericHits(added: AddedText, change: Change): Hit[] {
  if (testPath.test(change.path) || change.language === 'markdown') return [];
  const loose = looseValues.has(change.language ?? '');
  return added.lines.flatMap(({ text, start }) =>
    speaksOfPublicValue(text)
      ? []
      : [...genericSecrets(text, loose)].map(({ name, value, index }): Hit => ({
          id: hardCoded.id,
          kind: `literal in \`${name.replaceAll('`', '')}\``,
          severity: hardCoded.severity,
          confidence: 0.7,
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
  const shown = code(`${hit.secret.slice(0, 4)}…`);
  return {
    rule: rule.id,
    category: rule.category,
    severity: isTest ? 'low' : hit.severity,
    confidence: isTest ? hit.confidence / 2 : hit.confidence,
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
