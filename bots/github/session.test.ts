import { describe, expect, it } from 'vitest';
import type { Clock } from '#monitoring/clock.ts';
import type { Octokit } from './octokit.ts';
import { keepSession } from './session.ts';

const unauthorised = () => Object.assign(new Error('Bad credentials'), { status: 401, response: {} });

/** Sessions are told apart by their number; nothing of Octokit is used here. */
function createMint(failures: Error[] = []) {
  let count = 0;
  const mint = async () => {
    const failure = failures.shift();
    if (failure) throw failure;
    count += 1;
    return { number: count } as unknown as Octokit;
  };
  return { mint, count: () => count };
}

function createClock() {
  let ms = 0;
  const waits: number[] = [];
  const clock: Clock = {
    now: () => ms,
    sleep: async (wait) => {
      waits.push(wait);
      ms += wait;
    },
  };
  return { clock, waits, pass: (wait: number) => (ms += wait) };
}

const numberOf = async (octokit: Octokit) => (octokit as unknown as { number: number }).number;

describe('the token of an installation', () => {
  it('is minted once for calls at the same time, and used for 55 minutes', async () => {
    const { mint, count } = createMint();
    const { clock, pass } = createClock();
    const session = keepSession(mint, clock);
    const together = Promise.all([session(numberOf, undefined), session(numberOf, undefined)]);
    expect(await together).toEqual([1, 1]);
    pass(54 * 60_000);
    expect(await session(numberOf, undefined)).toBe(1);
    pass(60_000);
    expect(await session(numberOf, undefined)).toBe(2);
    expect(count()).toBe(2);
  });

  it('is minted anew after a minting that failed', async () => {
    const { mint } = createMint([new Error('down')]);
    const session = keepSession(mint, createClock().clock);
    await expect(session(numberOf, undefined)).rejects.toThrow('down');
    expect(await session(numberOf, undefined)).toBe(1);
  });

  it('is replaced once when it was revoked', async () => {
    const { mint } = createMint();
    const { clock, waits, pass } = createClock();
    const session = keepSession(mint, clock);
    await session(numberOf, undefined);
    pass(10_000);
    const used: number[] = [];
    const work = async (octokit: Octokit) => {
      used.push(await numberOf(octokit));
      if (used.at(-1) === 1) throw unauthorised();
      return 'done';
    };
    expect(await session(work, undefined)).toBe('done');
    expect({ used, waits }).toEqual({ used: [1, 2], waits: [] });
  });

  it('that is refused for good is given up after the 5 s in which it may be too new', async () => {
    const { mint, count } = createMint();
    const { clock, waits } = createClock();
    const refuse = async () => {
      throw unauthorised();
    };
    await expect(keepSession(mint, clock)(refuse, undefined)).rejects.toThrow('Bad credentials');
    expect(waits).toEqual([1_000, 2_000, 3_000]);
    expect(count()).toBe(1);
  });
});
