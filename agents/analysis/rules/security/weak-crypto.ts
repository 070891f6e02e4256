import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';
import { isConstantBytes } from './constant-bytes.ts';

type Fault = Pick<Match, 'source' | 'severity' | 'cwe'>;
type Check = (file: SourceFile, call: CallSite) => Fault | undefined;

/** Below this many rounds a stolen hash is searched in hours on one card; OWASP's table starts at twice as many. */
const minPbkdf2Rounds = 100_000;
/** OWASP's lowest cost for bcrypt. */
const minBcryptCost = 10;
/** NIST's lowest for RSA since 2014. */
const minRsaBits = 2_048;

const brokenCipher = /^(des|des3|des-.*|des-ede.*|rc2.*|rc4.*|bf.*|blowfish|cast.*|idea.*|seed.*|.*-ecb)$/i;

const checks: readonly (readonly [name: RegExp, check: Check])[] = [
  [/^crypto\.create(Cipher|Decipher)$/, () => ({ source: 'a key made from a password without salt' })],
  [/^crypto\.create(Cipher|Decipher)iv$/, cipherFault],
  [/^crypto\.(promises\.)?pbkdf2(Sync)?$/, pbkdf2Fault],
  [/^crypto\.scrypt(Sync)?$/, (file, call) => saltFault(file, call.arguments[1])],
  [/^bcrypt(js)?\.(hash|hashSync|genSalt|genSaltSync)$/, bcryptFault],
  [/^crypto\.generateKeyPair(Sync)?$/, keyPairFault],
  [
    /^crypto-js\.(DES|TripleDES|RC4|Rabbit)\.(en|de)crypt$/,
    (_, { name }) => ({ source: name.split('.')[1] ?? '' }),
  ],
  [/^crypto-js\.AES\.encrypt$/, (file, call) => literalKeyFault(file, call)],
];

export const weakCrypto = defineRule({
  id: 'security/weak-crypto',
  title: 'Weak cryptography: {source} in `{sink}`',
  summary: 'A weak algorithm, mode, size or a constant where chance belongs',
  cwe: 'CWE-327',
  severity: 'high',
  why: 'What this protects can be recovered or forged: broken algorithms and constant keys, IVs or salts give way to public tools, few rounds to a graphics card.',
  instead:
    'Use AES-256-GCM with a random IV, keys from a secret store, and scrypt or argon2id for passwords.',
  example: "const cipher = createCipheriv('aes-256-gcm', key, randomBytes(12));",
  *find(file): Iterable<Match> {
    for (const call of file.calls()) {
      const check = checks.find(([name]) => name.test(call.name))?.[1];
      const fault = check?.(file, call);
      if (fault !== undefined) yield { node: call.node, sink: call.method, ...fault };
    }
  },
});

function cipherFault(file: SourceFile, call: CallSite): Fault | undefined {
  const [algorithm, key, iv] = call.arguments;
  const name = file.textOf(algorithm) ?? '';
  if (brokenCipher.test(name)) return { source: name };
  if (isConstantBytes(file, key)) return { source: 'a key written in the code', cwe: 'CWE-321' };
  const encrypts = call.method === 'createCipheriv';
  if (!encrypts && /-(gcm|ccm|ocb)$|chacha20-poly1305/i.test(name) && !/\bsetAuthTag\s*\(/.test(file.text))
    return { source: `${name} without a look at the authentication tag`, cwe: 'CWE-353' };
  if (!encrypts || !isConstantBytes(file, iv)) return undefined;
  return { source: 'an IV that is always the same', cwe: 'CWE-329', severity: 'medium' };
}

function pbkdf2Fault(file: SourceFile, call: CallSite): Fault | undefined {
  const rounds = file.numberOf(call.arguments[2]);
  if (rounds !== undefined && rounds < minPbkdf2Rounds) {
    return { source: `only ${rounds} rounds`, cwe: 'CWE-916', severity: 'medium' };
  }
  return saltFault(file, call.arguments[1]);
}

function saltFault(file: SourceFile, salt: SyntaxNode | undefined): Fault | undefined {
  if (!isConstantBytes(file, salt)) return undefined;
  return { source: 'a salt that is always the same', cwe: 'CWE-760', severity: 'medium' };
}

function bcryptFault(file: SourceFile, call: CallSite): Fault | undefined {
  const cost = file.numberOf(call.arguments[call.method.startsWith('genSalt') ? 0 : 1]);
  if (cost === undefined || cost >= minBcryptCost) return undefined;
  return { source: `a cost of only ${cost}`, cwe: 'CWE-916', severity: 'medium' };
}

function keyPairFault(file: SourceFile, call: CallSite): Fault | undefined {
  const bits = file.numberOf(file.option(call.arguments[1], 'modulusLength'));
  return bits !== undefined && bits < minRsaBits
    ? { source: `an RSA key of only ${bits} bits`, cwe: 'CWE-326' }
    : undefined;
}

function literalKeyFault(file: SourceFile, call: CallSite): Fault | undefined {
  return file.textOf(call.arguments[1]) === undefined
    ? undefined
    : { source: 'a key written in the code', cwe: 'CWE-321' };
}
