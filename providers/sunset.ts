import type { ModelInfo } from './contract.ts';
import { hasEnded } from './fits.ts';

/** From so many days before its end on, a configured model is warned about. */
export const sunsetWarningDays = 60;
const dayMs = 86_400_000;

export interface Sunset {
  readonly hasEnded: boolean;
  /** Whole days that are left; 0 on the last. */
  readonly daysLeft: number;
  /** One sentence for a person: what ends when, and what to use instead. */
  readonly sentence: string;
}

/** What is to be said of a model's end at `now` (milliseconds since the epoch); undefined while it is far, or not known. */
export function sunsetOf(
  provider: string,
  model: Pick<ModelInfo, 'id' | 'endsAt' | 'replacedBy'>,
  now: number,
): Sunset | undefined {
  if (model.endsAt === undefined) return undefined;
  const daysLeft = Math.max(0, Math.floor((Date.parse(model.endsAt) - now) / dayMs) + 1);
  const ended = hasEnded(model, now);
  if (!ended && daysLeft > sunsetWarningDays) return undefined;
  const when = ended
    ? `ended on ${model.endsAt}`
    : `ends on ${model.endsAt}, ${daysLeft === 0 ? 'today' : daysLeft === 1 ? 'tomorrow' : `in ${daysLeft} days`}`;
  const instead =
    model.replacedBy === undefined ? 'Choose another: amas models' : `Use ${model.replacedBy} instead`;
  return { hasEnded: ended, daysLeft, sentence: `${provider}/${model.id} ${when}. ${instead}.` };
}
