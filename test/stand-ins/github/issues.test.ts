import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { createScene, type Scene } from './scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await createScene({
    app: { permissions: { issues: 'write', pull_requests: 'write', members: 'read' } },
  });
  scene.standIn.configureHook('http://127.0.0.1:1/');
});
afterEach(() => scene.standIn.close());

describe('labels', () => {
  it('are listed, set on an issue and taken from it, and the apps are told', async () => {
    scene.repository.addLabel('Bug', 'Something is wrong');
    const number = scene.repository.openIssue('It fails', 'mona', 'On start');
    const listed = await scene.onRepository('GET', '/labels');
    expect(listed.body).toMatchObject([{ name: 'Bug', description: 'Something is wrong' }]);
    const set = await scene.onRepository('POST', `/issues/${number}/labels`, { labels: ['bug'] });
    expect(set).toMatchObject({ status: 200, body: [{ name: 'Bug' }] });
    expect(scene.standIn.labels('octo/shop', number)).toEqual(['Bug']);
    expect(scene.standIn.deliveries()[0]).toMatchObject({ event: 'issues', action: 'labeled' });
    const gone = await scene.onRepository('DELETE', `/issues/${number}/labels/BUG`);
    expect(gone).toMatchObject({ status: 200, body: [] });
    const again = await scene.onRepository('DELETE', `/issues/${number}/labels/bug`);
    expect(again).toMatchObject({ status: 404, body: { message: 'Label does not exist' } });
  });

  it('that are unknown are made, as GitHub does', async () => {
    const number = scene.repository.openIssue('It fails');
    await scene.onRepository('POST', `/issues/${number}/labels`, { labels: ['new'] });
    expect((await scene.onRepository('GET', '/labels')).body).toMatchObject([{ name: 'new' }]);
    const wrong = await scene.onRepository('POST', `/issues/${number}/labels`, { labels: 'new' });
    expect(wrong.status).toBe(422);
  });
});

it('an issue is read with its body, and so is a pull request as the issue it is', async () => {
  const number = scene.repository.openIssue('It fails', 'mona', 'On start');
  const issue = await scene.onRepository('GET', `/issues/${number}`);
  expect(issue.body).toMatchObject({ title: 'It fails', body: 'On start', state: 'open' });
  const pull = await scene.onRepository('GET', `/issues/${scene.pull.number}`);
  expect(pull.body.pull_request).toBeDefined();
});

describe('the search', () => {
  const search = (q: string) =>
    scene.call('GET', `/search/issues?q=${encodeURIComponent(q)}`, { token: scene.token });

  it('finds issues of a repository that hold every word', async () => {
    scene.repository.openIssue('Login fails on Safari');
    scene.repository.openIssue('Logout fails');
    const found = await search('repo:octo/shop is:issue login fails');
    expect(found.body).toMatchObject({ total_count: 1, items: [{ title: 'Login fails on Safari' }] });
  });

  test.each([
    ['', { message: 'Validation Failed', errors: [{ resource: 'Search', field: 'q', code: 'missing' }] }],
    [
      'repo:octo/other word',
      { errors: [{ code: 'invalid', message: expect.stringContaining('cannot be searched') }] },
    ],
    [`repo:octo/shop ${'x'.repeat(257)}`, { errors: [{ code: 'invalid' }] }],
  ])('refuses %j', async (q, body) => {
    expect(await search(q)).toMatchObject({ status: 422, body });
  });
});

describe('who belongs', () => {
  it('to a repository is 204 or 404', async () => {
    scene.repository.setRole('ada', 'read');
    expect((await scene.onRepository('GET', '/collaborators/ada')).status).toBe(204);
    expect((await scene.onRepository('GET', '/collaborators/mona')).status).toBe(404);
  });

  it('to a team is told to an app that may read members', async () => {
    scene.standIn.addTeam('octo', 'release', ['ada']);
    const ask = (path: string) => scene.call('GET', path, { token: scene.token });
    expect((await ask('/orgs/octo/teams/release/memberships/ada')).body).toMatchObject({ state: 'active' });
    expect((await ask('/orgs/octo/teams/release/memberships/mona')).status).toBe(404);
    scene.token = scene.standIn.installationToken(scene.installation, { issues: 'read' });
    expect((await ask('/orgs/octo/teams/release/memberships/ada')).status).toBe(403);
  });
});

describe('the description of a pull request', () => {
  const path = () => `/pulls/${scene.pull.number}`;

  it('is replaced by whoever may write pull requests', async () => {
    expect((await scene.onRepository('PATCH', path(), { body: 'New' })).body.body).toBe('New');
    expect(scene.standIn.bodyOf('octo/shop', scene.pull.number)).toBe('New');
    scene.token = scene.standIn.installationToken(scene.installation, { pull_requests: 'read' });
    expect((await scene.onRepository('PATCH', path(), { body: 'No' })).status).toBe(403);
  });

  it('is refused when it is too long', async () => {
    expect((await scene.onRepository('PATCH', path(), { body: 'x'.repeat(65_537) })).status).toBe(422);
  });
});

describe('words beside the code', () => {
  it('are told as review comments, each of a review', async () => {
    const place = { path: 'src/service.ts', line: 5 };
    const id = scene.repository.commentOnLine(scene.pull.number, place, { body: 'Why?' });
    scene.repository.replyInThread(id, 'Because.', 'ada');
    scene.repository.review(scene.pull.number, 'As a whole');
    const told = scene.standIn.deliveries().map(({ event, action }) => `${event}.${action}`);
    expect(told.filter((name) => name === 'pull_request_review_comment.created')).toHaveLength(2);
    expect(told.filter((name) => name === 'pull_request_review.submitted')).toHaveLength(3);
    const reply = scene.standIn
      .deliveries()
      .find(({ payload }) => JSON.stringify(payload).includes('Because.'));
    expect(reply?.payload).toMatchObject({ comment: { in_reply_to_id: id } });
  });
});
