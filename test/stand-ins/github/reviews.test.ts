import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScene, serviceAfter, type Scene } from './scene.ts';

describe('reviews', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await createScene();
  });
  afterEach(() => scene.standIn.close());

  const review = (body: Record<string, unknown>) =>
    scene.onRepository('POST', '/pulls/1/reviews', { event: 'COMMENT', body: 'Summary', ...body });
  const comment = (extra: Record<string, unknown>) => ({ path: 'src/service.ts', body: 'Look', ...extra });
  const comments = async () => (await scene.onRepository('GET', '/pulls/1/comments')).body;

  it.each([
    ['an added line', { line: 5 }],
    ['a context line', { line: 8 }],
    ['a deleted line', { line: 5, side: 'LEFT' }],
    ['a context line of the old side', { line: 30, side: 'LEFT' }],
    ['a range in one hunk', { start_line: 4, start_side: 'RIGHT', line: 6, side: 'RIGHT' }],
    ['a range from the old side to the new', { start_line: 5, start_side: 'LEFT', line: 5, side: 'RIGHT' }],
    ['a position', { position: 4 }],
  ])('take a comment on %s', async (_, place) => {
    const { status, body } = await review({ comments: [comment(place)] });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: 'COMMENTED',
      user: { login: 'amas[bot]' },
      commit_id: scene.pull.headSha,
    });
    const [posted] = await comments();
    expect(posted).toMatchObject({
      pull_request_review_id: body.id,
      body: 'Look',
      original_commit_id: body.commit_id,
    });
    expect(posted.diff_hunk).toMatch(/^@@ -/);
    if ('line' in place) expect(posted.line).toBe(place.line);
  });

  it.each([
    ['before the first hunk', { line: 1 }],
    ['between hunks', { line: 12 }],
    ['after the last hunk', { line: 41 }],
    ['past the end of the file', { line: 400 }],
    ['an old line where the new side was meant', { line: 36, side: 'LEFT', path: 'src/new.ts' }],
    ['a range whose start is outside', { start_line: 1, start_side: 'RIGHT', line: 5 }],
    ['a position past the patch', { position: 99 }],
    ['zero', { line: 0 }],
  ])('refuse a comment %s, with everything beside it', async (_, place) => {
    const { status } = await review({ comments: [comment({ line: 5 }), comment(place)] });
    expect(status).toBe(422);
    expect(await comments()).toEqual([]);
    expect(scene.standIn.effects).toEqual([]);
  });

  it.each([
    ['side null', { line: 5, side: null }, 'nil is not a member of ["LEFT", "RIGHT"].'],
    ['line null', { line: null }, 'nil is not an integer.'],
    ['a subject type', { line: 5, subject_type: 'line' }, '"subject_type" is not a permitted key.'],
    ['no place', {}, '"line" wasn\'t supplied.'],
  ])('refuse %s by the schema', async (_, place, message) => {
    const { status, body } = await review({ comments: [comment(place)] });
    expect(status).toBe(422);
    expect(body.message).toContain(message);
    expect(body.errors).toBeUndefined();
  });

  it('refuse lines of a file whose patch is not shown', async () => {
    scene.repository.push('feature', { 'logo.png': Buffer.from([0x89, 0, 1]) });
    const { body } = await review({ comments: [comment({ path: 'logo.png', line: 1 })] });
    expect(body.errors).toEqual(['Line could not be resolved']);
  });

  it('stay pending until they are submitted, seen by their author alone', async () => {
    const pending = await scene.onRepository('POST', '/pulls/1/reviews', {
      comments: [comment({ line: 5 })],
    });
    expect(pending.body).toMatchObject({ state: 'PENDING' });
    expect(pending.body.submitted_at).toBeUndefined();
    expect(await comments()).toEqual([]);
    const asMona = await scene.call('GET', '/repos/octo/shop/pulls/1/reviews', {
      token: scene.standIn.personalToken('mona'),
    });
    expect(asMona.body).toEqual([]);
    const path = `/pulls/1/reviews/${pending.body.id}`;
    const submitted = await scene.onRepository('POST', `${path}/events`, { event: 'COMMENT', body: 'Done' });
    expect(submitted.body).toMatchObject({ state: 'COMMENTED', body: 'Done' });
    expect(await comments()).toHaveLength(1);
    expect((await scene.onRepository('PUT', path, { body: 'Edited' })).body.body).toBe('Edited');
  });

  it('pending can be thrown away; approvals can be dismissed', async () => {
    const pending = await scene.onRepository('POST', '/pulls/1/reviews', {
      comments: [comment({ line: 5 })],
    });
    expect((await scene.onRepository('DELETE', `/pulls/1/reviews/${pending.body.id}`)).status).toBe(200);
    const approved = await scene.onRepository('POST', '/pulls/1/reviews', { event: 'APPROVE' });
    const path = `/pulls/1/reviews/${approved.body.id}/dismissals`;
    const dismissed = await scene.onRepository('PUT', path, { message: 'Too early' });
    expect(dismissed.body.state).toBe('DISMISSED');
    expect((await scene.onRepository('PUT', path, { message: 'Again' })).status).toBe(422);
  });

  it('mint a review of their own for a single comment, a file comment and a reply', async () => {
    const create = (extra: Record<string, unknown>) =>
      scene.onRepository('POST', '/pulls/1/comments', { ...comment(extra), commit_id: scene.pull.headSha });
    const line = await create({ line: 5, side: 'RIGHT' });
    const file = await create({ subject_type: 'file' });
    const reply = await scene.onRepository('POST', '/pulls/1/comments', {
      body: 'Agreed',
      in_reply_to: line.body.id,
    });
    expect([line.status, file.status, reply.status]).toEqual([201, 201, 201]);
    expect(file.body).toMatchObject({ subject_type: 'file', line: null });
    expect(reply.body).toMatchObject({ in_reply_to_id: line.body.id, path: 'src/service.ts', line: 5 });
    expect(scene.standIn.reviews('octo/shop', 1)).toHaveLength(3);
  });

  it('refuse subject_type beside line', async () => {
    const extra = { line: 5, side: 'RIGHT', subject_type: 'line' };
    const { body } = await scene.onRepository('POST', '/pulls/1/comments', {
      ...comment(extra),
      commit_id: scene.pull.headSha,
    });
    expect(body.message.split('\n').slice(2)).toEqual([
      'No subschema in "oneOf" matched.',
      '"positioning" wasn\'t supplied.',
      '"position" wasn\'t supplied.',
      '"in_reply_to" wasn\'t supplied.',
      '"subject_type" is not a permitted key.',
      '"line" is not a permitted key.',
    ]);
  });

  it('follow their line through later pushes, and say when they are outdated', async () => {
    await review({ comments: [comment({ line: 5 }), comment({ line: 22 })] });
    scene.repository.push('feature', {
      'src/service.ts': `top\n${serviceAfter.replace('line 20b', 'line 20c')}`,
    });
    const [moved, outdated] = await comments();
    expect(moved).toMatchObject({ line: 6, original_line: 5, original_commit_id: scene.pull.headSha });
    expect(moved.commit_id).toBe(scene.repository.tip('feature'));
    expect(outdated).toMatchObject({
      line: null,
      position: null,
      original_line: 22,
      commit_id: scene.pull.headSha,
    });
  });

  it('take an earlier commit of the pull request, and lose it with a force-push', async () => {
    const second = scene.repository.push('feature', { 'src/new.ts': 'export const a = 2;\n' });
    const early = await review({ commit_id: scene.pull.headSha, comments: [comment({ line: 5 })] });
    expect(early.body.commit_id).toBe(scene.pull.headSha);
    const rebased = scene.repository.commitOnto(scene.pull.baseSha, { 'src/service.ts': serviceAfter });
    scene.repository.forcePush('feature', rebased);
    const shown = await scene.onRepository('GET', `/pulls/1/reviews/${early.body.id}`);
    expect(shown.body.commit_id).toBe(rebased);
    const gone = await review({ commit_id: second });
    expect(gone.body.errors[0].field).toBe('pull_request_review_thread.end_commit_oid');
  });

  it('are recorded as effects, one by one', async () => {
    await review({ comments: [comment({ line: 5 }), comment({ line: 6 })] });
    await scene.onRepository('POST', '/issues/1/reactions', { content: 'eyes' });
    expect(scene.standIn.effects.map(({ kind, login, number }) => `${kind} ${login} ${number}`)).toEqual([
      'review.created amas[bot] 1',
      'review_comment.created amas[bot] 1',
      'review_comment.created amas[bot] 1',
      'reaction.created amas[bot] 1',
    ]);
  });
});

