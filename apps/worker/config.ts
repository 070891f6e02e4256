import { z } from 'zod';
import { readModelSource, type ModelSettings, type ModelSource } from '#apps/models/config.ts';
import type { BotManifest } from '#bots/contract.ts';
import { sweepTimings, type SweepTimings } from '#jobs/sweep/sweep.ts';
import { workerTimings, type WorkerTimings } from '#jobs/worker.ts';
import { withEnvFile } from '#monitoring/env-file.ts';
import { AmasError } from '#monitoring/errors.ts';
import { readServerConfig, type Env, type ServerConfig } from '#monitoring/server-config.ts';
import { settingsFromEnv } from '#monitoring/settings.ts';
import type { ProviderManifest } from '#providers/contract.ts';

type Settings = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface WorkerConfig extends ServerConfig, ModelSettings {
  /** Settings of each platform that the environment holds; the database's win over them. */
  readonly platforms: Settings;
  readonly source: ModelSource;
  /** Whether people may let their own work go on beyond a limit of money. */
  readonly mayApproveOwn: boolean;
  readonly timings: WorkerTimings;
  readonly sweep: SweepTimings;
}

const minRecoveryMs = 1_000;

/** Reads the environment, once, at boot. Throws like `readServerConfig`. */
export function readConfig(
  bots: readonly BotManifest[],
  providers: readonly ProviderManifest[],
  given: Env = process.env,
): WorkerConfig {
  const env = withEnvFile(given);
  return Object.freeze({
    ...readServerConfig(env),
    platforms: configured(bots, env),
    ...readModelSource(providers, given),
    // Whatever is not clearly on is off: the safe side.
    mayApproveOwn: /^(true|1|yes|on)$/i.test(env['AMAS_APPROVE_OWN'] ?? ''),
    ...recoveryTimings(env['AMAS_RECOVERY_MS']),
  });
}

/**
 * How long work of a dead worker stays taken. Shorter recovers faster and costs more database calls; a worker that is
 * paused for longer than this loses its jobs to another.
 */
function recoveryTimings(text: string | undefined): Pick<WorkerConfig, 'timings' | 'sweep'> {
  if (text === undefined || text === '') return { timings: workerTimings, sweep: sweepTimings };
  const parsed = z.coerce.number().int().min(minRecoveryMs).safeParse(text);
  if (!parsed.success) {
    throw new AmasError('apps.recovery_invalid', 'AMAS_RECOVERY_MS is invalid', {
      publicMessage: `AMAS_RECOVERY_MS must be a whole number of milliseconds, at least ${minRecoveryMs}.`,
    });
  }
  const lockMs = parsed.data;
  return {
    timings: { ...workerTimings, lockMs, stalledCheckMs: lockMs / 2 },
    sweep: { everyMs: lockMs / 2, olderThanMs: 2 * lockMs },
  };
}

/** Units without a single variable set are left out: they are not connected. */
function configured(units: readonly Pick<BotManifest, 'id' | 'settings'>[], env: Env): Settings {
  const entries = units.map(({ id, settings }): [string, Record<string, string>] => [
    id,
    settingsFromEnv(settings, env),
  ]);
  return Object.fromEntries(entries.filter(([, settings]) => Object.keys(settings).length > 0));
}
