import { afterEach, beforeEach, expect, it } from 'vitest';
import { AmasError } from '#monitoring/errors.ts';
import { reviseReply } from '#prisma/repositories/replies.ts';
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

it('the last failure of one content does not fail a newer one that nobody tried yet', async () => {
  const deliveryId = await scene.deliver(eventOf(scene.tenant));
  await scene.run('delivery.process', { deliveryIds: [deliveryId] });
  const [{ id: replyId, content } = {}] = await scene.query('select id, content from replies');
  const refused = new AmasError('bots.refused', 'no');
  scene.connection.reply = async () => {
    throw refused;
  };
  const job = { replyId: String(replyId) };
  await expect(scene.run('reply.post', job)).rejects.toThrow(refused);
  await reviseReply(scene.database.store, job.replyId, content as object);
  await scene.handlers['reply.post'].failed(job, refused);
  expect(await scene.query('select status from replies')).toEqual([{ status: 'pending' }]);
  await expect(scene.run('reply.post', job)).rejects.toThrow(refused);
  await scene.handlers['reply.post'].failed(job, refused);
  expect(await scene.query('select status, reason from replies')).toEqual([
    { status: 'failed', reason: 'bots.refused' },
  ]);
});

it('a reply is posted in one step: none is left that shows everything and waits all the same', async () => {
  const deliveryId = await scene.deliver(eventOf(scene.tenant));
  await scene.run('delivery.process', { deliveryIds: [deliveryId] });
  const [{ id } = {}] = await scene.query('select id from replies');
  await scene.query(
    `create function refuse_status() returns trigger language plpgsql as $$ begin
       if new.posted_revision = old.posted_revision and new.status = 'posted' then raise 'two steps'; end if;
       return new; end $$;
     create trigger one_step before update on replies for each row execute function refuse_status()`,
  );
  await scene.run('reply.post', { replyId: String(id) });
  expect(await scene.query('select status, posted_revision = revision as whole from replies')).toEqual([
    { status: 'posted', whole: true },
  ]);
});
