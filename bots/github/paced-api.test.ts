import { z } from 'zod';
import { expect, it } from 'vitest';
import type { Pace } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Api } from './api.ts';
import { createPacedApi, limitsOf } from './paced-api.ts';
import { createTestHost } from './test-host.ts';

const repos = '/repos/{owner}/{repo}';
const write = { route: `POST ${repos}/check-runs`, answer: z.unknown() };

function paced(waits: number[], work: () => Promise<unknown> = async () => 'done') {
  const slept: number[] = [];
  const held: number[] = [];
  let takes = 0;
  const pace: Pace = {
    take: async () => {
      takes += 1;
      return waits.shift() ?? 0;
    },
    hold: async (_account, pauseMs) => void held.push(pauseMs),
  };
  const inner = { call: work, list: work } as unknown as Api;
  const host = { ...createTestHost(undefined, slept), pace };
  const api = createPacedApi(inner, { accountId: '1', host, writesPerMinute: 80 });
  return { api, slept, held, takes: () => takes };
}

it('a write waits for its turn, reading does not', async () => {
  const { api, slept, takes } = paced([700]);
  await api.call({ route: `GET ${repos}`, answer: z.unknown() });
  expect(takes()).toBe(0);
  expect(await api.call(write)).toBe('done');
  expect(slept[0]).toBeGreaterThanOrEqual(700);
});

it('a long wait goes back to the queue instead of holding a worker', async () => {
  const { api, slept } = paced([45_000]);
  await expect(api.call(write)).rejects.toMatchObject({
    code: 'bots.rate_limited',
    retry: { afterMs: 45_000 },
  });
  expect(slept).toEqual([]);
});

it('a limit that GitHub tells of holds everybody for as long as it says', async () => {
  const limited = new AmasError('bots.rate_limited', 'limited', { retry: { afterMs: 61_000 } });
  const { api, held } = paced([], () => Promise.reject(limited));
  await expect(api.call(write)).rejects.toBe(limited);
  await expect(api.list({ route: `GET ${repos}`, answer: z.unknown() })).rejects.toBe(limited);
  expect(held).toEqual([61_000, 61_000]);
});

it('the check comes before the summary, that before remarks, and reactions come last', () => {
  const minute = (route: string) => limitsOf(`POST ${repos}${route}`, 80)[1]?.max ?? 0;
  const order = [
    minute('/check-runs'),
    minute('/issues/{issue_number}/comments'),
    minute('/pulls/{pull_number}/reviews'),
    minute('/issues/comments/{comment_id}/reactions'),
  ];
  expect(order).toEqual([80, 72, 64, 40]);
  expect(limitsOf(`POST ${repos}/check-runs`, 80)).toEqual([
    { windowMs: 10_000, max: 10 },
    { windowMs: 60_000, max: 80 },
    { windowMs: 3_600_000, max: 500 },
  ]);
});
