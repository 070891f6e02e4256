import { describe, expect, it } from 'vitest';
import { reviewSource } from '../../cases/review-source.ts';

const titles = async (base: string, head: string) => {
  const findings = await reviewSource(head, { base, families: ['security'] });
  return findings.map(({ title, location }) => `${location?.side} ${location?.line}: ${title}`);
};

describe('security/removed-guard', () => {
  it.each([
    [
      'a middleware of a route',
      `router.delete('/users/:id', requireAdmin, async (req, res) => { res.json(await remove(req.params.id)); });\n`,
      `router.delete('/users/:id', async (req, res) => { res.json(await remove(req.params.id)); });\n`,
      'old 1: The change removes the check `requireAdmin` from `DELETE /users/:id`',
    ],
    [
      'a middleware of every route',
      `import helmet from 'helmet';\nconst app = express();\napp.use(helmet());\napp.use(express.json());\n`,
      `const app = express();\napp.use(express.json());\n`,
      'old 3: The change removes a protection of every response',
    ],
    [
      'a rate limit',
      `import { rateLimit } from 'express-rate-limit';\napp.use('/login', rateLimit({ limit: 5 }));\napp.post('/login', login);\n`,
      `app.use('/login', trace);\napp.post('/login', login);\n`,
      'old 2: The change removes the rate limit',
    ],
    [
      'the verification of a token',
      `import jwt from 'jsonwebtoken';\nexport function userOf(token) {\n  return jwt.verify(token, key, { algorithms: ['RS256'] }).sub;\n}\n`,
      `export function userOf(token) {\n  return parse(token).sub;\n}\n`,
      'old 3: The change removes the check of the token’s signature',
    ],
    [
      'the sanitising of markup',
      `import DOMPurify from 'dompurify';\nexport function clean(html) {\n  return DOMPurify.sanitize(html);\n}\n`,
      `export function clean(html) {\n  return html;\n}\n`,
      'old 3: The change removes the escaping or sanitising of markup: `DOMPurify.sanitize(html)`',
    ],
    [
      'a decorator',
      `@Controller()\nclass A {\n  @UseGuards(AdminGuard)\n  @Get()\n  all() { return this.repo.all(); }\n}\n`,
      `@Controller()\nclass A {\n  @Get()\n  all() { return this.repo.all(); }\n}\n`,
      'old 3: The change removes `@UseGuards(AdminGuard)`',
    ],
    [
      'the list of algorithms',
      `export const check = (t) => verify(t, key, {\n  algorithms: ['RS256'],\n  issuer,\n});\n`,
      `export const check = (t) => verify(t, key, {\n  issuer,\n});\n`,
      "old 2: The change removes the list of accepted algorithms: `algorithms: ['RS256']`",
    ],
  ])('reports the loss of %s', async (_, base, head, expected) => {
    expect(await titles(base, head)).toEqual([expected]);
  });

  it.each([
    [
      'a route that goes with its guard',
      `router.get('/a', list);\nrouter.delete('/users/:id', requireAdmin, remove);\n`,
      `router.get('/a', list);\n`,
    ],
    [
      'a guard that moves to the router',
      `router.get('/a', requireAuth, list);\n`,
      `router.get('/a', requireAuth, trace, list);\n`,
    ],
    [
      'a comparison that is rewritten',
      `import { timingSafeEqual } from 'node:crypto';\nexport const same = (a, b) => timingSafeEqual(a, b);\n`,
      `import { timingSafeEqual } from 'node:crypto';\nexport const same = (a, b) => timingSafeEqual(Buffer.from(a), Buffer.from(b));\n`,
    ],
    [
      'a function that goes with its guard',
      `export const other = 1;\nexport function clean(html) {\n  return DOMPurify.sanitize(html);\n}\n`,
      `export const other = 1;\n`,
    ],
  ])('stays silent on %s', async (_, base, head) => {
    expect(await titles(base, head)).toEqual([]);
  });

  it('leaves the word to the finding on the new line when both tell of one fault', async () => {
    const base = `res.cookie('session', id, { httpOnly: true, secure: true });\n`;
    const head = `res.cookie('session', id, { httpOnly: false, secure: true });\n`;
    expect(await titles(base, head)).toEqual([
      'new 1: The cookie `session` can be read by scripts (`httpOnly: false`)',
    ]);
  });
});
