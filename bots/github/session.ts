import type { Clock } from '#monitoring/clock.ts';
import type { WithOctokit } from './api.ts';
import { statusOf } from './github-error.ts';
import type { Octokit } from './octokit.ts';

/** A token lives an hour; judged by our own clock since it was minted, so that a wrong clock does no harm. */
const lifeMs = 55 * 60_000;
/** Some of GitHub's servers may not know a new token for this long. */
const lagMs = 5_000;

interface Session {
  readonly octokit: Octokit;
  readonly mintedAt: number;
}

/**
 * Keeps one token of an installation. A new one that is refused is tried again for 5 s, as GitHub's documentation
 * asks. An old one that is refused is replaced once: it may have been revoked, and minting tells whether the
 * installation still exists.
 */
export function keepSession(mint: () => Promise<Octokit>, clock: Clock): WithOctokit {
  let current: Promise<Session> | undefined;
  const drop = (session: Promise<Session>) => {
    if (current === session) current = undefined;
  };
  const start = async (): Promise<Session> => ({ octokit: await mint(), mintedAt: clock.now() });
  const open = async (): Promise<readonly [Session, Promise<Session>]> => {
    current ??= start();
    const opened = current;
    try {
      const session = await opened;
      if (clock.now() - session.mintedAt < lifeMs) return [session, opened];
    } catch (error) {
      drop(opened);
      throw error;
    }
    drop(opened);
    return open();
  };

  return async (work, signal) => {
    const startedAt = clock.now();
    for (let waitMs = 1_000; ; waitMs += 1_000) {
      const [session, opened] = await open();
      try {
        return await work(session.octokit);
      } catch (error) {
        if (statusOf(error) !== 401) throw error;
        const isNew = clock.now() - session.mintedAt < lagMs;
        if (!isNew && session.mintedAt >= startedAt) throw error;
        if (isNew) await clock.sleep(waitMs, signal);
        else drop(opened);
      }
    }
  };
}
