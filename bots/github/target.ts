import { z } from 'zod';
import type { JsonObject, PlatformEvent } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import { parseCommitId } from './subject-id.ts';

const Target = z.object({
  owner: z.string().min(1),
  repo: z.string().min(1),
  number: z.number().int().positive(),
  /** The commit that was worked on. Without it a reply can only be an answer in the conversation. */
  headSha: z
    .string()
    .regex(/^[0-9a-f]{40,64}$/)
    .optional(),
  /** The comment that asked; beside a line when there is a thread. */
  commentId: z.number().int().positive().optional(),
  /** The first comment of the thread beside a line that the answer belongs to. */
  threadId: z.number().int().positive().optional(),
  /** The commit is one of a merge queue: it has a check, and no conversation. */
  isQueue: z.boolean().optional(),
  /** Only told by events: whoever may read a public repository is nobody in particular. */
  isPrivate: z.boolean().optional(),
});
export type Target = z.infer<typeof Target>;

/** What `replyTo` of this bot's events and pull requests holds. Throws `bots.target_gone` for anything else. */
export function readTarget(replyTo: JsonObject | undefined): Target {
  const parsed = Target.safeParse(replyTo);
  if (parsed.success) return parsed.data;
  throw new AmasError('bots.target_gone', 'the target is no place on GitHub', {
    publicMessage: 'AMAS lost track of where this belongs on GitHub. Ask again on the pull request.',
    details: { platform: 'github', fields: parsed.error.issues.map((issue) => issue.path.join('.')) },
  });
}

const Place = Target.pick({ owner: true, repo: true, isPrivate: true });
export type Place = z.infer<typeof Place>;

/** The repository of an event, also of one that names no pull request. */
export function readPlace(event: Pick<PlatformEvent, 'replyTo' | 'subject'>): Place {
  const parsed = Place.safeParse(event.replyTo ?? parseCommitId(event.subject?.id ?? ''));
  return parsed.success ? parsed.data : readTarget(event.replyTo);
}

/** Placeholders of every route under `/repos/{owner}/{repo}`. */
export const repositoryOf = ({ owner, repo }: Place) => ({ owner, repo });

/** Placeholders of every route under `/repos/{owner}/{repo}/pulls/{pull_number}`. */
export const pullOf = ({ owner, repo, number }: Target) => ({ owner, repo, pull_number: number });
