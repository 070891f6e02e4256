import { afterEach, beforeEach, expect, it } from 'vitest';
import { AmasError } from '#monitoring/errors.ts';
import { createJobScene, eventOf, type JobScene } from '#test/support/job-scene.ts';

let scene: JobScene;
beforeEach(async () => {
  scene = await createJobScene();
});
afterEach(() => scene.close());

it('a full outbox sends the reply back to the queue without a failed attempt', async () => {
  const deliveryId = await scene.deliver(eventOf(scene.tenant));
  await scene.run('delivery.process', { deliveryIds: [deliveryId] });
  const post = scene.queue.find(({ name }) => name === 'reply.post');
  const replyId = post && 'replyId' in post.payload ? post.payload.replyId : '';
  scene.queue.splice(0);
  const { reply } = scene.connection;
  scene.connection.reply = async () => {
    throw new AmasError('bots.rate_limited', 'full', { retry: { afterMs: 45_000 } });
  };
  await scene.run('reply.post', { replyId });
  expect(scene.queue).toEqual([{ name: 'reply.post', payload: { replyId } }]);
  scene.connection.reply = reply;
  await scene.run('reply.post', { replyId });
  expect(await scene.query('select status from replies')).toEqual([{ status: 'posted' }]);
});
