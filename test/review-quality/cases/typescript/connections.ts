import { oneFile, type QualityCase } from '../../quality-case.ts';

export const cases: readonly QualityCase[] = [
  {
    id: 'tls/typescript/agent-through-variable',
    family: 'tls',
    language: 'typescript',
    files: oneFile(
      'src/http/internal-client.ts',
      `import https from 'node:https';
import axios from 'axios';

const tls = { rejectUnauthorized: false, keepAlive: true };
const httpsAgent = new https.Agent(tls);

export const internal = axios.create({ baseURL: 'https://billing.internal', httpsAgent });
`,
    ),
    expect: [{ at: 'rejectUnauthorized' }],
    safe: oneFile(
      'src/http/internal-client.ts',
      `import https from 'node:https';
import { readFileSync } from 'node:fs';
import axios from 'axios';

const tls = { ca: readFileSync('/etc/ssl/internal.pem'), keepAlive: true };
const httpsAgent = new https.Agent(tls);

export const internal = axios.create({ baseURL: 'https://billing.internal', httpsAgent });
`,
    ),
  },
  {
    id: 'tls/typescript/environment',
    family: 'tls',
    language: 'typescript',
    files: oneFile(
      'src/bootstrap.ts',
      `import { startServer } from './server.js';

process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';

await startServer(Number(process.env.PORT ?? 3000));
`,
    ),
    expect: [{ at: 'NODE_TLS_REJECT_UNAUTHORIZED' }],
    safe: oneFile(
      'src/bootstrap.ts',
      `import { startServer } from './server.js';

process.env['NODE_EXTRA_CA_CERTS'] ??= '/etc/ssl/internal.pem';

await startServer(Number(process.env.PORT ?? 3000));
`,
    ),
  },
  {
    id: 'tls/typescript/pg-ssl',
    family: 'tls',
    language: 'typescript',
    files: oneFile(
      'src/db/pool.ts',
      `import { Pool } from 'pg';

export const pool = new Pool({
  connectionString: process.env.DATABASE_URL,
  ssl: process.env.NODE_ENV === 'production' ? { rejectUnauthorized: false } : false,
});
`,
    ),
    expect: [{ at: 'rejectUnauthorized' }],
    safe: oneFile(
      'src/db/pool.ts',
      `import { Pool } from 'pg';

export const pool = new Pool({
  connectionString: process.env.DATABASE_URL,
  ssl: process.env.NODE_ENV === 'production' ? { rejectUnauthorized: true } : false,
});
`,
    ),
  },
  {
    id: 'tls/typescript/undici-dispatcher',
    family: 'tls',
    language: 'typescript',
    files: oneFile(
      'src/http/dispatcher.ts',
      `import { Agent, setGlobalDispatcher } from 'undici';

setGlobalDispatcher(
  new Agent({
    connect: {
      rejectUnauthorized: false,
    },
  }),
);
`,
    ),
    expect: [{ at: 'rejectUnauthorized' }],
    safe: oneFile(
      'src/http/dispatcher.ts',
      `import { Agent, setGlobalDispatcher } from 'undici';

setGlobalDispatcher(
  new Agent({
    connect: {
      timeout: 10_000,
    },
  }),
);
`,
    ),
  },
  {
    id: 'cors/typescript/reflect-origin-middleware',
    family: 'cors',
    language: 'typescript',
    files: oneFile(
      'src/middleware/cors.ts',
      `import type { NextFunction, Request, Response } from 'express';

export function allowCrossOrigin(req: Request, res: Response, next: NextFunction): void {
  const { origin } = req.headers;
  if (origin) {
    res.setHeader('Access-Control-Allow-Origin', origin);
    res.setHeader('Access-Control-Allow-Credentials', 'true');
  }
  next();
}
`,
    ),
    expect: [{ at: 'Access-Control-Allow-Origin' }],
    safe: oneFile(
      'src/middleware/cors.ts',
      `import type { NextFunction, Request, Response } from 'express';

const origins = new Set(['https://app.example.com']);

export function allowCrossOrigin(req: Request, res: Response, next: NextFunction): void {
  const { origin } = req.headers;
  if (origin && origins.has(origin)) {
    res.setHeader('Access-Control-Allow-Origin', origin);
    res.setHeader('Access-Control-Allow-Credentials', 'true');
  }
  next();
}
`,
    ),
  },
  {
    id: 'cors/typescript/nest-enable-cors',
    family: 'cors',
    language: 'typescript',
    files: oneFile(
      'src/main.ts',
      `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

const app = await NestFactory.create(AppModule);
app.enableCors({ origin: true, credentials: true });
await app.listen(3000);
`,
    ),
    expect: [{ at: 'enableCors(' }],
    safe: oneFile(
      'src/main.ts',
      `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

const app = await NestFactory.create(AppModule);
app.enableCors({ origin: ['https://app.example.com'], credentials: true });
await app.listen(3000);
`,
    ),
  },
  {
    id: 'cors/typescript/hono-origin-function',
    family: 'cors',
    language: 'typescript',
    files: oneFile(
      'src/api.ts',
      `import { Hono } from 'hono';
import { cors } from 'hono/cors';

const app = new Hono();

app.use(
  '/api/*',
  cors({
    origin: (origin) => (origin.endsWith('example.com') ? origin : null),
    credentials: true,
  }),
);

export default app;
`,
    ),
    expect: [{ at: 'origin' }],
    safe: oneFile(
      'src/api.ts',
      `import { Hono } from 'hono';
import { cors } from 'hono/cors';

const app = new Hono();

app.use(
  '/api/*',
  cors({
    origin: (origin) => (origin === 'https://app.example.com' ? origin : null),
    credentials: true,
  }),
);

export default app;
`,
    ),
  },
  {
    id: 'cors/typescript/wildcard-options-variable',
    family: 'cors',
    language: 'typescript',
    files: oneFile(
      'src/server.ts',
      `import cors, { type CorsOptions } from 'cors';
import express from 'express';

const corsOptions: CorsOptions = {
  origin: (_origin, callback) => callback(null, true),
  credentials: true,
};

export const app = express();
app.use(cors(corsOptions));
`,
    ),
    expect: [{ at: 'cors(' }],
    safe: oneFile(
      'src/server.ts',
      `import cors, { type CorsOptions } from 'cors';
import express from 'express';

const corsOptions: CorsOptions = {
  origin: process.env.ALLOWED_ORIGIN ?? false,
  credentials: true,
};

export const app = express();
app.use(cors(corsOptions));
`,
    ),
  },
  {
    id: 'message-origin/typescript/listener-without-check',
    family: 'message-origin',
    language: 'typescript',
    files: oneFile(
      'src/embed/receive.ts',
      `type Command = { readonly kind: 'navigate'; readonly to: string };

function onMessage(event: MessageEvent<Command>): void {
  if (event.data.kind === 'navigate') history.pushState(null, '', event.data.to);
}

window.addEventListener('message', onMessage);
`,
    ),
    expect: [{ at: "addEventListener('message'" }],
    safe: oneFile(
      'src/embed/receive.ts',
      `type Command = { readonly kind: 'navigate'; readonly to: string };

function onMessage(event: MessageEvent<Command>): void {
  if (event.origin !== 'https://app.example.com') return;
  if (event.data.kind === 'navigate') history.pushState(null, '', event.data.to);
}

window.addEventListener('message', onMessage);
`,
    ),
  },
  {
    id: 'message-origin/typescript/post-to-anyone',
    family: 'message-origin',
    language: 'typescript',
    files: oneFile(
      'src/embed/send-token.ts',
      `export function sendToken(frame: HTMLIFrameElement, token: string): void {
  const message = { kind: 'token', token };
  frame.contentWindow?.postMessage(message, '*');
}
`,
    ),
    expect: [{ at: 'postMessage(' }],
    safe: oneFile(
      'src/embed/send-token.ts',
      `export function sendToken(frame: HTMLIFrameElement, token: string): void {
  const message = { kind: 'token', token };
  frame.contentWindow?.postMessage(message, 'https://app.example.com');
}
`,
    ),
  },
  {
    id: 'message-origin/typescript/unanchored-host-pattern',
    family: 'message-origin',
    language: 'typescript',
    files: oneFile(
      'src/embed/trusted.ts',
      `const trusted = /^https:\\/\\/.*\\.example.com/;

export const isTrusted = (origin: string): boolean => trusted.test(origin);
`,
    ),
    expect: [{ at: 'const trusted' }],
    safe: oneFile(
      'src/embed/trusted.ts',
      `const trusted = /^https:\\/\\/[a-z-]+\\.example\\.com$/;

export const isTrusted = (origin: string): boolean => trusted.test(origin);
`,
    ),
  },
];
