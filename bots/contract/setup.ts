/** One thing that a person may fill in before a platform is set up in the browser. */
export interface SetupField {
  readonly name: string;
  readonly label: string;
  /** One line below the field: what it is for, or what happens when it is left empty. */
  readonly hint: string;
  readonly initial: string;
  /** `choice`: a box to tick, `yes` when it is. A line of text when absent. */
  readonly kind?: 'choice';
}

export interface SetupRequest {
  /** What the person filled in, by the names of `fields`. */
  readonly values: Readonly<Record<string, string>>;
  /** Address of this hub's page for people, of its webhooks of this platform, and of the page that follows. */
  readonly homeUrl: string;
  readonly webhookUrl: string;
  readonly returnUrl: string;
  /** Comes back with the browser; single-use. */
  readonly state: string;
}

/** A form that the person's browser sends to the platform, or what was filled in wrongly. */
export type SetupStep =
  | {
      readonly kind: 'form';
      readonly action: string;
      readonly fields: Readonly<Record<string, string>>;
      readonly button: string;
      /** What will happen there, one sentence each. */
      readonly explanation: readonly string[];
      /** What the platform will be asked to allow, and what for. */
      readonly grants: readonly { readonly what: string; readonly why: string }[];
    }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] };

export interface SetupReturn {
  readonly values: SetupRequest['values'];
  /** The query with which the platform sent the browser back. */
  readonly query: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface SetupResult {
  /** To be sealed and stored: fits the manifest's settings. */
  readonly settings: Readonly<Record<string, string>>;
  /** What was made, for a person. */
  readonly name: string;
  /** Where the person goes on. */
  readonly next: { readonly label: string; readonly url: string };
}

/** Connects a platform from a page of the hub. Light, and without an SDK: the hub loads it. */
export interface Setup {
  readonly fields: readonly SetupField[];
  begin(request: SetupRequest): SetupStep;
  /** Fetches the credentials of what was made. Throws an `AmasError` of the `bots` layer when that fails. */
  complete(answer: SetupReturn): Promise<SetupResult>;
}
