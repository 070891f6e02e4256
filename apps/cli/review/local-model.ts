import { isMultiTenant } from '#apps/models/config.ts';
import type { Task } from '#agents/contract.ts';
import type { AccountedModel } from '#agents/orchestrator/run-locally.ts';
import type { Clock } from '#monitoring/clock.ts';
import type { Logger } from '#monitoring/logger.ts';
import { settingsFromEnv, settingsOf } from '#monitoring/settings.ts';
import type { CompletionRecord, ProviderManifest } from '#providers/contract.ts';
import { manifests } from '#providers/manifests.ts';
import type { CliConfig } from '../config.ts';
import { WrongUse } from '../errors.ts';

export interface LocalModel {
  /** Absent without a key. */
  readonly accounted?: AccountedModel;
  /** For the person who waits: who reads the code, or why no model does. */
  readonly description: string;
}

export interface LocalModelRequest {
  readonly config: Pick<CliConfig, 'environment' | 'providerOrder' | 'routingFile'>;
  readonly task: Task;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The models of the providers whose keys are in the environment, inside the limits of the task. */
export async function localModel({ config, task, clock, log }: LocalModelRequest): Promise<LocalModel> {
  const settings = Object.fromEntries(
    Object.values(manifests).map((manifest) => [manifest.id, checkedSettings(manifest, config.environment)]),
  );
  if (Object.values(settings).every((values) => values === undefined)) {
    return { description: 'No model is asked: the environment holds no key of a provider.' };
  }
  const { routedCandidates } = await import('#providers/router/routed-candidates.ts');
  const { createRouter } = await import('#providers/router/router.ts');
  const { candidates, routing } = await routedCandidates(settings, {
    order: config.providerOrder,
    refusePrivate: isMultiTenant(config.environment),
    routingFile: config.routingFile,
    log,
    clock,
  });
  if (candidates.length === 0)
    return { description: 'No model is asked: AMAS_PROVIDERS names none that has a key.' };
  const records: CompletionRecord[] = [];
  const model = createRouter({ candidates, routing, clock, log }).bind({
    taskId: task.id,
    runId: task.id,
    agent: 'review',
    organizationId: 'local',
    deadline: task.limits.deadline,
    maxCostUsd: task.limits.maxCostUsd,
    spentUsd: 0,
    onRecord: (record) => void records.push(record),
  });
  const names = candidates.map((candidate) => `${candidate.manifest.id}/${candidate.model}`);
  return {
    accounted: { model, records },
    description: `Code is sent to ${names.join(', or when that fails ')}, for at most $${task.limits.maxCostUsd} (--no-model asks none).`,
  };
}

/** The settings of a provider with a key; a wrong one is named by its variable. */
function checkedSettings(
  manifest: ProviderManifest,
  environment: CliConfig['environment'],
): Readonly<Record<string, string>> | undefined {
  const values = settingsFromEnv(manifest.settings, environment);
  const secrets = settingsOf(manifest.settings).filter((setting) => setting.secret === true);
  if (secrets.every((setting) => values[setting.name] === undefined)) return undefined;
  const parsed = manifest.settings.safeParse(values);
  if (parsed.success) return values;
  const problems = parsed.error.issues.map((issue) => {
    const setting = settingsOf(manifest.settings).find(({ name }) => name === issue.path[0]);
    return `${setting?.env ?? issue.path.join('.')}: ${issue.message}`;
  });
  throw new WrongUse(
    `${manifest.title} is not set up rightly. ${problems.join('; ')}. Or review with --no-model.`,
  );
}
