import { isPlaceholder, isWordForSecret } from './allow-list.ts';
import { entropyOf } from './entropy.ts';
import type { SecretPattern } from './patterns.ts';

const keyNoise = /\\+[rn]|[\s"'+,>|*#/\\]/g;

/** Secrets that their surroundings give away: keys between markers, tokens in three parts, credentials in headers. */
export const shapePatterns: readonly SecretPattern[] = [
  {
    id: 'private-key',
    kind: 'private key',
    severity: 'critical',
    hint: 'private key',
    pattern:
      /-----BEGIN (?:(?!ENCRYPTED)[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\\+[rn]|[\s"'+,>|*#/])*(?:(?:Proc-Type|DEK-Info|Version|Comment)[^\n]*\s+)*((?:[A-Za-z0-9+/=]|\\+[rn]|[\s"'+,*#\\]){64,})/g,
    accepts: isKeyBody,
  },
  {
    id: 'private-key',
    kind: 'private key under a passphrase',
    severity: 'medium',
    hint: 'encrypted private key',
    pattern:
      /-----BEGIN ENCRYPTED PRIVATE KEY-----(?:\\+[rn]|[\s"'+,>|*#/])*((?:[A-Za-z0-9+/=]|\\+[rn]|[\s"'+,*#\\]){64,})/g,
    accepts: isKeyBody,
  },
  {
    id: 'private-key',
    kind: 'private key in base64',
    severity: 'critical',
    hint: 'ls0tls1crudjt',
    pattern: /(?<![A-Za-z0-9+/])(LS0tLS1CRUdJT[A-Za-z0-9+/]{60,}={0,2})/g,
    accepts: (secret) =>
      Buffer.from(secret.slice(0, 80), 'base64').toString('latin1').includes('PRIVATE KEY'),
  },
  {
    id: 'private-key',
    kind: 'PuTTY private key',
    severity: 'critical',
    hint: 'putty-user-key-file',
    pattern: /PuTTY-User-Key-File-\d:[\s\S]{1,2000}?Private-Lines: \d+\s+([A-Za-z0-9+/=\s]{64,})/g,
  },
  {
    id: 'jwt',
    kind: 'JSON Web Token',
    severity: 'high',
    hint: 'eyj',
    pattern: /(?<![\w-])(eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,})(?![\w-])/g,
    accepts: isLiveToken,
    severityOf: (token) => (isExpired(token) ? 'low' : 'high'),
  },
  {
    id: 'authorization-header',
    kind: 'credential in a header',
    severity: 'high',
    hint: 'b',
    pattern: /\b(?:Bearer|bearer|Token|token)\s+([A-Za-z0-9+/_.=~-]{20,})(?=["'`\s\\]|$)/g,
    accepts: (secret, line) =>
      isHeaderLine(line) && /\d/.test(secret) && entropyOf(secret) >= minTokenEntropy,
  },
  {
    id: 'authorization-header',
    kind: 'user and password in a header',
    severity: 'high',
    hint: 'basic',
    pattern: /\bBasic\s+([A-Za-z0-9+/]{8,}={0,2})(?=["'`\s\\]|$)/g,
    accepts: isBasicCredential,
  },
  {
    id: 'npm-token',
    kind: 'registry token',
    severity: 'high',
    hint: ':_',
    pattern: /:_(?:authToken|password|auth)\s*=\s*["']?([A-Za-z0-9+/=_.-]{16,})/g,
  },
  {
    id: 'aws-secret-key',
    kind: 'AWS secret key',
    severity: 'critical',
    hint: 'a',
    pattern:
      /(?:aws|amazon|s3|secret_?access_?key|SecretAccessKey).{0,24}?(?:secret|access|key).{0,20}?["']?\s*(?:[:=]|=>|,|>)\s*["']?([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])/gi,
    accepts: isAwsSecret,
  },
  {
    id: 'aws-secret-key',
    kind: 'AWS secret key',
    severity: 'critical',
    hint: 'secretkey',
    pattern: /secret_?(?:access_?)?key["'\]]*\s*(?:[:=]|=>)\s*["']?([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])/gi,
    accepts: isAwsSecret,
  },
  {
    id: 'heroku-key',
    kind: 'Heroku key',
    severity: 'high',
    hint: 'heroku',
    pattern:
      /heroku[\w.-]{0,20}(?:key|token|secret)["'\]]*\s*(?:[:=]|=>)\s*["']?([\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12})/gi,
  },
];

/** Bits a character, below which text is words. */
const minTokenEntropy = 3.5;

function isKeyBody(secret: string): boolean {
  const key = secret.replace(keyNoise, '');
  return key.length >= 64 && entropyOf(key) > 4;
}

function isAwsSecret(secret: string): boolean {
  const hasAll = /[A-Z]/.test(secret) && /[a-z]/.test(secret) && /\d/.test(secret);
  return hasAll && entropyOf(secret) > 4 && !/^[A-Za-z]+\/[A-Za-z/]+$/.test(secret);
}

function isHeaderLine(line: string): boolean {
  return /authori[sz]ation|\s-H\s|header|bearer/i.test(line);
}

/** `user:password` in base64, where the password is none that everybody writes. */
function isBasicCredential(secret: string): boolean {
  const decoded = Buffer.from(secret, 'base64').toString('latin1');
  const [, user = '', password = ''] = /^([\x21-\x39\x3B-\x7E]*):([\x21-\x7E]{3,})$/.exec(decoded) ?? [];
  const isOpen = /^(user(name)?|foo|aladdin|admin|test|guest)$/i.test(user) && password.length < 8;
  return password !== '' && !isOpen && !isPlaceholder(password) && !isWordForSecret(password);
}

interface Claims {
  readonly sub?: unknown;
  readonly role?: unknown;
  readonly name?: unknown;
  readonly exp?: unknown;
}

function claimsOf(token: string): Claims | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? claims : undefined;
  } catch {
    return undefined;
  }
}

/** Not the token of jwt.io, and not one that a page is meant to show. */
function isLiveToken(token: string): boolean {
  const claims = claimsOf(token);
  if (claims === undefined) return false;
  const isShown = claims.role === 'anon' || claims.role === 'public' || claims.role === 'anonymous';
  return claims.sub !== '1234567890' && claims.name !== 'John Doe' && !isShown;
}

function isExpired(token: string): boolean {
  const { exp } = claimsOf(token) ?? {};
  return typeof exp === 'number' && exp * 1_000 < Date.now();
}
