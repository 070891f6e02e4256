import type { Colors } from '../terminal.ts';

const shades = {
  received: 'cyan',
  processed: 'green',
  ignored: 'dim',
  quarantined: 'yellow',
  failed: 'red',
  queued: 'cyan',
  planning: 'cyan',
  running: 'cyan',
  waiting: 'yellow',
  finished: 'green',
  cancelled: 'dim',
  pending: 'cyan',
  posted: 'green',
  answered: 'green',
  ok: 'green',
  warn: 'yellow',
  fail: 'red',
} as const satisfies Record<string, keyof Colors>;

/** The status words of deliveries, tasks, runs, completions, replies and checks. Others stay as they are. */
export function paintStatus(status: string, text: string, colors: Colors): string {
  const shade = Object.hasOwn(shades, status) ? shades[status as keyof typeof shades] : undefined;
  return shade === undefined ? text : colors[shade](text);
}
