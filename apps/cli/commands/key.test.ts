import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { runAmas } from '#test/support/run-amas.ts';

let target: TestDatabase;
let rows: Rows;

beforeAll(async () => {
  target = await createTestDatabase();
  rows = await openRows(target.url);
});

afterAll(async () => {
  await rows.close();
  await target.drop();
});

const key = (...args: string[]) => runAmas(['key', ...args], { DATABASE_URL: target.url });

describe('amas key', () => {
  it('says what to do while there is none', async () => {
    expect((await key('list')).out).toBe('There are no keys. Create one: amas key create <name>\n');
  });

  it('prints a new key once, alone on standard output, and keeps only its hash', async () => {
    const made = await key(
      'create',
      'ci',
      '--scope',
      'chat',
      '--models',
      'auto:cheap,openai/*',
      '--rpm',
      '60',
    );
    expect(made.code).toBe(0);
    expect(made.out).toMatch(/^amas_sk_[\w-]{43}\n$/);
    const { rows: stored } = await rows.database.pool.query(
      'select *, encode(hash, $1) as hex from api_keys',
      ['hex'],
    );
    expect(JSON.stringify(stored)).not.toContain(made.out.trim().slice(14));
    const listed = await key('list');
    expect(listed.out).toMatch(/amas_sk_\S{6}… +ci +active +chat +auto:cheap openai\/\* +60 .* never/);
    expect(listed.out).not.toContain(made.out.trim());
  });

  it('prints exactly the documented fields as JSON', async () => {
    const made = (await key('create', 'ada', '--expires', '90d', '--json')).json() as Record<string, unknown>;
    expect(made).toMatchObject({
      name: 'ada',
      status: 'active',
      scopes: ['chat', 'embeddings', 'models'],
      models: [],
    });
    expect(Date.parse(String(made['expiresAt'])) - Date.now()).toBeGreaterThan(89 * 86_400_000);
    const { items } = (await key('list', '--json')).json() as { items: Record<string, unknown>[] };
    expect(Object.keys(items[0] ?? {})).toEqual([
      'id',
      'name',
      'prefix',
      'status',
      'scopes',
      'models',
      'requestsPerMinute',
      'createdAt',
      'expiresAt',
      'revokedAt',
      'lastUsedAt',
    ]);
  });

  it('revokes by name, once, and frees the name', async () => {
    await key('create', 'old');
    expect((await key('create', 'old')).err).toContain('Revoke it first (amas key revoke old)');
    expect((await key('revoke', 'old')).out).toMatch(/^Key old \(amas_sk_\S{6}…\) is revoked\.\n$/);
    expect((await key('revoke', 'old', '--json')).json()).toMatchObject({ name: 'old', revoked: false });
    expect((await key('create', 'old')).code).toBe(0);
    const { rows: audits } = await rows.database.pool.query(
      "select action from audit_logs where details->>'name' = 'old' order by created_at, id",
    );
    expect(audits.map(({ action }) => action)).toEqual([
      'api_key.create',
      'api_key.revoke',
      'api_key.create',
    ]);
  });

  it.each([
    [['create', ' '], 'The name of a key has'],
    [['create', 'x', '--scope', 'chat,admin'], '--scope takes chat, embeddings, models, not admin.'],
    [['create', 'x', '--rpm', '0'], '--rpm takes a whole number'],
    [['create', 'x', '--expires', '-1d'], '--expires takes a duration such as'],
    [['create', 'x', '--models', 'auto,opnai/*'], 'no provider called "opnai". Did you mean openai?'],
    [['revoke', 'nobody'], 'There is no key nobody. All: amas key list'],
    [['revoke', 'adda'], 'There is no key adda. Did you mean ada?'],
  ])('refuses %j and says what to do', async (args, sentence) => {
    const run = await key(...args);
    expect(run.code).toBe(2);
    expect(run.err).toContain(sentence);
  });
});
