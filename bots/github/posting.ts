import { z } from 'zod';
import type { Posted, Reply } from '#bots/contract.ts';
import type { Api } from './api.ts';
import type { Target } from './target.ts';

/** One call of `reply`, with all its parts need. */
export interface Posting {
  readonly api: Api;
  readonly reply: Reply;
  readonly target: Target;
  readonly ledger: Ledger;
  /** Login of the App's own bot user: only its comments are ever edited or counted. */
  readonly ownLogin: () => Promise<string>;
  /** Hosts that posted text may link to: GitHub's, and the server's own. */
  readonly hosts: readonly string[];
  /** Whoever set AMAS up let it resolve its own threads. */
  readonly mayResolve: boolean;
  readonly signal?: AbortSignal | undefined;
}

const Trace = z.object({
  checkRunId: z.number().int().optional(),
  reviewId: z.number().int().optional(),
  /** GitHub took no inline comments: they stand in the summary. */
  reviewRefused: z.boolean().optional(),
  commentId: z.number().int().optional(),
  /** Where the remarks stand beside the code. */
  threads: z.array(z.object({ fingerprint: z.string(), commentId: z.string(), url: z.string() })).optional(),
  /** The answer in a thread beside the code. */
  threadCommentId: z.number().int().optional(),
  /** Where a person finds the reply. */
  url: z.string().optional(),
  /** The final version stands: what comes later is late. */
  isFinal: z.boolean().optional(),
});
export type Trace = z.infer<typeof Trace>;

/** What has been posted so far. */
export interface Ledger {
  readonly trace: Trace;
  /** Adds what was just done, and returns when that is stored. */
  add(values: Trace): Promise<void>;
}

export function openLedger(posted: Posted, record: (posted: Posted) => Promise<void>): Ledger {
  const parsed = Trace.safeParse(posted);
  let trace: Trace = parsed.success ? parsed.data : {};
  return {
    get trace() {
      return trace;
    },
    add: async (values) => {
      trace = { ...trace, ...values };
      await record(toPosted(trace));
    },
  };
}

/** The trace as JSON: absent values are left out. */
export function toPosted(trace: Trace): Posted {
  return JSON.parse(JSON.stringify(trace)) as Posted;
}
