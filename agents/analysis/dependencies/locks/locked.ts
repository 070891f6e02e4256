/** One package of a lockfile, of whatever format. */
export interface Locked {
  readonly name: string;
  /** Tells entries of one name and version apart, where a format may have several. */
  readonly place?: string;
  readonly version: string;
  /** The address it is fetched from, where the format tells one. */
  readonly source: string;
  /** Empty where the format has none, or this entry lost it. */
  readonly checksum: string;
  readonly runsScripts?: boolean;
  readonly line: number;
  readonly sourceLine?: number;
  readonly checksumLine?: number;
  readonly scriptsLine?: number;
}

export interface Lock {
  readonly packages: readonly Locked[];
  /** What the manifest asked for when the lockfile was written, by name: a range, or a hash of the whole. */
  readonly wanted: ReadonlyMap<string, { readonly range: string; readonly line: number }>;
}
