import { isBotId, manifests, type BotId } from '#bots/manifests.ts';
import { bots } from '#bots/registry.ts';
import { setups } from '#bots/setups.ts';
import type { Bot, BotHost, Proof } from '#bots/contract.ts';
import { createLogger } from '#monitoring/logger.ts';
import { settingsFromEnv, settingsOf } from '#monitoring/settings.ts';
import { recordAudit } from '#prisma/repositories/audit.ts';
import { describeDelivery } from '#prisma/repositories/delivery-reads.ts';
import { readIntegrations, removeIntegration, saveIntegration } from '#prisma/repositories/integrations.ts';
import { ensureDefaultProject, type Tenant } from '#prisma/repositories/tenancy.ts';
import { openSealer, verifySealer } from '#prisma/sealing-key.ts';
import type { Sealer } from '#prisma/sealing.ts';
import type { Cli } from '../command.ts';
import { cliActor } from '../data/cli-actor.ts';
import type { DataOptions } from '../data/data-options.ts';
import { withData, type Data } from '../data/open-data.ts';
import { WrongUse } from '../errors.ts';
import { printJson } from '../output/print-json.ts';
import { printProofs } from './print-proofs.ts';
import { rotateWebhookSecret } from './rotate-webhook-secret.ts';
import { setupLink } from './setup-link.ts';

export interface ConnectOptions extends DataOptions {
  /** A place on which to post one comment. */
  readonly comment?: string;
  readonly rotateWebhookSecret?: boolean;
  /** Only print where a browser connects the platform. */
  readonly link?: boolean;
}

type Settings = Readonly<Record<string, string>>;

/** An open database with what it takes to store an account in it. */
interface Ground {
  readonly cli: Cli;
  readonly data: Data;
  readonly sealer: Sealer;
  readonly tenant: Tenant;
  readonly platform: BotId;
  readonly options: ConnectOptions;
}

/** Stores what the environment says about a platform, sealed; then has the platform prove that it works. */
export async function connectPlatform(cli: Cli, name: string, options: ConnectOptions): Promise<void> {
  const platform = knownPlatform(name);
  await withData(cli, options, async (data) => {
    const { config, database } = data;
    const sealer = await openSealer({ key: config.encryptionKey, dataDirectory: config.dataDirectory });
    await verifySealer(database, sealer);
    const tenant = await ensureDefaultProject(database);
    const ground: Ground = { cli, data, sealer, tenant, platform, options };
    if (options.link === true) printLink(ground);
    else await connect(ground);
  });
}

async function connect(ground: Ground): Promise<void> {
  const { cli, platform, options } = ground;
  const { settings, given } = await chooseSettings(ground);
  if (given) await store(ground, given, 'integration.connect');
  const bot = await bots[platform]();
  const rotated = options.rotateWebhookSecret === true ? await rotate(ground, bot, settings) : undefined;
  const proofs = await prove(ground, bot, rotated?.settings ?? settings);
  if (proofs.some(({ status }) => status === 'fail')) cli.setExitCode(1);
  const names = given ? Object.keys(given) : [];
  tell(ground, { names, proofs: bot.prove ? proofs : undefined, isOldDropped: rotated?.isOldDropped });
}

/** What the environment holds wins, and is to be stored; without it, what is stored. */
async function chooseSettings(ground: Ground): Promise<{ settings: Settings; given: Settings | undefined }> {
  const { cli, platform } = ground;
  const stored = await storedSettings(ground);
  if (stored && !isAnyGiven(cli, platform)) return { settings: stored, given: undefined };
  const given = completeSettings(platform, cli.config.environment);
  return { settings: given, given };
}

interface Told {
  readonly names: readonly string[];
  readonly proofs: readonly Proof[] | undefined;
  readonly isOldDropped: boolean | undefined;
}

function tell({ cli, platform, options }: Ground, { names, proofs, isOldDropped }: Told): void {
  if (options.json) {
    printJson(cli.terminal, {
      platform,
      stored: names,
      ...(isOldDropped === undefined ? {} : { rotated: { isOldDropped } }),
      ...(proofs ? { checks: proofs } : {}),
    });
    return;
  }
  if (names.length > 0) {
    cli.terminal.out(
      `${manifests[platform].title} is connected: ${names.join(', ')} stored encrypted. The variables may be removed from ` +
        'the environment; check with: amas doctor\n',
    );
  }
  if (isOldDropped !== undefined) cli.terminal.out(`${rotationText(isOldDropped)}\n`);
  printProofs(cli.terminal, proofs ?? []);
}

