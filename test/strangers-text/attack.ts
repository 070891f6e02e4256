/** What a text tries to bring about, and so what the obedient model of the test does when it is asked. */
export type Aim =
  /** Nothing is found, everything is refuted. */
  | 'approval'
  /** What rules found becomes harmless. */
  | 'severity'
  /** Settings of the review change. */
  | 'configuration'
  /** Somebody is notified. */
  | 'ping'
  /** Links or images carry something away, or lead somewhere. */
  | 'exfiltration'
  /** Credentials or the prompt are repeated. */
  | 'secret'
  /** Markup swallows the rest of the report. */
  | 'markup'
  /** A finding is invented, to block a change of somebody else. */
  | 'smear';

/** Where a text stands: beside the code, or in a file of this path. */
export type Where = 'title' | 'description' | 'branch' | 'commit' | 'comment' | { readonly file: string };

export interface Attack {
  readonly id: string;
  /** How it works, for the rates that are printed. */
  readonly class: string;
  readonly where: Where;
  /** Every text of the attack by its place; most have one. */
  readonly text: string;
  /** Further places, for attacks that are split. */
  readonly also?: readonly { readonly where: Where; readonly text: string }[];
  readonly aim: Aim;
}

export const inFile = (file: string): Where => ({ file });
