import { WrongUse } from '../errors.ts';

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Milliseconds of `30m`, `12h`, `7d`, `4w`. @throws WrongUse */
export function readDuration(option: string, text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,4})([mhdw])$/.exec(text) ?? [];
  const ms = Number(count) * (unitMs[unit as keyof typeof unitMs] ?? 0);
  if (ms > 0) return ms;
  throw new WrongUse(`${option} takes a duration such as 12h, 7d or 4w, not ${text}.`);
}
