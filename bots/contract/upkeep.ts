/** One line of a proof that a connection works: what was asked of the platform, and what to do when it is not as it should be. */
export interface Proof {
  readonly id: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly message: string;
  readonly remedy: string | null;
}

export interface Proving {
  /** Where the platform reaches this hub; undefined when nobody said. */
  readonly webhookUrl: string | undefined;
  /** URL of a pull request or issue on which to post one comment. */
  readonly commentOn?: string;
  /** Whether a delivery of this id (as the hub's answer names it) is among our rows. */
  readonly isStored: (deliveryId: string) => Promise<boolean>;
  readonly signal?: AbortSignal;
}

export interface Reconciling {
  /** Deliveries sent before are known to be in order. Milliseconds since the epoch; undefined: as far back as is kept. */
  readonly since: number | undefined;
  /** Which of the sender's ids are among our rows. */
  readonly stored: (externalIds: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly signal?: AbortSignal;
}

/** What a platform sent and this hub never acknowledged. */
export interface Gap {
  /** How many deliveries were looked at. */
  readonly listed: number;
  /** Of events that are used here, without an acknowledgement, and not among our rows. */
  readonly missed: number;
  /** Asked for once more now; those of them for the first time were not known to be missing before. */
  readonly redelivered: number;
  readonly discovered: number;
  /** Asked for so often that nobody asks again: a person may. */
  readonly givenUp: number;
  /** From where the next look must go on. Milliseconds since the epoch. */
  readonly resumeFrom: number;
}
