import { randomBytes } from 'node:crypto';
import { integrationsRefreshMs } from '#apps/hub/find-integrations.ts';
import type { Bot, BotHost, Proof } from '#bots/contract.ts';
import { publicMessageOf } from '#monitoring/errors.ts';
import { rotatingSecret } from '#monitoring/settings.ts';
import { rotatedAtSetting } from '#prisma/repositories/integrations.ts';
import { NotFinished, WrongUse } from '../errors.ts';

type Settings = Readonly<Record<string, string>>;

export interface Rotation {
  readonly bot: Bot;
  readonly host: BotHost;
  readonly settings: Settings;
  readonly save: (settings: Settings) => Promise<void>;
  /** Has the platform send something, and tells whether it arrived: the proof that it signs with the new secret. */
  readonly proveRoundTrip: (settings: Settings) => Promise<Proof | undefined>;
  readonly signal: AbortSignal;
  readonly timings?: RotationTimings;
}

export interface RotationTimings {
  /** After this every hub accepts both secrets. */
  readonly settleMs: number;
  /**
   * What was signed with the old secret and is on its way has arrived by then. What is later still is refused, and asked
   * for once more by the worker.
   */
  readonly graceMs: number;
}

const defaultTimings: RotationTimings = { settleMs: 2 * integrationsRefreshMs + 500, graceMs: 2_000 };
/** A rotation that was broken off leaves its secret behind: the platform may have it. */
const maxSecrets = 4;

export interface Rotated {
  /** False: the old one is accepted too, until the worker sees deliveries signed with the new one. */
  readonly isOldDropped: boolean;
  readonly settings: Settings;
  readonly proof: Proof | undefined;
}

/**
 * Replaces the webhook secret without a gap: every hub accepts old and new, then the platform gets the new one, and
 * only when something signed with it has arrived is the old one dropped.
 */
export async function rotateWebhookSecret(rotation: Rotation): Promise<Rotated> {
  const { bot, host, settings, save, signal, timings = defaultTimings } = rotation;
  const name = bot.manifest.webhookSecretSetting;
  if (name === undefined || !bot.replaceWebhookSecret) {
    throw new WrongUse(`${bot.manifest.title} has no webhook secret that AMAS could replace.`);
  }
  const secret = randomBytes(32).toString('hex');
  const { [rotatedAtSetting]: _former, ...rest } = settings;
  const accepted = [secret, ...rotatingSecret(settings[name] ?? '')].slice(0, maxSecrets);
  const both = { ...rest, [name]: accepted.join(',') };
  await save(both);
  await host.clock.sleep(timings.settleMs, signal);
  try {
    await bot.replaceWebhookSecret(both, host, secret);
  } catch (error) {
    throw new NotFinished(
      `${bot.manifest.title} did not take the new secret: ${publicMessageOf(error)} Nothing is lost: both are accepted. Run it again.`,
      error,
    );
  }
  const rotating = { ...both, [rotatedAtSetting]: String(host.clock.now()) };
  await save(rotating);
  const proof = await rotation.proveRoundTrip(rotating);
  if (proof?.status !== 'ok') return { isOldDropped: false, settings: rotating, proof };
  await host.clock.sleep(timings.graceMs, signal);
  const only = { ...rest, [name]: secret };
  await save(only);
  return { isOldDropped: true, settings: only, proof };
}
