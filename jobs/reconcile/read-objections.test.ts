import { afterEach, beforeEach, expect, it } from 'vitest';
import { createJobScene, answered, eventOf, type JobScene } from '#test/support/job-scene.ts';
import { readAllObjections } from './read-objections.ts';

let scene: JobScene;
beforeEach(async () => {
  scene = await createJobScene();
});
afterEach(() => scene.close());

const finding = {
  fingerprint: 'one',
  severity: 'high',
  rule: 'security/xss',
  category: 'security',
  title: 'Text reaches the page',
  detail: 'Escape it.',
  location: { path: 'a.ts', line: 1, side: 'new' },
  evidence: 'rule',
  confidence: 1,
  agent: 'security',
} as const;

it('a sign is taken hourly where nothing else happened, once, and nobody is asked where nothing is told', async () => {
  const asked: unknown[] = [];
  scene.agents['security'] = async () => ({ ...answered, findings: [finding] });
  scene.connection.reply = async (_reply, known) => ({
    ...known,
    threads: [{ fingerprint: 'one', commentId: '77', url: 'https://forge.test/c/77' }],
  });
  const pass = () => readAllObjections(scene.host, new AbortController().signal);
  await scene.run('delivery.process', { deliveryIds: [await scene.deliver(eventOf(scene.tenant))] });
  await scene.drain();
  scene.connection.objections = async (target) => {
    asked.push(target['number']);
    return [
      {
        id: '5',
        actor: { id: '9', name: 'rosa', isBot: false, isSelf: false, trust: 'unknown' },
        at: '2026-11-27T10:00:00Z',
        threadId: '77',
        replyTo: { number: 1, threadId: 77 },
      },
    ];
  };
  await pass();
  await pass();
  expect(asked).toEqual([1, 1]);
  expect(
    await scene.query(`select subject_id, event->'actor'->>'name' as who from tasks where intent = 'wrong'`),
  ).toEqual([{ subject_id: 'octo/repo#1', who: 'rosa' }]);
  await scene.query(`update review_findings set state = 'fixed'`);
  await pass();
  expect(asked).toHaveLength(2);
});
