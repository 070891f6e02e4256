import { z } from 'zod';
import type { JsonObject, Posted } from '#bots/contract.ts';
import { slackError } from './slack-error.ts';

/** Where an answer belongs, as `normalise` wrote it. */
const Target = z.object({
  channel: z.string(),
  threadTs: z.string().optional(),
  messageTs: z.string().optional(),
  userId: z.string().optional(),
  responseUrl: z.string().optional(),
  /** Milliseconds since the epoch. */
  responseUrlUntil: z.number().optional(),
});
export type Target = z.infer<typeof Target>;

/** What earlier calls recorded of one reply. */
const Trace = z.object({
  channel: z.string().optional(),
  ts: z.string().optional(),
  url: z.string().optional(),
  /** When posting was tried without learning the outcome: first and latest, in milliseconds since the epoch. */
  tried: z.object({ from: z.number(), to: z.number() }).optional(),
  /** The one answer at the response URL: cannot be read back nor edited. */
  responded: z.enum(['trying', 'done']).optional(),
});
export type Trace = z.infer<typeof Trace>;

export function readTarget(target: JsonObject): Target {
  const parsed = Target.safeParse(target);
  if (!parsed.success) throw slackError('target_gone', { reason: 'unreadable target' });
  return parsed.data;
}

export function readTrace(posted: Posted): Trace {
  const parsed = Trace.safeParse(posted);
  // Taking it for empty would post a second message.
  if (!parsed.success) throw slackError('refused', { reason: 'unreadable record of what was posted' });
  return parsed.data;
}

/** A trace as it is recorded: absent fields stay absent. */
export function toPosted(trace: Trace): Posted {
  return JSON.parse(JSON.stringify(trace)) as Posted;
}
