import { oneFile, type QualityCase } from '../../quality-case.ts';

export const cases: readonly QualityCase[] = [
  {
    id: 'removed-guard/typescript/file-type-check',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/uploads/filter.ts',
      `import multer from 'multer';

export const upload = multer({
  limits: { fileSize: 2_000_000 },
  fileFilter: (_req, _file, callback) => {
    callback(null, true);
  },
});
`,
      `import multer from 'multer';

const allowedTypes = ['image/png', 'image/jpeg'];

export const upload = multer({
  limits: { fileSize: 2_000_000 },
  fileFilter: (_req, file, callback) => {
    if (!allowedTypes.includes(file.mimetype)) return callback(new Error('not an image'));
    callback(null, true);
  },
});
`,
    ),
    expect: [{ side: 'old', at: 'allowedTypes' }],
    safe: oneFile(
      'src/uploads/filter.ts',
      `import multer from 'multer';

const imageTypes = ['image/png', 'image/webp'];

export const upload = multer({
  limits: { fileSize: 2_000_000 },
  fileFilter: (_req, file, callback) => {
    callback(null, imageTypes.includes(file.mimetype));
  },
});
`,
      `import multer from 'multer';

const allowedTypes = ['image/png', 'image/jpeg'];

export const upload = multer({
  limits: { fileSize: 2_000_000 },
  fileFilter: (_req, file, callback) => {
    if (!allowedTypes.includes(file.mimetype)) return callback(new Error('not an image'));
    callback(null, true);
  },
});
`,
    ),
  },
  {
    id: 'removed-guard/typescript/sql-parameters-to-text',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/db/find-session.ts',
      `import { pool } from './pool.js';

export async function findSession(token: string) {
  const { rows } = await pool.query(\`SELECT * FROM sessions WHERE token = '\${token}'\`);
  return rows[0];
}
`,
      `import { pool } from './pool.js';

export async function findSession(token: string) {
  const { rows } = await pool.query('SELECT * FROM sessions WHERE token = $1', [token]);
  return rows[0];
}
`,
    ),
    expect: [{ at: 'pool.query(' }],
    safe: oneFile(
      'src/db/find-session.ts',
      `import { pool } from './pool.js';

export async function findSession(token: string) {
  const text = 'SELECT id, user_id FROM sessions WHERE token = $1';
  const { rows } = await pool.query(text, [token]);
  return rows[0];
}
`,
      `import { pool } from './pool.js';

export async function findSession(token: string) {
  const { rows } = await pool.query('SELECT * FROM sessions WHERE token = $1', [token]);
  return rows[0];
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/url-protocol-check',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/links/safe-link.ts',
      `export function toLink(text: string): string {
  const url = new URL(text, 'https://example.com');
  return url.href;
}
`,
      `export function toLink(text: string): string {
  const url = new URL(text, 'https://example.com');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return '#';
  }
  return url.href;
}
`,
    ),
    expect: [{ side: 'old', at: 'protocol' }],
    safe: oneFile(
      'src/links/safe-link.ts',
      `const protocols = new Set(['https:', 'http:', 'mailto:']);

export function toLink(text: string): string {
  const url = new URL(text, 'https://example.com');
  return protocols.has(url.protocol) ? url.href : '#';
}
`,
      `export function toLink(text: string): string {
  const url = new URL(text, 'https://example.com');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return '#';
  }
  return url.href;
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/csp-header',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/middleware/headers.ts',
      `import type { NextFunction, Request, Response } from 'express';

export function headers(_req: Request, res: Response, next: NextFunction): void {
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Cache-Control', 'no-store');
  next();
}
`,
      `import type { NextFunction, Request, Response } from 'express';

export function headers(_req: Request, res: Response, next: NextFunction): void {
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Content-Security-Policy', "default-src 'self'");
  res.setHeader('Cache-Control', 'no-store');
  next();
}
`,
    ),
    expect: [{ side: 'old', at: 'Content-Security-Policy' }],
    safe: oneFile(
      'src/middleware/headers.ts',
      `import type { NextFunction, Request, Response } from 'express';

const policy = "default-src 'self'; img-src 'self' data:";

export function headers(_req: Request, res: Response, next: NextFunction): void {
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Content-Security-Policy', policy);
  res.setHeader('Cache-Control', 'no-store');
  next();
}
`,
      `import type { NextFunction, Request, Response } from 'express';

export function headers(_req: Request, res: Response, next: NextFunction): void {
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Content-Security-Policy', "default-src 'self'");
  res.setHeader('Cache-Control', 'no-store');
  next();
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/regex-validation',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/git/checkout.ts',
      `import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export async function checkout(branch: string): Promise<void> {
  await run('git', ['checkout', branch]);
}
`,
      `import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const branchName = /^[\\w][\\w./-]*$/;

export async function checkout(branch: string): Promise<void> {
  if (!branchName.test(branch)) throw new TypeError('not a branch name');
  await run('git', ['checkout', branch]);
}
`,
    ),
    expect: [{ side: 'old', at: '.test(' }],
    safe: oneFile(
      'src/git/checkout.ts',
      `import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isBranchName } from './names.js';

