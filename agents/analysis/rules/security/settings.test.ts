import { holdRuleCases } from '../../cases/rule-cases.ts';

holdRuleCases({
  'security/ldap-injection': {
    faulty: [
      `import ldap from 'ldapjs';
const client = ldap.createClient({ url });
app.post('/login', (req, res) => { client.search(base, { filter: '(uid=' + req.body.user + ')' }, done); });`,
      `export async function find(this: Directory, login: string) { return this.client.search('ou=people', { scope: 'sub', filter: \`(&(objectClass=person)(uid=\${login}))\` }); }`,
    ],
    safe: [
      `import ldap from 'ldapjs';
const client = ldap.createClient({ url });
app.post('/login', (req, res) => { client.search(base, { filter: new ldap.EqualityFilter({ attribute: 'uid', value: req.body.user }) }, done); });`,
      `export async function all(this: Directory) { return this.client.search('ou=people', { scope: 'sub', filter: '(objectClass=person)' }); }`,
      `app.get('/x', (req, res) => { res.json(index.search(req.query.q, { filter: (hit) => hit.score > 1 })); });`,
    ],
  },
  'security/xpath-injection': {
    faulty: [
      `import xpath from 'xpath'; app.get('/b', (req, res) => { res.json(xpath.select("//user[name='" + req.query.name + "']", doc)); });`,
      `const name = new URLSearchParams(location.search).get('n'); const hit = document.evaluate(\`//a[@id="\${name}"]\`, document, null, 0, null);`,
    ],
    safe: [
      `import xpath from 'xpath'; app.get('/b', (req, res) => { res.json(xpath.parse('//user[name=$n]').select({ node: doc, variables: { n: req.query.name } })); });`,
      `import xpath from 'xpath'; export const titles = (doc: Document) => xpath.select('//title', doc);`,
    ],
  },
  'security/decompression-limit': {
    faulty: [
      `import { gunzipSync } from 'node:zlib'; app.post('/in', (req, res) => { res.json(gunzipSync(req.body).length); });`,
      `import zlib from 'zlib'; import { promisify } from 'util'; const inflate = promisify(zlib.inflate); export async function POST(request: Request) { return new Response(await inflate(Buffer.from(await request.arrayBuffer()))); }`,
    ],
    safe: [
      `import { gunzipSync } from 'node:zlib'; app.post('/in', (req, res) => { res.json(gunzipSync(req.body, { maxOutputLength: 1_000_000 }).length); });`,
      `import { gunzipSync } from 'node:zlib'; const table = gunzipSync(readFileSync('table.gz'));`,
    ],
  },
  'security/unescaped-output': {
    faulty: [
      `import MarkdownIt from 'markdown-it'; export const md = new MarkdownIt({ html: true });`,
      `import nunjucks from 'nunjucks'; nunjucks.configure('views', { autoescape: false, express: app });`,
      `import rehypeRaw from 'rehype-raw'; import { unified } from 'unified'; export const pipe = unified().use(rehypeRaw);`,
    ],
    safe: [
      `import MarkdownIt from 'markdown-it'; export const md = new MarkdownIt({ linkify: true });`,
      `import MarkdownIt from 'markdown-it'; import DOMPurify from 'dompurify'; const md = new MarkdownIt({ html: true }); export const show = (t: string) => DOMPurify.sanitize(md.render(t));`,
      `import rehypeRaw from 'rehype-raw'; import rehypeSanitize from 'rehype-sanitize'; export const pipe = unified().use(rehypeRaw).use(rehypeSanitize);`,
    ],
  },
  'security/csrf-protection-off': {
    faulty: [
      `export default { kit: { csrf: { checkOrigin: false } } };`,
      `export default defineConfig({ security: { checkOrigin: false } });`,
      `const server = new ApolloServer({ schema, csrfPrevention: false });`,
      `export default { experimental: { serverActions: { allowedOrigins: ['*'] } } };`,
    ],
    safe: [
      `export default { kit: { csrf: { checkOrigin: true } } };`,
      `const server = new ApolloServer({ schema, csrfPrevention: true });`,
      `export default { experimental: { serverActions: { allowedOrigins: ['app.example.com'] } } };`,
    ],
  },
  'security/debug-exposure': {
    faulty: [
      `const server = new ApolloServer({ schema, introspection: true });`,
      `app.use('/graphql', graphqlHTTP({ schema, graphiql: true }));`,
      `import errorhandler from 'errorhandler'; app.use(errorhandler());`,
    ],
    safe: [
      `const server = new ApolloServer({ schema, introspection: process.env.NODE_ENV !== 'production' });`,
      `import errorhandler from 'errorhandler'; if (process.env.NODE_ENV === 'development') app.use(errorhandler());`,
      `const form = { introspection: true };`,
    ],
  },
  'security/image-proxy': {
    path: 'next.config.mjs',
    faulty: [
      `export default { images: { remotePatterns: [{ protocol: 'https', hostname: '**' }] } };`,
      `module.exports = { images: { domains: ['*'] } };`,
      `const config = { images: { dangerouslyAllowSVG: true } }; export default config;`,
    ],
    safe: [
      `export default { images: { remotePatterns: [{ protocol: 'https', hostname: '**.example.com' }] } };`,
      `export default { images: { dangerouslyAllowSVG: true, contentSecurityPolicy: "script-src 'none'; sandbox;" } };`,
      `export default { other: { hostname: '**' } };`,
    ],
  },
  'security/insecure-temp-file': {
    faulty: [
      `import { writeFileSync } from 'node:fs'; import os from 'node:os'; import path from 'node:path'; writeFileSync(path.join(os.tmpdir(), 'state.json'), text);`,
      `import fs from 'fs/promises'; const file = '/tmp/report-' + Date.now() + '.csv'; await fs.writeFile(file, rows);`,
      `import { createWriteStream } from 'fs'; const out = createWriteStream(\`/tmp/app-\${process.pid}.log\`);`,
    ],
    safe: [
      `import { mkdtemp, writeFile } from 'node:fs/promises'; const dir = await mkdtemp(join(tmpdir(), 'x-')); await writeFile(join(dir, 'state.json'), text);`,
      `import { writeFileSync } from 'node:fs'; import { tmpdir } from 'node:os'; writeFileSync(join(tmpdir(), randomUUID()), text);`,
      `import { writeFileSync } from 'node:fs'; import { tmpdir } from 'node:os'; writeFileSync(join(tmpdir(), 'lock'), '', { flag: 'wx' });`,
      `import { readFileSync } from 'node:fs'; readFileSync('/tmp/state.json');`,
    ],
  },
  'security/world-writable': {
    faulty: [
      `import fs from 'fs'; fs.chmodSync(file, 0o777);`,
      `import { mkdir } from 'node:fs/promises'; await mkdir(dir, { recursive: true, mode: 0o777 });`,
      `import { chmod } from 'fs/promises'; await chmod(file, '666');`,
      `process.umask(0);`,
    ],
    safe: [
      `import fs from 'fs'; fs.chmodSync(file, 0o755);`,
      `import { writeFile } from 'node:fs/promises'; await writeFile(file, key, { mode: 0o600 });`,
      `process.umask(0o077);`,
    ],
  },
  'security/electron-isolation': {
    faulty: [
      `import { BrowserWindow } from 'electron'; new BrowserWindow({ webPreferences: { nodeIntegration: true } });`,
      `import { BrowserWindow } from 'electron'; new BrowserWindow({ webPreferences: { contextIsolation: false } });`,
      `import { contextBridge, ipcRenderer } from 'electron'; contextBridge.exposeInMainWorld('ipc', ipcRenderer);`,
      `import { contextBridge, ipcRenderer } from 'electron'; contextBridge.exposeInMainWorld('ipc', { send: (channel, data) => ipcRenderer.send(channel, data) });`,
      `import { ipcMain, shell } from 'electron'; ipcMain.on('open', (event, address) => { shell.openExternal(address); });`,
      `import { app } from 'electron'; app.on('certificate-error', (event, contents, url, error, certificate, callback) => { event.preventDefault(); callback(true); });`,
    ],
    safe: [
      `import { BrowserWindow } from 'electron'; new BrowserWindow({ webPreferences: { contextIsolation: true, preload } });`,
      `import { contextBridge, ipcRenderer } from 'electron'; contextBridge.exposeInMainWorld('files', { save: (text) => ipcRenderer.invoke('save', text) });`,
      `import { ipcMain, shell } from 'electron'; ipcMain.on('open', (event, address) => { if (new URL(address).protocol === 'https:') shell.openExternal(address); });`,
      `import { shell } from 'electron'; shell.openExternal('https://example.com/help');`,
      `const form = { sandbox: false, webviewTag: true };`,
    ],
  },
  'security/child-environment': {
    faulty: [
      `import { spawn } from 'child_process'; app.post('/run', (req) => { spawn('node', ['job.js'], { env: { ...process.env, ...req.body.env } }); });`,
      `import { execFile } from 'child_process'; app.post('/run', (req) => { execFile('job', [], { env: { [req.body.name]: req.body.value } }); });`,
      `import { fork } from 'node:child_process'; app.post('/run', (req) => { fork('./job.js', [], { env: { NODE_OPTIONS: req.body.options } }); });`,
    ],
    safe: [
      `import { spawn } from 'child_process'; app.post('/run', (req) => { spawn('node', ['job.js'], { env: { PATH: process.env.PATH, JOB: req.body.job } }); });`,
      `import { spawn } from 'child_process'; spawn('node', ['job.js'], { env: { ...process.env, CI: '1' } });`,
    ],
  },
  'security/origin-pattern': {
    faulty: [
      `const trusted = /^https:\\/\\/app\\.example\\.com/; if (trusted.test(origin)) allow();`,
      `const options = { origin: /example\\.com$/ };`,
      `export const allowed = [/^https:\\/\\/.+.example.com$/];`,
    ],
    safe: [
      `const trusted = /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/; if (trusted.test(origin)) allow();`,
      `const options = { origin: /^https:\\/\\/([a-z]+\\.)?example\\.com(:\\d+)?$/ };`,
      `const link = /https:\\/\\/github.com\\/(\\w+)/; const title = link.exec(text)?.[1];`,
    ],
  },
  'security/resource-limits': {
    faulty: [
      `import multer from 'multer'; const upload = multer({ dest: 'up/' });`,
      `import express from 'express'; app.use(express.json({ limit: Infinity }));`,
      `app.get('/pad', (req, res) => { res.send(Buffer.alloc(Number(req.query.size))); });`,
      `app.get('/pad', (req, res) => { res.json('x'.repeat(parseInt(req.query.n, 10))); });`,
    ],
    safe: [
      `import multer from 'multer'; const upload = multer({ dest: 'up/', limits: { fileSize: 1_000_000 } });`,
      `app.get('/pad', (req, res) => { res.send(Buffer.alloc(Math.min(Number(req.query.size), 1024))); });`,
      `app.get('/pad', (req, res) => { const size = Number(req.query.size); if (size > 1024) return res.sendStatus(400); res.send(Buffer.alloc(size)); });`,
      `const row = ' '.repeat(width); const bytes = Buffer.alloc(16);`,
    ],
  },
  'security/written-secret': {
    faulty: [
      `import session from 'express-session'; app.use(session({ secret: 'keyboard cat', resave: false }));`,
      `import session from 'cookie-session'; app.use(session({ name: 's', keys: ['first', 'second'] }));`,
      `import { JwtModule } from '@nestjs/jwt'; export const imports = [JwtModule.register({ secret: process.env.SECRET ?? 'development' })];`,
      `import jwt from '@fastify/jwt'; app.register(jwt, { secret: 'supersecret' });`,
      `import { jwtVerify } from 'jose'; const key = new TextEncoder().encode('shared'); export const check = (t: string) => jwtVerify(t, key);`,
    ],
    safe: [
      `import session from 'express-session'; app.use(session({ secret: process.env.SESSION_SECRET, resave: false }));`,
      `import { JwtModule } from '@nestjs/jwt'; export const imports = [JwtModule.register({ secret: config.jwtSecret })];`,
      `import { jwtVerify } from 'jose'; const key = new TextEncoder().encode(env.SECRET); export const check = (t: string) => jwtVerify(t, key);`,
    ],
  },
});
