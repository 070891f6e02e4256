import { oneFile, type QualityCase } from '../../quality-case.ts';

export const cases: readonly QualityCase[] = [
  {
    id: 'removed-guard/typescript/server-action-session',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'app/actions/delete-project.ts',
      `'use server';

import { revalidatePath } from 'next/cache';
import { db } from '@/lib/db';

export async function deleteProject(id: string) {
  await db.project.delete({ where: { id } });
  revalidatePath('/projects');
}
`,
      `'use server';

import { revalidatePath } from 'next/cache';
import { auth } from '@/auth';
import { db } from '@/lib/db';

export async function deleteProject(id: string) {
  const session = await auth();
  if (!session?.user) throw new Error('not signed in');
  await db.project.delete({ where: { id } });
  revalidatePath('/projects');
}
`,
    ),
    expect: [{ side: 'old', at: 'session?.user' }],
    safe: oneFile(
      'app/actions/delete-project.ts',
      `'use server';

import { revalidatePath } from 'next/cache';
import { requireUser } from '@/auth';
import { db } from '@/lib/db';

export async function deleteProject(id: string) {
  await requireUser();
  await db.project.delete({ where: { id } });
  revalidatePath('/projects');
}
`,
      `'use server';

import { revalidatePath } from 'next/cache';
import { auth } from '@/auth';
import { db } from '@/lib/db';

export async function deleteProject(id: string) {
  const session = await auth();
  if (!session?.user) throw new Error('not signed in');
  await db.project.delete({ where: { id } });
  revalidatePath('/projects');
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/prehandler',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/routes/admin.ts',
      `import type { FastifyInstance } from 'fastify';
import { listAccounts } from '../accounts.js';

export async function adminRoutes(app: FastifyInstance): Promise<void> {
  app.get('/admin/accounts', async () => listAccounts());
}
`,
      `import type { FastifyInstance } from 'fastify';
import { requireAdmin } from '../hooks/require-admin.js';
import { listAccounts } from '../accounts.js';

export async function adminRoutes(app: FastifyInstance): Promise<void> {
  app.get('/admin/accounts', { preHandler: [requireAdmin] }, async () => listAccounts());
}
`,
    ),
    expect: [{ side: 'old', at: 'preHandler' }],
    safe: oneFile(
      'src/routes/admin.ts',
      `import type { FastifyInstance } from 'fastify';
import { requireAdmin } from '../hooks/require-admin.js';
import { listAccounts } from '../accounts.js';

export async function adminRoutes(app: FastifyInstance): Promise<void> {
  app.addHook('preHandler', requireAdmin);
  app.get('/admin/accounts', async () => listAccounts());
}
`,
      `import type { FastifyInstance } from 'fastify';
import { requireAdmin } from '../hooks/require-admin.js';
import { listAccounts } from '../accounts.js';

export async function adminRoutes(app: FastifyInstance): Promise<void> {
  app.get('/admin/accounts', { preHandler: [requireAdmin] }, async () => listAccounts());
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/redaction',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/logger.ts',
      `import pino from 'pino';

export const logger = pino({
  level: process.env.LOG_LEVEL ?? 'info',
});
`,
      `import pino from 'pino';

export const logger = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  redact: ['req.headers.authorization', 'req.headers.cookie', '*.password'],
});
`,
    ),
    expect: [{ side: 'old', at: 'redact' }],
    safe: oneFile(
      'src/logger.ts',
      `import pino from 'pino';

const redact = ['req.headers.authorization', 'req.headers.cookie', '*.password'];

export const logger = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  redact,
});
`,
      `import pino from 'pino';

export const logger = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  redact: ['req.headers.authorization', 'req.headers.cookie', '*.password'],
});
`,
    ),
  },
  {
    id: 'removed-guard/typescript/body-limit',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/parsers.ts',
      `import express from 'express';

export const parsers = [
  express.json({ limit: '100kb', strict: true }),
  express.urlencoded({ extended: false }),
];

export const upload = express.raw({ type: 'application/octet-stream', limit: Infinity });
`,
      `import express from 'express';

export const parsers = [
  express.json({ limit: '100kb', strict: true }),
  express.urlencoded({ extended: false }),
];

export const upload = express.raw({ type: 'application/octet-stream', limit: '5mb' });
`,
    ),
    expect: [{ at: 'limit: Infinity' }],
    safe: oneFile(
      'src/parsers.ts',
      `import express from 'express';

export const parsers = [
  express.json({ limit: '100kb', strict: true }),
  express.urlencoded({ extended: false }),
];

export const upload = express.raw({ type: 'application/octet-stream', limit: '4mb' });
`,
      `import express from 'express';

export const parsers = [
  express.json({ limit: '100kb', strict: true }),
  express.urlencoded({ extended: false }),
];

export const upload = express.raw({ type: 'application/octet-stream', limit: '5mb' });
`,
    ),
  },
  {
    id: 'removed-guard/typescript/prototype-key-check',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/lib/set-path.ts',
      `export function setPath(target: Record<string, any>, path: string, value: unknown): void {
  const parts = path.split('.');
  let node = target;
  for (const part of parts.slice(0, -1)) {
    node[part] ??= {};
    node = node[part];
  }
  node[parts.at(-1)!] = value;
}
`,
      `export function setPath(target: Record<string, any>, path: string, value: unknown): void {
  const parts = path.split('.');
  let node = target;
  for (const part of parts.slice(0, -1)) {
    if (part === '__proto__' || part === 'constructor' || part === 'prototype') return;
    node[part] ??= {};
    node = node[part];
  }
  node[parts.at(-1)!] = value;
}
`,
    ),
    expect: [{ side: 'old', at: '__proto__' }],
    safe: oneFile(
      'src/lib/set-path.ts',
      `const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

export function setPath(target: Record<string, any>, path: string, value: unknown): void {
  const parts = path.split('.');
  let node = target;
  for (const part of parts.slice(0, -1)) {
    if (forbidden.has(part)) return;
    node[part] ??= {};
    node = node[part];
  }
  node[parts.at(-1)!] = value;
}
`,
      `export function setPath(target: Record<string, any>, path: string, value: unknown): void {
  const parts = path.split('.');
  let node = target;
  for (const part of parts.slice(0, -1)) {
    if (part === '__proto__' || part === 'constructor' || part === 'prototype') return;
    node[part] ??= {};
    node = node[part];
  }
  node[parts.at(-1)!] = value;
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/host-allow-list',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/fetch/fetch-preview.ts',
      `export async function fetchPreview(address: string): Promise<string> {
  const url = new URL(address);
  const response = await fetch(url);
  return response.text();
}
`,
      `const allowedHosts = new Set(['cdn.example.com', 'images.example.com']);

export async function fetchPreview(address: string): Promise<string> {
  const url = new URL(address);
  if (!allowedHosts.has(url.hostname)) {
    throw new Error(\`host \${url.hostname} is not allowed\`);
  }
  const response = await fetch(url);
  return response.text();
}
`,
    ),
    expect: [{ side: 'old', at: 'allowedHosts' }],
    safe: oneFile(
      'src/fetch/fetch-preview.ts',
      `const allowed = new Map([['cdn.example.com', true]]);

export async function fetchPreview(address: string): Promise<string> {
  const url = new URL(address);
  if (!allowed.has(url.hostname)) {
    throw new Error(\`host \${url.hostname} is not allowed\`);
  }
  const response = await fetch(url);
  return response.text();
}
`,
      `const allowedHosts = new Set(['cdn.example.com', 'images.example.com']);

export async function fetchPreview(address: string): Promise<string> {
  const url = new URL(address);
  if (!allowedHosts.has(url.hostname)) {
    throw new Error(\`host \${url.hostname} is not allowed\`);
  }
  const response = await fetch(url);
  return response.text();
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/private-address-check',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/webhooks/deliver.ts',
      `export async function deliver(url: URL, body: string): Promise<number> {
  const response = await fetch(url, { method: 'POST', body });
  return response.status;
}
`,
      `import { lookup } from 'node:dns/promises';
import { isPrivateAddress } from './private-address.js';

export async function deliver(url: URL, body: string): Promise<number> {
  const { address } = await lookup(url.hostname);
  if (isPrivateAddress(address)) throw new Error('address is not public');
  const response = await fetch(url, { method: 'POST', body });
  return response.status;
}
`,
    ),
    expect: [{ side: 'old', at: 'isPrivateAddress' }],
    safe: oneFile(
      'src/webhooks/deliver.ts',
      `import { publicAgent } from './public-agent.js';
import { isPrivateAddress } from './private-address.js';
import { lookup } from 'node:dns/promises';

async function checkPublic(hostname: string): Promise<void> {
  const { address } = await lookup(hostname);
  if (isPrivateAddress(address)) throw new Error('address is not public');
}

export async function deliver(url: URL, body: string): Promise<number> {
  await checkPublic(url.hostname);
  const response = await fetch(url, { method: 'POST', body, dispatcher: publicAgent });
  return response.status;
}
`,
      `import { lookup } from 'node:dns/promises';
import { isPrivateAddress } from './private-address.js';

export async function deliver(url: URL, body: string): Promise<number> {
  const { address } = await lookup(url.hostname);
  if (isPrivateAddress(address)) throw new Error('address is not public');
  const response = await fetch(url, { method: 'POST', body });
  return response.status;
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/schema-validation',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/orders/create.ts',
      `import type { Request, Response } from 'express';
import { orders } from './store.js';

export async function createOrder(req: Request, res: Response): Promise<void> {
  const order = req.body;
  await orders.insert(order);
  res.status(201).json(order);
}
`,
      `import type { Request, Response } from 'express';
import { NewOrder } from './schema.js';
import { orders } from './store.js';

export async function createOrder(req: Request, res: Response): Promise<void> {
  const order = NewOrder.parse(req.body);
  await orders.insert(order);
  res.status(201).json(order);
}
`,
    ),
    expect: [{ at: 'orders.insert(' }],
    safe: oneFile(
      'src/orders/create.ts',
      `import type { Request, Response } from 'express';
import { StrictOrder } from './schema.js';
import { orders } from './store.js';

export async function createOrder(req: Request, res: Response): Promise<void> {
  const order = StrictOrder.parse(req.body);
  await orders.insert(order);
  res.status(201).json(order);
}
`,
      `import type { Request, Response } from 'express';
import { NewOrder } from './schema.js';
import { orders } from './store.js';

export async function createOrder(req: Request, res: Response): Promise<void> {
  const order = NewOrder.parse(req.body);
  await orders.insert(order);
  res.status(201).json(order);
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/state-check-oauth',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/oauth/callback.ts',
      `import type { Request, Response } from 'express';
import { exchange } from './exchange.js';

export async function callback(req: Request, res: Response) {
  req.session.tokens = await exchange(String(req.query.code));
  return res.redirect('/');
}
`,
      `import type { Request, Response } from 'express';
import { exchange } from './exchange.js';

export async function callback(req: Request, res: Response) {
  if (req.query.state !== req.session.oauthState) {
    return res.status(400).send('state does not match');
  }
  req.session.tokens = await exchange(String(req.query.code));
  return res.redirect('/');
}
`,
    ),
    expect: [{ side: 'old', at: 'state' }],
    safe: oneFile(
      'src/oauth/callback.ts',
      `import type { Request, Response } from 'express';
import { exchange } from './exchange.js';

export async function callback(req: Request, res: Response) {
  const { state, code } = req.query;
  if (state !== req.session.oauthState) return res.status(400).send('state does not match');
  req.session.tokens = await exchange(String(code));
  return res.redirect('/');
}
`,
      `import type { Request, Response } from 'express';
import { exchange } from './exchange.js';

export async function callback(req: Request, res: Response) {
  if (req.query.state !== req.session.oauthState) {
    return res.status(400).send('state does not match');
  }
  req.session.tokens = await exchange(String(req.query.code));
  return res.redirect('/');
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/guard-decorator-class',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/billing/billing.controller.ts',
      `import { Controller, Get, Post } from '@nestjs/common';
import { BillingService } from './billing.service.js';

@Controller('billing')
export class BillingController {
  constructor(private readonly billing: BillingService) {}

  @Get('invoices')
  invoices() {
    return this.billing.invoices();
  }
}
`,
      `import { Controller, Get, Post, UseGuards } from '@nestjs/common';
import { JwtAuthGuard } from '../auth/jwt-auth.guard.js';
import { BillingService } from './billing.service.js';

@Controller('billing')
@UseGuards(JwtAuthGuard)
export class BillingController {
  constructor(private readonly billing: BillingService) {}

  @Get('invoices')
  invoices() {
    return this.billing.invoices();
  }
}
`,
    ),
    expect: [{ side: 'old', at: '@UseGuards' }],
    safe: oneFile(
      'src/billing/billing.controller.ts',
      `import { Controller, Get, UseGuards } from '@nestjs/common';
import { SessionGuard } from '../auth/session.guard.js';
import { BillingService } from './billing.service.js';

@Controller('billing')
@UseGuards(SessionGuard)
export class BillingController {
  constructor(private readonly billing: BillingService) {}

  @Get('invoices')
  invoices() {
    return this.billing.invoices();
  }
}
`,
      `import { Controller, Get, Post, UseGuards } from '@nestjs/common';
import { JwtAuthGuard } from '../auth/jwt-auth.guard.js';
import { BillingService } from './billing.service.js';

@Controller('billing')
@UseGuards(JwtAuthGuard)
export class BillingController {
  constructor(private readonly billing: BillingService) {}

  @Get('invoices')
  invoices() {
    return this.billing.invoices();
  }
}
`,
    ),
  },
];
