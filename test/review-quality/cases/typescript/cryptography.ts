import { oneFile, type QualityCase } from '../../quality-case.ts';

export const cases: readonly QualityCase[] = [
  {
    id: 'crypto/typescript/md5-password',
    family: 'crypto',
    language: 'typescript',
    files: oneFile(
      'src/users/hash-password.ts',
      `import { createHash } from 'node:crypto';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export function hashPassword({ password }: Credentials): string {
  return createHash('md5').update(password).digest('hex');
}
`,
    ),
    expect: [{ at: 'createHash(' }],
    safe: oneFile(
      'src/users/hash-password.ts',
      `import { randomBytes, scryptSync } from 'node:crypto';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export function hashPassword({ password }: Credentials): string {
  const salt = randomBytes(16);
  return \`\${salt.toString('hex')}:\${scryptSync(password, salt, 64).toString('hex')}\`;
}
`,
    ),
  },
  {
    id: 'crypto/typescript/ecb-cipher-constant',
    family: 'crypto',
    language: 'typescript',
    files: oneFile(
      'src/vault/encrypt.ts',
      `import * as crypto from 'node:crypto';

const ALGORITHM = 'aes-128-ecb';

export function encrypt(key: Buffer, text: string): string {
  const cipher = crypto.createCipheriv(ALGORITHM, key, null);
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}
`,
    ),
    expect: [{ at: 'createCipheriv(' }],
    safe: oneFile(
      'src/vault/encrypt.ts',
      `import * as crypto from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';

export function encrypt(key: Buffer, text: string): string {
  const iv = crypto.randomBytes(12);
  const cipher = crypto.createCipheriv(ALGORITHM, key, iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
}
`,
    ),
  },
  {
    id: 'crypto/typescript/static-iv',
    family: 'crypto',
    language: 'typescript',
    files: oneFile(
      'src/vault/seal.ts',
      `import { createCipheriv } from 'node:crypto';

const iv = Buffer.alloc(16, 0);

export const seal = (key: Buffer, text: string): Buffer => {
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([cipher.update(text), cipher.final()]);
};
`,
    ),
    expect: [{ at: 'createCipheriv(' }],
    safe: oneFile(
      'src/vault/seal.ts',
      `import { createCipheriv, randomBytes } from 'node:crypto';

export const seal = (key: Buffer, text: string): Buffer => {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([iv, cipher.update(text), cipher.final()]);
};
`,
    ),
  },
  {
    id: 'crypto/typescript/pbkdf2-few-rounds',
    family: 'crypto',
    language: 'typescript',
    files: oneFile(
      'src/users/derive-key.ts',
      `import { pbkdf2Sync } from 'node:crypto';

const iterations = 1_000;

export function deriveKey(password: string, salt: Buffer): Buffer {
  return pbkdf2Sync(password, salt, iterations, 32, 'sha256');
}
`,
    ),
    expect: [{ at: 'pbkdf2Sync(' }],
    safe: oneFile(
      'src/users/derive-key.ts',
      `import { pbkdf2Sync } from 'node:crypto';

const iterations = 600_000;

export function deriveKey(password: string, salt: Buffer): Buffer {
  return pbkdf2Sync(password, salt, iterations, 32, 'sha256');
}
`,
    ),
  },
  {
    id: 'crypto/typescript/bcrypt-cost',
    family: 'crypto',
    language: 'typescript',
    files: oneFile(
      'src/users/register.ts',
      `import bcrypt from 'bcrypt';
import { users } from './store.js';

const rounds = 4;

export async function register(email: string, password: string): Promise<void> {
  const hash = await bcrypt.hash(password, rounds);
  await users.insert({ email, hash });
}
`,
    ),
    expect: [{ at: 'bcrypt.hash(' }],
    safe: oneFile(
      'src/users/register.ts',
      `import bcrypt from 'bcrypt';
import { users } from './store.js';

const rounds = 12;

export async function register(email: string, password: string): Promise<void> {
  const hash = await bcrypt.hash(password, rounds);
  await users.insert({ email, hash });
}
`,
    ),
  },
  {
    id: 'crypto/typescript/rsa-1024',
    family: 'crypto',
    language: 'typescript',
    files: oneFile(
      'src/keys/create-keys.ts',
      `import { generateKeyPairSync } from 'node:crypto';

export const createKeys = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 1024,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
`,
    ),
    expect: [{ at: 'generateKeyPairSync(' }],
    safe: oneFile(
      'src/keys/create-keys.ts',
      `import { generateKeyPairSync } from 'node:crypto';

export const createKeys = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 3072,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
`,
    ),
  },
  {
    id: 'crypto/typescript/sha1-hmac-signature',
    family: 'crypto',
    language: 'typescript',
    files: oneFile(
      'src/webhooks/sign.ts',
      `import { createHmac } from 'node:crypto';

export function signWebhook(secret: string, body: string): string {
  const signature = createHmac('md5', secret).update(body).digest('hex');
  return \`v1=\${signature}\`;
}
`,
    ),
    expect: [{ at: 'createHmac(' }],
    safe: oneFile(
      'src/webhooks/sign.ts',
      `import { createHmac } from 'node:crypto';

export function signWebhook(secret: string, body: string): string {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return \`v1=\${signature}\`;
}
`,
    ),
  },
  {
    id: 'crypto/typescript/gcm-without-final',
    family: 'crypto',
    language: 'typescript',
    files: oneFile(
      'src/vault/open.ts',
      `import { createDecipheriv } from 'node:crypto';

export function open(key: Buffer, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  return decipher.update(sealed.subarray(12), undefined, 'utf8');
}
`,
    ),
    expect: [{ at: 'createDecipheriv(' }],
    safe: oneFile(
      'src/vault/open.ts',
      `import { createDecipheriv } from 'node:crypto';

export function open(key: Buffer, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
  decipher.setAuthTag(sealed.subarray(12, 28));
  return decipher.update(sealed.subarray(28), undefined, 'utf8') + decipher.final('utf8');
}
`,
    ),
  },
  {
    id: 'crypto/typescript/hard-coded-key',
    family: 'crypto',
    language: 'typescript',
    files: oneFile(
      'src/vault/token-cipher.ts',
      `import { createCipheriv, randomBytes } from 'node:crypto';

const key = Buffer.from('0f1e2d3c4b5a69788796a5b4c3d2e1f0', 'utf8');

export function encryptToken(token: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  return Buffer.concat([iv, cipher.update(token), cipher.final(), cipher.getAuthTag()]).toString('base64');
}
`,
    ),
    expect: [{ at: 'createCipheriv(' }],
    safe: oneFile(
      'src/vault/token-cipher.ts',
      `import { createCipheriv, randomBytes } from 'node:crypto';

const key = Buffer.from(process.env.TOKEN_KEY ?? '', 'base64');

export function encryptToken(token: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  return Buffer.concat([iv, cipher.update(token), cipher.final(), cipher.getAuthTag()]).toString('base64');
}
`,
    ),
  },
  {
    id: 'randomness/typescript/reset-token',
    family: 'randomness',
    language: 'typescript',
    files: oneFile(
      'src/auth/password-reset.ts',
      `import { mailer } from '../mail.js';

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

function randomText(length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) text += alphabet[Math.floor(Math.random() * alphabet.length)];
  return text;
}

export async function startReset(email: string): Promise<void> {
  const token = randomText(32);
  await mailer.send(email, \`https://example.com/reset?token=\${token}\`);
}
`,
    ),
    expect: [{ at: 'Math.random()' }],
    safe: oneFile(
      'src/auth/password-reset.ts',
      `import { randomBytes } from 'node:crypto';
import { mailer } from '../mail.js';

export async function startReset(email: string): Promise<void> {
  const token = randomBytes(32).toString('base64url');
  await mailer.send(email, \`https://example.com/reset?token=\${token}\`);
}
`,
    ),
  },
  {
    id: 'randomness/typescript/otp-digits',
    family: 'randomness',
    language: 'typescript',
    files: oneFile(
      'src/auth/otp.ts',
      `export class OtpService {
  issue(): { code: string; expiresAt: number } {
    const code = Math.floor(100_000 + Math.random() * 900_000).toString();
    return { code, expiresAt: Date.now() + 300_000 };
  }
}
`,
    ),
    expect: [{ at: 'Math.random()' }],
    safe: oneFile(
      'src/auth/otp.ts',
      `import { randomInt } from 'node:crypto';

export class OtpService {
  issue(): { code: string; expiresAt: number } {
    const code = randomInt(100_000, 1_000_000).toString();
    return { code, expiresAt: Date.now() + 300_000 };
  }
}
`,
    ),
  },
  {
    id: 'randomness/typescript/session-id-object',
    family: 'randomness',
    language: 'typescript',
    files: oneFile(
      'src/session/create-session.ts',
      `export interface Session {
  readonly sessionId: string;
  readonly createdAt: number;
}

export const createSession = (): Session => ({
  sessionId: \`\${Date.now().toString(36)}\${Math.random().toString(36).slice(2)}\`,
  createdAt: Date.now(),
});
`,
    ),
    expect: [{ at: 'Math.random()' }],
    safe: oneFile(
      'src/session/create-session.ts',
      `import { randomUUID } from 'node:crypto';

export interface Session {
  readonly sessionId: string;
  readonly createdAt: number;
}

export const createSession = (): Session => ({
  sessionId: randomUUID(),
  createdAt: Date.now(),
});
`,
    ),
  },
];
