import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PlatformEvent } from '#bots/contract.ts';
import { createJobScene, eventOf, type JobScene } from '#test/support/job-scene.ts';

let scene: JobScene;
beforeEach(async () => {
  scene = await createJobScene();
});
afterEach(() => scene.close());

const event = (kind: string, occurredAt: string): PlatformEvent => ({
  ...eventOf(scene.tenant, { occurredAt }),
  kind: `pull_request.${kind}`,
});

const process = async (id: string) => await scene.run('delivery.process', { deliveryIds: [id] });
const tasks = async () =>
  (await scene.query(`select concat_ws(' ', status, reason) as what from tasks`)).map((row) => row['what']);

it.each([
  ['a second later', '2026-11-27T10:00:01.000Z'],
  ['in the same second', '2026-11-27T10:00:00.000Z'],
])('a closing that is processed late spares the review of what was opened again %s', async (_case, again) => {
  const closed = await scene.deliver(event('closed', '2026-11-27T10:00:00.000Z'));
  await new Promise((done) => setTimeout(done, 5));
  const reopened = await scene.deliver(event('reopened', again));
  await process(reopened);
  await process(closed);
  expect(await tasks()).toEqual(['queued']);
});

it('a closing that is read late, and came in late, spares the review under way that its reopening joined', async () => {
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();
  await process(await scene.deliver(event('opened', ago(30))));
  const reopened = await scene.deliver(event('reopened', ago(10)));
  await process(reopened);
  await process(await scene.deliver(event('closed', ago(20))));
  expect(await tasks()).toEqual(['queued']);
  expect(await scene.query(`select reason from deliveries where id = '${reopened}'`)).toEqual([
    { reason: 'task.joined' },
  ]);
  await process(await scene.deliver(event('closed', ago(-5))));
  expect(await tasks()).toEqual(['cancelled task.subject_closed']);
});

it('a closing in its turn ends the review', async () => {
  await process(await scene.deliver(event('opened', '2026-11-27T10:00:00.000Z')));
  await process(await scene.deliver(event('closed', '2026-11-27T10:00:00.000Z')));
  expect(await tasks()).toEqual(['cancelled task.subject_closed']);
});

it('a push that is processed late spares the review of a newer push of the same second', async () => {
  const at = '2026-11-27T10:00:00.000Z';
  const older = await scene.deliver(eventOf(scene.tenant, { revision: 'c'.repeat(40), occurredAt: at }));
  await new Promise((done) => setTimeout(done, 5));
  const newer = await scene.deliver(eventOf(scene.tenant, { occurredAt: at }));
  await process(newer);
  await process(older);
  expect(await tasks()).toEqual(['queued', 'queued']);
});
