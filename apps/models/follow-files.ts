import { hostname } from 'node:os';
import type { Clock } from '#monitoring/clock.ts';
import { AmasError, publicMessageOf } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';
import type { Database } from '#prisma/client.ts';
import {
  configurationFreshMs,
  forgetConfiguration,
  tellConfiguration,
} from '#prisma/repositories/model-configurations.ts';
import { uuidv7 } from '#prisma/uuid.ts';
import { nameOf } from '#providers/router/candidate.ts';
import type { Router } from '#providers/router/router.ts';
import type { ModelSettings, ModelSource } from './config.ts';
import { readConfiguration, type ModelConfiguration } from './read-configuration.ts';
import { watchFiles } from './watch-files.ts';

export interface Following {
  /** In force when it begins. */
  readonly first: ModelConfiguration;
  readonly source: ModelSource;
  readonly router: Pick<Router, 'replace'>;
  readonly database: Pick<Database, 'pool'>;
  readonly service: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onSettings: ((settings: ModelSettings) => void) | undefined;
}

/**
 * Puts into force what the file of the environment and the routing file say, as soon as they say something else: keys,
 * providers, policies. What is wrong changes nothing; the log says why, and the database, where `amas doctor` and the
 * hub's metrics find it.
 */
export function followFiles(following: Following): { close(): Promise<void> } {
  const { source, router, database, clock, log } = following;
  const id = uuidv7();
  let current = following.first;
  let loadedAt = clock.now();
  let problem: string | undefined;
  let toldAt = -Infinity;
  const paths = () => [source.envFile, current.settings.routingFile].filter((path) => path !== undefined);

  const change = async () => {
    toldAt = -Infinity;
    try {
      const former = current.routed.candidates;
      const next = await readConfiguration(source.reread(), { clock, log, former });
      const isSame = next.fingerprint === current.fingerprint;
      if (!isSame) {
        router.replace(next.routed);
        following.onSettings?.(next.settings);
        loadedAt = clock.now();
      }
      current = next;
      if (!isSame || problem !== undefined)
        log.info({ models: modelsOf(current), fingerprint: current.fingerprint }, 'models configured anew');
      problem = undefined;
    } catch (error) {
      problem = publicMessageOf(error);
      const reason = error instanceof AmasError ? { code: error.code, reason: problem } : { err: error };
      log.error(reason, 'the changed configuration of models is not used, the former one stays');
    }
  };
  const tell = async () => {
    if (clock.now() - toldAt < configurationFreshMs / 4) return;
    try {
      await tellConfiguration(database, id, {
        service: following.service,
        process: `${hostname()}:${process.pid}`,
        fingerprint: current.fingerprint,
        loadedAt,
        models: modelsOf(current),
        ...(problem === undefined ? {} : { problem }),
      });
      toldAt = clock.now();
    } catch (error) {
      log.debug({ err: error }, 'configuration of models not told');
    }
  };

  // Who has no file has nothing to follow.
  if (paths().length === 0) return { close: async () => undefined };
  const watch = watchFiles({ paths, onChange: change, onLook: tell });
  return {
    async close() {
      await watch.stop();
      await forgetConfiguration(database, id).catch((error: unknown) =>
        log.debug({ err: error }, 'configuration of models not taken back'),
      );
    },
  };
}

const modelsOf = ({ routed }: ModelConfiguration): string[] => [...new Set(routed.candidates.map(nameOf))];
