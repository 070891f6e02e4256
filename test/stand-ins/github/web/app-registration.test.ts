import { afterEach, beforeEach, expect, it } from 'vitest';
import { Browser } from '#test/support/browser.ts';
import { createScene, type Scene } from '../scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await createScene();
});
afterEach(() => scene.standIn.close());

const manifest = {
  name: 'Reviewer',
  url: 'https://example.com',
  hook_attributes: { url: 'http://127.0.0.1:1/' },
  redirect_url: 'http://127.0.0.1:1/callback',
  default_permissions: { issues: 'write' },
  default_events: ['issue_comment'],
};

const post = (path: string, form: Record<string, string>) =>
  fetch(`${scene.standIn.url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(form),
    headers: { 'user-agent': 'test' },
  });

async function register(): Promise<URL> {
  const page = await (
    await post('/organizations/octo/settings/apps/new?state=s', { manifest: JSON.stringify(manifest) })
  ).text();
  const draft = /name="draft" value="(\w+)"/.exec(page)?.[1] ?? '';
  const answer = await post('/settings/apps', { draft, name: 'Reviewer' });
  return new URL(answer.headers.get('location') ?? '');
}

it('hands out the credentials of the new app for its code, once', async () => {
  const back = await register();
  expect(back.searchParams.get('state')).toBe('s');
  const path = `/app-manifests/${back.searchParams.get('code')}/conversions`;
  const { status, body } = await scene.call('POST', path);
  expect(status).toBe(201);
  expect(body).toMatchObject({
    slug: 'reviewer',
    permissions: { issues: 'write' },
    events: ['issue_comment'],
  });
  expect(body.pem).toContain('PRIVATE KEY');
  expect((await scene.call('POST', path)).status).toBe(404);
});

it('forgets the code after an hour', async () => {
  const back = await register();
  scene.clock.ms += 3_600_001;
  const path = `/app-manifests/${back.searchParams.get('code')}/conversions`;
  expect((await scene.call('POST', path)).status).toBe(404);
});

it.each([
  ['an event without its permission', { ...manifest, default_events: ['pull_request'] }],
  ['no webhook', { ...manifest, hook_attributes: {} }],
  ['a name that is too long', { ...manifest, name: 'x'.repeat(35) }],
])('refuses a manifest with %s', async (_case, wrong) => {
  expect((await post('/settings/apps/new', { manifest: JSON.stringify(wrong) })).status).toBe(422);
});

it('installs the app where a person wants it', async () => {
  const browser = new Browser();
  const page = await browser.open(`${scene.standIn.url}/apps/amas/installations/new`);
  await browser.submit(page, { account: 'mona' });
  const { body } = await scene.call('GET', '/app/installations', { token: scene.jwt() });
  expect(body.map((each: { account: { login: string } }) => each.account.login)).toEqual(['octo', 'mona']);
});
