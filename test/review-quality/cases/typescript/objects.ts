import { oneFile, type QualityCase } from '../../quality-case.ts';

export const cases: readonly QualityCase[] = [
  {
    id: 'xxe/typescript/libxml-noent',
    family: 'xxe',
    language: 'typescript',
    files: oneFile(
      'src/import/parse-invoice.ts',
      `import { parseXml } from 'libxmljs2';

const parserOptions = { noent: true, nonet: false };

export function parseInvoice(xml: string) {
  const document = parseXml(xml, parserOptions);
  return document.get('//total')?.text();
}
`,
    ),
    expect: [{ at: 'parseXml(' }],
    safe: oneFile(
      'src/import/parse-invoice.ts',
      `import { parseXml } from 'libxmljs2';

const parserOptions = { noent: false, nonet: true };

export function parseInvoice(xml: string) {
  const document = parseXml(xml, parserOptions);
  return document.get('//total')?.text();
}
`,
    ),
  },
  {
    id: 'deserialisation/typescript/node-serialize-cookie',
    family: 'deserialisation',
    language: 'typescript',
    files: oneFile(
      'src/session/restore.ts',
      `import serialize from 'node-serialize';
import type { NextFunction, Request, Response } from 'express';

export function restore(req: Request, _res: Response, next: NextFunction): void {
  const raw = req.cookies.profile;
  if (raw) req.profile = serialize.unserialize(Buffer.from(raw, 'base64').toString());
  next();
}
`,
    ),
    expect: [{ at: 'unserialize(' }],
    safe: oneFile(
      'src/session/restore.ts',
      `import { Profile } from './profile.js';
import type { NextFunction, Request, Response } from 'express';

export function restore(req: Request, _res: Response, next: NextFunction): void {
  const raw = req.cookies.profile;
  if (raw) req.profile = Profile.parse(JSON.parse(Buffer.from(raw, 'base64').toString()));
  next();
}
`,
    ),
  },
  {
    id: 'deserialisation/typescript/v8-deserialize-socket',
    family: 'deserialisation',
    language: 'typescript',
    files: oneFile(
      'src/queue/worker.ts',
      `import { createServer } from 'node:net';
import { deserialize } from 'node:v8';
import { handle } from './handle.js';

createServer((socket) => {
  socket.on('data', (chunk) => {
    const job = deserialize(chunk);
    void handle(job);
  });
}).listen(7000);
`,
    ),
    expect: [{ at: 'deserialize(' }],
    safe: oneFile(
      'src/queue/worker.ts',
      `import { createServer } from 'node:net';
import { Job } from './job.js';
import { handle } from './handle.js';

createServer((socket) => {
  socket.on('data', (chunk) => {
    const job = Job.parse(JSON.parse(chunk.toString('utf8')));
    void handle(job);
  });
}).listen(7000);
`,
    ),
  },
  {
    id: 'prototype-pollution/typescript/deep-merge',
    family: 'prototype-pollution',
    language: 'typescript',
    files: oneFile(
      'src/settings/deep-merge.ts',
      `type Tree = { [key: string]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

export function deepMerge(target: Tree, source: Tree): Tree {
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (isTree(value) && isTree(target[key])) {
      deepMerge(target[key] as Tree, value);
    } else {
      target[key] = value;
    }
  }
  return target;
}
`,
    ),
    expect: [{ at: 'target[key]' }],
    safe: oneFile(
      'src/settings/deep-merge.ts',
      `type Tree = { [key: string]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

export function deepMerge(target: Tree, source: Tree): Tree {
  for (const key of Object.keys(source)) {
    if (forbidden.has(key)) continue;
    const value = source[key];
    if (isTree(value) && isTree(target[key])) {
      deepMerge(target[key] as Tree, value);
    } else {
      target[key] = value;
    }
  }
  return target;
}
`,
    ),
  },
  {
    id: 'prototype-pollution/typescript/lodash-set-from-body',
    family: 'prototype-pollution',
    language: 'typescript',
    files: oneFile(
      'src/preferences/update.ts',
      `import set from 'lodash/set';
import type { Request, Response } from 'express';
import { preferences } from './store.js';

export function updatePreference(req: Request, res: Response): void {
  const { path, value } = req.body;
  const current = preferences.get(req.user.id);
  set(current, path, value);
  res.json(current);
}
`,
    ),
    expect: [{ at: 'set(' }],
    safe: oneFile(
      'src/preferences/update.ts',
      `import type { Request, Response } from 'express';
import { preferences } from './store.js';

const known = new Set(['theme', 'language']);

export function updatePreference(req: Request, res: Response): void {
  const { path, value } = req.body;
  const current = preferences.get(req.user.id);
  if (!known.has(path)) {
    res.sendStatus(400);
    return;
  }
  current[path] = value;
  res.json(current);
}
`,
    ),
  },
  {
    id: 'prototype-pollution/typescript/two-level-key',
    family: 'prototype-pollution',
    language: 'typescript',
    files: oneFile(
      'src/config/patch-config.ts',
      `import type { FastifyInstance } from 'fastify';

const config: Record<string, Record<string, unknown>> = { mail: {}, ui: {} };

export function configRoutes(app: FastifyInstance): void {
  app.patch<{ Params: { section: string; key: string }; Body: { value: unknown } }>(
    '/config/:section/:key',
    async (request) => {
      const { section, key } = request.params;
      config[section][key] = request.body.value;
      return config[section];
    },
  );
}
`,
    ),
    expect: [{ at: '[section]' }],
    safe: oneFile(
      'src/config/patch-config.ts',
      `import type { FastifyInstance } from 'fastify';

const config = new Map<string, Map<string, unknown>>([['mail', new Map()], ['ui', new Map()]]);

export function configRoutes(app: FastifyInstance): void {
  app.patch<{ Params: { section: string; key: string }; Body: { value: unknown } }>(
    '/config/:section/:key',
    async (request) => {
      const { section, key } = request.params;
      config.get(section)?.set(key, request.body.value);
      return { ok: true };
    },
  );
}
`,
    ),
  },
  {
    id: 'mass-assignment/typescript/prisma-update-body',
    family: 'mass-assignment',
    language: 'typescript',
    files: oneFile(
      'src/users/update-user.ts',
      `import type { Request, Response } from 'express';
import { prisma } from '../prisma.js';

export async function updateUser(req: Request, res: Response) {
  const user = await prisma.user.update({
    where: { id: req.user.id },
    data: { ...req.body, updatedAt: new Date() },
  });
  res.json(user);
}
`,
    ),
    expect: [{ at: 'prisma.user.update(' }],
    safe: oneFile(
      'src/users/update-user.ts',
      `import type { Request, Response } from 'express';
import { z } from 'zod';
import { prisma } from '../prisma.js';

const Update = z.object({ name: z.string(), bio: z.string().optional() });

export async function updateUser(req: Request, res: Response) {
  const { name, bio } = Update.parse(req.body);
  const user = await prisma.user.update({
    where: { id: req.user.id },
    data: { name, bio: bio ?? null, updatedAt: new Date() },
  });
  res.json(user);
}
`,
    ),
  },
  {
    id: 'mass-assignment/typescript/object-assign-entity',
    family: 'mass-assignment',
    language: 'typescript',
    files: oneFile(
      'src/accounts/accounts.controller.ts',
      `import { Body, Controller, Param, Patch } from '@nestjs/common';
import { AccountsRepository } from './accounts.repository.js';

@Controller('accounts')
export class AccountsController {
  constructor(private readonly accounts: AccountsRepository) {}

  @Patch(':id')
  async update(@Param('id') id: string, @Body() body: any) {
    const account = await this.accounts.findOneByOrFail({ id });
    Object.assign(account, body);
    return this.accounts.save(account);
  }
}
`,
    ),
    expect: [{ at: 'Object.assign(' }],
    safe: oneFile(
      'src/accounts/accounts.controller.ts',
      `import { Body, Controller, Param, Patch } from '@nestjs/common';
import { AccountsRepository } from './accounts.repository.js';
import { UpdateAccountDto } from './update-account.dto.js';

@Controller('accounts')
export class AccountsController {
  constructor(private readonly accounts: AccountsRepository) {}

  @Patch(':id')
  async update(@Param('id') id: string, @Body() { name, email }: UpdateAccountDto) {
    const account = await this.accounts.findOneByOrFail({ id });
    account.name = name;
    account.email = email;
    return this.accounts.save(account);
  }
}
`,
    ),
  },
  {
    id: 'redos/typescript/nested-quantifier',
    family: 'redos',
    language: 'typescript',
    files: oneFile(
      'src/validation/tags.ts',
      `const tagList = /^(\\w+,?\\s*)+$/;

export function parseTags(input: string): string[] {
  if (!tagList.test(input)) throw new TypeError('tags are words, separated by commas');
  return input.split(',').map((tag) => tag.trim());
}
`,
    ),
    expect: [{ at: 'const tagList' }],
    safe: oneFile(
      'src/validation/tags.ts',
      `const tagList = /^\\w+(?:, ?\\w+)*$/;

export function parseTags(input: string): string[] {
  if (!tagList.test(input)) throw new TypeError('tags are words, separated by commas');
  return input.split(',').map((tag) => tag.trim());
}
`,
    ),
  },
  {
    id: 'redos/typescript/regexp-from-query',
    family: 'redos',
    language: 'typescript',
    files: oneFile(
      'src/search/filter-items.ts',
      `import { Hono } from 'hono';
import { items } from './items.js';

export const search = new Hono();

search.get('/items', (c) => {
  const pattern = new RegExp(c.req.query('pattern') ?? '', 'i');
  return c.json(items.filter(({ title }) => pattern.test(title)));
});
`,
    ),
    expect: [{ at: 'new RegExp(' }],
    safe: oneFile(
      'src/search/filter-items.ts',
      `import { Hono } from 'hono';
import { items } from './items.js';

const escape = (text: string) => text.replace(/[.*+?^\${}()|[\\]\\\\]/g, '\\\\$&');

export const search = new Hono();

search.get('/items', (c) => {
  const pattern = new RegExp(escape(c.req.query('pattern') ?? ''), 'i');
  return c.json(items.filter(({ title }) => pattern.test(title)));
});
`,
    ),
  },
];
