import type { KeyName, Settings } from './keys.ts';

export const layerNames = ['organization', 'repository'] as const;
export type LayerName = (typeof layerNames)[number];

/** Something in a file that is not used, and why. */
export interface Problem {
  /** 1-based. */
  readonly line?: number;
  readonly message: string;
}

/** What one file says. A value that does not fit is left out and is a problem; so is the whole of an unreadable file. */
export interface Layer {
  readonly name: LayerName;
  /** Where the file is, for people: `octo/repo@main:.amas.yml`. */
  readonly place: string;
  readonly values: Partial<Settings>;
  /** Where each value stands, 1-based. */
  readonly lines: Partial<Readonly<Record<KeyName, number>>>;
  readonly problems: readonly Problem[];
}
