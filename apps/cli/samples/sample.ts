/** What makes one sending differ from the last: a sender never repeats its ids. */
export interface Moment {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Unlike that of any other sending; letters and digits. */
  readonly unique: string;
}

export type JsonFields = Readonly<Record<string, unknown>>;

/** Payloads by the platform's name of the event. They name only what AMAS reads, about things that do not exist. */
export type Samples = Readonly<Record<string, (moment: Moment) => JsonFields>>;
