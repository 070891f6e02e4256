import { z } from 'zod';
import type { ServerConfig } from '#monitoring/server-config.ts';
import { hubUrl } from '../data/hub-url.ts';
import { oneLine } from '../output/one-line.ts';
import { fail, ok, warn, type Check } from './check.ts';

const patienceMs = 3_000;

const Health = z.object({ status: z.literal('ok'), version: z.string() });
const Readiness = z.object({
  ready: z.boolean(),
  checks: z.record(z.string(), z.object({ ok: z.boolean(), reason: z.string().optional() })),
});

/** Whether a hub with this configuration runs on this machine, and accepts deliveries. */
export async function checkHub(config: ServerConfig, signal: AbortSignal): Promise<Check> {
  if (config.port === 0) {
    return warn('hub', 'The hub listens where the system chooses (PORT 0): it was not asked', 'Set PORT.');
  }
  const url = hubUrl(config);
  const health = await ask(`${url}/health`, signal);
  if (health === undefined) return warn('hub', `No hub answers at ${url}`, 'Start it: npm start');
  const parsed = Health.safeParse(health);
  if (!parsed.success) {
    return fail(
      'hub',
      `Something else than AMAS answers at ${url}`,
      'Set PORT to a free port, or stop the other program.',
    );
  }
  return readinessCheck(`AMAS ${oneLine(parsed.data.version)} at ${url}`, await ask(`${url}/ready`, signal));
}

function readinessCheck(hub: string, answer: unknown): Check {
  const parsed = Readiness.safeParse(answer);
  if (!parsed.success) return fail('hub', `${hub} does not say whether it is ready`, 'Look into its log.');
  if (parsed.data.ready) return ok('hub', `${hub} is ready`);
  const reasons = Object.entries(parsed.data.checks)
    .filter(([, check]) => !check.ok)
    .map(([name, check]) => `${name}: ${check.reason ?? 'unknown reason'}`);
  return fail('hub', `${hub} is not ready`, oneLine(reasons.join(' ')));
}

/** The JSON of an answer, whatever its status; null when it is none; undefined when nobody answers. */
async function ask(url: string, signal: AbortSignal): Promise<unknown> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
      redirect: 'manual',
    });
    return await response.json().catch(() => null);
  } catch {
    return undefined;
  }
}
