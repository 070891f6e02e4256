import { oneFile, type QualityCase } from '../../quality-case.ts';

export const cases: readonly QualityCase[] = [
  {
    id: 'timing/typescript/webhook-signature',
    family: 'timing',
    language: 'typescript',
    files: oneFile(
      'src/webhooks/verify.ts',
      `import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

const secret = process.env.WEBHOOK_SECRET!;

export function isAuthentic(request: FastifyRequest): boolean {
  const signature = request.headers['x-signature'];
  const hmac = createHmac('sha256', secret);
  hmac.update(request.rawBody as string);
  const expected = hmac.digest('hex');
  return signature === expected;
}
`,
    ),
    expect: [{ at: 'signature ===' }],
    safe: oneFile(
      'src/webhooks/verify.ts',
      `import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

const secret = process.env.WEBHOOK_SECRET!;

export function isAuthentic(request: FastifyRequest): boolean {
  const signature = Buffer.from(String(request.headers['x-signature']));
  const hmac = createHmac('sha256', secret);
  hmac.update(request.rawBody as string);
  const expected = Buffer.from(hmac.digest('hex'));
  return signature.length === expected.length && timingSafeEqual(signature, expected);
}
`,
    ),
  },
  {
    id: 'timing/typescript/api-key-header',
    family: 'timing',
    language: 'typescript',
    files: oneFile(
      'src/middleware/api-key.ts',
      `import { createMiddleware } from 'hono/factory';

export const apiKey = createMiddleware<{ Bindings: { API_KEY: string } }>(async (c, next) => {
  const key = c.req.header('x-api-key');
  if (key !== c.env.API_KEY) return c.text('forbidden', 403);
  await next();
});
`,
    ),
    expect: [{ at: '!==' }],
    safe: oneFile(
      'src/middleware/api-key.ts',
      `import { timingSafeEqual } from 'hono/utils/buffer';
import { createMiddleware } from 'hono/factory';

export const apiKey = createMiddleware<{ Bindings: { API_KEY: string } }>(async (c, next) => {
  const key = c.req.header('x-api-key') ?? '';
  if (!(await timingSafeEqual(key, c.env.API_KEY))) return c.text('forbidden', 403);
  await next();
});
`,
    ),
  },
  {
    id: 'secret-in-log/typescript/whole-headers',
    family: 'secret-in-log',
    language: 'typescript',
    files: oneFile(
      'src/middleware/request-log.ts',
      `import type { NextFunction, Request, Response } from 'express';
import { logger } from '../logger.js';

export function requestLog(req: Request, _res: Response, next: NextFunction): void {
  const { method, url, headers } = req;
  logger.debug({ method, url, headers }, 'request');
  next();
}
`,
    ),
    expect: [{ at: 'logger.debug(' }],
    safe: oneFile(
      'src/middleware/request-log.ts',
      `import type { NextFunction, Request, Response } from 'express';
import { logger } from '../logger.js';

export function requestLog(req: Request, _res: Response, next: NextFunction): void {
  const { method, url, headers } = req;
  logger.debug({ method, url, agent: headers['user-agent'] }, 'request');
  next();
}
`,
    ),
  },
  {
    id: 'secret-in-log/typescript/login-body',
    family: 'secret-in-log',
    language: 'typescript',
    files: oneFile(
      'src/auth/auth.service.ts',
      `import { Injectable, Logger } from '@nestjs/common';

@Injectable()
export class AuthService {
  private readonly logger = new Logger(AuthService.name);

  async login(email: string, password: string): Promise<boolean> {
    this.logger.log(\`login attempt \${email} / \${password}\`);
    return this.check(email, password);
  }

  private async check(email: string, password: string): Promise<boolean> {
    return email.length > 0 && password.length > 0;
  }
}
`,
    ),
    expect: [{ at: 'this.logger.log(' }],
    safe: oneFile(
      'src/auth/auth.service.ts',
      `import { Injectable, Logger } from '@nestjs/common';

@Injectable()
export class AuthService {
  private readonly logger = new Logger(AuthService.name);

  async login(email: string, password: string): Promise<boolean> {
    this.logger.log(\`login attempt \${email}\`);
    return this.check(email, password);
  }

  private async check(email: string, password: string): Promise<boolean> {
    return email.length > 0 && password.length > 0;
  }
}
`,
    ),
  },
  {
    id: 'secret-in-log/typescript/env-dump',
    family: 'secret-in-log',
    language: 'typescript',
    files: oneFile(
      'src/start.ts',
      `import { createApp } from './app.js';

console.log('starting with', JSON.stringify(process.env, null, 2));
createApp().listen(Number(process.env.PORT));
`,
    ),
    expect: [{ at: 'console.log(' }],
    safe: oneFile(
      'src/start.ts',
      `import { createApp } from './app.js';

console.log('starting on port', process.env.PORT);
createApp().listen(Number(process.env.PORT));
`,
    ),
  },
  {
    id: 'error-exposure/typescript/express-error-handler',
    family: 'error-exposure',
    language: 'typescript',
    files: oneFile(
      'src/middleware/error-handler.ts',
      `import type { ErrorRequestHandler } from 'express';

export const errorHandler: ErrorRequestHandler = (err, _req, res, _next) => {
  res.status(err.status ?? 500).json({
    message: err.message,
    stack: err.stack,
  });
};
`,
    ),
    expect: [{ at: 'err.stack' }],
    safe: oneFile(
      'src/middleware/error-handler.ts',
      `import type { ErrorRequestHandler } from 'express';
import { logger } from '../logger.js';

export const errorHandler: ErrorRequestHandler = (err, _req, res, _next) => {
  logger.error({ err }, 'request failed');
  res.status(err.status ?? 500).json({ message: 'internal error' });
};
`,
    ),
  },
  {
    id: 'error-exposure/typescript/next-response-error',
    family: 'error-exposure',
    language: 'typescript',
    files: oneFile(
      'app/api/orders/route.ts',
      `import { NextResponse } from 'next/server';
import { listOrders } from '@/lib/orders';

export async function GET() {
  try {
    return NextResponse.json(await listOrders());
  } catch (error) {
    return NextResponse.json({ error: String((error as Error).stack) }, { status: 500 });
  }
}
`,
    ),
    expect: [{ at: 'error' }],
    safe: oneFile(
      'app/api/orders/route.ts',
      `import { NextResponse } from 'next/server';
import { listOrders } from '@/lib/orders';

export async function GET() {
  try {
    return NextResponse.json(await listOrders());
  } catch (error) {
    console.error(error);
    return NextResponse.json({ error: 'orders are not available' }, { status: 500 });
  }
}
`,
    ),
  },
];
