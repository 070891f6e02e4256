import { isBotId, manifests, type BotId } from '#bots/manifests.ts';
import { settingsFromEnv, settingsOf } from '#monitoring/settings.ts';
import { recordAudit } from '#prisma/repositories/audit.ts';
import { removeIntegration, saveIntegration } from '#prisma/repositories/integrations.ts';
import { ensureDefaultProject } from '#prisma/repositories/tenancy.ts';
import { openSealer, verifySealer } from '#prisma/sealing-key.ts';
import type { Cli } from '../command.ts';
import { cliActor } from '../data/cli-actor.ts';
import type { DataOptions } from '../data/data-options.ts';
import { withData } from '../data/open-data.ts';
import { WrongUse } from '../errors.ts';
import { printJson } from '../output/print-json.ts';

/** Stores what the environment says about a platform, sealed. */
export async function connectPlatform(cli: Cli, name: string, options: DataOptions): Promise<void> {
  const platform = knownPlatform(name);
  const settings = completeSettings(platform, cli.config.environment);
  await withData(cli, options, async ({ config, database }) => {
    const sealer = await openSealer({ key: config.encryptionKey, dataDirectory: config.dataDirectory });
    await verifySealer(database.store, sealer);
    const tenant = await ensureDefaultProject(database);
    await database.store.$transaction(async (store) => {
      await saveIntegration(store, sealer, tenant, { platform, settings });
      await recordAudit(store, {
        organizationId: tenant.organizationId,
        actor: cliActor(),
        action: 'integration.connect',
        target: platform,
        details: { settings: Object.keys(settings) },
      });
    });
  });
  const stored = Object.keys(settings);
  if (options.json) {
    printJson(cli.terminal, { platform, stored });
    return;
  }
  cli.terminal.out(
    `${manifests[platform].title} is connected: ${stored.join(', ')} stored encrypted. The variables may be removed from ` +
      'the environment; check with: amas doctor\n',
  );
}

/** Deletes what was stored; the environment counts again. */
export async function disconnectPlatform(cli: Cli, name: string, options: DataOptions): Promise<void> {
  const platform = knownPlatform(name);
  const removed = await withData(cli, options, async ({ database }) => {
    const tenant = await ensureDefaultProject(database);
    return await database.store.$transaction(async (store) => {
      const wasStored = await removeIntegration(store, tenant, platform);
      if (wasStored) {
        await recordAudit(store, {
          organizationId: tenant.organizationId,
          actor: cliActor(),
          action: 'integration.disconnect',
          target: platform,
        });
      }
      return wasStored;
    });
  });
  if (options.json) printJson(cli.terminal, { platform, removed });
  else
    cli.terminal.out(
      removed ? `${manifests[platform].title} is no longer stored.\n` : 'Nothing was stored.\n',
    );
}

function knownPlatform(name: string): BotId {
  if (isBotId(name)) return name;
  throw new WrongUse(`There is no platform named ${name}. There are: ${Object.keys(manifests).join(', ')}.`);
}

function completeSettings(
  platform: BotId,
  environment: Cli['config']['environment'],
): Record<string, string> {
  const { settings: schema, title } = manifests[platform];
  const settings = settingsFromEnv(schema, environment);
  const parsed = schema.safeParse(settings);
  if (parsed.success) return settings;
  const named = new Map(settingsOf(schema).map((setting) => [setting.name, setting]));
  const problems = parsed.error.issues.map((issue) => {
    const setting = named.get(String(issue.path[0]));
    return `  ${setting?.env ?? issue.path.join('.')}: ${setting?.label ?? issue.message}`;
  });
  throw new WrongUse(
    `${title} needs these variables, set and well-formed:\n${[...new Set(problems)].join('\n')}`,
  );
}
