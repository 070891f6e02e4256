import { createHash } from 'node:crypto';
import type { Clock } from '#monitoring/clock.ts';
import type { Logger } from '#monitoring/logger.ts';
import type { Candidate } from '#providers/router/candidate.ts';
import { routedCandidates, type RoutedCandidates } from '#providers/router/routed-candidates.ts';
import type { ModelSettings } from './config.ts';

/** Settings with what they lead to. */
export interface ModelConfiguration {
  readonly settings: ModelSettings;
  readonly routed: RoutedCandidates;
  /** The same in every process that has the same settings and policies; tells nothing of them. */
  readonly fingerprint: string;
}

export interface Reading {
  readonly clock: Clock;
  readonly log: Logger;
  /** Of the configuration before: who is configured as it was stays open. */
  readonly former?: readonly Candidate[];
}

const fingerprintChars = 12;

/** @throws `providers.settings_invalid`, `providers.routing_invalid` */
export async function readConfiguration(
  settings: ModelSettings,
  { clock, log, former = [] }: Reading,
): Promise<ModelConfiguration> {
  const { providers, providerOrder, routingFile, multiTenant } = settings;
  const routed = await routedCandidates(providers, {
    order: providerOrder,
    routingFile,
    refusePrivate: multiTenant,
    former,
    log,
    clock,
  });
  const whole = JSON.stringify([providers, providerOrder, multiTenant, routed.routing]);
  const fingerprint = createHash('sha256').update(whole).digest('hex').slice(0, fingerprintChars);
  return { settings, routed, fingerprint };
}
