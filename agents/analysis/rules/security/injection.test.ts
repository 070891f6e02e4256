import { holdRuleCases } from '../../cases/rule-cases.ts';

holdRuleCases({
  'security/command-injection': {
    faulty: [
      `import { exec } from 'node:child_process';
app.get('/ping', (req, res) => { exec(\`ping -c 1 \${req.query.host}\`, (e, out) => res.json(out)); });`,
      `import * as cp from 'child_process';
export async function POST(request: Request) { const { branch } = await request.json(); cp.execSync('git checkout ' + branch); }`,
      `import cp from 'node:child_process';
import { promisify } from 'node:util';
const run = promisify(cp.exec);
router.post('/zip', async (req, res) => { const name = req.body.name; const command = ['zip', name].join(' '); await run(command); });`,
      `const { exec: sh } = require('child_process');
module.exports = (req, res) => { let cmd = 'convert '; cmd += req.params.file; cmd += ' out.png'; sh(cmd); };`,
      `import { spawn } from 'node:child_process';
app.post('/run', (req, res) => { spawn('sh', ['-c', \`tar xf \${req.body.archive}\`]); });`,
      `import { spawn } from 'node:child_process';
const options = { shell: true };
app.post('/run', (req) => { const { dir } = req.body; spawn('ls', [dir], options); });`,
      `import { execSync } from 'node:child_process';
export function clone(url: string, dir: string) { return execSync(\`git clone \${url} \${dir}\`); }`,
      `import { exec } from 'node:child_process';
function convert(file) { exec('convert ' + file + ' out.png'); }
app.get('/c', (req, res) => { convert(req.query.file); res.end(); });`,
      `const { exec } = await import('node:child_process');
app.get('/x', async (c) => { exec(\`dig \${c.req.query('name')}\`); });`,
      `import { execaCommand } from 'execa';
export const handler = async (event) => { await execaCommand(\`ffmpeg -i \${event.queryStringParameters?.input} out.mp4\`); };`,
      `import { exec } from 'node:child_process';
@Controller('x') class X { @Post() run(@Body('name') name: string) { exec(\`echo \${name}\`); } }`,
    ],
    safe: [
      `import { execFile } from 'node:child_process';
app.get('/ping', (req, res) => { execFile('ping', ['-c', '1', '--', req.query.host]); });`,
      `import { exec } from 'node:child_process';
const target = process.env.TARGET ?? 'all';
exec(\`make \${target}\`);`,
      `import { exec } from 'node:child_process';
const hosts = new Set(['a', 'b']);
app.get('/ping', (req, res) => { const { host } = req.query; if (!hosts.has(host)) return res.sendStatus(400); exec(\`ping \${host}\`); });`,
      `import { execSync } from 'node:child_process';
app.get('/n', (req, res) => { const n = Number.parseInt(req.query.n, 10); execSync(\`head -n \${n} log\`); });`,
      `import { exec } from 'node:child_process';
app.get('/b', (req, res) => { if (!/^[\\w.-]+$/.test(req.query.branch)) throw new Error('branch'); exec('git log ' + req.query.branch); });`,
      `import { exec } from 'node:child_process';
import { quote } from 'shell-quote';
app.get('/b', (req, res) => { exec('ls ' + quote([req.query.dir])); });`,
      `const pattern = /a(b)/; app.get('/r', (req, res) => res.json(pattern.exec(req.query.text)));`,
      `import { exec } from 'node:child_process';
function build(target) { exec('make ' + target); }
build('docs'); build('site');`,
      `import { $ } from 'zx'; app.get('/x', async (req) => { await $\`ls \${req.query.dir}\`; });`,
      `const commands = { start: 'npm start', stop: 'npm stop' };
import { exec } from 'node:child_process';
app.post('/do', (req) => { const command = commands[req.body.action]; exec(command); });`,
    ],
  },
  'security/argument-injection': {
    faulty: [
      `import { execFile } from 'node:child_process';
app.post('/clone', (req) => { execFile('git', ['clone', req.body.url, 'target']); });`,
      `import { spawnSync } from 'node:child_process';
app.post('/get', (req) => { const { url } = req.body; spawnSync('curl', ['-s', url]); });`,
    ],
    safe: [
      `import { execFile } from 'node:child_process';
app.post('/clone', (req) => { execFile('git', ['clone', '--', req.body.url, 'target']); });`,
      `import { execFile } from 'node:child_process';
app.post('/log', (req) => { execFile('git', ['log', \`--author=\${req.body.author}\`]); });`,
    ],
  },
  'security/dynamic-code': {
    faulty: [
      `app.post('/calc', (req, res) => { res.json(eval(req.body.expression)); });`,
      `app.post('/calc', (req, res) => { const f = new Function('x', \`return \${req.body.formula}\`); res.json(f(1)); });`,
      `import vm from 'node:vm';
export async function POST(req: Request) { const { code } = await req.json(); return Response.json(vm.runInNewContext(code)); }`,
      `import { Script } from 'node:vm';
router.post('/s', (req) => { const script = new Script(req.body.source); script.runInThisContext(); });`,
      `app.get('/t', (req) => { setTimeout('go(' + req.query.x + ')', 10); });`,
      `app.get('/plugin', async (req) => { const plugin = await import(req.query.name); plugin.run(); });`,
      `eval(location.hash.slice(1));`,
    ],
    safe: [
      `const actions = { add: (a, b) => a + b };
app.post('/calc', (req, res) => { const run = Object.hasOwn(actions, req.body.op) ? actions[req.body.op] : undefined; res.json(run?.(1, 2)); });`,
      `export function later(task: () => void, delayMs: number) { setTimeout(task, delayMs); }`,
      `app.post('/x', (req, res) => res.json(JSON.parse(req.body.text)));`,
      `const { default: locale } = await import(\`./locales/\${process.env.LANG}.ts\`);`,
      `const root = eval('1 + 1');`,
    ],
  },
  'security/sql-injection': {
    faulty: [
      `import { Pool } from 'pg'; const pool = new Pool();
app.get('/u', async (req, res) => { const { rows } = await pool.query(\`SELECT * FROM users WHERE id = \${req.params.id}\`); res.json(rows); });`,
      `import mysql from 'mysql2/promise';
export async function find(name: string) { const db = await mysql.createConnection({}); return db.execute("SELECT * FROM users WHERE name = '" + name + "'"); }`,
      `app.get('/s', async (req, res) => { const sort = req.query.sort; let sql = 'SELECT * FROM items'; if (sort) sql += ' ORDER BY ' + sort; res.json(await db.all(sql)); });`,
      `import knexFactory from 'knex'; const knex = knexFactory({});
app.get('/s', async (req) => knex('items').whereRaw(\`price < \${req.query.max}\`));`,
      `import { PrismaClient } from '@prisma/client'; const prisma = new PrismaClient();
export async function GET(request: NextRequest) { const q = request.nextUrl.searchParams.get('q'); return Response.json(await prisma.$queryRawUnsafe(\`SELECT * FROM posts WHERE title LIKE '%\${q}%'\`)); }`,
      `import { sequelize } from './db';
router.get('/x', async (req, res) => { const [rows] = await sequelize.query('SELECT * FROM t WHERE a = ' + req.body.a); res.json(rows); });`,
      `class Repo { constructor(private readonly db: Database) {} find(email: string) { const where = \`email = '\${email}'\`; return this.db.prepare(\`SELECT * FROM u WHERE \${where}\`).get(); } }
export { Repo };`,
      `import { sql } from 'drizzle-orm';
app.get('/o', async (c) => db.select().from(t).orderBy(sql.raw(c.req.query('order'))));`,
      `app.post('/ids', async (req, res) => { const list = req.body.ids.join(','); await conn.query(\`DELETE FROM t WHERE id IN (\${list})\`); });`,
      `export const userRouter = router({ get: publicProcedure.input(z.object({ name: z.string() })).query(({ input }) => db.execute(\`select * from u where name = '\${input.name}'\`)) });`,
      `import { Client } from 'pg';
const text = (id) => \`UPDATE t SET seen = true WHERE id = \${id}\`;
app.post('/seen', async (req) => { const client = new Client(); await client.query({ text: text(req.body.id) }); });`,
      `app.get('/u', async (req, res) => { const users = await repo.createQueryBuilder('u').where(\`u.name = '\${req.query.name}'\`).getMany(); res.json(users); });`,
    ],
    safe: [
      `import { Pool } from 'pg'; const pool = new Pool();
app.get('/u', async (req, res) => { res.json(await pool.query('SELECT * FROM users WHERE id = $1', [req.params.id])); });`,
      `const columns = { name: 'name', date: 'created_at' };
app.get('/s', async (req, res) => { const column = columns[req.query.sort] ?? 'name'; res.json(await db.all(\`SELECT * FROM items ORDER BY \${column}\`)); });`,
      `export async function many(ids: string[]) { const marks = ids.map(() => '?').join(','); return db.query(\`SELECT * FROM t WHERE id IN (\${marks})\`, ids); }`,
      `app.get('/p', async (req, res) => { const page = Number(req.query.page); res.json(await db.query(\`SELECT * FROM t LIMIT 10 OFFSET \${page * 10}\`)); });`,
      `import postgres from 'postgres'; const sql = postgres();
app.get('/u', async (req, res) => { res.json(await sql\`SELECT * FROM users WHERE id = \${req.params.id}\`); });`,
      `import { TABLE } from './tables.ts';
export async function all() { return db.query(\`SELECT * FROM \${TABLE}\`); }`,
      `export async function byId(id: number) { return db.query(\`SELECT * FROM t WHERE id = \${id}\`); }`,
      `app.get('/d', async (req, res) => { const dir = req.query.dir === 'desc' ? 'DESC' : 'ASC'; res.json(await db.query('SELECT * FROM t ORDER BY a ' + dir)); });`,
      `import { PrismaClient } from '@prisma/client'; const prisma = new PrismaClient();
export async function GET(request: NextRequest) { const q = request.nextUrl.searchParams.get('q'); return Response.json(await prisma.$queryRaw\`SELECT * FROM posts WHERE title = \${q}\`); }`,
      `import mysql from 'mysql2'; app.get('/e', (req) => { connection.query('SELECT * FROM t WHERE a = ' + mysql.escape(req.query.a)); });`,
      `const Query = z.object({ sort: z.enum(['asc', 'desc']) });
app.get('/q', async (req) => { const { sort } = Query.parse(req.query); await db.query(\`SELECT * FROM t ORDER BY id \${sort}\`); });`,
      `app.get('/m', (req, res) => { const found = cache.get(\`select-\${req.query.id}\`); res.json(found); });`,
      `export async function query(text: string, values: unknown[]) { return pool.query(text, values); }`,
    ],
  },
  'security/nosql-injection': {
    faulty: [
      `app.post('/login', async (req, res) => { const user = await User.findOne({ email: req.body.email, password: req.body.password }); res.json(user); });`,
      `router.post('/login', async (req, res) => { const { name, password } = req.body; res.json(await db.collection('users').findOne({ name, password })); });`,
      `export async function POST(request: Request) { const filter = await request.json(); return Response.json(await users.collection('u').find(filter).toArray()); }`,
      `app.post('/d', async (req) => { await Session.deleteMany({ owner: req.query.owner }); });`,
    ],
    safe: [
      `app.post('/login', async (req, res) => { res.json(await User.findOne({ email: { $eq: req.body.email } })); });`,
      `app.post('/login', async (req, res) => { res.json(await User.findOne({ email: String(req.body.email) })); });`,
      `app.get('/u/:id', async (req, res) => { res.json(await User.findOne({ slug: req.params.id })); });`,
      `app.post('/login', async (req, res) => { const { email } = req.body; if (typeof email !== 'string') return res.sendStatus(400); res.json(await User.findOne({ email })); });`,
      `app.get('/p', async (req, res) => { res.json(await prisma.user.findFirst({ where: { email: req.body.email } })); });`,
      `const Login = z.object({ email: z.string() });
app.post('/login', async (req, res) => { const { email } = Login.parse(req.body); res.json(await User.findOne({ email })); });`,
    ],
  },
  'security/nosql-code': {
    faulty: [
      `app.get('/x', async (req, res) => { res.json(await Item.find({ $where: 'this.name == "' + req.query.name + '"' })); });`,
      `export const search = (term: string) => items.find({ $where: \`this.name.includes('\${term}')\` });`,
    ],
    safe: [
      `app.get('/x', async (req, res) => { res.json(await Item.find({ $where: 'this.a > this.b' })); });`,
      `app.get('/x', async (req, res) => { res.json(await Item.find({ name: { $eq: String(req.query.name) } })); });`,
    ],
  },
  'security/path-traversal': {
    faulty: [
      `import { readFile } from 'node:fs/promises'; import path from 'node:path';
app.get('/f', async (req, res) => { res.send(await readFile(path.join('uploads', req.query.name))); });`,
      `import fs from 'node:fs';
app.get('/f/:name', (req, res) => { fs.createReadStream(\`/data/\${req.params.name}\`).pipe(res); });`,
      `app.get('/f', (req, res) => { res.sendFile('/srv/files/' + req.query.file); });`,
      `import * as fs from 'fs';
export async function DELETE(request: Request, { params }: { params: Promise<{ file: string }> }) { const { file } = await params; fs.unlinkSync(\`./tmp/\${file}\`); return new Response(); }`,
      `import { writeFileSync } from 'node:fs'; import { resolve } from 'node:path';
router.post('/save', (req, res) => { const { name, text } = req.body; const target = resolve('notes', name); writeFileSync(target, text); res.end(); });`,
      `import { join, normalize } from 'node:path'; import { readFileSync } from 'node:fs';
app.get('/n', (req, res) => { const file = normalize(join('/base', req.query.f)); res.end(readFileSync(file)); });`,
      `import path from 'node:path'; import fs from 'node:fs'; const base = '/srv';
app.get('/n', (req, res) => { const file = path.resolve(base, req.query.f); if (!file.startsWith(base)) return res.end(); res.end(fs.readFileSync(file)); });`,
      `'use server'; import { readFile } from 'node:fs/promises';
export async function load(name: string) { return readFile('./content/' + name, 'utf8'); }`,
      `import path from 'node:path'; import { rm } from 'node:fs/promises';
export async function removeUpload(fileName: string) { await rm(path.join(UPLOADS, fileName)); }`,
    ],
    safe: [
      `import { readFile } from 'node:fs/promises'; import path from 'node:path';
app.get('/f', async (req, res) => { res.send(await readFile(path.join('uploads', path.basename(req.query.name)))); });`,
      `import path from 'node:path'; import fs from 'node:fs'; const base = '/srv';
app.get('/n', (req, res) => { const file = path.resolve(base, req.query.f); if (!file.startsWith(base + path.sep)) return res.end(); res.end(fs.readFileSync(file)); });`,
      `import path from 'node:path'; import fs from 'node:fs';
app.get('/n', (req, res) => { const full = path.resolve(base, req.query.f); const rel = path.relative(base, full); if (rel.startsWith('..') || path.isAbsolute(rel)) return res.end(); fs.createReadStream(full).pipe(res); });`,
      `app.get('/f', (req, res) => { res.sendFile(req.params.name, { root: '/srv/files' }); });`,
      `import { readFile } from 'node:fs/promises';
export async function load(file: string) { return readFile(file, 'utf8'); }`,
      `import { readFile } from 'node:fs/promises'; const pages = { home: 'home.html' };
app.get('/p', async (req, res) => { const page = pages[req.query.page]; res.send(await readFile('pages/' + page)); });`,
      `import { readFile } from 'node:fs/promises';
app.get('/i', async (req, res) => { const id = Number(req.params.id); res.send(await readFile(\`invoices/\${id}.pdf\`)); });`,
      `import fs from 'node:fs'; import { join } from 'node:path';
app.get('/s', (req, res) => { if (!/^[a-z0-9-]+$/.test(req.params.slug)) return res.sendStatus(404); res.end(fs.readFileSync(join('posts', req.params.slug + '.md'))); });`,
      `import fs from 'node:fs'; for (const file of fs.readdirSync('x')) { fs.readFileSync('x/' + file); }`,
    ],
  },
  'security/template-injection': {
    faulty: [
      `import ejs from 'ejs'; app.get('/t', (req, res) => { res.send(ejs.render(\`<p>\${req.query.name}</p>\`)); });`,
      `import Handlebars from 'handlebars'; router.post('/t', (req, res) => { const template = Handlebars.compile(req.body.template); res.json(template({})); });`,
    ],
    safe: [
      `import ejs from 'ejs'; app.get('/t', (req, res) => { res.send(ejs.render('<p><%= name %></p>', { name: req.query.name })); });`,
      `app.get('/t', (req, res) => { res.render('greeting', { name: req.query.name }); });`,
    ],
  },
  'security/regex-injection': {
    faulty: [
      `app.get('/s', (req, res) => { const re = new RegExp(req.query.q, 'i'); res.json(items.filter((x) => re.test(x))); });`,
      `router.get('/s', (req, res) => { const { term } = req.query; res.json(items.filter((x) => RegExp(\`^\${term}\`).test(x))); });`,
    ],
    safe: [
      `app.get('/s', (req, res) => { const re = new RegExp(RegExp.escape(req.query.q), 'i'); res.json(items.filter((x) => re.test(x))); });`,
      `import escapeRegExp from 'lodash/escapeRegExp'; app.get('/s', (req, res) => { const re = new RegExp(escapeRegExp(req.query.q)); res.json(re.test('x')); });`,
      `const re = new RegExp('^' + prefix + '$');`,
    ],
  },
  'security/unsafe-deserialisation': {
    faulty: [
      `import serialize from 'node-serialize'; app.post('/p', (req, res) => { res.json(serialize.unserialize(req.cookies.profile)); });`,
      `const { deserialize } = require('v8'); app.post('/p', (req, res) => { res.json(deserialize(req.body)); });`,
    ],
    safe: [
      `app.post('/p', (req, res) => { res.json(JSON.parse(req.cookies.profile)); });`,
      `import yaml from 'js-yaml'; app.post('/p', (req, res) => { res.json(yaml.load(req.body.text)); });`,
    ],
  },
  'security/xxe': {
    faulty: [
      `import libxmljs from 'libxmljs2'; export const read = (xml: string) => libxmljs.parseXml(xml, { noent: true });`,
      `const { parseXml } = require('libxmljs'); const options = { dtdload: true }; module.exports = (xml) => parseXml(xml, options);`,
    ],
    safe: [
      `import libxmljs from 'libxmljs2'; export const read = (xml: string) => libxmljs.parseXml(xml);`,
      `import libxmljs from 'libxmljs2'; export const read = (xml: string) => libxmljs.parseXml(xml, { noent: false, nonet: true });`,
    ],
  },
});
