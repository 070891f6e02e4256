import type {
  Actor,
  Issue,
  IssueComment,
  Reaction,
  ReactionContent,
  Repository,
  ReviewComment,
} from './model.ts';
import { recordEffect, type World } from './world.ts';

/** What can be reacted to, with where it stands. */
export interface ReactionTarget {
  readonly reactions: Reaction[];
  readonly repository: Repository;
  readonly number: number;
}

export function reactionTarget(subject: Issue | IssueComment | ReviewComment): ReactionTarget {
  const issue = 'issue' in subject ? subject.issue : subject;
  return { reactions: subject.reactions, repository: issue.repository, number: issue.number };
}

/** One reaction of a kind per user: a second one answers the first. */
export function react(
  world: World,
  target: ReactionTarget,
  actor: Actor,
  content: ReactionContent,
): { readonly reaction: Reaction; readonly isNew: boolean } {
  const known = target.reactions.find(
    (reaction) => reaction.user === actor.user && reaction.content === content,
  );
  if (known) return { reaction: known, isNew: false };
  const reaction = { id: world.nextId(), user: actor.user, content, createdAt: world.now() };
  target.reactions.push(reaction);
  recordEffect(world, 'reaction.created', actor, { ...target, id: reaction.id });
  return { reaction, isNew: true };
}

export function unreact(world: World, target: ReactionTarget, actor: Actor, reaction: Reaction): void {
  target.reactions.splice(target.reactions.indexOf(reaction), 1);
  recordEffect(world, 'reaction.deleted', actor, { ...target, id: reaction.id });
}
