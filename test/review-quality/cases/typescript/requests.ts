import { oneFile, type QualityCase } from '../../quality-case.ts';

export const cases: readonly QualityCase[] = [
  {
    id: 'ssrf/typescript/next-image-proxy',
    family: 'ssrf',
    language: 'typescript',
    files: oneFile(
      'app/api/image/route.ts',
      `import { NextRequest, NextResponse } from 'next/server';

export async function GET(request: NextRequest) {
  const source = request.nextUrl.searchParams.get('src');
  if (!source) return NextResponse.json({ error: 'missing src' }, { status: 400 });
  const upstream = await fetch(source, { headers: { accept: 'image/*' } });
  return new NextResponse(upstream.body, { headers: { 'content-type': upstream.headers.get('content-type') ?? '' } });
}
`,
    ),
    expect: [{ at: 'fetch(' }],
    safe: oneFile(
      'app/api/image/route.ts',
      `import { NextRequest, NextResponse } from 'next/server';

const hosts = new Set(['images.example.com', 'cdn.example.com']);

export async function GET(request: NextRequest) {
  const source = request.nextUrl.searchParams.get('src');
  if (!source) return NextResponse.json({ error: 'missing src' }, { status: 400 });
  const url = new URL(source);
  if (url.protocol !== 'https:' || !hosts.has(url.hostname)) return NextResponse.json({ error: 'host' }, { status: 400 });
  const upstream = await fetch(url, { headers: { accept: 'image/*' }, redirect: 'error' });
  return new NextResponse(upstream.body, { headers: { 'content-type': upstream.headers.get('content-type') ?? '' } });
}
`,
    ),
  },
  {
    id: 'ssrf/typescript/axios-instance-config',
    family: 'ssrf',
    language: 'typescript',
    files: oneFile(
      'src/webhooks/webhook.service.ts',
      `import { Injectable } from '@nestjs/common';
import axios, { type AxiosInstance, type AxiosRequestConfig } from 'axios';
import type { Request } from 'express';

@Injectable()
export class WebhookService {
  private readonly http: AxiosInstance = axios.create({ timeout: 5_000 });

  async test(req: Request): Promise<number> {
    const { callbackUrl, payload } = req.body;
    const config: AxiosRequestConfig = { method: 'POST', url: callbackUrl, data: payload };
    const response = await this.http.request(config);
    return response.status;
  }
}
`,
    ),
    expect: [{ at: 'this.http.request(' }],
    safe: oneFile(
      'src/webhooks/webhook.service.ts',
      `import { Injectable } from '@nestjs/common';
import axios, { type AxiosInstance, type AxiosRequestConfig } from 'axios';
import type { Request } from 'express';

@Injectable()
export class WebhookService {
  private readonly http: AxiosInstance = axios.create({ timeout: 5_000, baseURL: 'https://hooks.example.com' });

  async test(req: Request): Promise<number> {
    const { payload } = req.body;
    const config: AxiosRequestConfig = { method: 'POST', url: '/test', data: payload };
    const response = await this.http.request(config);
    return response.status;
  }
}
`,
    ),
  },
  {
    id: 'ssrf/typescript/includes-is-no-guard',
    family: 'ssrf',
    language: 'typescript',
    files: oneFile(
      'src/preview/link-preview.ts',
      `import got from 'got';
import type { FastifyReply, FastifyRequest } from 'fastify';

export async function linkPreview(request: FastifyRequest<{ Querystring: { url: string } }>, reply: FastifyReply) {
  const { url } = request.query;
  if (!url.includes('example.com')) return reply.code(400).send();
  const page = await got(url).text();
  return { title: /<title>(.*?)<\\/title>/.exec(page)?.[1] };
}
`,
    ),
    expect: [{ at: 'got(' }],
    safe: oneFile(
      'src/preview/link-preview.ts',
      `import got from 'got';
import type { FastifyReply, FastifyRequest } from 'fastify';

export async function linkPreview(request: FastifyRequest<{ Querystring: { url: string } }>, reply: FastifyReply) {
  const url = new URL(request.query.url);
  if (url.origin !== 'https://example.com') return reply.code(400).send();
  const page = await got(url, { followRedirect: false }).text();
  return { title: /<title>(.*?)<\\/title>/.exec(page)?.[1] };
}
`,
    ),
  },
  {
    id: 'ssrf/typescript/host-from-params',
    family: 'ssrf',
    language: 'typescript',
    files: oneFile(
      'src/proxy/status.ts',
      `import * as http from 'node:http';
import type { Request, Response } from 'express';

export function status(req: Request, res: Response): void {
  const { host, port } = req.query as { host: string; port: string };
  const options = { host, port: Number(port), path: '/status' };
  http.get(options, (upstream) => upstream.pipe(res));
}
`,
    ),
    expect: [{ at: 'http.get(' }],
    safe: oneFile(
      'src/proxy/status.ts',
      `import * as http from 'node:http';
import type { Request, Response } from 'express';

const targets = new Map([['eu', 'status.eu.internal'], ['us', 'status.us.internal']]);

export function status(req: Request, res: Response): void {
  const host = targets.get(String(req.query.region));
  if (host === undefined) {
    res.sendStatus(404);
    return;
  }
  http.get({ host, port: 8080, path: '/status' }, (upstream) => upstream.pipe(res));
}
`,
    ),
  },
  {
    id: 'ssrf/typescript/puppeteer-goto',
    family: 'ssrf',
    language: 'typescript',
    files: oneFile(
      'src/pdf/render-pdf.ts',
      `import puppeteer from 'puppeteer';
import type { Context } from 'hono';

export async function renderPdf(c: Context) {
  const { url } = await c.req.json<{ url: string }>();
  const browser = await puppeteer.launch();
  const page = await browser.newPage();
  await page.goto(url, { waitUntil: 'networkidle0' });
  const pdf = await page.pdf();
  await browser.close();
  return c.body(pdf);
}
`,
    ),
    expect: [{ at: 'page.goto(' }],
    safe: oneFile(
      'src/pdf/render-pdf.ts',
      `import puppeteer from 'puppeteer';
import type { Context } from 'hono';

export async function renderPdf(c: Context) {
  const { invoice } = await c.req.json<{ invoice: string }>();
  const browser = await puppeteer.launch();
  const page = await browser.newPage();
  await page.goto(\`https://billing.example.com/invoices/\${encodeURIComponent(invoice)}\`);
  const pdf = await page.pdf();
  await browser.close();
  return c.body(pdf);
}
`,
    ),
  },
  {
    id: 'ssrf/typescript/remix-action-fetch',
    family: 'ssrf',
    language: 'typescript',
    files: oneFile(
      'app/routes/import.tsx',
      `import type { ActionFunctionArgs } from '@remix-run/node';

async function download(address: string): Promise<string> {
  const response = await fetch(address);
  return response.text();
}

export const action = async ({ request }: ActionFunctionArgs) => {
  const form = await request.formData();
  const feed = form.get('feed') as string;
  return { text: await download(feed) };
};
`,
    ),
    expect: [{ at: 'fetch(' }],
    safe: oneFile(
      'app/routes/import.tsx',
      `import type { ActionFunctionArgs } from '@remix-run/node';

const feeds: Record<string, string> = { news: 'https://news.example.com/rss' };

async function download(address: string): Promise<string> {
  const response = await fetch(address);
  return response.text();
}

export const action = async ({ request }: ActionFunctionArgs) => {
  const form = await request.formData();
  const feed = String(form.get('feed'));
  if (!Object.hasOwn(feeds, feed)) throw new Response(null, { status: 400 });
  return { text: await download(feeds[feed]!) };
};
`,
    ),
  },
  {
    id: 'open-redirect/typescript/nest-res-redirect',
    family: 'open-redirect',
    language: 'typescript',
    files: oneFile(
      'src/auth/auth.controller.ts',
      `import { Controller, Get, Query, Res } from '@nestjs/common';
import type { Response } from 'express';

@Controller('auth')
export class AuthController {
  @Get('callback')
  callback(@Query('returnTo') returnTo: string, @Res() res: Response): void {
    const target = returnTo || '/';
    res.redirect(302, target);
  }
}
`,
    ),
    expect: [{ at: 'res.redirect(' }],
    safe: oneFile(
      'src/auth/auth.controller.ts',
      `import { Controller, Get, Query, Res } from '@nestjs/common';
import type { Response } from 'express';

@Controller('auth')
export class AuthController {
  @Get('callback')
  callback(@Query('returnTo') returnTo: string, @Res() res: Response): void {
    const target = /^\\/(?![/\\\\])/.test(returnTo) ? returnTo : '/';
    res.redirect(302, target);
  }
}
`,
    ),
  },
  {
    id: 'open-redirect/typescript/next-navigation',
    family: 'open-redirect',
    language: 'typescript',
    files: oneFile(
      'app/login/actions.ts',
      `'use server';

import { redirect } from 'next/navigation';
import { signIn } from '@/lib/session';

export async function login(form: FormData) {
  await signIn(String(form.get('email')), String(form.get('password')));
  const next = form.get('next') as string | null;
  redirect(next ?? '/dashboard');
}
`,
    ),
    expect: [{ at: 'redirect(' }],
    safe: oneFile(
      'app/login/actions.ts',
      `'use server';

import { redirect } from 'next/navigation';
import { signIn } from '@/lib/session';

export async function login(form: FormData) {
  await signIn(String(form.get('email')), String(form.get('password')));
  const next = String(form.get('next') ?? '');
  redirect(next.startsWith('/') && !next.startsWith('//') && !next.includes('\\\\') ? next : '/dashboard');
}
`,
    ),
  },
  {
    id: 'open-redirect/typescript/window-location',
    family: 'open-redirect',
    language: 'typescript',
    files: oneFile(
      'src/client/after-login.ts',
      `export function afterLogin(): void {
  const query = new URLSearchParams(location.search);
  const continueTo = query.get('continue');
  if (continueTo !== null) {
    window.location.href = continueTo;
    return;
  }
  window.location.href = '/home';
}
`,
    ),
    expect: [{ at: 'window.location.href =' }],
    safe: oneFile(
      'src/client/after-login.ts',
      `export function afterLogin(): void {
  const query = new URLSearchParams(location.search);
  const continueTo = query.get('continue');
  if (continueTo !== null) {
    const url = new URL(continueTo, location.origin);
    if (url.origin === location.origin) {
      window.location.href = url.pathname;
      return;
    }
  }
  window.location.href = '/home';
}
`,
    ),
  },
  {
    id: 'open-redirect/typescript/lambda-location-header',
    family: 'open-redirect',
    language: 'typescript',
    files: oneFile(
      'src/handlers/short-link.ts',
      `import type { APIGatewayProxyHandler } from 'aws-lambda';

export const handler: APIGatewayProxyHandler = async (event) => {
  const target = event.queryStringParameters?.to ?? 'https://example.com';
  return { statusCode: 302, headers: { Location: target }, body: '' };
};
`,
    ),
    expect: [{ at: 'Location' }],
    safe: oneFile(
      'src/handlers/short-link.ts',
      `import type { APIGatewayProxyHandler } from 'aws-lambda';
import { findLink } from '../links.js';

export const handler: APIGatewayProxyHandler = async (event) => {
  const target = await findLink(event.pathParameters?.id ?? '');
  return { statusCode: 302, headers: { Location: target }, body: '' };
};
`,
    ),
  },
  {
    id: 'ssrf/typescript/http-proxy-target',
    family: 'ssrf',
    language: 'typescript',
    files: oneFile(
      'src/proxy/dynamic-proxy.ts',
      `import { createProxyMiddleware } from 'http-proxy-middleware';
import type { RequestHandler } from 'express';

export const dynamicProxy: RequestHandler = (req, res, next) => {
  const target = \`http://\${req.headers['x-backend']}\`;
  const proxy = createProxyMiddleware({ target, changeOrigin: true });
  return proxy(req, res, next);
};
`,
    ),
    expect: [{ at: 'createProxyMiddleware(' }],
    safe: oneFile(
      'src/proxy/dynamic-proxy.ts',
      `import { createProxyMiddleware } from 'http-proxy-middleware';
import type { RequestHandler } from 'express';

const proxy = createProxyMiddleware({ target: 'http://backend.internal', changeOrigin: true });

export const dynamicProxy: RequestHandler = (req, res, next) => proxy(req, res, next);
`,
    ),
  },
];
