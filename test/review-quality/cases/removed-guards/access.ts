import { oneFile, type QualityCase } from '../../quality-case.ts';

export const cases: readonly QualityCase[] = [
  {
    id: 'removed-guard/typescript/path-prefix-check',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/files/read.ts',
      `import { readFile } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve('public');

export async function readPublic(name: string): Promise<Buffer> {
  const file = path.resolve(root, name);
  return readFile(file);
}
`,
      `import { readFile } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve('public');

export async function readPublic(name: string): Promise<Buffer> {
  const file = path.resolve(root, name);
  if (!file.startsWith(root + path.sep)) {
    throw new Error('outside of the public folder');
  }
  return readFile(file);
}
`,
    ),
    expect: [{ side: 'old', at: 'startsWith(' }],
    safe: oneFile(
      'src/files/read.ts',
      `import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { assertInside } from './assert-inside.js';

const root = path.resolve('public');

export async function readPublic(name: string): Promise<Buffer> {
  const file = path.resolve(root, name);
  assertInside(root, file);
  return readFile(file);
}
`,
      `import { readFile } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve('public');

export async function readPublic(name: string): Promise<Buffer> {
  const file = path.resolve(root, name);
  if (!file.startsWith(root + path.sep)) {
    throw new Error('outside of the public folder');
  }
  return readFile(file);
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/ownership-key-in-where',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/notes/delete-note.ts',
      `import { prisma } from '../prisma.js';

export async function deleteNote(id: string, userId: string): Promise<boolean> {
  const { count } = await prisma.note.deleteMany({
    where: { id },
  });
  return count === 1;
}
`,
      `import { prisma } from '../prisma.js';

export async function deleteNote(id: string, userId: string): Promise<boolean> {
  const { count } = await prisma.note.deleteMany({
    where: { id, ownerId: userId },
  });
  return count === 1;
}
`,
    ),
    expect: [{ side: 'old', at: 'where:' }],
    safe: oneFile(
      'src/notes/delete-note.ts',
      `import { prisma } from '../prisma.js';

export async function deleteNote(id: string, userId: string): Promise<boolean> {
  const { count } = await prisma.note.deleteMany({
    where: { id, ownerId: userId, deletedAt: null },
  });
  return count === 1;
}
`,
      `import { prisma } from '../prisma.js';

export async function deleteNote(id: string, userId: string): Promise<boolean> {
  const { count } = await prisma.note.deleteMany({
    where: { id, ownerId: userId },
  });
  return count === 1;
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/permission-check',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/documents/update.ts',
      `import type { Request, Response } from 'express';
import { documents } from './store.js';

export async function updateDocument(req: Request, res: Response) {
  const document = await documents.find(req.params.id);
  if (!document) return res.sendStatus(404);
  document.title = String(req.body.title);
  await documents.save(document);
  return res.json(document);
}
`,
      `import type { Request, Response } from 'express';
import { documents } from './store.js';
import { canEdit } from './permissions.js';

export async function updateDocument(req: Request, res: Response) {
  const document = await documents.find(req.params.id);
  if (!document) return res.sendStatus(404);
  if (!canEdit(req.user, document)) return res.sendStatus(403);
  document.title = String(req.body.title);
  await documents.save(document);
  return res.json(document);
}
`,
    ),
    expect: [{ side: 'old', at: 'canEdit' }],
    safe: oneFile(
      'src/documents/update.ts',
      `import type { Request, Response } from 'express';
import { documents } from './store.js';
import { canChange } from './permissions.js';

export async function updateDocument(req: Request, res: Response) {
  const document = await documents.find(req.params.id);
  if (!document) return res.sendStatus(404);
  if (!canChange(req.user, document)) return res.sendStatus(403);
  document.title = String(req.body.title);
  await documents.save(document);
  return res.json(document);
}
`,
      `import type { Request, Response } from 'express';
import { documents } from './store.js';
import { canEdit } from './permissions.js';

export async function updateDocument(req: Request, res: Response) {
  const document = await documents.find(req.params.id);
  if (!document) return res.sendStatus(404);
  if (!canEdit(req.user, document)) return res.sendStatus(403);
  document.title = String(req.body.title);
  await documents.save(document);
  return res.json(document);
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/signature-verification',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/webhooks/receive.ts',
      `import type { FastifyInstance } from 'fastify';
import { enqueue } from './queue.js';

export async function webhookRoutes(app: FastifyInstance): Promise<void> {
  app.post('/hooks/payments', async (request, reply) => {
    await enqueue(request.body);
    return reply.code(202).send();
  });
}
`,
      `import type { FastifyInstance } from 'fastify';
import { verifySignature } from './signature.js';
import { enqueue } from './queue.js';

export async function webhookRoutes(app: FastifyInstance): Promise<void> {
  app.post('/hooks/payments', async (request, reply) => {
    const signature = request.headers['x-signature'];
    if (!verifySignature(request.rawBody, signature)) {
      return reply.code(401).send();
    }
    await enqueue(request.body);
    return reply.code(202).send();
  });
}
`,
    ),
    expect: [{ side: 'old', at: 'verifySignature' }],
    safe: oneFile(
      'src/webhooks/receive.ts',
      `import type { FastifyInstance } from 'fastify';
import { requireSignature } from './signature.js';
import { enqueue } from './queue.js';

export async function webhookRoutes(app: FastifyInstance): Promise<void> {
  app.post('/hooks/payments', { preHandler: requireSignature }, async (request, reply) => {
    await enqueue(request.body);
    return reply.code(202).send();
  });
}
`,
      `import type { FastifyInstance } from 'fastify';
import { verifySignature } from './signature.js';
import { enqueue } from './queue.js';

export async function webhookRoutes(app: FastifyInstance): Promise<void> {
  app.post('/hooks/payments', async (request, reply) => {
    const signature = request.headers['x-signature'];
    if (!verifySignature(request.rawBody, signature)) {
      return reply.code(401).send();
    }
    await enqueue(request.body);
    return reply.code(202).send();
  });
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/escape-call-dropped',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/views/comment.ts',
      `export interface Comment {
  readonly author: string;
  readonly text: string;
}

export function renderComment({ author, text }: Comment): string {
  return \`<li><b>\${author}</b>: \${text}</li>\`;
}
`,
      `import escapeHtml from 'escape-html';

export interface Comment {
  readonly author: string;
  readonly text: string;
}

export function renderComment({ author, text }: Comment): string {
  return \`<li><b>\${escapeHtml(author)}</b>: \${escapeHtml(text)}</li>\`;
}
`,
    ),
    expect: [{ side: 'old', at: 'escapeHtml(' }],
    safe: oneFile(
      'src/views/comment.ts',
      `import { encode } from 'html-entities';

export interface Comment {
  readonly author: string;
  readonly text: string;
}

export function renderComment({ author, text }: Comment): string {
  return \`<li><b>\${encode(author)}</b>: \${encode(text)}</li>\`;
}
`,
      `import escapeHtml from 'escape-html';

export interface Comment {
  readonly author: string;
  readonly text: string;
}

export function renderComment({ author, text }: Comment): string {
  return \`<li><b>\${escapeHtml(author)}</b>: \${escapeHtml(text)}</li>\`;
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/bounds-check',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/protocol/read-frame.ts',
      `export function readFrame(buffer: Buffer, offset: number): Buffer {
  const length = buffer.readUInt32BE(offset);
  return buffer.subarray(offset + 4, offset + 4 + length);
}
`,
      `const maxFrameBytes = 1_048_576;

export function readFrame(buffer: Buffer, offset: number): Buffer {
  const length = buffer.readUInt32BE(offset);
  if (length > maxFrameBytes || offset + 4 + length > buffer.length) {
    throw new RangeError('frame is too long');
  }
  return buffer.subarray(offset + 4, offset + 4 + length);
}
`,
    ),
    expect: [{ side: 'old', at: 'length' }],
    safe: oneFile(
      'src/protocol/read-frame.ts',
      `const maxFrameBytes = 65_536;

export function readFrame(buffer: Buffer, offset: number): Buffer {
  const length = buffer.readUInt32BE(offset);
  const end = offset + 4 + length;
  if (length > maxFrameBytes || end > buffer.length) throw new RangeError(\`frame of \${length} bytes is too long\`);
  return buffer.subarray(offset + 4, end);
}
`,
      `const maxFrameBytes = 1_048_576;

export function readFrame(buffer: Buffer, offset: number): Buffer {
  const length = buffer.readUInt32BE(offset);
  if (length > maxFrameBytes || offset + 4 + length > buffer.length) {
    throw new RangeError('frame is too long');
  }
  return buffer.subarray(offset + 4, offset + 4 + length);
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/constant-time-compare',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/auth/verify-mac.ts',
      `import { createHmac } from 'node:crypto';

export function verifyMac(key: Buffer, text: string, mac: string): boolean {
  const expected = createHmac('sha256', key).update(text).digest();
  const given = Buffer.from(mac, 'hex');
  return given.equals(expected);
}
`,
      `import { createHmac, timingSafeEqual } from 'node:crypto';

export function verifyMac(key: Buffer, text: string, mac: string): boolean {
  const expected = createHmac('sha256', key).update(text).digest();
  const given = Buffer.from(mac, 'hex');
  return expected.length === given.length && timingSafeEqual(expected, given);
}
`,
    ),
    expect: [{ at: 'given.equals(' }],
    safe: oneFile(
      'src/auth/verify-mac.ts',
      `import { createHmac, timingSafeEqual } from 'node:crypto';

export function verifyMac(key: Buffer, text: string, mac: string): boolean {
  const wanted = createHmac('sha256', key).update(text).digest();
  const given = Buffer.from(mac, 'hex');
  if (wanted.length !== given.length) return false;
  return timingSafeEqual(wanted, given);
}
`,
      `import { createHmac, timingSafeEqual } from 'node:crypto';

export function verifyMac(key: Buffer, text: string, mac: string): boolean {
  const expected = createHmac('sha256', key).update(text).digest();
  const given = Buffer.from(mac, 'hex');
  return expected.length === given.length && timingSafeEqual(expected, given);
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/algorithms-dropped',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/auth/read-token.ts',
      `import jwt from 'jsonwebtoken';
import { publicKey } from './keys.js';

export function readToken(token: string) {
  return jwt.verify(token, publicKey, { audience: 'api' });
}
`,
      `import jwt from 'jsonwebtoken';
import { publicKey } from './keys.js';

export function readToken(token: string) {
  return jwt.verify(token, publicKey, { algorithms: ['RS256'], audience: 'api' });
}
`,
    ),
    expect: [{ at: 'jwt.verify(' }],
    safe: oneFile(
      'src/auth/read-token.ts',
      `import jwt from 'jsonwebtoken';
import { publicKey } from './keys.js';

const algorithms: jwt.Algorithm[] = ['RS256'];

export function readToken(token: string) {
  return jwt.verify(token, publicKey, { algorithms, audience: 'api' });
}
`,
      `import jwt from 'jsonwebtoken';
import { publicKey } from './keys.js';

export function readToken(token: string) {
  return jwt.verify(token, publicKey, { algorithms: ['RS256'], audience: 'api' });
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/rate-limit-plugin',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/server.ts',
      `import Fastify from 'fastify';
import { loginRoutes } from './login.js';

export async function createServer() {
  const app = Fastify();
  await app.register(loginRoutes);
  return app;
}
`,
      `import Fastify from 'fastify';
import rateLimit from '@fastify/rate-limit';
import { loginRoutes } from './login.js';

export async function createServer() {
  const app = Fastify();
  await app.register(rateLimit, { max: 20, timeWindow: '1 minute' });
  await app.register(loginRoutes);
  return app;
}
`,
    ),
    expect: [{ side: 'old', at: 'rateLimit' }],
    safe: oneFile(
      'src/server.ts',
      `import Fastify from 'fastify';
import rateLimit from '@fastify/rate-limit';
import { loginRoutes } from './login.js';

const limits = { max: 20, timeWindow: '1 minute' };

export async function createServer() {
  const app = Fastify();
  await app.register(rateLimit, limits);
  await app.register(loginRoutes);
  return app;
}
`,
      `import Fastify from 'fastify';
import rateLimit from '@fastify/rate-limit';
import { loginRoutes } from './login.js';

export async function createServer() {
  const app = Fastify();
  await app.register(rateLimit, { max: 20, timeWindow: '1 minute' });
  await app.register(loginRoutes);
  return app;
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/csrf-middleware',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/app.ts',
      `import express from 'express';
import { forms } from './forms.js';

export const app = express();
app.use(express.urlencoded({ extended: false }));
app.use('/forms', forms);
`,
      `import express from 'express';
import { csrfProtection } from './security/csrf.js';
import { forms } from './forms.js';

export const app = express();
app.use(express.urlencoded({ extended: false }));
app.use(csrfProtection);
app.use('/forms', forms);
`,
    ),
    expect: [{ side: 'old', at: 'csrf' }],
    safe: oneFile(
      'src/app.ts',
      `import express from 'express';
import { csrfProtection } from './security/csrf.js';
import { forms } from './forms.js';

export const app = express();
app.use(express.urlencoded({ extended: false }));
app.use('/forms', csrfProtection, forms);
`,
      `import express from 'express';
import { csrfProtection } from './security/csrf.js';
import { forms } from './forms.js';

export const app = express();
app.use(express.urlencoded({ extended: false }));
app.use(csrfProtection);
app.use('/forms', forms);
`,
    ),
  },
];
