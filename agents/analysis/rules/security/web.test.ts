import { holdRuleCases } from '../../cases/rule-cases.ts';

holdRuleCases({
  'security/xss': {
    faulty: [
      `app.get('/hi', (req, res) => { res.send('<h1>Hello ' + req.query.name + '</h1>'); });`,
      `app.get('/hi', (req, res) => { const { name } = req.query; res.status(200).send(\`<b>\${name}</b>\`); });`,
      `const params = new URLSearchParams(window.location.search); document.getElementById('x').innerHTML = params.get('q');`,
      `export function show(message: string) { box.innerHTML = \`<p>\${message}</p>\`; }`,
      `export function Post({ html }: { html: string }) { return <article dangerouslySetInnerHTML={{ __html: html }} />; }`,
      `document.write('<a href="' + document.referrer + '">back</a>');`,
      `export default { async fetch(request: Request) { const name = new URL(request.url).searchParams.get('name'); return new Response(\`<p>\${name}</p>\`, { headers: { 'content-type': 'text/html' } }); } };`,
      `router.get('/x', async (ctx) => { ctx.body = \`<p>\${ctx.query.q}</p>\`; });`,
      `el.insertAdjacentHTML('beforeend', \`<li>\${location.hash}</li>\`);`,
      `$('#out').html(location.hash.slice(1));`,
      `function Page() { const search = useSearchParams(); return <a href={search.get('next')}>go</a>; }`,
      `app.get('/e', (req, res) => { res.send(req.query.echo); });`,
    ],
    safe: [
      `import escapeHtml from 'escape-html'; app.get('/hi', (req, res) => { res.send(\`<h1>\${escapeHtml(req.query.name)}</h1>\`); });`,
      `app.get('/hi', (req, res) => { res.json({ name: req.query.name }); });`,
      `document.getElementById('x').textContent = new URLSearchParams(location.search).get('q');`,
      `import DOMPurify from 'dompurify'; export function Post({ html }: { html: string }) { return <article dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(html) }} />; }`,
      `export const Head = () => <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: JSON.stringify(data) }} />;`,
      `list.innerHTML = '';`,
      `app.get('/n', (req, res) => { res.send(\`<b>\${Number(req.query.n)}</b>\`); });`,
      `app.get('/t', (req, res) => { res.type('text/plain').send(\`<\${req.query.name}>\`); });`,
      `app.post('/b', (req, res) => { res.send(req.body); });`,
      `export function Hello({ name }: { name: string }) { return <p>{name}</p>; }`,
    ],
    path: 'src/page.tsx',
  },
  'security/ssrf': {
    faulty: [
      `app.get('/proxy', async (req, res) => { const answer = await fetch(req.query.url); res.send(await answer.text()); });`,
      `import axios from 'axios'; router.post('/hook', async (req, res) => { const { target } = req.body; await axios.post(target, { ok: true }); res.end(); });`,
      `import axios from 'axios'; app.post('/a', async (req) => axios({ method: 'get', url: req.body.url }));`,
      `import got from 'got'; export async function POST(request: Request) { const { host } = await request.json(); return Response.json(await got(\`https://\${host}/status\`).json()); }`,
      `import http from 'node:http'; app.get('/p', (req, res) => { http.get({ hostname: req.query.host, path: '/' }, (r) => r.pipe(res)); });`,
      `const client = axios.create({ timeout: 1000 }); import axios from 'axios'; app.get('/p', async (req) => client.get(req.query.u));`,
      `app.get('/shot', async (req) => { const page = await browser.newPage(); await page.goto(req.query.url); });`,
      `app.get('/i', async (req, res) => { const url = req.query.url; if (!url.startsWith('https://')) return res.end(); await fetch(url); });`,
    ],
    safe: [
      `app.get('/u', async (req) => fetch(\`https://api.example.com/users/\${req.params.id}\`));`,
      `const allowed = new Set(['a.example']); app.get('/p', async (req, res) => { const url = new URL(req.query.url); if (!allowed.has(url.host)) return res.sendStatus(400); await fetch(url); });`,
      `app.get('/u', async (req) => fetch(\`\${process.env.API}/users/\${encodeURIComponent(req.params.id)}\`));`,
      `export async function load(url: string) { return fetch(url); }`,
      `app.get('/p', async (req, res) => { if (!isAllowedUrl(req.query.url)) return res.sendStatus(400); await fetch(req.query.url); });`,
      `import axios from 'axios'; app.get('/p', async (req) => axios.get('https://api.example.com/search', { params: { q: req.query.q } }));`,
      `const services = { a: 'https://a.example', b: 'https://b.example' }; app.get('/p', async (req) => fetch(services[req.query.name]));`,
    ],
  },
  'security/open-redirect': {
    faulty: [
      `app.get('/login', (req, res) => { res.redirect(req.query.next); });`,
      `app.get('/login', (req, res) => { const next = req.query.next ?? '/'; res.redirect(302, next); });`,
      `import { redirect } from 'next/navigation'; export default async function Page({ searchParams }: { searchParams: Promise<{ to: string }> }) { const { to } = await searchParams; redirect(to); }`,
      `import { NextResponse } from 'next/server'; export function GET(request: NextRequest) { return NextResponse.redirect(request.nextUrl.searchParams.get('url')); }`,
      `window.location.href = new URLSearchParams(location.search).get('return');`,
      `app.get('/o', (req, res) => { res.setHeader('Location', req.query.to); res.status(302).end(); });`,
      `app.get('/o', (c) => c.redirect(c.req.query('to')));`,
      `app.get('/o', (req, res) => { res.redirect('https://' + req.query.host + '/x'); });`,
    ],
    safe: [
      `app.get('/login', (req, res) => { res.redirect('/home'); });`,
      `app.get('/login', (req, res) => { const next = req.query.next; if (!next.startsWith('/') || next.startsWith('//')) return res.redirect('/'); res.redirect(next); });`,
      `app.get('/u', (req, res) => { res.redirect(\`/users/\${req.params.id}\`); });`,
      `const targets = { docs: '/docs', home: '/' }; app.get('/go', (req, res) => { res.redirect(targets[req.query.to] ?? '/'); });`,
      `app.get('/o', (req, res) => { const url = new URL(req.query.to, origin); if (url.origin !== origin) return res.redirect('/'); res.redirect(url.href); });`,
      `app.get('/o', (req, res) => { res.redirect('/login?next=' + encodeURIComponent(req.query.next)); });`,
    ],
  },
  'security/prototype-pollution': {
    faulty: [
      `app.post('/set', (req, res) => { const { section, key, value } = req.body; settings[section][key] = value; res.end(); });`,
      `export function merge(target, source) { for (const key in source) { if (typeof source[key] === 'object') { target[key] = merge(target[key] ?? {}, source[key]); } else { target[key] = source[key]; } } return target; }`,
      `export function setPath(object, path, value) { const keys = path.split('.'); let current = object; for (const key of keys.slice(0, -1)) { current = current[key]; } const last = keys.at(-1); current[last] = value; }`,
      `import _ from 'lodash'; app.post('/c', (req, res) => { _.merge(config, req.body); res.end(); });`,
      `import set from 'lodash/set'; app.post('/c', (req) => { set(config, req.body.path, req.body.value); });`,
    ],
    safe: [
      `export function merge(target, source) { for (const key in source) { if (key === '__proto__' || key === 'constructor') continue; target[key] = typeof source[key] === 'object' ? merge(target[key] ?? {}, source[key]) : source[key]; } return target; }`,
      `export function count(words: string[]) { const counts = Object.create(null); for (const word of words) counts[word] = (counts[word] ?? 0) + 1; return counts; }`,
      `app.post('/set', (req) => { settings.set(req.body.key, req.body.value); });`,
      `export function transpose(rows: number[][]) { const out: number[][] = []; for (let i = 0; i < rows.length; i++) for (let j = 0; j < 3; j++) out[j][i] = rows[i][j]; return out; }`,
    ],
  },
  'security/mass-assignment': {
    faulty: [
      `app.post('/u', async (req, res) => { res.json(await User.create(req.body)); });`,
      `app.put('/u/:id', async (req) => prisma.user.update({ where: { id: Number(req.params.id) }, data: req.body }));`,
      `app.post('/u', async (req) => { const user = new User({ ...req.body }); await user.save(); });`.replace(
        '{ ...req.body }',
        'req.body',
      ),
    ],
    safe: [
      `app.post('/u', async (req, res) => { const { name, email } = req.body; res.json(await User.create({ name, email })); });`,
      `const NewUser = z.object({ name: z.string() }); app.post('/u', async (req, res) => { res.json(await User.create({ name: NewUser.parse(req.body).name })); });`,
    ],
  },
  'security/cors': {
    faulty: [
      `import cors from 'cors'; app.use(cors({ origin: true, credentials: true }));`,
      `import cors from 'cors'; const options = { credentials: true, origin: (origin, callback) => callback(null, true) }; app.use(cors(options));`,
      `app.use((req, res, next) => { res.setHeader('Access-Control-Allow-Origin', req.headers.origin); res.setHeader('Access-Control-Allow-Credentials', 'true'); next(); });`,
      `import { cors } from 'hono/cors'; app.use('*', cors({ origin: (origin) => origin, credentials: true }));`,
      `import cors from 'cors'; app.use(cors({ credentials: true, origin: (origin, callback) => { if (origin.endsWith('example.com')) callback(null, true); else callback(new Error('no')); } }));`,
      `await app.register(cors, { origin: '*', credentials: true }); import cors from '@fastify/cors';`,
      `app.enableCors({ origin: true, credentials: true });`,
    ],
    safe: [
      `import cors from 'cors'; app.use(cors({ origin: ['https://app.example.com'], credentials: true }));`,
      `import cors from 'cors'; app.use(cors());`,
      `const allowed = new Set(['https://a.example']); app.use((req, res, next) => { const origin = req.headers.origin; if (allowed.has(origin)) { res.setHeader('Access-Control-Allow-Origin', origin); res.setHeader('Access-Control-Allow-Credentials', 'true'); } next(); });`,
      `import cors from 'cors'; app.use(cors({ origin: (origin, callback) => { if (allowed.has(origin)) callback(null, true); else callback(new Error('no')); }, credentials: true }));`,
      `app.get('/pub', (req, res) => { res.setHeader('Access-Control-Allow-Origin', '*'); res.end(); });`,
    ],
  },
  'security/cookie-flags': {
    faulty: [
      `app.post('/login', (req, res) => { res.cookie('session', createSession(), { httpOnly: false }); });`,
      `app.post('/login', (req, res) => { res.cookie('access_token', issue(user)); });`,
      `import session from 'express-session'; app.use(session({ secret: process.env.S, cookie: { secure: false } }));`,
      `import { cookies } from 'next/headers'; export async function login() { (await cookies()).set('token', issue(), { maxAge: 60 }); }`,
      `import { setCookie } from 'hono/cookie'; app.post('/l', (c) => { setCookie(c, 'sid', id); return c.text('ok'); });`.replace(
        "setCookie(c, 'sid', id)",
        "setCookie(c, 'sid', id, { sameSite: 'None' })",
      ),
    ],
    safe: [
      `app.post('/login', (req, res) => { res.cookie('session', createSession(), { httpOnly: true, secure: true, sameSite: 'lax' }); });`,
      `app.get('/t', (req, res) => { res.cookie('theme', 'dark'); });`,
      `app.get('/t', (req, res) => { res.cookie('session', id, cookieOptions); });`,
      `app.get('/t', (req, res) => { res.cookie('XSRF-TOKEN', token, { httpOnly: false, secure: true }); });`,
    ],
  },
  'security/message-origin': {
    faulty: [
      `window.addEventListener('message', (event) => { render(event.data); });`,
      `window.parent.postMessage({ token }, '*');`,
    ],
    safe: [
      `window.addEventListener('message', (event) => { if (event.origin !== 'https://app.example') return; render(event.data); });`,
      `window.parent.postMessage({ height }, 'https://app.example');`,
      `worker.addEventListener('message', (event) => { render(event.data); });`,
    ],
  },
  'security/error-exposure': {
    faulty: [
      `app.use((err, req, res, next) => { res.status(500).send(err.stack); });`,
      `app.get('/x', async (req, res) => { try { await work(); } catch (error) { res.status(500).json({ message: 'failed', trace: error.stack }); } });`,
    ],
    safe: [
      `app.use((err, req, res, next) => { log.error({ err }, 'failed'); res.status(500).json({ error: 'internal error' }); });`,
      `app.use((err, req, res, next) => { res.status(500).json({ stack: process.env.NODE_ENV === 'production' ? undefined : err.stack }); });`,
    ],
  },
});
