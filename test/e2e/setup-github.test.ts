import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitHubStandIn, type GitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import { startAmas, type Amas } from '#test/support/amas.ts';
import { Browser } from '#test/support/browser.ts';
import { chromiumPath, openTab } from '#test/support/chromium.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { runAmas } from '#test/support/run-amas.ts';

// Most of it over HTTP: the pages run no script, so forms, cookies and redirects are all there is to them. What only a
// browser does (styles, policies, boxes) is seen in a real one, where there is one.
describe('GitHub set up from the page of the hub', () => {
  let database: TestDatabase;
  let github: GitHubStandIn;
  let amas: Amas;
  let url: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    github = await createGitHubStandIn({ webhookPatienceMs: 3_000 });
    for (const owner of ['octo', 'acme']) {
      github.addRepository({ owner, name: 'shop', files: { 'a.ts': 'export const a = 1;\n' } });
    }
    const port = await freePort();
    amas = await startAmas({
      databaseUrl: database.url,
      port,
      environment: { PUBLIC_URL: `http://127.0.0.1:${port}` },
    });
    url = `${amas.hubUrl}/setup/github`;
  });

  afterAll(async () => {
    await amas?.stop();
    await github?.close();
    await database?.drop();
  });

  const cli = (args: string[]) =>
    runAmas(args, {
      DATABASE_URL: database.url,
      AMAS_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      PUBLIC_URL: amas.hubUrl,
    });

  const setUp = async (browser: Browser, start: string, name: string) => {
    const form = await browser.open(start);
    const manifest = await browser.submit(form, { organization: 'octo', name, apiUrl: github.url });
    const confirmation = await browser.submit(manifest);
    return await browser.submit(confirmation);
  };

  it('makes the App in the browser, stores its credentials sealed, and leads to its installation', async () => {
    const browser = new Browser();
    const done = await setUp(browser, url, 'AMAS of octo');
    expect(done.html).toContain('GitHub is connected');
    const app = github.appNamed('amas-of-octo');
    expect(app).toMatchObject({ owner: { login: 'octo' }, hook: { url: `${amas.hubUrl}/webhooks/github` } });
    const link = /href="([^"]+installations\/new)"/.exec(done.html)?.[1] ?? '';
    for (const account of ['octo', 'acme']) await browser.submit(await browser.open(link), { account });
    const rows = await query('select settings from integrations');
    expect(rows).toHaveLength(1);
    for (const secret of [app.hook.secret, 'PRIVATE KEY']) {
      expect(Buffer.from(rows[0]?.['settings'] as Uint8Array).includes(secret)).toBe(false);
      expect([...amas.hub().lines].filter((line) => line.includes(secret))).toEqual([]);
      expect(done.html).not.toContain(secret);
    }
  });

  it('both accounts that installed it are served by the one App', async () => {
    for (const owner of ['octo', 'acme']) {
      const repository = github.repository(`${owner}/shop`);
      repository.createBranch('change');
      repository.commit('change', { 'a.ts': 'export const a = 2;\n' });
      repository.openPullRequest({ head: 'change', title: 'Change a' });
    }
    for (const owner of ['octo', 'acme']) {
      await eventually(
        `the review for ${owner}`,
        () => github.checkRuns(`${owner}/shop`).some((run) => run.status === 'completed'),
        { timeoutMs: 20_000 },
      );
    }
  });

  it('`amas connect github` proves both directions, and comments where it is asked to', async () => {
    const pull = `${github.url}/octo/shop/pull/1`;
    const run = await cli(['connect', 'github', '--comment', pull, '--json']);
    expect(run.json()).toMatchObject({
      platform: 'github',
      stored: [],
      checks: [
        { id: 'identity', status: 'ok' },
        { id: 'permissions', status: 'ok' },
        { id: 'events', status: 'ok' },
        { id: 'webhook', status: 'ok' },
        { id: 'installations', status: 'ok', message: 'Installed for octo, acme' },
        { id: 'round-trip', status: 'ok', message: expect.stringContaining('ping') },
        { id: 'comment', status: 'ok' },
      ],
    });
    expect(run.code).toBe(0);
    expect(github.comments('octo/shop', 1).some(({ body }) => body.includes('AMAS is connected'))).toBe(true);
  });

  it('replaces the webhook secret without losing a delivery on the way', async () => {
    const app = github.appNamed('amas-of-octo');
    const before = app.hook.secret;
    const repository = github.repository('octo/shop');
    const chatter = setInterval(() => void repository.comment(1, 'Nice work'), 200);
    const run = await cli(['connect', 'github', '--rotate-webhook-secret', '--json']).finally(() =>
      clearInterval(chatter),
    );
    expect(run.json()).toMatchObject({ rotated: { isOldDropped: true } });
    expect(app.hook.secret).not.toBe(before);
    await github.settled();
    const lost = github
      .deliveries(app)
      .filter(({ event, outcome }) => event === 'issue_comment' && outcome.statusCode !== 200);
    expect(lost).toEqual([]);
    expect(JSON.stringify(run.json())).not.toContain(app.hook.secret);
  }, 60_000);

  it('is closed once connected: only a one-time link opens it, and only once', async () => {
    expect((await new Browser().open(url)).status).toBe(403);
    expect((await new Browser().open(`${url}?token=${'a'.repeat(200)}`)).status).toBe(403);
    const { link } = (await cli(['connect', 'github', '--link', '--json'])).json() as { link: string };
    const browser = new Browser();
    expect((await setUp(browser, link, 'AMAS again')).html).toContain('GitHub is connected');
    expect((await browser.open(link)).html).toContain('used already');
  });

  it.skipIf(chromiumPath === undefined)(
    'a real browser (skipped: no Chromium is installed) makes an App that may resolve threads, and complains of nothing',
    async () => {
      const { link } = (await cli(['connect', 'github', '--link', '--json'])).json() as { link: string };
      const tab = await openTab(chromiumPath ?? '');
      const shots = process.env['AMAS_SCREENSHOTS'];
      const shot = async (name: string) => {
        if (shots !== undefined) await tab.screenshot(`${shots}/${name}.png`);
      };
      try {
        await tab.open(link);
        await tab.heading('Set up GitHub');
        // The policy of the page lets its own style through.
        expect(await tab.evaluate(`getComputedStyle(document.querySelector('button')).cursor`)).toBe(
          'pointer',
        );
        await tab.type('#organization', 'octo/../x');
        await shot('form');
        await tab.click('button');
        await eventually('the problem', () => tab.evaluate(`document.querySelector('.problems') !== null`));
        await shot('problem');
        await tab.type('#organization', 'octo');
        await tab.type('#name', 'AMAS in a browser');
        await tab.type('#apiUrl', github.url);
        await tab.click('label[for=resolveThreads]');
        await tab.click('button');
        await eventually('what the App may do', () =>
          tab.evaluate(`document.body.textContent.includes('contents: write')`),
        );
        await shot('rights');
        await tab.click('button');
        await tab.heading('Create GitHub App for octo');
        await tab.click('#create');
        await tab.heading('GitHub is connected');
        await shot('done');
        expect(github.appNamed('amas-in-a-browser').permissions).toMatchObject({ contents: 'write' });
        expect(tab.complaints.filter((each) => !/favicon|status of 422/.test(each))).toEqual([]);
      } finally {
        await tab.close();
      }
    },
    30_000,
  );

  it('a state comes back to the browser that began, and once', async () => {
    const { link } = (await cli(['connect', 'github', '--link', '--json'])).json() as { link: string };
    const browser = new Browser();
    const form = await browser.open(link);
    const stranger = await new Browser().submit(form, { organization: '', name: 'X', apiUrl: github.url });
    expect([stranger.status, stranger.html]).toEqual([
      403,
      expect.stringContaining('not begun in this browser'),
    ]);
    const manifest = await browser.submit(form, { organization: '', name: 'X', apiUrl: github.url });
    const state = /state=([\w-]+)/.exec(manifest.html)?.[1] ?? '';
    const back = `${url}/callback?code=made-up&state=${state}`;
    expect((await new Browser().open(back)).status).toBe(403);
    const first = await browser.open(back);
    expect([first.status, first.html]).toEqual([502, expect.stringContaining('does not know this code')]);
    expect((await browser.open(back)).html).toContain('used already');
    expect((await browser.submit(form, { organization: '', name: 'X', apiUrl: github.url })).status).toBe(
      403,
    );
  });

  it('tells what was filled in wrongly, and escapes it', async () => {
    const { link } = (await cli(['connect', 'github', '--link', '--json'])).json() as { link: string };
    const browser = new Browser();
    const values = { organization: '"><script>', name: '', apiUrl: 'javascript:alert(1)' };
    const page = await browser.submit(await browser.open(link), values);
    expect(page.status).toBe(422);
    expect(page.html).not.toContain('<script>');
    expect(page.html.match(/<li>/g)).toHaveLength(3);
  });

  it('another name that points here gets no form, and a browser behind a proxy needs a link', async () => {
    expect((await rawGet('/setup/github', { host: 'evil.example' })).status).toBe(421);
    const proxied = await new Browser().open(url, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect([proxied.status, proxied.html]).toEqual([403, expect.stringContaining('one-time link')]);
    expect((await new Browser().open(`${amas.hubUrl}/setup/slack`)).status).toBe(404);
  });

  async function rawGet(path: string, headers: Record<string, string>): Promise<{ status: number }> {
    const { request } = await import('node:http');
    const sent = request(`${amas.hubUrl}${path}`, { headers });
    sent.end();
    const [response] = (await once(sent, 'response')) as [{ statusCode: number; resume(): void }];
    response.resume();
    return { status: response.statusCode };
  }

  async function query(sql: string): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      return (await client.query(sql)).rows as Record<string, unknown>[];
    } finally {
      await client.end();
    }
  }
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
