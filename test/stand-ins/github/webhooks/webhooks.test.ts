import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import examples from '@octokit/webhooks-examples/api.github.com/index.json' with { type: 'json' };
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScene, type Scene } from '../scene.ts';
import { signBody } from './sign.ts';

interface Hook {
  readonly server: Server;
  url: string;
  readonly received: { readonly headers: Readonly<Record<string, unknown>>; readonly body: string }[];
  status: number;
}

async function createHook(): Promise<Hook> {
  const hook: Hook = { server: createServer(), url: '', received: [], status: 200 };
  hook.server.on('request', (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      hook.received.push({ headers: request.headers, body });
      // Status 0 stands for a receiver that never answers.
      if (hook.status !== 0) response.writeHead(hook.status).end('received');
    });
  });
  hook.server.listen(0, '127.0.0.1');
  await once(hook.server, 'listening');
  hook.url = `http://127.0.0.1:${(hook.server.address() as AddressInfo).port}/webhooks/github`;
  return hook;
}

it('signs as GitHub does', () => {
  expect(signBody('sha256', "It's a Secret to Everybody", 'Hello, World!')).toBe(
    'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
  );
});

describe('webhooks', () => {
  let scene: Scene;
  let hook: Hook;
  beforeEach(async () => {
    scene = await createScene({ webhookPatienceMs: 300 });
    hook = await createHook();
    scene.standIn.configureHook(hook.url);
  });
  afterEach(async () => {
    await scene.standIn.close();
    hook.server.closeAllConnections();
    hook.server.close();
  });

  const names = () =>
    scene.standIn
      .deliveries()
      .map(({ event, action }) => `${event}.${action}`)
      .toReversed();

  const payloads = async () => {
    await scene.standIn.settled();
    return (
      scene.standIn
        .deliveries()
        // oxlint-disable-next-line typescript/no-explicit-any -- payloads are read as a receiver without types does
        .map(({ payload }) => payload as Record<string, any>)
        .toReversed()
    );
  };

  it('arrive signed over their bytes, with the headers of GitHub', async () => {
    scene.repository.comment(1, 'Grüße');
    await scene.standIn.settled();
    const [sent] = hook.received;
    expect(sent?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^GitHub-Hookshot\//),
      'x-github-event': 'issue_comment',
      'x-github-delivery': expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-/),
      'x-github-hook-installation-target-type': 'integration',
      'x-hub-signature-256': signBody('sha256', scene.standIn.app.hook.secret, sent?.body ?? ''),
    });
    expect(JSON.parse(sent?.body ?? '')).toMatchObject({
      action: 'created',
      comment: { body: 'Grüße', user: { login: 'mona' } },
      issue: { number: 1, pull_request: { url: expect.any(String) } },
      installation: { id: scene.installation.id },
    });
  });

  it('tell the life of a pull request', async () => {
    const { repository } = scene;
    const opened = repository.openPullRequest({ head: 'feature', title: 'Second', draft: true });
    repository.markReadyForReview(opened.number);
    const after = repository.push('feature', { 'src/new.ts': 'export const a = 2;\n' });
    repository.closePullRequest(opened.number);
    repository.reopenPullRequest(opened.number);
    repository.mergePullRequest(opened.number);
    expect(names()).toEqual([
      'pull_request.opened',
      'pull_request.ready_for_review',
      'pull_request.synchronize',
      'pull_request.synchronize',
      'pull_request.closed',
      'pull_request.reopened',
      'pull_request.closed',
    ]);
    const sent = await payloads();
    expect(sent[0]).toMatchObject({ number: 2, pull_request: { draft: true } });
    expect(sent[3]).toMatchObject({ before: opened.headSha, after, pull_request: { head: { sha: after } } });
    expect(sent[6]).toMatchObject({ pull_request: { merged: true, state: 'closed' } });
  });

  it('tell edits with what stood before, and come back for comments of the app itself', async () => {
    const created = await scene.onRepository('POST', '/issues/1/comments', { body: 'First' });
    await scene.onRepository('PATCH', `/issues/comments/${created.body.id}`, { body: 'Second' });
    const sent = await payloads();
    expect(names()).toEqual(['issue_comment.created', 'issue_comment.edited']);
    expect(sent[1]).toMatchObject({
      changes: { body: { from: 'First' } },
      comment: { body: 'Second', performed_via_github_app: { slug: 'amas' } },
      sender: { login: 'amas[bot]', type: 'Bot', id: scene.standIn.app.bot.id },
    });
  });

  it('an issue that is no pull request says so by what it lacks', async () => {
    const number = scene.repository.openIssue('Help');
    scene.repository.comment(number, '/amas review');
    const [sent] = await payloads();
    expect(sent?.issue.pull_request).toBeUndefined();
  });

  it('tell the life of an installation, also while it is suspended', async () => {
    const { standIn, installation } = scene;
    standIn.uninstall(installation);
    const chosen = standIn.install({ account: 'octo', repositories: [] });
    standIn.addToInstallation(chosen, 'octo/shop');
    standIn.suspend(chosen);
    scene.repository.comment(1, 'Nobody hears this');
    standIn.unsuspend(chosen);
    standIn.acceptPermissions(chosen, { contents: 'write' });
    standIn.removeFromInstallation(chosen, 'octo/shop');
    scene.repository.comment(1, 'Nor this');
    expect(names()).toEqual([
      'installation.deleted',
      'installation.created',
      'installation_repositories.added',
      'installation.suspend',
      'installation.unsuspend',
      'installation.new_permissions_accepted',
      'installation_repositories.removed',
    ]);
    const sent = await payloads();
    expect(sent[2]).toMatchObject({
      repositories_added: [{ full_name: 'octo/shop' }],
      repositories_removed: [],
    });
    expect(sent[3]).toMatchObject({ installation: { suspended_at: expect.any(String) } });
  });

  it('of checks go to the app: made and done unasked, asked for again by a person', async () => {
    const run = await scene.onRepository('POST', '/check-runs', {
      name: 'review',
      head_sha: scene.pull.headSha,
    });
    await scene.onRepository('PATCH', `/check-runs/${run.body.id}`, { conclusion: 'success' });
    scene.repository.rerequestCheckRun(run.body.id);
    scene.repository.rerequestCheckSuite(run.body.id);
    scene.repository.requestCheckAction(run.body.id, 'fix');
    expect(names()).toEqual([
      'check_run.created',
      'check_run.completed',
      'check_run.rerequested',
      'check_suite.rerequested',
      'check_run.requested_action',
    ]);
    const sent = await payloads();
    expect(sent[2]).toMatchObject({
      check_run: { check_suite: { status: 'queued' } },
      sender: { login: 'mona' },
    });
    expect(sent[4]).toMatchObject({ requested_action: { identifier: 'fix' } });
  });

  it('larger than 25 MB are never sent', async () => {
    scene.repository.comment(1, 'x'.repeat(25 * 1024 * 1024));
    await scene.standIn.settled();
    expect(names()).toEqual([]);
  });

  it('a ping says that the hook was made', async () => {
    scene.standIn.ping();
    await scene.standIn.settled();
    expect(hook.received[0]?.headers['x-github-event']).toBe('ping');
    expect(JSON.parse(hook.received[0]?.body ?? '')).toMatchObject({ hook: { type: 'App', active: true } });
  });

  it('a form hook carries the same payload, signed as it is sent', async () => {
    await scene.call('PATCH', '/app/hook/config', { token: scene.jwt(), body: { content_type: 'form' } });
    scene.repository.comment(1, 'a & b');
    await scene.standIn.settled();
    const [sent] = hook.received;
    expect(sent?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      'x-hub-signature-256': signBody('sha256', scene.standIn.app.hook.secret, sent?.body ?? ''),
    });
    const payload = JSON.parse(new URLSearchParams(sent?.body).get('payload') ?? '');
    expect(payload.comment.body).toBe('a & b');
  });

  describe('the delivery log', () => {
    const list = (query = '') => scene.call('GET', `/app/hook/deliveries${query}`, { token: scene.jwt() });

    it('keeps each outcome; nothing is tried again by itself', async () => {
      scene.repository.comment(1, 'fine');
      await scene.standIn.settled();
      hook.status = 503;
      scene.repository.comment(1, 'down');
      await scene.standIn.settled();
      hook.status = 0;
      scene.repository.comment(1, 'silent');
      await scene.standIn.settled();
      scene.standIn.configureHook('http://127.0.0.1:1/');
      scene.repository.comment(1, 'nobody there');
      await scene.standIn.settled();

      const { body } = await list();
      expect(body.map((item: Record<string, unknown>) => [item.status, item.status_code])).toEqual([
        ['failed to connect to host', 0],
        ['timed out', 0],
        ['Invalid HTTP Response: 503', 503],
        ['OK', 200],
      ]);
      expect((await list('?status=failure')).body).toHaveLength(1);
      expect((await list('?status=success')).body).toHaveLength(1);
      expect(hook.received).toHaveLength(3);
    });

    it('redelivers under the same GUID and a new id', async () => {
      hook.status = 500;
      scene.repository.comment(1, 'once more');
      await scene.standIn.settled();
      const [failed] = (await list()).body;
      hook.status = 200;
      const path = `/app/hook/deliveries/${failed.id}/attempts`;
      expect((await scene.call('POST', path, { token: scene.jwt() })).status).toBe(202);
      await scene.standIn.settled();
      const [again] = (await list()).body;
      expect(again).toMatchObject({ guid: failed.guid, redelivery: true, status: 'OK' });
      expect(again.id).not.toBe(failed.id);
      expect(hook.received[1]?.body).toBe(hook.received[0]?.body);
      expect(hook.received[1]?.headers['x-github-delivery']).toBe(failed.guid);
    });

    it('goes page by page from the newest, by cursor', async () => {
      for (let count = 0; count < 5; count++) scene.repository.comment(1, `comment ${count}`);
      await scene.standIn.settled();
      const ids: number[] = [];
      for (let query: string | undefined = '?per_page=2'; query !== undefined;) {
        const { body, headers } = await list(query);
        ids.push(...body.map((item: { id: number }) => item.id));
        const next = /<[^>]*(\?[^>]+)>; rel="next"/.exec(headers.get('link') ?? '');
        query = next?.[1];
      }
      expect(ids).toHaveLength(5);
      expect(ids).toEqual(ids.toSorted((a, b) => b - a));
      expect((await list('?cursor=nonsense')).status).toBe(422);
    });

    it('shows what was sent and answered, and forgets after three days', async () => {
      scene.repository.comment(1, 'remember me');
      await scene.standIn.settled();
      const [item] = (await list()).body;
      const full = await scene.call('GET', `/app/hook/deliveries/${item.id}`, { token: scene.jwt() });
      expect(full.body).toMatchObject({
        request: { payload: { comment: { body: 'remember me' } } },
        response: { payload: 'received' },
      });
      scene.clock.ms += 3 * 24 * 3_600_000 + 1;
      expect((await list()).body).toEqual([]);
    });
  });

  describe('payloads', () => {
    /** Fields of GitHub's recorded examples that a review app has no use for. */
    const left =
      /(^|\.)(\w+_url|permissions|gravatar_id|watchers_count|stargazers_count|has_\w+|\w*forks\w*|description|mirror_url|svn_url|allow_\w+|delete_branch_on_merge|labels|assignees?|milestone|requested_reviewers|user_view_type|custom_properties|web_commit_signoff_required)(\.|$)/;

    const exampleOf = (event: string, action: string) =>
      examples
        .find(({ name }) => name === event)
        ?.examples.find((example) => 'action' in example && example.action === action);

    it.each([
      ['pull_request', 'opened'],
      ['pull_request', 'synchronize'],
      ['issue_comment', 'created'],
      ['issue_comment', 'edited'],
      ['installation', 'created'],
      ['installation_repositories', 'added'],
      ['check_run', 'rerequested'],
    ])('of %s.%s have the fields of the recorded ones', async (event, action) => {
      const { standIn, repository } = scene;
      const id = repository.comment(1, 'One');
      repository.editComment(id, 'Two');
      repository.openPullRequest({ head: 'feature', title: 'Second' });
      repository.push('feature', { 'src/new.ts': 'export {};\n' });
      const run = await scene.onRepository('POST', '/check-runs', {
        name: 'x',
        head_sha: scene.pull.headSha,
      });
      repository.rerequestCheckRun(run.body.id);
      const chosen = standIn.install({ account: 'octo', repositories: [] });
      standIn.addToInstallation(chosen, 'octo/shop');
      await standIn.settled();
      const sent = standIn
        .deliveries()
        .find((delivery) => delivery.event === event && delivery.action === action);
      const example = exampleOf(event, action);
      expect(example).toBeDefined();
      const missing = missingFields(example, sent?.payload).filter((path) => !left.test(path));
      expect(missing).toEqual([]);
    });
  });
});

/** Paths of fields that `wanted` has with a value and `found` lacks. */
function missingFields(wanted: unknown, found: unknown, path = ''): string[] {
  if (typeof wanted !== 'object' || wanted === null) return [];
  if (Array.isArray(wanted)) {
    return Array.isArray(found) && found.length > 0 ? missingFields(wanted[0], found[0], path) : [];
  }
  return Object.entries(wanted).flatMap(([key, value]) => {
    const inner = path === '' ? key : `${path}.${key}`;
    if (value === null) return [];
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return [inner];
    return missingFields(value, (found as Record<string, unknown>)[key], inner);
  });
}