const run = promisify(execFile);

export async function checkout(branch: string): Promise<void> {
  if (!isBranchName(branch)) throw new TypeError('not a branch name');
  await run('git', ['checkout', branch]);
}
`,
      `import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const branchName = /^[\\w][\\w./-]*$/;

export async function checkout(branch: string): Promise<void> {
  if (!branchName.test(branch)) throw new TypeError('not a branch name');
  await run('git', ['checkout', branch]);
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/tenant-filter',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/reports/list-reports.ts',
      `import { reports } from './collection.js';

export function listReports(tenantId: string, status: string) {
  return reports.find({ status }).sort({ createdAt: -1 }).toArray();
}
`,
      `import { reports } from './collection.js';

export function listReports(tenantId: string, status: string) {
  return reports.find({ tenantId, status }).sort({ createdAt: -1 }).toArray();
}
`,
    ),
    expect: [{ side: 'old', at: 'tenantId' }],
    safe: oneFile(
      'src/reports/list-reports.ts',
      `import { reports } from './collection.js';

export function listReports(tenantId: string, status: string) {
  const filter = { tenantId, status };
  return reports.find(filter).sort({ createdAt: -1 }).toArray();
}
`,
      `import { reports } from './collection.js';

export function listReports(tenantId: string, status: string) {
  return reports.find({ tenantId, status }).sort({ createdAt: -1 }).toArray();
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/null-byte-normalise',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'src/files/store.ts',
      `import { writeFile } from 'node:fs/promises';
import path from 'node:path';

export async function store(fileName: string, content: Buffer): Promise<string> {
  const target = path.join('/srv/files', fileName);
  await writeFile(target, content);
  return target;
}
`,
      `import { writeFile } from 'node:fs/promises';
import path from 'node:path';

export async function store(fileName: string, content: Buffer): Promise<string> {
  const target = path.join('/srv/files', path.basename(fileName));
  await writeFile(target, content);
  return target;
}
`,
    ),
    expect: [{ at: 'writeFile(target' }],
    safe: oneFile(
      'src/files/store.ts',
      `import { writeFile } from 'node:fs/promises';
import path from 'node:path';

export async function store(fileName: string, content: Buffer): Promise<string> {
  const { base } = path.parse(fileName);
  const target = path.join('/srv/files', base);
  await writeFile(target, content);
  return target;
}
`,
      `import { writeFile } from 'node:fs/promises';
import path from 'node:path';

export async function store(fileName: string, content: Buffer): Promise<string> {
  const target = path.join('/srv/files', path.basename(fileName));
  await writeFile(target, content);
  return target;
}
`,
    ),
  },
  {
    id: 'removed-guard/typescript/next-middleware-matcher',
    family: 'removed-guard',
    language: 'typescript',
    files: oneFile(
      'middleware.ts',
      `import { NextResponse, type NextRequest } from 'next/server';
import { readSession } from './session';

export async function middleware(request: NextRequest) {
  const session = await readSession(request);
  if (!session) return NextResponse.redirect(new URL('/login', request.url));
  return NextResponse.next();
}

export const config = {
  matcher: ['/dashboard/:path*'],
};
`,
      `import { NextResponse, type NextRequest } from 'next/server';
import { readSession } from './session';

export async function middleware(request: NextRequest) {
  const session = await readSession(request);
  if (!session) return NextResponse.redirect(new URL('/login', request.url));
  return NextResponse.next();
}

export const config = {
  matcher: ['/dashboard/:path*', '/admin/:path*', '/api/private/:path*'],
};
`,
    ),
    expect: [{ side: 'old', at: 'matcher' }],
    safe: oneFile(
      'middleware.ts',
      `import { NextResponse, type NextRequest } from 'next/server';
import { readSession } from './session';

export async function middleware(request: NextRequest) {
  const session = await readSession(request);
  if (!session) return NextResponse.redirect(new URL('/login', request.url));
  return NextResponse.next();
}

export const config = {
  matcher: ['/dashboard/:path*', '/admin/:path*', '/api/private/:path*', '/reports/:path*'],
};
`,
      `import { NextResponse, type NextRequest } from 'next/server';
import { readSession } from './session';

export async function middleware(request: NextRequest) {
  const session = await readSession(request);
  if (!session) return NextResponse.redirect(new URL('/login', request.url));
  return NextResponse.next();
}

export const config = {
  matcher: ['/dashboard/:path*', '/admin/:path*', '/api/private/:path*'],
};
`,
    ),
  },
];
