import type { Clock } from '#monitoring/clock.ts';
import { AmasError, codeOf, publicMessageOf } from '#monitoring/errors.ts';

/** Resolves when the dependency answers; rejects, best with an `AmasError`, when it does not. */
export type ReadinessCheck = (signal: AbortSignal) => Promise<unknown>;
export type ReadinessChecks = Readonly<Record<string, ReadinessCheck>>;

export interface ReadinessReport {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, CheckReport>>;
}

export type CheckReport =
  | { readonly ok: true; readonly durationMs: number }
  | { readonly ok: false; readonly code: string; readonly reason: string };

/** Asks every dependency at once, each within `timeoutMs`. Callers that come meanwhile share the answer. */
export function createReadiness(
  checks: ReadinessChecks,
  clock: Clock,
  timeoutMs: number,
): () => Promise<ReadinessReport> {
  let underWay: Promise<ReadinessReport> | undefined;

  async function ask(): Promise<ReadinessReport> {
    const reports = await Promise.all(
      Object.entries(checks).map(
        async ([name, check]) => [name, await runCheck(check, clock, timeoutMs)] as const,
      ),
    );
    return { ready: reports.every(([, report]) => report.ok), checks: Object.fromEntries(reports) };
  }

  return () => {
    underWay ??= ask().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}

async function runCheck(check: ReadinessCheck, clock: Clock, timeoutMs: number): Promise<CheckReport> {
  const controller = new AbortController();
  const startedAt = performance.now();
  const timeout = clock.sleep(timeoutMs, controller.signal).then(() => {
    throw new AmasError('apps.check_timeout', 'A readiness check took too long.', {
      retry: 'backoff',
      publicMessage: `No answer within ${timeoutMs} ms.`,
    });
  });
  try {
    await Promise.race([check(controller.signal), timeout]);
    return { ok: true, durationMs: Math.round(performance.now() - startedAt) };
  } catch (error) {
    return { ok: false, code: codeOf(error), reason: publicMessageOf(error) };
  } finally {
    controller.abort();
  }
}
