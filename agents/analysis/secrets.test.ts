import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { reviewSource } from './cases/review-source.ts';

/** Text with the look of chance, the same in every run. No test holds a token that a scanner of this repository takes for one. */
function chars(alphabet: string, count: number, seed = 7): string {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return alphabet[Math.floor((state / 2_147_483_648) * alphabet.length)];
  }).join('');
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const alphanumeric = (count: number) => chars(letters, count);
const hex = (count: number) => chars('0123456789abcdef', count);
const upper = (count: number) => chars('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', count);
const pem = (kind: string) =>
  `-----BEGIN ${kind}PRIVATE KEY-----\n${alphanumeric(64)}\n${chars(letters, 64, 9)}\n-----END ${kind}PRIVATE KEY-----`;
const jwt = (claims: object) =>
  [{ alg: 'HS256' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.') + `.${alphanumeric(43)}`;

const secretsIn = (text: string, path: string, base?: string) =>
  reviewSource(text, { path, families: ['secrets'], ...(base === undefined ? {} : { base }) });

describe('findSecrets', () => {
  it.each([
    ['a GitHub token', `const token = 'ghp_${alphanumeric(36)}';`, 'src/a.ts', 'high'],
    ['a fine-grained GitHub token', `token: github_pat_${alphanumeric(82)}`, 'config.yaml', 'high'],
    ['an AWS key', `AWS_ACCESS_KEY_ID=AKIA${upper(16)}`, '.env', 'critical'],
    ['an AWS secret', `aws_secret_access_key = "${chars(letters, 40, 3)}"`, 'settings.toml', 'critical'],
    ['a Stripe live key', `stripe('sk_live_${alphanumeric(24)}')`, 'src/pay.ts', 'critical'],
    [
      'a Slack webhook',
      `url = https://hooks.slack.com/services/T${upper(8)}/B${upper(8)}/${alphanumeric(24)}`,
      'a.md',
      'high',
    ],
    ['an OpenAI key', `key: "sk-proj-${alphanumeric(58)}T3BlbkFJ${alphanumeric(58)}"`, 'a.yml', 'high'],
    ['a private key', pem('RSA '), 'deploy/key.pem.txt', 'critical'],
    [
      'a private key with escaped line ends',
      `"key": "${pem('').replaceAll('\n', '\\n')}"`,
      'account.json',
      'critical',
    ],
    ['a JSON Web Token', `const t = '${jwt({ sub: 'u-17', exp: 4_000_000_000 })}';`, 'src/a.ts', 'high'],
    [
      'a database password',
      `url: postgres://app:${alphanumeric(16)}@db.prod.internal:5432/app`,
      'config.yaml',
      'high',
    ],
    [
      'a MongoDB password',
      `const uri = 'mongodb+srv://svc:${['h7Kq', 'x92Lm'].join('!')}@cluster0.mongodb.net/x';`,
      'src/a.ts',
      'high',
    ],
    [
      'a connection string',
      `conn = "Server=sql1.corp;Database=x;User Id=app;Password=${alphanumeric(12)};"`,
      'a.ini',
      'high',
    ],
    ['a bearer header', `headers: { Authorization: 'Bearer ${alphanumeric(32)}' }`, 'src/a.ts', 'high'],
    ['a curl password', `curl -u deploy:${alphanumeric(12)} https://x.corp/`, 'run.sh', 'high'],
    ['a registry token', `//registry.corp/:_authToken=${alphanumeric(36)}`, '.npmrc', 'high'],
    ['a generic key by its name', `const apiKey = '${alphanumeric(32)}';`, 'src/a.ts', 'medium'],
    ['a password by its name', `  db_password: hunter2x9`, 'values.yaml', 'medium'],
    ['a client secret in JSON', `"client_secret": "${alphanumeric(30)}"`, 'settings.json', 'medium'],
  ])('finds %s', async (_, text, path, severity) => {
    const findings = await secretsIn(`${text}\n`, path);
    expect(findings.map((finding) => finding.severity)).toEqual([severity]);
    expect(findings[0]).toMatchObject({ category: 'secret', location: { path, line: 1, side: 'new' } });
  });

  it.each([
    ['the documented AWS example', `AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE`, '.env'],
    ['a placeholder', `const apiKey = 'your-api-key-goes-here-123';`, 'src/a.ts'],
    ['an interpolation', 'password: ${DB_PASSWORD_2}', 'values.yaml'],
    ['a template', `token: {{ .Values.token9 }}`, 'values.yaml'],
    ['an environment lookup', `const token = process.env.API_TOKEN_2;`, 'src/a.ts'],
    ['a UUID', `const tokenId2 = '3f2b8c1e-9d4a-4b6f-8a7e-2c5d1f0b9e83';`, 'src/a.ts'],
    ['a commit hash', `const secretRef = '${hex(40)}';`, 'src/a.ts'],
    ['an integrity value', `"integrity": "sha512-${alphanumeric(86)}=="`, 'a.json'],
    ['a public key', `-----BEGIN PUBLIC KEY-----\n${alphanumeric(64)}\n-----END PUBLIC KEY-----`, 'key.txt'],
    ['the sample token of jwt.io', `t = '${jwt({ sub: '1234567890', name: 'John Doe' })}'`, 'src/a.ts'],
    ['a public role', `anonToken = '${jwt({ role: 'anon', ref: 'x' })}'`, 'src/a.ts'],
    ['a local default', `DATABASE_URL=postgres://postgres:postgres@localhost:5432/app`, '.env'],
    ['a repeated character', `const secret = 'xxxxxxxxxxxxxxxxxxxxxxxx1';`, 'src/a.ts'],
    ['a path', `const tokenPath = '/var/run/secrets/token2/file';`, 'src/a.ts'],
    ['words', `const passwordError = 'must have 10 characters';`, 'src/a.ts'],
    ['a key of the keyboard', `const keyboardKey = 'ArrowLeft12345678ab';`, 'src/a.ts'],
    ['a csrf cookie name', `const csrfToken = 'x-csrf-token-v2-a8';`, 'src/a.ts'],
    ['a data URI', `const tokenImage = 'data:image/png;base64,${alphanumeric(80)}';`, 'src/a.ts'],
    ['a generic value in a test', `const apiKey = '${alphanumeric(32)}';`, 'src/a.test.ts'],
  ])('passes over %s', async (_, text, path) => {
    expect((await secretsIn(`${text}\n`, path)).map(({ title }) => title)).toEqual([]);
  });

  it('takes a token with a valid checksum for live in a test too, and another one there for mild', async () => {
    const body = alphanumeric(30);
    const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    let sum = '';
    for (let rest = crc32(body); rest > 0; rest = Math.floor(rest / 62)) sum = `${digits[rest % 62]}${sum}`;
    const issued = `ghp_${body}${sum.padStart(6, '0')}`;
    const severityOf = async (token: string) =>
      (await secretsIn(`use('${token}');\n`, 'src/a.test.ts')).map(({ severity }) => severity);
    expect(await severityOf(issued)).toEqual(['high']);
    expect(await severityOf(`ghp_${alphanumeric(36)}`)).toEqual(['low']);
  });

  it('shows at most a quarter of a short password', async () => {
    const [finding] = await secretsIn(`db_password: ${['hunt', 'er2x'].join('')}\n`, 'values.yaml');
    expect(finding?.title).toContain('(`hu…`)');
  });

  it('never shows more than four characters of a secret, and does not hash it into the fingerprint', async () => {
    const first = `ghp_${alphanumeric(36)}`;
    const second = `ghp_${chars(letters, 36, 11)}`;
    const [one] = await secretsIn(`const token = '${first}';\n`, 'src/a.ts');
    const [other] = await secretsIn(`const token = '${second}';\n`, 'src/a.ts');
    expect(JSON.stringify(one)).not.toContain(first.slice(0, 5));
    expect(one?.fingerprint).toBe(other?.fingerprint);
  });

  it('reports only lines that the change adds, on their own numbers', async () => {
    const old = `const a = 'ghp_${alphanumeric(36)}';\nconst b = 1;\n`;
    const findings = await secretsIn(
      `${old}// more\nconst c = 'ghp_${chars(letters, 36, 5)}';\n`,
      'src/a.ts',
      old,
    );
    expect(findings.map(({ location }) => location?.line)).toEqual([4]);
  });

  it('says nothing of a secret that only moved', async () => {
    const line = `const a = 'ghp_${alphanumeric(36)}';`;
    expect(await secretsIn(`const b = 1;\n${line}\n`, 'src/a.ts', `${line}\n`)).toEqual([]);
  });

  it('is not switched off by a comment of the repository', async () => {
    const text = `// secretlint-disable\nconst a = 'ghp_${alphanumeric(36)}';\n`;
    expect(await secretsIn(text, 'src/a.ts')).toHaveLength(1);
  });

  it('reads a large file of random text in bounded time', async () => {
    const text = Array.from({ length: 5_000 }, () => randomBytes(60).toString('base64')).join('\n');
    const start = performance.now();
    await secretsIn(text, 'data.txt');
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
