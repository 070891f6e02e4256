import { describe, expect, it } from 'vitest';
import { reviewSource } from '../../cases/review-source.ts';

const found = async (base: string, head: string) =>
  (await reviewSource(head, { base, families: ['security'] })).map(
    ({ rule, cwe, location }) => `${rule} ${cwe} ${location?.side} ${location?.line}`,
  );

/** A function that does its work after the given lines. */
const handler = (...lines: readonly string[]) =>
  [
    'export async function save(user, input, file) {',
    ...lines.map((line) => `  ${line}`),
    '  await store.write(file, input);',
    '}',
    '',
  ].join('\n');

describe('security/removed-check', () => {
  it.each([
    ['who may do it', `if (!canWrite(user)) throw new Forbidden();`, 'CWE-862'],
    ['a role', `if (user.role !== 'admin') return;`, 'CWE-862'],
    ['a signature', `if (!verifySignature(input)) return;`, 'CWE-347'],
    ['the folder', `if (!file.startsWith(root + sep)) throw new Error('outside');`, 'CWE-22'],
    ['the host', `if (!allowedHosts.has(new URL(input).hostname)) return;`, 'CWE-918'],
    ['a private address', `if (isPrivateAddress(input)) throw new Error('private');`, 'CWE-918'],
    ['keys of the prototype', `if (input === '__proto__') return;`, 'CWE-1321'],
    ['a length', `if (input.length > maxLength) throw new RangeError('too long');`, 'CWE-1284'],
    ['a pattern', `if (!/^[a-z]+$/.test(input)) throw new TypeError('no name');`, 'CWE-20'],
    ['an assertion', `assertOwner(user, file);`, 'CWE-862'],
    ['the state of a login', `if (input.state !== session.state) throw new Error('state');`, 'CWE-352'],
  ])('reports the loss of the check of %s', async (_, line, cwe) => {
    expect(await found(handler(line), handler())).toEqual([`security/removed-check ${cwe} old 2`]);
  });

  it('reports a check whose inside goes on without it', async () => {
    const base = `export function remove(user, id) {\n  if (user.isAdmin) {\n    store.remove(id);\n  }\n}\n`;
    const head = `export function remove(user, id) {\n  store.remove(id);\n}\n`;
    expect(await found(base, head)).toEqual(['security/removed-check CWE-862 old 2']);
  });

  const check = `if (!canWrite(user)) throw new Forbidden();`;
  it.each([
    ['is written otherwise', handler(check), handler(`if (canWrite(user) === false) throw new Forbidden();`)],
    [
      'moves into a function',
      handler(check),
      `function check(user) {\n  ${check}\n}\n${handler('check(user);')}`,
    ],
    ['is renamed', handler(check), handler(`if (!mayWrite(user)) throw new Forbidden();`)],
    ['becomes an assertion', handler(check), handler(`assertWriter(user);`)],
    ['goes with its function', `${handler(check)}export const other = 1;\n`, `export const other = 1;\n`],
    [
      'goes with what it guarded',
      handler(check),
      `export async function save(user, input, file) {\n  return undefined;\n}\n`,
    ],
    ['is of another kind', handler(`if (!input) return;`), handler()],
    ['left early for another reason', handler(`if (input.length > 10) return;`), handler()],
  ])('stays silent when the check %s', async (_, base, head) => {
    expect(await found(base, head)).toEqual([]);
  });
});

describe('security/removed-sanitizer', () => {
  const view = (value: string) =>
    `export const view = (name) => {\n  return '<li>' + ${value} + '</li>';\n};\n`;
  it.each([
    ['escaping', 'escapeHtml(name)', 'CWE-79'],
    ['reduction to a file name', 'sanitizeFilename(name)', 'CWE-22'],
    ['quoting', 'shellQuote(name)', 'CWE-78'],
    ['encoding', 'encodeURIComponent(name)', 'CWE-74'],
  ])('reports the loss of the %s', async (_, call, cwe) => {
    expect(await found(view(call), view('name'))).toEqual([`security/removed-sanitizer ${cwe} old 2`]);
  });

  it.each([
    ['is another', view('escapeHtml(name)'), view('encodeEntities(name)')],
    [
      'moves to a variable',
      view('escapeHtml(name)'),
      `export const view = (name) => {\n  const safe = escapeHtml(name);\n  return '<li>' + safe + '</li>';\n};\n`,
    ],
    ['goes with the value', view('escapeHtml(name)'), view('count')],
  ])('stays silent when the call %s', async (_, base, head) => {
    expect(await found(base, head)).toEqual([]);
  });
});

describe('security/removed-option', () => {
  const query = (filter: string) =>
    `export function list(userId, status) {\n  return notes.find(${filter});\n}\n`;
  it.each([
    ['an owner', query('{ status, ownerId: userId }'), query('{ status }'), 'CWE-639'],
    [
      'a redaction',
      `export const log = pino({\n  redact: ['password'],\n  level,\n});\n`,
      `export const log = pino({\n  level,\n});\n`,
      'CWE-532',
    ],
    [
      'a limit',
      `app.use(\n  express.json({ limit: '10kb' }),\n);\n`,
      `app.use(\n  express.json(),\n);\n`,
      'CWE-770',
    ],
    [
      'a handler before',
      `app.get('/x', { preHandler: [requireAdmin] }, list);\n`,
      `app.get('/x', list);\n`,
      'CWE-862',
    ],
  ])('reports the loss of %s', async (_, base, head, cwe) => {
    expect((await found(base, head)).map((text) => text.split(' ').slice(0, 3).join(' '))).toEqual([
      `security/removed-option ${cwe} old`,
    ]);
  });

  it('reports a middleware that covers less', async () => {
    const middleware = (matcher: string) =>
      `export function middleware(request) { return check(request); }\nexport const config = { matcher: ${matcher} };\n`;
    const review = (base: string, head: string) =>
      reviewSource(middleware(head), {
        base: middleware(base),
        path: 'middleware.ts',
        families: ['security'],
      });
    const [finding, ...others] = await review(`['/app/:path*', '/admin/:path*']`, `['/app/:path*']`);
    expect(finding).toMatchObject({ rule: 'security/removed-option', cwe: 'CWE-862' });
    expect(others).toEqual([]);
    expect(await review(`['/app/settings', '/admin']`, `['/app/:path*', '/admin']`)).toEqual([]);
  });

  it.each([
    [
      'the option moves to a constant',
      query('{ status, ownerId: userId }'),
      `export function list(userId, status) {\n  const filter = { status, ownerId: userId };\n  return notes.find(filter);\n}\n`,
    ],
    [
      'the call is gone',
      query('{ status, ownerId: userId }'),
      `export function list(userId, status) {\n  return repository.listOf(userId, status);\n}\n`,
    ],
    [
      'the options come from elsewhere',
      query('{ status, ownerId: userId }'),
      query('{ status, ...scopeFilter }'),
    ],
    ['another column is meant', `notes.update({ userId, title });\n`, `notes.update({ title });\n`],
  ])('stays silent when %s', async (_, base, head) => {
    expect(await found(base, head)).toEqual([]);
  });
});
