import { oneFile, type QualityCase } from '../../quality-case.ts';

export const cases: readonly QualityCase[] = [
  {
    id: 'jwt/typescript/decode-as-identity',
    family: 'jwt',
    language: 'typescript',
    files: oneFile(
      'src/middleware/current-user.ts',
      `import jwt, { type JwtPayload } from 'jsonwebtoken';
import type { NextFunction, Request, Response } from 'express';

export function currentUser(req: Request, res: Response, next: NextFunction) {
  const token = req.headers.authorization?.replace('Bearer ', '');
  if (!token) return res.sendStatus(401);
  const payload = jwt.decode(token) as JwtPayload;
  req.user = { id: payload.sub, role: payload.role };
  next();
}
`,
    ),
    expect: [{ at: 'jwt.decode(' }],
    safe: oneFile(
      'src/middleware/current-user.ts',
      `import jwt, { type JwtPayload } from 'jsonwebtoken';
import type { NextFunction, Request, Response } from 'express';

export function currentUser(req: Request, res: Response, next: NextFunction) {
  const token = req.headers.authorization?.replace('Bearer ', '');
  if (!token) return res.sendStatus(401);
  const payload = jwt.verify(token, process.env.JWT_KEY!, { algorithms: ['HS256'] }) as JwtPayload;
  req.user = { id: payload.sub, role: payload.role };
  next();
}
`,
    ),
  },
  {
    id: 'jwt/typescript/none-in-options-variable',
    family: 'jwt',
    language: 'typescript',
    files: oneFile(
      'src/auth/verify-token.ts',
      `import { verify, type VerifyOptions } from 'jsonwebtoken';

const options: VerifyOptions = { algorithms: ['HS256', 'none'], issuer: 'example' };

export const verifyToken = (token: string, key: string) => verify(token, key, options);
`,
    ),
    expect: [{ at: 'verify(' }],
    safe: oneFile(
      'src/auth/verify-token.ts',
      `import { verify, type VerifyOptions } from 'jsonwebtoken';

const options: VerifyOptions = { algorithms: ['HS256'], issuer: 'example' };

export const verifyToken = (token: string, key: string) => verify(token, key, options);
`,
    ),
  },
  {
    id: 'jwt/typescript/ignore-expiration-passport',
    family: 'jwt',
    language: 'typescript',
    files: oneFile(
      'src/auth/jwt.strategy.ts',
      `import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';

@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor() {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      ignoreExpiration: true,
      secretOrKey: process.env.JWT_SECRET,
    });
  }
}
`,
    ),
    expect: [{ at: 'ignoreExpiration' }],
    safe: oneFile(
      'src/auth/jwt.strategy.ts',
      `import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';

@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor() {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      ignoreExpiration: false,
      secretOrKey: process.env.JWT_SECRET,
    });
  }
}
`,
    ),
  },
  {
    id: 'jwt/typescript/literal-secret',
    family: 'jwt',
    language: 'typescript',
    files: oneFile(
      'src/auth/issue.ts',
      `import { SignJWT } from 'jose';

const secret = new TextEncoder().encode('correct-horse-battery');

export const issue = (sub: string) =>
  new SignJWT({ sub }).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(secret);
`,
    ),
    expect: [{ at: 'sign(' }],
    safe: oneFile(
      'src/auth/issue.ts',
      `import { SignJWT } from 'jose';

const secret = new TextEncoder().encode(process.env.JWT_SECRET);

export const issue = (sub: string) =>
  new SignJWT({ sub }).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(secret);
`,
    ),
  },
  {
    id: 'jwt/typescript/jose-decode',
    family: 'jwt',
    language: 'typescript',
    files: oneFile(
      'src/graphql/context.ts',
      `import { decodeJwt } from 'jose';

export async function context({ req }: { req: Request }) {
  const token = req.headers.get('authorization')?.slice(7) ?? '';
  const claims = decodeJwt(token);
  return { userId: claims.sub, isAdmin: claims['role'] === 'admin' };
}
`,
    ),
    expect: [{ at: 'decodeJwt(' }],
    safe: oneFile(
      'src/graphql/context.ts',
      `import { jwtVerify } from 'jose';
import { publicKey } from '../keys.js';

export async function context({ req }: { req: Request }) {
  const token = req.headers.get('authorization')?.slice(7) ?? '';
  const { payload } = await jwtVerify(token, publicKey, { algorithms: ['RS256'] });
  return { userId: payload.sub, isAdmin: payload['role'] === 'admin' };
}
`,
    ),
  },
  {
    id: 'cookies/typescript/session-middleware-flags',
    family: 'cookies',
    language: 'typescript',
    files: oneFile(
      'src/session.ts',
      `import session from 'express-session';
import type { Express } from 'express';

const cookie = { httpOnly: true, secure: false, sameSite: 'lax' as const, maxAge: 86_400_000 };

export function useSession(app: Express): void {
  app.use(
    session({ secret: process.env.SESSION_SECRET!, resave: false, saveUninitialized: false, cookie }),
  );
}
`,
    ),
    expect: [{ at: 'session(' }],
    safe: oneFile(
      'src/session.ts',
      `import session from 'express-session';
import type { Express } from 'express';

const cookie = { httpOnly: true, secure: true, sameSite: 'lax' as const, maxAge: 86_400_000 };

export function useSession(app: Express): void {
  app.use(
    session({ secret: process.env.SESSION_SECRET!, resave: false, saveUninitialized: false, cookie }),
  );
}
`,
    ),
  },
  {
    id: 'cookies/typescript/next-cookies-set',
    family: 'cookies',
    language: 'typescript',
    files: oneFile(
      'app/api/login/route.ts',
      `import { cookies } from 'next/headers';
import { createSession } from '@/lib/session';

export async function POST(request: Request) {
  const { email } = await request.json();
  const token = await createSession(email);
  const jar = await cookies();
  jar.set('session_token', token, { path: '/', maxAge: 3600 });
  return Response.json({ ok: true });
}
`,
    ),
    expect: [{ at: '.set(' }],
    safe: oneFile(
      'app/api/login/route.ts',
      `import { cookies } from 'next/headers';
import { createSession } from '@/lib/session';

export async function POST(request: Request) {
  const { email } = await request.json();
  const token = await createSession(email);
  const jar = await cookies();
  jar.set('session_token', token, { path: '/', maxAge: 3600, httpOnly: true, secure: true, sameSite: 'lax' });
  return Response.json({ ok: true });
}
`,
    ),
  },
  {
    id: 'cookies/typescript/samesite-none',
    family: 'cookies',
    language: 'typescript',
    files: oneFile(
      'src/routes/login.ts',
      `import { Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { createToken } from '../tokens.js';

export const login = new Hono().post('/login', async (c) => {
  const token = await createToken(await c.req.json());
  setCookie(c, 'auth', token, { httpOnly: true, sameSite: 'None' });
  return c.body(null, 204);
});
`,
    ),
    expect: [{ at: 'setCookie(' }],
    safe: oneFile(
      'src/routes/login.ts',
      `import { Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { createToken } from '../tokens.js';

export const login = new Hono().post('/login', async (c) => {
  const token = await createToken(await c.req.json());
  setCookie(c, 'auth', token, { httpOnly: true, secure: true, sameSite: 'None' });
  return c.body(null, 204);
});
`,
    ),
  },
  {
    id: 'hard-coded-secret/typescript/session-secret',
    family: 'hard-coded-secret',
    language: 'typescript',
    files: oneFile(
      'src/app.ts',
      `import express from 'express';
import session from 'express-session';

export const app = express();

app.use(session({ secret: 'keyboard cat', resave: false, saveUninitialized: true }));
`,
    ),
    expect: [{ at: 'session(' }],
    safe: oneFile(
      'src/app.ts',
      `import express from 'express';
import session from 'express-session';

export const app = express();

app.use(session({ secret: process.env.SESSION_SECRET!, resave: false, saveUninitialized: true }));
`,
    ),
  },
  {
    id: 'jwt/typescript/no-expiry-check-fast-jwt',
    family: 'jwt',
    language: 'typescript',
    files: oneFile(
      'src/auth/read-claims.ts',
      `import { createDecoder } from 'fast-jwt';
import type { FastifyRequest } from 'fastify';

const decode = createDecoder();

export function roleOf(request: FastifyRequest): string {
  const token = request.headers.authorization?.slice('Bearer '.length) ?? '';
  return decode(token).role;
}
`,
    ),
    expect: [{ at: 'createDecoder(' }],
    safe: oneFile(
      'src/auth/read-claims.ts',
      `import { createVerifier } from 'fast-jwt';
import type { FastifyRequest } from 'fastify';

const verify = createVerifier({ key: async () => process.env.JWT_KEY!, algorithms: ['HS256'] });

export async function roleOf(request: FastifyRequest): Promise<string> {
  const token = request.headers.authorization?.slice('Bearer '.length) ?? '';
  return (await verify(token)).role;
}
`,
    ),
  },
];
