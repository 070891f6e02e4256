/** Why a review looked at the whole change. */
export type FullReason =
  | 'first'
  | 'asked'
  | 'off'
  | 'same-commit'
  | 'rewritten'
  | 'settings'
  | 'model'
  | 'rules'
  | 'unknown-basis';

/** How much of the change a review looked at, and what it went on from. */
export type ReviewScope =
  | { readonly mode: 'full'; readonly reason: FullReason; readonly since?: string }
  | {
      readonly mode: 'incremental';
      readonly since: string;
      readonly again: number;
      readonly kept: number;
      /** It is the commit of a merge queue, and goes on from the review of the pull request's own. */
      readonly isQueued?: true;
    };

/** What a later review needs to go on from this one. */
export interface ReviewBasis {
  /** The head commit. */
  readonly revision: string;
  readonly settingsDigest: string;
  readonly hasModel: boolean;
  /** Of the rule catalogue; absent in a review from before it was kept. */
  readonly rulesDigest?: string;
  /** Of every file that was to be looked at, by its path. */
  readonly digests: Readonly<Record<string, string>>;
}

/** A finding of an earlier review, as it is remembered. */
export interface KnownFinding {
  /** As it was posted. */
  readonly fingerprint: string;
  /** As the rules made it last, when that is another one: the file was renamed. */
  readonly alias?: string;
  readonly rule: string;
  readonly title: string;
  readonly path?: string;
  readonly line?: number;
  readonly state: 'open' | 'fixed' | 'suppressed' | 'repeated';
  readonly url?: string;
}

/** A finding that is no longer there. */
export interface FixedFinding {
  readonly fingerprint: string;
  readonly title: string;
  readonly path?: string | undefined;
  readonly line?: number | undefined;
  readonly url?: string | undefined;
  /**
   * Its file was looked at in full, is still part of the change, and brings no new finding of the same rule: what is gone
   * is really gone.
   */
  readonly isSeen: boolean;
}

/** A finding that somebody else told before, and where. */
export interface Said {
  readonly fingerprint: string;
  readonly author: string;
  readonly url: string;
}
