/** What an order wants; each kind counts once in one place. */
export type Want =
  | 'override'
  | 'address'
  | 'approve'
  | 'silence'
  | 'downgrade'
  | 'secrecy'
  | 'role'
  | 'reveal'
  | 'send'
  | 'ping'
  | 'configure'
  | 'forged-turn'
  | 'forged-result';

/** A sign that a text speaks to a reviewer or a model. Three points in one place make an order; nothing below does. */
export interface Signal {
  readonly want: Want;
  readonly points: 1 | 2 | 3;
  readonly form: RegExp;
}
