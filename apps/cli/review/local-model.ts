import type { Task } from '#agents/contract.ts';
import type { Clock } from '#monitoring/clock.ts';
import type { Logger } from '#monitoring/logger.ts';
import { settingsFromEnv } from '#monitoring/settings.ts';
import type { Model } from '#providers/contract.ts';
import { manifests } from '#providers/manifests.ts';

export interface LocalModel {
  readonly model?: Model;
  /** For the person who waits: who will read the code, or why no model does. */
  readonly description: string;
}

export interface LocalModelRequest {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly task: Task;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The model of the providers whose keys are in the environment; none without a key. */
export async function localModel(request: LocalModelRequest): Promise<LocalModel> {
  const connected = Object.values(manifests)
    .map((manifest) => ({ manifest, settings: settingsFromEnv(manifest.settings, request.environment) }))
    .filter(({ manifest, settings }) => manifest.settings.safeParse(settings).success);
  return { description: '' };
}
