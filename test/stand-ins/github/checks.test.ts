import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScene, type Scene } from './scene.ts';

describe('check runs', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await createScene();
  });
  afterEach(() => scene.standIn.close());

  const create = (extra: object = {}) =>
    scene.onRepository('POST', '/check-runs', { name: 'review', head_sha: scene.pull.headSha, ...extra });
  const update = (id: number, body: object) => scene.onRepository('PATCH', `/check-runs/${id}`, body);
  const listed = async (query = '') =>
    (await scene.onRepository('GET', `/commits/${scene.pull.headSha}/check-runs${query}`)).body;

  const annotation = (line: number) => ({
    path: 'src/service.ts',
    start_line: line,
    end_line: line,
    annotation_level: 'warning',
    message: `Line ${line}`,
  });

  it('go from queued to a conclusion, which alone completes them', async () => {
    const { status, body } = await create({ external_id: 'task-1' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'queued',
      conclusion: null,
      external_id: 'task-1',
      app: { id: scene.standIn.app.id },
      pull_requests: [{ number: 1 }],
    });
    expect((await update(body.id, { status: 'in_progress' })).body).toMatchObject({
      status: 'in_progress',
      started_at: '2026-11-20T12:00:00Z',
    });
    expect((await update(body.id, { conclusion: 'neutral' })).body).toMatchObject({
      status: 'completed',
      conclusion: 'neutral',
      completed_at: '2026-11-20T12:00:00Z',
    });
  });

  it('append annotations, fifty at a time', async () => {
    const output = (from: number, count: number) => ({
      output: {
        title: 'Review',
        summary: 'Some remarks',
        annotations: Array.from({ length: count }, (_, n) => annotation(from + n)),
      },
    });
    const { body } = await create(output(1, 50));
    const updated = await update(body.id, output(51, 10));
    expect(updated.body.output).toMatchObject({ title: 'Review', annotations_count: 60 });
    const page = await scene.onRepository('GET', `/check-runs/${body.id}/annotations?per_page=50&page=2`);
    expect(page.body).toHaveLength(10);
    expect(page.body[0]).toMatchObject({ message: 'Line 51', start_column: null });
    const previous = /<([^>]+)>; rel="prev"/.exec(page.headers.get('link') ?? '')?.[1] ?? '';
    const back = await scene.call('GET', previous.slice(scene.standIn.url.length), { token: scene.token });
    expect(back.body[0]).toMatchObject({ message: 'Line 1' });
  });

  it('need a titled summary, and tell every missing key of an annotation', async () => {
    expect((await create({ output: { summary: 'x' } })).body.message).toContain('"title" wasn\'t supplied.');
    const bare = await create({
      output: { title: 'x', summary: 'x', annotations: [{ start_line: 1, end_line: 1, message: 'm' }] },
    });
    expect(bare.body.message).toBe('Invalid request.\n\n"annotation_level", "path" weren\'t supplied.');
  });

  it('are listed newest first, the latest of a name only, by name, app and status', async () => {
    const first = await create();
    const second = await create();
    await create({ name: 'other', conclusion: 'success' });
    expect((await listed()).check_runs.map(({ name }: { name: string }) => name)).toEqual([
      'other',
      'review',
    ]);
    expect((await listed('?check_name=review')).check_runs[0].id).toBe(second.body.id);
    expect((await listed('?check_name=review&filter=all')).total_count).toBe(2);
    expect((await listed('?status=completed')).total_count).toBe(1);
    expect((await listed(`?app_id=${scene.standIn.app.id}`)).total_count).toBe(2);
    expect((await listed('?app_id=1')).total_count).toBe(0);
    expect((await scene.onRepository('GET', `/check-runs/${first.body.id}`)).body.id).toBe(first.body.id);
  });

  it('of an unknown commit cannot be listed', async () => {
    const { status, body } = await scene.onRepository('GET', '/commits/nowhere/check-runs');
    expect([status, body.message]).toEqual([422, 'No commit found for SHA: nowhere']);
  });

  it('asked for again leave the run as it was and queue its suite', async () => {
    const { body } = await create({ conclusion: 'failure' });
    const suite = async () => (await scene.onRepository('GET', `/check-suites/${body.check_suite.id}`)).body;
    expect(await suite()).toMatchObject({ status: 'completed', conclusion: 'failure' });
    expect((await scene.onRepository('POST', `/check-runs/${body.id}/rerequest`)).status).toBe(201);
    expect(await suite()).toMatchObject({ status: 'queued', conclusion: null });
    expect((await scene.onRepository('GET', `/check-runs/${body.id}`)).body.conclusion).toBe('failure');
    await create({ conclusion: 'success' });
    const suites = await scene.onRepository('GET', `/commits/feature/check-suites`);
    expect(suites.body).toMatchObject({ total_count: 1, check_suites: [{ status: 'completed' }] });
    const runs = await scene.onRepository(
      'GET',
      `/check-suites/${body.check_suite.id}/check-runs?filter=all`,
    );
    expect(runs.body.total_count).toBe(2);
  });

  it('of a fork name no pull request', async () => {
    const fork = scene.repository.fork('rosa');
    const sha = fork.commit('feature', { 'README.md': '# Fork\n' });
    scene.repository.openPullRequest({ head: 'rosa:feature', title: 'Fork' });
    const { body } = await create({ head_sha: sha });
    expect(body.pull_requests).toEqual([]);
  });

  it('taken up again forget their conclusion', async () => {
    const { body } = await create({ conclusion: 'success' });
    expect((await update(body.id, { status: 'in_progress' })).body).toMatchObject({
      conclusion: null,
      completed_at: null,
    });
  });
});
