import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSharedConnections } from '#jobs/shared-connections.ts';
import { systemClock } from '#monitoring/clock.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { eventually } from '#test/support/eventually.ts';
import { describeWithRedis, startRedis, type Redis } from '#test/support/redis.ts';
import { routerScene } from '#test/support/router-scene.ts';
import type { FakeOutcome } from '#test/stand-ins/providers/fake-provider.ts';
import { redisState } from './redis-state.ts';

const question = { messages: [{ role: 'user', content: 'Agreed?' }], maxOutputTokens: 10 } as const;
const never = new AbortController().signal;

describeWithRedis('two processes with one Redis', () => {
  let redis: Redis;
  const closing: (() => void)[] = [];

  beforeAll(async () => {
    redis = (await startRedis())!;
  });
  afterAll(async () => {
    for (const close of closing) close();
    await redis.stop();
  });

  /** Each of them has its own connections, as a process has. */
  async function processes(
    prefix: string,
    outcomes: readonly FakeOutcome[] = [{ kind: 'answer' }],
    routing: object = {},
  ) {
    const connections = await Promise.all([1, 2].map(() => openSharedConnections(redis.url, silentLogger())));
    for (const each of connections) closing.push(() => each.close());
    await eventually('the connections', () =>
      connections.every(({ commands }) => commands.status === 'ready'),
    );
    const scenes = connections.map(({ commands, subscriber }) =>
      routerScene([{ outcomes }], {
        routing,
        clock: systemClock,
        shared: redisState(commands, subscriber, prefix),
      }),
    );
    await eventually('both listen', async () => {
      const [, count] = (await connections[0]!.commands.pubsub('NUMSUB', `${prefix}:router:breakers`)) as [
        string,
        number,
      ];
      return count === 2;
    });
    return scenes as [(typeof scenes)[number], (typeof scenes)[number]];
  }

  it('pass no more calls together than the rates allow', async () => {
    const [one, other] = await processes('rates', [{ kind: 'answer' }], {
      rates: { a: { requestsPerMinute: 10 } },
    });
    const ask = ({ bind }: typeof one) => bind({ deadline: Date.now() + 1_000 }).complete(question, never);
    const all = [one, other].flatMap((scene) => Array.from({ length: 10 }, () => ask(scene)));
    const results = await Promise.allSettled(all);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(one.fakes[0]!.calls.length + other.fakes[0]!.calls.length).toBe(10);
    const refused = results.filter((each) => each.status === 'rejected');
    expect(refused[0]!.reason).toMatchObject({
      code: 'providers.exhausted',
      retry: { afterMs: expect.any(Number) as number },
    });
  });

  it('know of an outage that only one of them met', async () => {
    const [one, other] = await processes('breakers', [{ kind: 'failure', code: 'providers.timeout' }]);
    for (let time = 0; time < 5; time += 1)
      await one
        .bind()
        .complete(question, never)
        .catch(() => undefined);
    expect(one.router.health()[0]!.breaker).toBe('open');
    await eventually('the other to hear of it', () => other.router.health()[0]!.breaker === 'open');
    other.router.close();
  });

  it('know what a vendor stated of its limits to one of them, and wait as long as it was told', async () => {
    const refuses = { kind: 'failure', code: 'providers.rate_limited', retry: { afterMs: 20_000 } } as const;
    const [one, other] = await processes('limits', [refuses]);
    const waitMs = () => other.router.health()[0]!.waitMs;
    expect(waitMs()).toBe(0);
    one.fakes[0]!.state({
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '60s',
    });
    // One of sixty is free again after a second.
    await eventually('the other to hear of the rate', () => waitMs() > 0);
    expect(waitMs()).toBeLessThanOrEqual(1_000);
    const soon = { deadline: Date.now() + 2_000 };
    await one
      .bind(soon)
      .complete(question, never)
      .catch(() => undefined);
    await eventually('the other to hear of the pause', () => waitMs() > 10_000);
    await expect(other.bind(soon).complete(question, never)).rejects.toMatchObject({
      code: 'providers.exhausted',
    });
    expect([one, other].map(({ fakes }) => fakes[0]!.calls.length)).toEqual([1, 0]);
  });

  it('find the answer that the other one got', async () => {
    const [one, other] = await processes('answers');
    const ask = (scene: typeof one) => scene.bind({ cache: true }).complete(question, never);
    await ask(one);
    await eventually('the answer to be found', async () => {
      const { record } = await ask(other);
      return record.decision.cache === 'hit';
    });
    expect((await ask(other)).text).toBe('a says yes');
  });

  it('go on with what each knows when Redis is away', async () => {
    const [one] = await processes('away', [{ kind: 'answer' }], { rates: { a: { requestsPerMinute: 5 } } });
    await redis.kill();
    const result = await one.bind({ cache: true }).complete(question, never);
    expect(result.text).toBe('a says yes');
    await redis.restart();
  });
});
