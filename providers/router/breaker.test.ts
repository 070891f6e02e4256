import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBreaker, type BreakerNews } from './breaker.ts';

/** Lets calls end one after the other, a millisecond apart, and says whether it is closed then. */
function play(results: readonly boolean[]) {
  const news: BreakerNews[] = [];
  const breaker = createBreaker((each) => news.push(each));
  let now = 0;
  for (const ok of results) breaker.begin()(ok, (now += 1));
  return { breaker, news, now };
}

const times = (count: number, ok: boolean) => Array.from({ length: count }, () => ok);

describe('a breaker', () => {
  it.each<[string, readonly boolean[], 'closed' | 'open']>([
    ['stays closed while all is well', times(50, true), 'closed'],
    ['stays closed with four failures in a row', [...times(20, true), ...times(4, false)], 'closed'],
    ['opens with five failures in a row', times(5, false), 'open'],
    [
      'opens when half of the last calls failed',
      [true, false, true, false, true, false, true, false],
      'open',
    ],
    ['stays closed when a quarter failed', [true, true, true, false, true, true, true, false], 'closed'],
  ])('%s', (_what, results, state) => {
    const { breaker, now } = play(results);
    expect(breaker.state(now)).toBe(state);
  });

  it('lets one cheap trial through after its wait, and no other beside it', () => {
    const { breaker, now } = play(times(5, false));
    expect(breaker.waitMs(now, true)).toBe(1_000);
    expect(breaker.state(now + 1_000)).toBe('half-open');
    expect(breaker.waitMs(now + 1_000, false)).toBeGreaterThan(0);
    expect(breaker.waitMs(now + 1_000, true)).toBe(0);
    const end = breaker.begin();
    expect(breaker.waitMs(now + 1_000, true)).toBeGreaterThan(0);
    end(undefined, now + 1_100);
    expect(breaker.waitMs(now + 1_100, true)).toBe(0);
    // When no cheap call comes for long, any will do.
    expect(breaker.waitMs(now + 4_000, false)).toBe(0);
  });

  it('waits twice as long after each failed trial, up to a minute', () => {
    const { breaker, now: opened } = play(times(5, false));
    const waits: number[] = [];
    let now = opened;
    for (let trial = 0; trial < 8; trial += 1) {
      const waitMs = breaker.waitMs(now, true);
      waits.push(waitMs);
      now += waitMs;
      breaker.begin()(false, now);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('closes after two good trials, and is quick to open again until it is trusted', () => {
    const { breaker, now, news } = play(times(5, false));
    for (const at of [1_000, 1_001]) breaker.begin()(true, now + at);
    expect(breaker.state(now + 1_001)).toBe('closed');
    for (const at of [1_002, 1_003]) breaker.begin()(false, now + at);
    expect(breaker.waitMs(now + 1_003, true)).toBe(2_000);
    expect(news.map(({ openMs }) => openMs)).toEqual([1_000, 0, 2_000]);
  });

  it('takes over what another process found out, and tells nobody about that', () => {
    const news: BreakerNews[] = [];
    const breaker = createBreaker((each) => news.push(each));
    breaker.adopt({ openMs: 4_000, level: 3 }, 10);
    expect(breaker.waitMs(10, true)).toBe(4_000);
    breaker.adopt({ openMs: 0, level: 3 }, 20);
    expect(breaker.state(20)).toBe('closed');
    expect(news).toEqual([]);
  });

  it('whatever happens, it is never shut for ever, and ends of calls that count twice change nothing', () => {
    const step = fc.record({
      ok: fc.option(fc.boolean(), { nil: undefined }),
      afterMs: fc.nat(3_000),
      overlaps: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const breaker = createBreaker();
        let now = 0;
        const late: ((at: number) => void)[] = [];
        for (const { ok, afterMs, overlaps } of steps) {
          now += afterMs;
          if (breaker.waitMs(now, true) > 0) continue;
          const end = breaker.begin();
          if (overlaps) late.push((at) => end(ok, at));
          else end(ok, now);
          end(ok, now);
        }
        for (const end of late) end(now);
        expect(breaker.waitMs(now + 60_000, true)).toBe(0);
      }),
    );
  });
});
