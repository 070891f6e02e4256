import { enclosingFunction } from '../../syntax/expressions.ts';
import { ancestors, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { escapeRegExp, functionName } from '../../flow/functions.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';
import { wordsOf } from '../words.ts';

const brokenHash = /^(md[245]|sha-?1|ripemd(160)?|rsa-md5|rsa-sha1)$/i;
const fastHash = /^(sha-?(224|256|384|512)|sha3-\d+|blake2[bs]\d+)$/i;
const md5Packages =
  /^(md5|js-md5|blueimp-md5|sha1|js-sha1|crypto-js\.(MD5|SHA1|HmacMD5|HmacSHA1)|ts-md5\.Md5\.hashStr)$/;
const passwordWord = /^(password|passwd|pwd|passphrase|pin)$/;
const securityWord =
  /^(password|passwd|pwd|passphrase|secret|token|signature|sign|signed|hmac|mac|auth|credential|credentials|session|apikey|verify|verification|csrf|otp|jwt|cert|certificate)$/;
const innocentWord =
  /^(etag|checksum|cache|cached|dedupe|fingerprint|gravatar|bucket|shard|filename|cachekey|integrity|content)$/;

export const weakHash = defineRule({
  id: 'security/weak-hash',
  title: '{source} protects what `{sink}` makes',
  summary: 'A fast or broken hash protects a secret',
  cwe: 'CWE-327',
  severity: 'high',
  why: 'Values that give the same MD5 or SHA-1 can be made at will, and a graphics card tries billions of passwords a second against any fast hash.',
  instead: 'Use scrypt or argon2id for passwords, and HMAC-SHA-256 for signatures.',
  example: 'const hash = scryptSync(password, randomBytes(16), 32, { N: 2 ** 17, r: 8, maxmem: 2 ** 28 });',
  *find(file): Iterable<Match> {
    for (const call of file.calls()) {
      const fault = hashFault(file, call);
      if (fault !== undefined) yield { node: call.node, sink: call.method, ...fault };
    }
  },
});

function hashFault(file: SourceFile, call: CallSite): Pick<Match, 'source' | 'severity' | 'cwe'> | undefined {
  const algorithm = algorithmOf(file, call);
  if (algorithm === undefined) return undefined;
  const isBroken = brokenHash.test(algorithm);
  if (call.method === 'createHmac') {
    return isBroken ? { source: `HMAC with ${algorithm}`, severity: 'medium' } : undefined;
  }
  const words = contextWords(call.node);
  if (words.some((word) => innocentWord.test(word))) return undefined;
  if (isBroken && words.some((word) => securityWord.test(word))) return { source: algorithm };
  if (!fastHash.test(algorithm) || !words.some((word) => passwordWord.test(word))) return undefined;
  return { source: `${algorithm}, a fast hash,`, cwe: 'CWE-916' };
}

function algorithmOf(file: SourceFile, call: CallSite): string | undefined {
  if (/^crypto\.(createHash|createHmac|hash)$/.test(call.name)) return file.textOf(call.arguments[0]);
  if (!md5Packages.test(call.name)) return undefined;
  return /sha-?1/i.test(call.name) ? 'SHA-1' : 'MD5';
}

/** A longer statement speaks of more than its hash. */
const maxStatementChars = 600;

/** The words around a hash: what it is of, what it is stored as, which function it is in. */
function contextWords(call: SyntaxNode): readonly string[] {
  let statement = call;
  for (const outer of ancestors(call)) {
    if (outer.kind === 'statement_block' || outer.kind === 'program') break;
    statement = outer;
  }
  const fn = enclosingFunction(call);
  const near = statement.end - statement.start < maxStatementChars ? statement.text : call.text;
  const written = near.replace(/createH(ash|mac)|\/\/.*$/gm, ' ');
  const name = fn === undefined ? '' : (functionName(fn) ?? '');
  return [written, name, laterUpdates(statement, fn)].flatMap(wordsOf);
}

/** `hash.update(password)` in a statement of its own. */
function laterUpdates(statement: SyntaxNode, fn: SyntaxNode | undefined): string {
  const name = /^(?:const|let|var)\s+(\w+)/.exec(statement.text)?.[1];
  if (name === undefined || fn === undefined) return '';
  const updates = fn.text.matchAll(new RegExp(`\\b${escapeRegExp(name)}\\.update\\(([^)]*)\\)`, 'g'));
  return [...updates].map(([, updated = '']) => updated).join(' ');
}