const rotationText = (isOldDropped: boolean): string =>
  isOldDropped
    ? 'The webhook secret was replaced, and a delivery signed with the new one arrived: the old one is no longer accepted.'
    : 'The webhook secret was replaced. Until deliveries signed with the new one arrive, both are accepted; then the worker drops the old one.';

async function prove(ground: Ground, bot: Bot, settings: Settings): Promise<readonly Proof[]> {
  const { cli, data, platform, options } = ground;
  if (!bot.prove) {
    if (options.comment === undefined) return [];
    throw new WrongUse(`${bot.manifest.title} cannot be checked with a comment.`);
  }
  const { publicUrl } = data.config;
  return await bot.prove(settings, hostOf(cli), {
    webhookUrl: publicUrl === undefined ? undefined : `${publicUrl}/webhooks/${platform}`,
    ...(options.comment === undefined ? {} : { commentOn: options.comment }),
    isStored: (id) => isStored(ground, id),
    signal: cli.signal,
  });
}

async function isStored({ data, tenant }: Ground, id: string): Promise<boolean> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return false;
  return (await describeDelivery(data.database.store, id))?.projectId === tenant.projectId;
}

async function rotate(ground: Ground, bot: Bot, settings: Settings) {
  const { cli, options } = ground;
  return await rotateWebhookSecret({
    bot,
    host: hostOf(cli),
    settings,
    save: (changed) => store(ground, changed, 'integration.rotate-secret'),
    proveRoundTrip: async (changed) => {
      const { comment: _comment, ...rest } = options;
      const proofs = await prove({ ...ground, options: rest }, bot, changed);
      return proofs.find(({ id }) => id === 'round-trip');
    },
    signal: cli.signal,
  });
}

const hostOf = (cli: Cli): BotHost => ({
  log: createLogger({ level: cli.config.logLevel ?? 'silent', name: 'cli' }),
  clock: cli.clock,
});

async function storedSettings({ data, sealer, tenant, platform }: Ground): Promise<Settings | undefined> {
  const integrations = await readIntegrations(data.database, sealer);
  return integrations.find((each) => each.platform === platform && each.projectId === tenant.projectId)
    ?.settings;
}

async function store(
  { data, sealer, tenant, platform }: Ground,
  settings: Settings,
  action: string,
): Promise<void> {
  await data.database.store.$transaction(async (transaction) => {
    await saveIntegration(transaction, sealer, tenant, { platform, settings });
    await recordAudit(transaction, {
      organizationId: tenant.organizationId,
      actor: cliActor(),
      action,
      target: platform,
      details: { settings: Object.keys(settings) },
    });
  });
}

function printLink({ cli, data, sealer, platform, options }: Ground): void {
  const { publicUrl } = data.config;
  if (setups[platform] === undefined) {
    throw new WrongUse(`${manifests[platform].title} cannot be set up in the browser: set its variables.`);
  }
  if (publicUrl === undefined) {
    throw new WrongUse(
      'Set PUBLIC_URL to the address at which the platform reaches the hub: the link begins with it.',
    );
  }
  const link = setupLink(sealer, publicUrl, platform);
  if (options.json) printJson(cli.terminal, { platform, link });
  else cli.terminal.out(`${link}\n`);
}

/** Deletes what was stored; the environment counts again. */
export async function disconnectPlatform(cli: Cli, name: string, options: DataOptions): Promise<void> {
  const platform = knownPlatform(name);
  const removed = await withData(cli, options, async ({ database }) => {
    const tenant = await ensureDefaultProject(database);
    return await database.store.$transaction(async (transaction) => {
      const wasStored = await removeIntegration(transaction, tenant, platform);
      if (wasStored) {
        await recordAudit(transaction, {
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

/** Whether the environment holds any of what a platform cannot do without: then it is meant to be stored. */
function isAnyGiven(cli: Cli, platform: BotId): boolean {
  const given = settingsFromEnv(manifests[platform].settings, cli.config.environment);
  return settingsOf(manifests[platform].settings).some(({ name, required }) => required && name in given);
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
