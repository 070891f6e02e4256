import { ProbotOctokit } from 'probot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGitHubStandIn } from './github-stand-in.ts';
import { createScene, type Scene } from './scene.ts';

describe('apps and their tokens', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await createScene();
  });
  afterEach(() => scene.standIn.close());

  const mint = (body: unknown = {}, headers = {}) =>
    scene.call('POST', `/app/installations/${scene.installation.id}/access_tokens`, {
      token: scene.jwt(),
      body,
      headers,
    });

  it('a token lives one hour and does what the installation may', async () => {
    const { status, body } = await mint();
    expect(status).toBe(201);
    expect(body).toMatchObject({
      token: expect.stringMatching(/^ghs_[0-9A-Za-z]{36}$/),
      expires_at: new Date(scene.clock.ms + 3_600_000).toISOString().replace('.000', ''),
      permissions: { checks: 'write', metadata: 'read' },
      repository_selection: 'all',
    });
    const read = async () => (await scene.call('GET', '/repos/octo/shop', { token: body.token })).status;
    expect(await read()).toBe(200);
    scene.clock.ms += 3_599_000;
    expect(await read()).toBe(200);
    scene.clock.ms += 1_000;
    expect(await read()).toBe(401);
  });

  it('the staged long token is given to those who ask, and works', async () => {
    const { body } = await mint({}, { 'x-github-stateless-s2s-token': 'enabled' });
    expect(body.token).toMatch(new RegExp(`^ghs_${scene.standIn.app.id}_ey.{400,}`));
    expect((await scene.call('GET', '/repos/octo/shop', { token: body.token })).status).toBe(200);
  });

  it('a narrowed token stays narrow; an empty list means everything', async () => {
    scene.standIn.addRepository({ owner: 'octo', name: 'second', files: { a: 'a' } });
    const narrow = await mint({ repositories: ['second'], permissions: { contents: 'read' } });
    expect(narrow.body.repository_selection).toBe('selected');
    const status = async (path: string, token: string) => (await scene.call('GET', path, { token })).status;
    expect(await status('/repos/octo/second/contents/a', narrow.body.token)).toBe(200);
    expect(await status('/repos/octo/shop/contents/README.md', narrow.body.token)).toBe(404);
    expect(await status('/repos/octo/second/pulls', narrow.body.token)).toBe(403);
    const listed = await scene.call('GET', '/installation/repositories', { token: narrow.body.token });
    expect(listed.body).toMatchObject({ total_count: 1, repositories: [{ full_name: 'octo/second' }] });
    const wide = await mint({ repositories: [] });
    expect(await status('/repos/octo/shop', wide.body.token)).toBe(200);
  });

  it('a fresh token may lag', async () => {
    const slow = await createScene({ tokenLagMs: 1_500 });
    const { body } = await slow.call('POST', `/app/installations/${slow.installation.id}/access_tokens`, {
      token: slow.jwt(),
    });
    const read = async () => (await slow.call('GET', '/repos/octo/shop', { token: body.token })).status;
    expect(await read()).toBe(401);
    slow.clock.ms += 1_500;
    expect(await read()).toBe(200);
    await slow.standIn.close();
  });

  it('a token dies when it is revoked, its installation suspended or removed', async () => {
    const read = async () => (await scene.onRepository('GET', '')).status;
    scene.standIn.suspend(scene.installation);
    expect(await read()).toBe(403);
    scene.standIn.unsuspend(scene.installation);
    expect(await read()).toBe(200);
    expect((await scene.call('DELETE', '/installation/token', { token: scene.token })).status).toBe(204);
    expect(await read()).toBe(401);
    scene.token = scene.standIn.installationToken(scene.installation);
    scene.standIn.uninstall(scene.installation);
    expect(await read()).toBe(401);
  });

  it('a repository taken out of the installation is gone for its tokens', async () => {
    const { standIn, installation } = scene;
    standIn.uninstall(installation);
    const chosen = standIn.install({ account: 'octo', repositories: ['octo/shop'] });
    scene.token = standIn.installationToken(chosen);
    expect((await scene.onRepository('GET', '')).status).toBe(200);
    standIn.removeFromInstallation(chosen, 'octo/shop');
    expect((await scene.onRepository('GET', '')).status).toBe(404);
    standIn.addToInstallation(chosen, 'octo/shop');
    expect((await scene.onRepository('GET', '')).status).toBe(200);
  });

  it('an app finds itself and its installations', async () => {
    const token = scene.jwt({ iss: scene.standIn.app.clientId });
    const { installation } = scene;
    expect((await scene.call('GET', '/app', { token })).body).toMatchObject({
      slug: 'amas',
      installations_count: 1,
    });
    expect((await scene.call('GET', '/app/installations', { token })).body[0].id).toBe(installation.id);
    const found = await scene.call('GET', '/repos/octo/shop/installation', { token });
    expect(found.body).toMatchObject({ id: installation.id, account: { login: 'octo' } });
    const nowhere = await scene.call('GET', '/repos/octo/nothing/installation', { token });
    expect(nowhere.status).toBe(404);
  });

  it('a stand-in whose ids start elsewhere does not know the installations of another', async () => {
    const other = await createGitHubStandIn({ firstId: 5_000_000_000_000 });
    expect(other.install({ account: 'octo' }).id).toBeGreaterThan(5_000_000_000_000);
    await other.close();
  });

  it('a JWT opens nothing but the app itself', async () => {
    expect((await scene.call('GET', '/repos/octo/shop', { token: scene.jwt() })).status).toBe(403);
    expect((await scene.call('GET', '/installation/repositories', { token: scene.jwt() })).status).toBe(403);
  });

  it('limits are counted per installation, renewed by the hour, and free to ask for', async () => {
    await scene.onRepository('GET', '');
    await scene.onRepository('GET', '/pulls/99');
    const rate = async () => (await scene.call('GET', '/rate_limit', { token: scene.token })).body.rate;
    expect(await rate()).toMatchObject({ limit: 5_000, used: 2, remaining: 4_998 });
    scene.clock.ms += 3_599_000;
    scene.token = scene.standIn.installationToken(scene.installation);
    expect(await rate()).toMatchObject({ used: 2 });
    scene.clock.ms += 1_000;
    expect(await rate()).toMatchObject({ used: 0 });
  });

  it('80 writes a minute pass, the next waits', async () => {
    const write = async () => (await scene.onRepository('POST', '/issues/1/comments', { body: 'x' })).status;
    for (let count = 0; count < 80; count++) expect(await write()).toBe(201);
    expect(await write()).toBe(403);
    scene.clock.ms += 60_000;
    expect(await write()).toBe(201);
  });

  it('900 points a minute pass: a read costs one, a write five', async () => {
    scene.standIn.setLimits({ pointsPerMinute: 7 });
    const statuses = [
      await scene.onRepository('GET', ''),
      await scene.onRepository('POST', '/issues/1/reactions', { content: 'eyes' }),
      await scene.onRepository('GET', ''),
      await scene.onRepository('GET', ''),
    ].map(({ status }) => status);
    expect(statuses).toEqual([200, 201, 200, 403]);
  });

  it('the real client signs in, mends its clock, pages and follows a rename', async () => {
    // The scene's clock stands in 2026: the client learns the difference from the Date header.
    const { app, url } = scene.standIn;
    const octokit = new ProbotOctokit({
      auth: { appId: app.id, privateKey: app.privateKey, installationId: scene.installation.id },
      baseUrl: url,
      throttle: { enabled: false },
      retry: { enabled: false },
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    });
    for (let count = 0; count < 35; count++) scene.repository.comment(1, `comment ${count}`);
    scene.repository.rename('store');
    const comments = await octokit.paginate(octokit.rest.issues.listComments, {
      owner: 'octo',
      repo: 'shop',
      issue_number: 1,
    });
    expect(comments).toHaveLength(35);
    const own = await octokit.rest.issues.createComment({
      owner: 'octo',
      repo: 'shop',
      issue_number: 1,
      body: 'By the app',
    });
    expect(own.data.user?.login).toBe('amas[bot]');
  });
});
