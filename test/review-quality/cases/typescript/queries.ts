import { oneFile, type QualityCase } from '../../quality-case.ts';

export const cases: readonly QualityCase[] = [
  {
    id: 'ldap-injection/typescript/ldapts-filter',
    family: 'ldap-injection',
    language: 'typescript',
    files: oneFile(
      'src/auth/directory.ts',
      `import { Client } from 'ldapts';
import type { Request } from 'express';

const client = new Client({ url: 'ldaps://directory.internal' });

export async function findPerson(req: Request) {
  const { login } = req.body;
  const filter = \`(&(objectClass=person)(uid=\${login}))\`;
  const { searchEntries } = await client.search('ou=people,dc=example,dc=org', { scope: 'sub', filter });
  return searchEntries[0];
}
`,
    ),
    expect: [{ at: 'client.search(' }],
    safe: oneFile(
      'src/auth/directory.ts',
      `import { AndFilter, Client, EqualityFilter } from 'ldapts';
import type { Request } from 'express';

const client = new Client({ url: 'ldaps://directory.internal' });

export async function findPerson(req: Request) {
  const { login } = req.body;
  const filter = new AndFilter({
    filters: [
      new EqualityFilter({ attribute: 'objectClass', value: 'person' }),
      new EqualityFilter({ attribute: 'uid', value: login }),
    ],
  });
  const { searchEntries } = await client.search('ou=people,dc=example,dc=org', { scope: 'sub', filter });
  return searchEntries[0];
}
`,
    ),
  },
  {
    id: 'ldap-injection/typescript/ldapjs-options-variable',
    family: 'ldap-injection',
    language: 'typescript',
    files: oneFile(
      'src/ldap/groups.ts',
      `import ldap, { type SearchOptions } from 'ldapjs';

const client = ldap.createClient({ url: 'ldaps://ldap.internal' });

export function groupsOf(username: string, done: (names: string[]) => void): void {
  const options: SearchOptions = {
    scope: 'sub',
    filter: '(member=uid=' + username + ',ou=people,dc=example)',
    attributes: ['cn'],
  };
  client.search('ou=groups,dc=example', options, (_error, result) => {
    const names: string[] = [];
    result.on('searchEntry', (entry) => names.push(entry.dn.toString()));
    result.on('end', () => done(names));
  });
}
`,
    ),
    expect: [{ at: 'client.search(' }],
    safe: oneFile(
      'src/ldap/groups.ts',
      `import ldap, { type SearchOptions } from 'ldapjs';

const client = ldap.createClient({ url: 'ldaps://ldap.internal' });

export function groupsOf(username: string, done: (names: string[]) => void): void {
  const options: SearchOptions = {
    scope: 'sub',
    filter: new ldap.EqualityFilter({ attribute: 'memberUid', value: username }),
    attributes: ['cn'],
  };
  client.search('ou=groups,dc=example', options, (_error, result) => {
    const names: string[] = [];
    result.on('searchEntry', (entry) => names.push(entry.dn.toString()));
    result.on('end', () => done(names));
  });
}
`,
    ),
  },
  {
    id: 'xpath-injection/typescript/xpath-select',
    family: 'xpath-injection',
    language: 'typescript',
    files: oneFile(
      'src/catalog/find-book.ts',
      `import { DOMParser } from '@xmldom/xmldom';
import xpath from 'xpath';
import type { Request, Response } from 'express';

export function findBook(xml: string) {
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  return (req: Request, res: Response) => {
    const { author } = req.query;
    const nodes = xpath.select(\`//book[author='\${author}']/title\`, document);
    res.json(nodes);
  };
}
`,
    ),
    expect: [{ at: 'xpath.select(' }],
    safe: oneFile(
      'src/catalog/find-book.ts',
      `import { DOMParser } from '@xmldom/xmldom';
import xpath from 'xpath';
import type { Request, Response } from 'express';

export function findBook(xml: string) {
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  const expression = xpath.parse('//book[author=$author]/title');
  return (req: Request, res: Response) => {
    const { author } = req.query;
    const nodes = expression.select({ node: document, variables: { author } });
    res.json(nodes);
  };
}
`,
    ),
  },
  {
    id: 'nosql-injection/typescript/mongoose-login',
    family: 'nosql-injection',
    language: 'typescript',
    files: oneFile(
      'src/auth/login.ts',
      `import type { Request, Response } from 'express';
import { User } from '../models/user.js';

export async function login(req: Request, res: Response) {
  const { username, password } = req.body;
  const user = await User.findOne({ username, password });
  if (!user) return res.status(401).end();
  req.session.userId = user.id;
  res.json({ ok: true });
}
`,
    ),
    expect: [{ at: 'User.findOne(' }],
    safe: oneFile(
      'src/auth/login.ts',
      `import type { Request, Response } from 'express';
import { User } from '../models/user.js';
import { verifyPassword } from './passwords.js';

export async function login(req: Request, res: Response) {
  const username = String(req.body.username);
  const user = await User.findOne({ username });
  if (!user || !(await verifyPassword(user.hash, String(req.body.password)))) return res.status(401).end();
  req.session.userId = user.id;
  res.json({ ok: true });
}
`,
    ),
  },
  {
    id: 'nosql-injection/typescript/where-string',
    family: 'nosql-injection',
    language: 'typescript',
    files: oneFile(
      'src/search/where.ts',
      `import type { Collection } from 'mongodb';
import type { Context } from 'koa';

export const search = (products: Collection) => async (ctx: Context) => {
  const max = ctx.query.max;
  const cursor = products.find({ $where: \`this.price < \${max}\` });
  ctx.body = await cursor.toArray();
};
`,
    ),
    expect: [{ at: '$where' }],
    safe: oneFile(
      'src/search/where.ts',
      `import type { Collection } from 'mongodb';
import type { Context } from 'koa';

export const search = (products: Collection) => async (ctx: Context) => {
  const max = Number(ctx.query.max);
  const cursor = products.find({ price: { $lt: max } });
  ctx.body = await cursor.toArray();
};
`,
    ),
  },
  {
    id: 'nosql-injection/typescript/aggregate-match-body',
    family: 'nosql-injection',
    language: 'typescript',
    files: oneFile(
      'src/reports/aggregate.ts',
      `import { MongoClient } from 'mongodb';
import type { FastifyRequest } from 'fastify';

const client = new MongoClient(process.env.MONGO_URL!);

export async function report(request: FastifyRequest<{ Body: { filter: object } }>) {
  const collection = client.db('shop').collection('orders');
  const pipeline = [{ $match: request.body.filter }, { $group: { _id: '$status', n: { $sum: 1 } } }];
  return collection.aggregate(pipeline).toArray();
}
`,
    ),
    expect: [{ at: '.aggregate(' }],
    safe: oneFile(
      'src/reports/aggregate.ts',
      `import { MongoClient } from 'mongodb';
import type { FastifyRequest } from 'fastify';

const client = new MongoClient(process.env.MONGO_URL!);

export async function report(request: FastifyRequest<{ Body: { status: string } }>) {
  const collection = client.db('shop').collection('orders');
  const pipeline = [{ $match: { status: { $eq: String(request.body.status) } } }, { $group: { _id: '$status', n: { $sum: 1 } } }];
  return collection.aggregate(pipeline).toArray();
}
`,
    ),
  },
  {
    id: 'nosql-injection/typescript/delete-many-query',
    family: 'nosql-injection',
    language: 'typescript',
    files: oneFile(
      'src/routes/sessions.ts',
      `import { Router } from 'express';
import { Session } from '../models/session.js';

export const sessions = Router();

sessions.delete('/sessions', async (req, res) => {
  const filter = { user: req.user.id, device: req.body.device };
  await Session.deleteMany(filter);
  res.status(204).end();
});
`,
    ),
    expect: [{ at: 'deleteMany(' }],
    safe: oneFile(
      'src/routes/sessions.ts',
      `import { Router } from 'express';
import { z } from 'zod';
import { Session } from '../models/session.js';

const Body = z.object({ device: z.string().max(100) });

export const sessions = Router();

sessions.delete('/sessions', async (req, res) => {
  const { device } = Body.parse(req.body);
  await Session.deleteMany({ user: req.user.id, device });
  res.status(204).end();
});
`,
    ),
  },
];