describe('the conversation', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await createScene();
  });
  afterEach(() => scene.standIn.close());

  it('is written, edited, read and deleted', async () => {
    const { body } = await scene.onRepository('POST', '/issues/1/comments', { body: '<!-- amas -->\nHello' });
    const path = `/issues/comments/${body.id}`;
    scene.clock.ms += 1_000;
    await scene.onRepository('PATCH', path, { body: '<!-- amas -->\nBye' });
    const read = await scene.onRepository('GET', path);
    expect(read.body).toMatchObject({ body: '<!-- amas -->\nBye', user: { type: 'Bot' } });
    expect(read.body.updated_at > read.body.created_at).toBe(true);
    const since = encodeURIComponent(read.body.updated_at);
    expect((await scene.onRepository('GET', `/issues/1/comments?since=${since}`)).body).toHaveLength(1);
    expect((await scene.onRepository('DELETE', path)).status).toBe(204);
    expect((await scene.onRepository('GET', path)).status).toBe(404);
    expect((await scene.onRepository('PATCH', path, { body: 'x' })).status).toBe(404);
  });

  it('refuses a blank comment', async () => {
    const { body } = await scene.onRepository('POST', '/issues/1/comments', { body: ' \n' });
    expect(body.errors).toMatchObject([{ code: 'unprocessable', message: 'Body cannot be blank' }]);
  });

  it('of an issue needs the issues permission, of a pull request either', async () => {
    const number = scene.repository.openIssue('Help');
    const token = scene.standIn.installationToken(scene.installation, { pull_requests: 'write' });
    const status = async (target: number) => {
      const path = `/repos/octo/shop/issues/${target}/comments`;
      return (await scene.call('POST', path, { token, body: { body: 'x' } })).status;
    };
    expect(await status(1)).toBe(201);
    expect(await status(number)).toBe(403);
  });

  it('a person changes only own comments; reactions count once', async () => {
    const posted = await scene.onRepository('POST', '/issues/1/comments', { body: 'By the app' });
    const token = scene.standIn.personalToken('rosa');
    const path = `/repos/octo/shop/issues/comments/${posted.body.id}`;
    expect((await scene.call('PATCH', path, { token, body: { body: 'Mine' } })).status).toBe(403);
    const react = () => scene.call('POST', `${path}/reactions`, { token, body: { content: '+1' } });
    expect([(await react()).status, (await react()).status]).toEqual([201, 200]);
    const [reaction] = (await scene.call('GET', `${path}/reactions`, { token })).body;
    expect((await scene.call('DELETE', `${path}/reactions/${reaction.id}`, { token })).status).toBe(204);
    expect((await scene.call('GET', `${path}/reactions`, { token })).body).toEqual([]);
  });
});
