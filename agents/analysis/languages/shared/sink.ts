import type { SinkCheck } from '../../code/check.ts';

/** A sink of a security rule: what is called, and which of its arguments must not be an outsider's. */
export function sink(
  rule: string,
  calls: RegExp,
  at: SinkCheck['at'],
  more: Partial<Pick<SinkCheck, 'picks' | 'when' | 'accepts'>> = {},
): SinkCheck {
  return { kind: 'sink', rule: `security/${rule}`, calls, at, ...more };
}
