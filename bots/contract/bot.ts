import type { z } from 'zod';
import type { BotHost, Connection } from './connection.ts';
import type { Normalised } from './event.ts';
import type { Delivery, Receiver } from './inbound.ts';
import type { Gap, Proof, Proving, Reconciling } from './upkeep.ts';

export interface BotManifest {
  readonly id: string;
  readonly title: string;
  /** Largest body this platform sends, in bytes. */
  readonly maxBodyBytes: number;
  /** Content types it sends; others are answered 415. */
  readonly contentTypes: readonly string[];
  /** Headers stored beside the body. Never one that holds a secret. */
  readonly keptHeaders: readonly string[];
  /** Headers that must appear exactly once when present: a second copy is an attack, answered 400. */
  readonly singularHeaders: readonly string[];
  /** How long the sender waits for an answer, in milliseconds. */
  readonly patienceMs: number;
  readonly settings: z.ZodObject;
  /** The setting that holds the secrets of its signatures, separated by commas, the newest first. */
  readonly webhookSecretSetting?: string;
  /** What a reply shows before its result, such as a check run, notifies nobody: who is asked is asked in a message. */
  readonly isQuietUntilResult?: boolean;
}

/** The whole of a platform, loaded by the worker. */
export interface Bot extends Receiver {
  readonly manifest: BotManifest;
  normalise(delivery: Delivery, settings: Readonly<Record<string, string>>): Normalised;
  connect(
    settings: Readonly<Record<string, string>>,
    accountId: string | undefined,
    host: BotHost,
  ): Connection;
  /** True when the URL names a subject of this platform. */
  recognises?(url: string): boolean;
  /** Whether the credentials, their rights and the way back work. Changes nothing but for the comment that is asked for. */
  prove?(
    settings: Readonly<Record<string, string>>,
    host: BotHost,
    proving: Proving,
  ): Promise<readonly Proof[]>;
  /** Makes the platform sign with another secret from now on. */
  replaceWebhookSecret?(
    settings: Readonly<Record<string, string>>,
    host: BotHost,
    secret: string,
  ): Promise<void>;
  /** Finds what was sent and not acknowledged, and has it sent once more. */
  reconcile?(
    settings: Readonly<Record<string, string>>,
    host: BotHost,
    reconciling: Reconciling,
  ): Promise<Gap>;
}
