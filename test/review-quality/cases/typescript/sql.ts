import { oneFile, type QualityCase } from '../../quality-case.ts';

export const cases: readonly QualityCase[] = [
  {
    id: 'sql-injection/typescript/namespace-pool-field',
    family: 'sql-injection',
    language: 'typescript',
    files: oneFile(
      'src/repositories/order-repository.ts',
      `import * as pg from 'pg';

interface OrderFilter {
  status?: string;
  customer?: string;
  sort?: string;
}

export class OrderRepository {
  readonly #table = 'orders';
  private readonly pool: pg.Pool;

  constructor(connectionString: string) {
    this.pool = new pg.Pool({ connectionString });
  }

  async search(filter: OrderFilter): Promise<unknown[]> {
    const clauses: string[] = [];
    if (filter.status) clauses.push(\`status = '\${filter.status}'\`);
    if (filter.customer) clauses.push(\`customer_id = '\${filter.customer}'\`);
    const where = clauses.length > 0 ? \` WHERE \${clauses.join(' AND ')}\` : '';
    const { rows } = await this.pool.query(\`SELECT * FROM \${this.#table}\${where} LIMIT 100\`);
    return rows;
  }
}
`,
    ),
    expect: [{ at: 'this.pool.query(' }],
    safe: oneFile(
      'src/repositories/order-repository.ts',
      `import * as pg from 'pg';

interface OrderFilter {
  status?: string;
  customer?: string;
  sort?: string;
}

export class OrderRepository {
  readonly #table = 'orders';
  private readonly pool: pg.Pool;

  constructor(connectionString: string) {
    this.pool = new pg.Pool({ connectionString });
  }

  async search(filter: OrderFilter): Promise<unknown[]> {
    const clauses: string[] = [];
    const values: unknown[] = [];
    if (filter.status) clauses.push(\`status = $\${values.push(filter.status)}\`);
    if (filter.customer) clauses.push(\`customer_id = $\${values.push(filter.customer)}\`);
    const where = clauses.length > 0 ? \` WHERE \${clauses.join(' AND ')}\` : '';
    const { rows } = await this.pool.query(\`SELECT * FROM \${this.#table}\${where} LIMIT 100\`, values);
    return rows;
  }
}
`,
    ),
  },
  {
    id: 'sql-injection/typescript/order-by-from-query',
    family: 'sql-injection',
    language: 'typescript',
    files: oneFile(
      'src/routes/reports.ts',
      `import { Router } from 'express';
import { open } from 'sqlite';
import sqlite3 from 'sqlite3';

const db = await open({ filename: 'reports.db', driver: sqlite3.Database });

export const reports = Router();

reports.get('/reports', async (req, res) => {
  const { sort = 'created_at', direction = 'asc' } = req.query as Record<string, string>;
  const sql = \`SELECT id, title, created_at FROM reports ORDER BY \${sort} \${direction}\`;
  const rows = await db.all(sql);
  res.json(rows);
});
`,
    ),
    expect: [{ at: 'db.all(' }],
    safe: oneFile(
      'src/routes/reports.ts',
      `import { Router } from 'express';
import { open } from 'sqlite';
import sqlite3 from 'sqlite3';

const db = await open({ filename: 'reports.db', driver: sqlite3.Database });
const columns: Record<string, string> = { created: 'created_at', title: 'title' };

export const reports = Router();

reports.get('/reports', async (req, res) => {
  const { sort = 'created', direction = 'asc' } = req.query as Record<string, string>;
  const column = Object.hasOwn(columns, sort) ? columns[sort] : 'created_at';
  const order = direction === 'desc' ? 'DESC' : 'ASC';
  const sql = \`SELECT id, title, created_at FROM reports ORDER BY \${column} \${order}\`;
  const rows = await db.all(sql);
  res.json(rows);
});
`,
    ),
  },
  {
    id: 'sql-injection/typescript/typeorm-where',
    family: 'sql-injection',
    language: 'typescript',
    files: oneFile(
      'src/users/users.service.ts',
      `import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { User } from './user.entity.js';

@Injectable()
export class UsersService {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}

  async findByEmail(email: string): Promise<User | null> {
    return this.users
      .createQueryBuilder('user')
      .where(\`user.email = '\${email}'\`)
      .andWhere('user.deletedAt IS NULL')
      .getOne();
  }
}
`,
    ),
    expect: [{ at: '.where(' }],
    safe: oneFile(
      'src/users/users.service.ts',
      `import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { User } from './user.entity.js';

@Injectable()
export class UsersService {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}

  async findByEmail(email: string): Promise<User | null> {
    return this.users
      .createQueryBuilder('user')
      .where('user.email = :email', { email })
      .andWhere('user.deletedAt IS NULL')
      .getOne();
  }
}
`,
    ),
  },
  {
    id: 'sql-injection/typescript/drizzle-raw',
    family: 'sql-injection',
    language: 'typescript',
    files: oneFile(
      'src/search/search-products.ts',
      `import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { db } from '../db.js';

const app = new Hono();

app.get('/products/search', async (c) => {
  const term = c.req.query('term') ?? '';
  const rows = await db.execute(sql\`select * from products where \${sql.raw(\`name ilike '%\${term}%'\`)} limit 50\`);
  return c.json(rows);
});

export default app;
`,
    ),
    expect: [{ at: 'sql.raw(' }],
    safe: oneFile(
      'src/search/search-products.ts',
      `import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { db } from '../db.js';

const app = new Hono();

app.get('/products/search', async (c) => {
  const term = c.req.query('term') ?? '';
  const rows = await db.execute(sql\`select * from products where name ilike \${\`%\${term}%\`} limit 50\`);
  return c.json(rows);
});

export default app;
`,
    ),
  },
  {
    id: 'sql-injection/typescript/prisma-unsafe-server-action',
    family: 'sql-injection',
    language: 'typescript',
    files: oneFile(
      'app/actions/find-invoices.ts',
      `'use server';

import { prisma } from '@/lib/prisma';

export async function findInvoices(customer: string, year: number) {
  const query = [
    'SELECT id, total FROM invoices',
    \`WHERE customer = '\${customer}'\`,
    \`AND extract(year from issued_at) = \${year}\`,
  ].join(' ');
  return prisma.$queryRawUnsafe(query);
}
`,
    ),
    expect: [{ at: '$queryRawUnsafe(' }],
    safe: oneFile(
      'app/actions/find-invoices.ts',
      `'use server';

import { prisma } from '@/lib/prisma';

export async function findInvoices(customer: string, year: number) {
  return prisma.$queryRaw\`SELECT id, total FROM invoices WHERE customer = \${customer} AND extract(year from issued_at) = \${year}\`;
}
`,
    ),
  },
  {
    id: 'sql-injection/typescript/helper-in-other-file',
    family: 'sql-injection',
    language: 'typescript',
    files: [
      {
        path: 'src/routes/tickets.ts',
        head: `import { FastifyInstance } from 'fastify';
import { byColumn } from '../db/query-builder.js';
import { pool } from '../db/pool.js';

export async function ticketRoutes(app: FastifyInstance): Promise<void> {
  app.get('/tickets', async (request) => {
    const { column, value } = request.query as { column: string; value: string };
    const text = byColumn('tickets', column, value);
    const { rows } = await pool.query(text);
    return rows;
  });
}
`,
      },
      {
        path: 'src/db/query-builder.ts',
        head: `export function byColumn(table: string, column: string, value: string): string {
  return \`SELECT * FROM \${table} WHERE \${column} = '\${value}'\`;
}
`,
      },
    ],
    expect: [{ at: 'const { rows } = await pool.query(text);' }],
    safe: [
      {
        path: 'src/routes/tickets.ts',
        head: `import { FastifyInstance } from 'fastify';
import { byColumn } from '../db/query-builder.js';
import { pool } from '../db/pool.js';

export async function ticketRoutes(app: FastifyInstance): Promise<void> {
  app.get('/tickets', async (request) => {
    const { value } = request.query as { value: string };
    const { rows } = await pool.query(byColumn('tickets', 'assignee'), [value]);
    return rows;
  });
}
`,
      },
      {
        path: 'src/db/query-builder.ts',
        head: `export function byColumn(table: 'tickets' | 'comments', column: 'assignee' | 'author'): string {
  return \`SELECT * FROM \${table} WHERE \${column} = $1\`;
}
`,
      },
    ],
  },
  {
    id: 'sql-injection/typescript/mysql-execute-lambda',
    family: 'sql-injection',
    language: 'typescript',
    files: oneFile(
      'src/handlers/get-customer.ts',
      `import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';
import { createConnection } from 'mysql2/promise';

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> => {
  const connection = await createConnection(process.env.DATABASE_URL!);
  const id = event.pathParameters?.id;
  const [rows] = await connection.query('SELECT * FROM customers WHERE id = ' + id);
  return { statusCode: 200, body: JSON.stringify(rows) };
};
`,
    ),
    expect: [{ at: 'connection.query(' }],
    safe: oneFile(
      'src/handlers/get-customer.ts',
      `import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';
import { createConnection } from 'mysql2/promise';

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> => {
  const connection = await createConnection(process.env.DATABASE_URL!);
  const id = event.pathParameters?.id;
  const [rows] = await connection.query('SELECT * FROM customers WHERE id = ?', [id]);
  return { statusCode: 200, body: JSON.stringify(rows) };
};
`,
    ),
  },
  {
    id: 'sql-injection/typescript/knex-where-raw-change',
    family: 'sql-injection',
    language: 'typescript',
    files: oneFile(
      'src/products/list.ts',
      `import type { Request, Response } from 'express';
import { knex } from '../db.js';

export async function listProducts(req: Request, res: Response): Promise<void> {
  const { category, tag } = req.query;
  const rows = await knex('products').where({ category }).whereRaw(\`tags @> '{\${tag}}'\`).limit(50);
  res.json(rows);
}
`,
      `import type { Request, Response } from 'express';
import { knex } from '../db.js';

export async function listProducts(req: Request, res: Response): Promise<void> {
  const { category } = req.query;
  const rows = await knex('products').where({ category }).limit(50);
  res.json(rows);
}
`,
    ),
    expect: [{ at: 'whereRaw(' }],
    safe: oneFile(
      'src/products/list.ts',
      `import type { Request, Response } from 'express';
import { knex } from '../db.js';

export async function listProducts(req: Request, res: Response): Promise<void> {
  const { category, tag } = req.query;
  const rows = await knex('products').where({ category }).whereRaw('tags @> ?', [[tag]]).limit(50);
  res.json(rows);
}
`,
      `import type { Request, Response } from 'express';
import { knex } from '../db.js';

export async function listProducts(req: Request, res: Response): Promise<void> {
  const { category } = req.query;
  const rows = await knex('products').where({ category }).limit(50);
  res.json(rows);
}
`,
    ),
  },
  {
    id: 'sql-injection/typescript/options-object-before-call',
    family: 'sql-injection',
    language: 'typescript',
    files: oneFile(
      'src/audit/audit-log.ts',
      `import { Client, type QueryConfig } from 'pg';
import type { Context } from 'koa';

const client = new Client();

export async function auditLog(ctx: Context): Promise<void> {
  const { actor } = ctx.query;
  const config: QueryConfig = {
    name: 'audit',
    text: \`SELECT at, action FROM audit WHERE actor = '\${actor}' ORDER BY at DESC\`,
  };
  const result = await client.query(config);
  ctx.body = result.rows;
}
`,
    ),
    expect: [{ at: 'client.query(' }],
    safe: oneFile(
      'src/audit/audit-log.ts',
      `import { Client, type QueryConfig } from 'pg';
import type { Context } from 'koa';

const client = new Client();

export async function auditLog(ctx: Context): Promise<void> {
  const { actor } = ctx.query;
  const config: QueryConfig = {
    name: 'audit',
    text: 'SELECT at, action FROM audit WHERE actor = $1 ORDER BY at DESC',
    values: [actor],
  };
  const result = await client.query(config);
  ctx.body = result.rows;
}
`,
    ),
  },
  {
    id: 'sql-injection/typescript/graphql-resolver-class',
    family: 'sql-injection',
    language: 'typescript',
    files: oneFile(
      'src/graphql/product.resolver.ts',
      `import { Args, Query, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { Product } from './product.js';

@Resolver(() => Product)
export class ProductResolver {
  constructor(private readonly dataSource: DataSource) {}

  @Query(() => [Product])
  async products(@Args('filter') filter: string): Promise<Product[]> {
    const manager = this.dataSource.manager;
    return manager.query("SELECT * FROM product WHERE " + filter);
  }
}
`,
    ),
    expect: [{ at: '.query(' }],
    safe: oneFile(
      'src/graphql/product.resolver.ts',
      `import { Args, Query, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { Product } from './product.js';

@Resolver(() => Product)
export class ProductResolver {
  constructor(private readonly dataSource: DataSource) {}

  @Query(() => [Product])
  async products(@Args('name') name: string): Promise<Product[]> {
    const manager = this.dataSource.manager;
    return manager.query('SELECT * FROM product WHERE name = $1', [name]);
  }
}
`,
    ),
  },
  {
    id: 'sql-injection/javascript/commonjs-concat',
    family: 'sql-injection',
    language: 'javascript',
    files: oneFile(
      'lib/find-user.js',
      `'use strict';

const mysql = require('mysql');
const { promisify } = require('util');

const db = mysql.createConnection(process.env.DATABASE_URL);
const query = promisify(db.query).bind(db);

exports.findUser = function findUser(req, res, next) {
  const sql = "SELECT * FROM users WHERE name = '" + req.params.name + "'";
  db.query(sql, function (error, rows) {
    if (error) return next(error);
    res.json(rows);
  });
};

exports.query = query;
`,
    ),
    expect: [{ at: 'db.query(' }],
    safe: oneFile(
      'lib/find-user.js',
      `'use strict';

const mysql = require('mysql');
const { promisify } = require('util');

const db = mysql.createConnection(process.env.DATABASE_URL);
const query = promisify(db.query).bind(db);

exports.findUser = function findUser(req, res, next) {
  db.query('SELECT * FROM users WHERE name = ?', [req.params.name], function (error, rows) {
    if (error) return next(error);
    res.json(rows);
  });
};

exports.query = query;
`,
    ),
  },
];
