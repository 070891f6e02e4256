import type { Change } from '#agents/contract.ts';
import type { AddedText } from './added-text.ts';
import { isIdentifier, isPlaceholder, isWordForSecret } from './allow-list.ts';
import { isSecret } from './generic.ts';

export interface ContextSecret {
  readonly id: 'credential-file' | 'kubernetes-secret' | 'hard-coded';
  readonly kind: string;
  readonly secret: string;
  /** Offset in the added text. */
  readonly start: number;
}

/** Secrets that the file they stand in gives away, or the line before. */
export function* contextSecrets(change: Change, added: AddedText): Iterable<ContextSecret> {
  yield* credentialFile(change.path, added.text);
  if (change.language === 'yaml') yield* kubernetesSecrets(change, added);
  yield* namedValues(added.text);
}

const credentialFiles: readonly (readonly [path: RegExp, line: RegExp])[] = [
  [/(^|\/)[._]netrc$/, /(?<=^|\s)password\s+(\S+)/gm],
  [/(^|\/)\.?pgpass(\.conf)?$/, /^[^#:\n]+:[^:\n]*:[^:\n]*:[^:\n]*:(.+)$/gm],
  [/(^|\/)\.?(my|client)\.cnf$/, /^\s*password\s*=\s*["']?([^"'\s]+)/gm],
  [/(^|\/)\.docker\/config\.json$|(^|\/)\.dockercfg$/, /"auth"\s*:\s*"([A-Za-z0-9+/=]{8,})"/g],
  [
    /(^|\/)\.?s3cfg$|(^|\/)\.boto$|(^|\/)\.aws\/credentials$/,
    /^\s*(?:aws_)?secret(?:_access)?_key\s*=\s*(\S{20,})/gm,
  ],
];

function* credentialFile(path: string, text: string): Iterable<ContextSecret> {
  for (const [pattern, line] of credentialFiles) {
    if (!pattern.test(path)) continue;
    for (const match of text.matchAll(line)) {
      const secret = match[1] ?? '';
      if (isOpen(secret)) continue;
      yield {
        id: 'credential-file',
        kind: 'password in a file for passwords',
        secret,
        start: startOf(match),
      };
    }
  }
}

/** Every literal in a Secret is one, unless its key says what else it is. */
const openKeys =
  /(^|[-_.])(user(name)?|host(name)?|port|url|database|db(name)?|region|bucket|email|crt|cert|ca|namespace|endpoint|type|project|uri|server|issuer|audience)$|^name$/i;
const entry = /^\s+["']?([\w.-]+)["']?\s*:\s*["']?([^\s"'#|>]{4,})["']?\s*$/;

function* kubernetesSecrets(change: Change, added: AddedText): Iterable<ContextSecret> {
  const numbers = secretLines(change.headText ?? '');
  for (const { number, text, start } of added.lines) {
    const encoded = numbers.get(number);
    if (encoded === undefined) continue;
    const [, key = '', value = ''] = entry.exec(text) ?? [];
    const secret = encoded ? decoded(value) : value;
    if (key === '' || secret === undefined || openKeys.test(key) || isOpen(secret)) continue;
    yield {
      id: 'kubernetes-secret',
      kind: `\`${key}\` of a Kubernetes Secret`,
      secret: value,
      start: start + text.indexOf(value),
    };
  }
}

/** Lines below `data` (in base64) and `stringData` of documents of `kind: Secret`. */
function secretLines(text: string): ReadonlyMap<number, boolean> {
  const found = new Map<number, boolean>();
  if (!/^\s*kind:\s*["']?Secret["']?\s*$/m.test(text)) return found;
  let offset = 0;
  for (const document of text.split(/^---.*$/m)) {
    const lines = document.split('\n');
    if (/^\s*kind:\s*["']?Secret["']?\s*$/m.test(document)) {
      let section: { readonly indent: number; readonly encoded: boolean } | undefined;
      for (const [index, line] of lines.entries()) {
        const indent = line.search(/\S/);
        if (indent < 0) continue;
        const opened = /^\s*(data|stringData):\s*$/.exec(line)?.[1];
        if (opened !== undefined) section = { indent, encoded: opened === 'data' };
        else if (section !== undefined && indent <= section.indent) section = undefined;
        else if (section !== undefined) found.set(offset + index + 1, section.encoded);
      }
    }
    offset += lines.length - 1;
  }
  return found;
}

/** The text that base64 stands for; undefined where it is no base64, or no text but a certificate. */
function decoded(value: string): string | undefined {
  if (!/^[A-Za-z0-9+/]{4,}={0,2}$/.test(value)) return undefined;
  const text = Buffer.from(value, 'base64').toString('latin1').trim();
  return /BEGIN (CERTIFICATE|PUBLIC)/.test(text) ? undefined : text;
}

function isOpen(secret: string): boolean {
  return secret.length < 4 || isPlaceholder(secret) || isWordForSecret(secret) || isIdentifier(secret);
}

/** `name: DB_PASSWORD` and its `value` on the same or the next line; `<key>` and `<string>` of property lists. */
const pairs = [
  /["']?\bname["']?\s*[:=]\s*["']?([A-Za-z_][\w.-]{2,60})["']?,?\s*\n?\s*["']?value["']?\s*[:=]\s*["']?([^"'\n\s]{6,150})["']?/gi,
  /\bvariable\s+"([A-Za-z_][\w-]{2,60})"\s*\{[^}]*?\bdefault\s*=\s*"([^"\s]{6,150})"/g,
  /<key>([A-Za-z_][\w.-]{2,60})<\/key>\s*<string>([^<\s]{6,150})<\/string>/g,
];

function* namedValues(text: string): Iterable<ContextSecret> {
  for (const pair of pairs) {
    for (const match of text.matchAll(pair)) {
      const [, name = '', secret = ''] = match;
      if (!isSecret(name, secret)) continue;
      yield {
        id: 'hard-coded',
        kind: `literal in \`${name}\``,
        secret,
        start: match.index + match[0].lastIndexOf(secret),
      };
    }
  }
}

function startOf(match: RegExpExecArray): number {
  return match.index + match[0].lastIndexOf(match[1] ?? '');
}
