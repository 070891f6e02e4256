import { argumentsOf, calleeOf, enclosingFunction, stringValue, unwrap } from '../../syntax/expressions.ts';
import { ancestors, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { functionName } from '../../flow/functions.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';
import { wordsOf } from '../words.ts';

const brokenHash = /^(md[245]|sha-?1|ripemd(160)?|rsa-md5|rsa-sha1)$/i;
const fastHash = /^(sha-?(224|256|384|512)|sha3-\d+|blake2[bs]\d+)$/i;
const brokenCipher = /^(des|des3|des-.*|des-ede.*|rc2.*|rc4.*|bf.*|blowfish|cast.*|idea.*|seed.*|.*-ecb)$/i;
const passwordWord = /^(password|passwd|pwd|passphrase|pin)$/;
const securityWord =
  /^(password|passwd|pwd|passphrase|secret|token|signature|sign|signed|hmac|mac|auth|credential|credentials|session|apikey|verify|verification|csrf|otp|jwt|cert|certificate)$/;
const innocentWord = /^(etag|checksum|cache|cached|dedupe|fingerprint|gravatar|bucket|shard|filename|cachekey|integrity|content)$/;

export const weakCrypto = defineRule({
  id: 'security/weak-crypto',
  title: 'Weak cryptography: {source} in `{sink}`',
  cwe: 'CWE-327',
  severity: 'high',
  why: 'What this protects can be forged or recovered: broken algorithms and constant keys or IVs give way to public tools, fast hashes and few rounds to a graphics card.',
  instead: 'Use AES-256-GCM with a random IV, HMAC-SHA-256 for signatures, and scrypt or argon2id for passwords.',
  example: "const key = scryptSync(password, randomBytes(16), 32, { N: 2 ** 17, r: 8, maxmem: 2 ** 28 });",
  *find(file): Iterable<Match> {
    for (const call of file.calls()) {
      const fault = faultOf(file, call);
      if (fault !== undefined) yield { node: call.node, sink: call.method, ...fault };
    }
  },
});

type Fault = Pick<Match, 'source' | 'severity' | 'cwe'>;

function faultOf(file: SourceFile, call: CallSite): Fault | undefined {
  if (/^crypto\.(createHash|createHmac|hash)$/.test(call.name)) return hashFault(call);
  if (/^crypto\.create(Cipher|Decipher)$/.test(call.name)) return { source: 'a key made from a password without salt' };
  if (/^crypto\.create(Cipher|Decipher)iv$/.test(call.name)) return cipherFault(file, call);
  if (/^crypto\.(promises\.)?pbkdf2(Sync)?$/.test(call.name)) return pbkdf2Fault(file, call);
  if (/^crypto\.scrypt(Sync)?$/.test(call.name)) return saltFault(file, call.arguments[1]);
  if (/^bcrypt(js)?\.(hash|hashSync|genSalt|genSaltSync)$/.test(call.name)) return bcryptFault(file, call);
  if (/^crypto\.generateKeyPair(Sync)?$/.test(call.name)) return keyPairFault(file, call);
  return cryptoJsFault(call);
}

function hashFault(call: CallSite): Fault | undefined {
  const algorithm = stringValue(call.arguments[0]) ?? '';
  if (call.method === 'createHmac' && brokenHash.test(algorithm)) return { source: `HMAC with ${algorithm}`, severity: 'medium' };
  const words = contextWords(call.node);
  if (words.some((word) => innocentWord.test(word))) return undefined;
  if (brokenHash.test(algorithm) && words.some((word) => securityWord.test(word))) return { source: algorithm };
  if (fastHash.test(algorithm) && call.method !== 'createHmac' && words.some((word) => passwordWord.test(word))) {
    return { source: `${algorithm}, a fast hash, for a password`, cwe: 'CWE-916' };
  }
  return undefined;
}

/** The words around a hash: what it is of, what it is stored as, which function it is in. */
function contextWords(call: SyntaxNode): readonly string[] {
  let statement = call;
  for (const outer of ancestors(call)) {
    if (outer.kind === 'statement_block' || outer.kind === 'program') break;
    statement = outer;
  }
  const fn = enclosingFunction(call);
  const near = statement.end - statement.start < 600 ? statement.text : call.text;
  const code = near.replace(/createH(ash|mac)|\/\/.*$/gm, ' ');
  return [...wordsOf(code), ...wordsOf(fn === undefined ? '' : (functionName(fn) ?? ''))];
}

function cipherFault(file: SourceFile, call: CallSite): Fault | undefined {
  const [algorithm, key, iv] = call.arguments;
  const name = stringValue(algorithm) ?? '';
  if (brokenCipher.test(name)) return { source: name };
  if (isConstantBytes(file, key)) return { source: 'a key written in the code', cwe: 'CWE-321' };
  const encrypts = call.method === 'createCipheriv';
  return encrypts && isConstantBytes(file, iv) ? { source: 'an IV that is always the same', cwe: 'CWE-329', severity: 'medium' } : undefined;
}

/** A literal, or bytes made of one: `Buffer.from('…')`, `Buffer.alloc(16)`. */
function isConstantBytes(file: SourceFile, expression: SyntaxNode | undefined): boolean {
  if (expression === undefined) return false;
  const node = unwrap(expression);
  if (stringValue(node) !== undefined) return stringValue(node) !== '';
  if (node.kind === 'identifier') {
    const binding = file.flow.bindings.resolve(node);
    return binding?.kind === 'variable' && binding.constant && binding.path.length === 0 && isConstantBytes(file, binding.value);
  }
  if (node.kind !== 'call_expression' && node.kind !== 'new_expression') return false;
  const callee = calleeOf(node)?.text ?? '';
  const [first] = argumentsOf(node);
  if (callee === 'Buffer.alloc') return !fillsLater(file, node);
  if (callee === 'Uint8Array') return first?.kind === 'number' && !fillsLater(file, node);
  return callee === 'Buffer.from' && (isConstantBytes(file, first) || (first?.kind === 'array' && first.children.every(({ kind }) => kind === 'number')));
}

/** A buffer made to be filled: `crypto.randomFillSync(iv)`. */
function fillsLater(file: SourceFile, node: SyntaxNode): boolean {
  const name = node.parent?.kind === 'variable_declarator' ? node.parent.field('name')?.text : undefined;
  return name !== undefined && new RegExp(`(random\\w*|getRandomValues|copy|set|write\\w*)\\([^)]*\\b${name}\\b|\\b${name}\\.(set|write\\w*|fill|copy)\\(`).test(file.text);
}

/** Below this many rounds a stolen hash is searched in hours on one card; OWASP's table starts at twice as many. */
const minPbkdf2Rounds = 100_000;
/** OWASP's lowest cost for bcrypt. */
const minBcryptCost = 10;

function pbkdf2Fault(file: SourceFile, call: CallSite): Fault | undefined {
  const rounds = numberOf(file, call.arguments[2]);
  if (rounds !== undefined && rounds < minPbkdf2Rounds) return { source: `only ${rounds} rounds`, cwe: 'CWE-916', severity: 'medium' };
  return saltFault(file, call.arguments[1]);
}

function saltFault(file: SourceFile, salt: SyntaxNode | undefined): Fault | undefined {
  return isConstantBytes(file, salt) ? { source: 'a salt that is always the same', cwe: 'CWE-760', severity: 'medium' } : undefined;
}

function bcryptFault(file: SourceFile, call: CallSite): Fault | undefined {
  const cost = numberOf(file, call.method.startsWith('genSalt') ? call.arguments[0] : call.arguments[1]);
  return cost !== undefined && cost < minBcryptCost ? { source: `a cost of only ${cost}`, cwe: 'CWE-916', severity: 'medium' } : undefined;
}

function keyPairFault(file: SourceFile, call: CallSite): Fault | undefined {
  const bits = numberOf(file, file.option(call.arguments[1], 'modulusLength'));
  return bits !== undefined && bits < 2_048 ? { source: `an RSA key of only ${bits} bits`, cwe: 'CWE-326' } : undefined;
}

function cryptoJsFault(call: CallSite): Fault | undefined {
  const method = /^crypto-js(?:\.|\/)(.+)$/.exec(call.name)?.[1];
  if (method === undefined) return undefined;
  if (/^(DES|TripleDES|RC4|Rabbit)\.(en|de)crypt$/.test(method)) return { source: method };
  if (/^AES\.encrypt$/.test(method) && stringValue(call.arguments[1]) !== undefined) {
    return { source: 'a key written in the code', cwe: 'CWE-321' };
  }
  const words = contextWords(call.node);
  return /^(MD5|SHA1|HmacMD5|HmacSHA1)$/.test(method) && words.some((word) => securityWord.test(word)) ? { source: method } : undefined;
}

function numberOf(file: SourceFile, expression: SyntaxNode | undefined): number | undefined {
  if (expression === undefined) return undefined;
  const node = unwrap(expression);
  if (node.kind === 'number') return Number(node.text.replaceAll('_', ''));
  if (node.kind !== 'identifier') return undefined;
  const binding = file.flow.bindings.resolve(node);
  return binding?.kind === 'variable' && binding.constant && binding.path.length === 0 ? numberOf(file, binding.value) : undefined;
}
