import { holdRuleCases } from '../../cases/rule-cases.ts';

holdRuleCases({
  'security/weak-hash': {
    faulty: [
      `import { createHash } from 'node:crypto'; export const hashPassword = (password: string) => createHash('md5').update(password).digest('hex');`,
      `import * as crypto from 'crypto'; const stored = crypto.createHash('sha256').update(salt + user.password).digest('hex');`,
      `import crypto from 'node:crypto'; export function sign(payload: string) { return crypto.createHmac('sha1', key).update(payload).digest('hex'); }`,
      `import { createHash } from 'node:crypto'; const resetToken = createHash('sha1').update(user.id + seed).digest('hex');`,
      `import { createHash } from 'crypto'; async function register(email: string, password: string) { const h = createHash('sha1'); h.update(password); await db.save(email, h.digest('hex')); }`,
      `import md5 from 'md5'; const stored = md5(user.password);`,
    ],
    safe: [
      `import { createHash } from 'node:crypto'; export const etag = (body: Buffer) => createHash('md5').update(body).digest('hex');`,
      `import { createHash } from 'node:crypto'; const cacheKey = createHash('sha1').update(JSON.stringify(options)).digest('hex');`,
      `import { createHmac } from 'node:crypto'; export const sign = (payload: string) => createHmac('sha256', key).update(payload).digest('hex');`,
      `import { createHash } from 'node:crypto'; const digest = createHash('sha256').update(token).digest('hex');`,
    ],
  },
  'security/weak-crypto': {
    faulty: [
      `import * as c from 'node:crypto'; const ALGO = 'des-ede3-cbc'; export const enc = (k, iv) => c.createCipheriv(ALGO, k, iv);`,
      `import { createCipheriv, randomBytes } from 'node:crypto'; const cipher = createCipheriv('aes-256-ecb', key, null);`,
      `import { createCipheriv } from 'crypto'; const iv = Buffer.alloc(16, 0); export const encrypt = (text, key) => createCipheriv('aes-256-cbc', key, iv).update(text);`,
      `import crypto from 'crypto'; const cipher = crypto.createCipher('aes192', secret);`,
      `import { pbkdf2Sync } from 'node:crypto'; const key = pbkdf2Sync(password, salt, 1000, 32, 'sha256');`,
      `import bcrypt from 'bcrypt'; export const hash = (p: string) => bcrypt.hash(p, 4);`,
      `import { createDecipheriv } from 'node:crypto'; const d = createDecipheriv('aes-256-gcm', Buffer.from('0123456789abcdef0123456789abcdef'), iv);`,
      `import { generateKeyPairSync } from 'node:crypto'; const pair = generateKeyPairSync('rsa', { modulusLength: 1024 });`,
      `import CryptoJS from 'crypto-js'; const out = CryptoJS.DES.encrypt(text, key);`,
    ],
    safe: [
      `import { createCipheriv, randomBytes } from 'node:crypto'; const iv = randomBytes(12); const cipher = createCipheriv('aes-256-gcm', key, iv);`,
      `import { pbkdf2Sync, randomBytes } from 'node:crypto'; const key = pbkdf2Sync(password, randomBytes(16), 600_000, 32, 'sha256');`,
      `import bcrypt from 'bcrypt'; export const hash = (p: string) => bcrypt.hash(p, 12);`,
      `import { scryptSync, randomBytes } from 'node:crypto'; const key = scryptSync(password, randomBytes(16), 64);`,
    ],
  },
  'security/insecure-randomness': {
    faulty: [
      `const token = Math.random().toString(36).slice(2);`,
      `export function generateOtp() { return Math.floor(100000 + Math.random() * 900000).toString(); }`,
      `user.resetToken = \`\${user.id}-\${Math.random()}\`;`,
      `const session = { id: 1, sessionId: Math.random().toString(16) };`,
      `function createPassword(length: number) { let out = ''; for (let i = 0; i < length; i++) out += letters[Math.floor(Math.random() * letters.length)]; return out; }`,
      `const csrfToken = Date.now().toString(36);`,
      `import { v1 } from 'uuid'; const apiKey = v1();`,
      `class Auth { private readonly nonce = Math.random(); }`,
      `function issue(user) { const part = Math.random().toString(36); return db.save({ user, resetToken: 'r-' + part }); }`,
      `const id = () => Math.random().toString(36).slice(2);
export const newUser = (name) => ({ name, inviteCode: id() });`,
    ],
    safe: [
      `import { randomBytes } from 'node:crypto'; const token = randomBytes(32).toString('hex');`,
      `const delayMs = baseMs * 2 ** attempt + Math.random() * 100;`,
      `const color = colors[Math.floor(Math.random() * colors.length)];`,
      `const tokenExpiresAt = Date.now() + 3_600_000;`,
      `const roll = Math.random(); if (roll < 0.1) log.info({ roll }, 'sampled');`,
      `const session = await open(); const startedAt = Date.now();`,
      `function refreshTokenLater() { setTimeout(refresh, Math.random() * 1000); }`.replace(
        'refreshTokenLater',
        'scheduleRefresh',
      ),
    ],
  },
  'security/jwt': {
    faulty: [
      `import jwt from 'jsonwebtoken'; export const user = (token: string) => jwt.verify(token, key, { algorithms: ['HS256', 'none'] });`,
      `import { decode } from 'jsonwebtoken'; app.use((req, res, next) => { req.user = decode(req.headers.authorization); next(); });`,
      `import * as jwt from 'jsonwebtoken'; const options = { ignoreExpiration: true }; export const check = (t) => jwt.verify(t, key, options);`,
      `import jwt from 'jsonwebtoken'; const claims = jwt.verify(token, '');`,
      `import { decodeJwt } from 'jose'; export async function auth(request: Request) { const claims = decodeJwt(request.headers.get('authorization')); return claims.sub; }`,
      `import jwt from 'jsonwebtoken'; const SECRET = process.env.JWT_SECRET || 'super-secret'; export const issue = (id) => jwt.sign({ id }, SECRET);`,
    ],
    safe: [
      `import jwt from 'jsonwebtoken'; export const user = (token: string) => jwt.verify(token, publicKey, { algorithms: ['RS256'] });`,
      `import jwt from 'jsonwebtoken'; export function user(token) { const { header } = jwt.decode(token, { complete: true }); return jwt.verify(token, keyOf(header.kid), { algorithms: ['RS256'] }); }`,
      `import { jwtVerify } from 'jose'; export const user = (token) => jwtVerify(token, keys, { algorithms: ['ES256'], issuer });`,
      `import jwt from 'jsonwebtoken'; export const issue = (id) => jwt.sign({ id }, process.env.JWT_SECRET, { expiresIn: '1h' });`,
    ],
  },
  'security/tls-verification-off': {
    faulty: [
      `import https from 'node:https'; const agent = new https.Agent({ rejectUnauthorized: false });`,
      `process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';`,
      `process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = 0;`,
      `const pool = new Pool({ connectionString, ssl: { 'rejectUnauthorized': false } });`,
      `const socket = tls.connect({ host, checkServerIdentity: () => undefined });`,
      `const client = new MongoClient(url, { tlsAllowInvalidCertificates: true });`,
      `const server = https.createServer({ minVersion: 'TLSv1' }, app);`,
    ],
    safe: [
      `const agent = new https.Agent({ ca: readFileSync('ca.pem') });`,
      `const agent = new https.Agent({ rejectUnauthorized: true });`,
      `const agent = new https.Agent({ rejectUnauthorized: process.env.NODE_ENV === 'production' });`,
      `const server = https.createServer({ minVersion: 'TLSv1.2' }, app);`,
    ],
  },
  'security/timing-unsafe-compare': {
    faulty: [
      `import { createHmac } from 'node:crypto'; app.post('/hook', (req, res) => { const expected = createHmac('sha256', key).update(req.rawBody).digest('hex'); if (req.headers['x-signature'] !== expected) return res.sendStatus(401); res.end(); });`,
      `app.use((req, res, next) => { if (req.headers['x-api-key'] === process.env.API_KEY) return next(); res.sendStatus(401); });`,
      `export function verify(signature: string, body: string) { const digest = \`sha256=\${crypto.createHmac('sha256', secret).update(body).digest('hex')}\`; return signature === digest; }`,
      `export function check(token: string) { return token === config.adminToken; }`,
      `const { token } = req.query; export const ok = (req) => { const { token } = req.query; return token == stored.token; };`,
    ],
    safe: [
      `import { createHmac, timingSafeEqual } from 'node:crypto'; export function verify(signature: Buffer, body: string) { const digest = createHmac('sha256', secret).update(body).digest(); return signature.length === digest.length && timingSafeEqual(signature, digest); }`,
      `if (token === undefined) throw new Error('no token');`,
      `if (token.type === 'identifier') next();`,
      `const same = password === confirmPassword;`,
      `if (createHash('sha256').update(file).digest('hex') !== checksum) throw new Error('download is damaged');`,
      `while (token !== end) token = lexer.next();`,
    ],
  },
  'security/secret-in-log': {
    faulty: [
      `console.log('login', req.body.password);`,
      `logger.info({ user, token }, 'signed in');`,
      `log.debug(\`key is \${apiKey}\`);`,
      `console.log(process.env);`,
      `this.logger.warn('headers', req.headers);`,
      `console.error('auth failed', JSON.stringify({ authorization: headers.authorization }));`,
    ],
    safe: [
      `console.log('login', user.id);`,
      `logger.info({ tokenCount, maxTokens }, 'usage');`,
      `log.info({ hasToken: token !== undefined }, 'signed in');`,
      `console.log(\`password must have \${minPasswordLength} characters\`);`,
      `logger.info({ token: mask(token) }, 'issued');`,
      `console.log('API_TOKEN is not set');`,
    ],
  },
  'security/redos': {
    faulty: [
      `const pattern = /^(a+)+$/;`,
      `const email = new RegExp('^([a-zA-Z0-9]+[._-]?)+@example\\\\.com$');`,
      `export const words = (s: string) => /^(\\w+\\s?)*$/.test(s);`,
      `const list = /^(?:[\\w-]+,?)+;$/;`,
      `const quoted = /'(?:\\\\.|.)*'/;`,
      `const strings = /(["'])(?:\\\\.|(?!\\1).)*\\1/g;`,
      `const same = /^(?:a|b|[ac])+$/;`,
    ],
    safe: [
      `const pattern = /^a+$/;`,
      `const domain = /^([a-z0-9]+\\.)+[a-z]{2,}$/;`,
      `const quoted = /"(?:[^"\\\\]|\\\\.)*"/;`,
      `const strings = /(["'])(?:\\\\.|(?!\\1)[^\\\\])*\\1/g;`,
      `const parts = /^(?:ab|cd|e)+$/;`,
      `const others = /^(?:(?!a).|a)+$/;`,
      `const words = /^\\w+(?: \\w+)*$/;`,
    ],
  },
});
