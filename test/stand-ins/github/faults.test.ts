import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScene, type Scene } from './scene.ts';

describe('ordered failures', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await createScene();
  });
  afterEach(() => scene.standIn.close());

  const comment = () => scene.onRepository('POST', '/issues/1/comments', { body: 'x' });
  const count = () => scene.standIn.comments('octo/shop', 1).length;

  it.each([
    [false, 0],
    [true, 1],
  ])('a connection cut with the effect applied %s leaves %i comments', async (isApplied, expected) => {
    scene.standIn.failNext({ kind: 'cut', isApplied });
    await expect(comment()).rejects.toThrow('fetch failed');
    expect(count()).toBe(expected);
    expect((await comment()).status).toBe(201);
  });

  it.each([
    [false, 0],
    [true, 1],
  ])('a 502 page with the effect applied %s leaves %i comments', async (isApplied, expected) => {
    scene.standIn.failNext({ kind: 'server-error', status: 502, isApplied });
    const { status, headers } = await comment();
    expect([status, headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    expect(count()).toBe(expected);
  });

  it('limits are told as GitHub tells them', async () => {
    scene.standIn.failNext({ kind: 'secondary-limit', status: 429, retryAfterSeconds: 7 });
    const secondary = await comment();
    expect([secondary.status, secondary.headers.get('retry-after')]).toEqual([429, '7']);
    scene.standIn.failNext({ kind: 'primary-limit', status: 403 });
    const primary = await comment();
    expect([primary.status, primary.headers.get('x-ratelimit-remaining')]).toEqual([403, '0']);
    expect(count()).toBe(0);
  });

  it('choose their requests by method, path and number', async () => {
    const order = { kind: 'server-error', status: 503 } as const;
    scene.standIn.failNext({ ...order, method: 'POST', path: /\/comments$/, skip: 1, times: 2 });
    expect((await scene.onRepository('GET', '/issues/1/comments')).status).toBe(200);
    const statuses = [await comment(), await comment(), await comment(), await comment()].map(
      ({ status }) => status,
    );
    expect(statuses).toEqual([201, 503, 503, 201]);
    scene.standIn.failNext(order);
    scene.standIn.clearFaults();
    expect((await comment()).status).toBe(201);
  });

  it('a slow answer is late and true', async () => {
    scene.standIn.failNext({ kind: 'slow', delayMs: 80 });
    const start = performance.now();
    expect((await comment()).status).toBe(201);
    expect(performance.now() - start).toBeGreaterThanOrEqual(75);
  });

  it('more than a hundred requests at once are too many', async () => {
    scene.standIn.setLimits({ concurrent: 2 });
    scene.standIn.failNext({ kind: 'slow', delayMs: 150, times: 2 });
    const slow = [scene.onRepository('GET', ''), scene.onRepository('GET', '')];
    await new Promise((resolve) => setTimeout(resolve, 50));
    const third = await scene.onRepository('GET', '');
    expect(third.status).toBe(403);
    expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([200, 200]);
  });
});
