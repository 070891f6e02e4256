import type { NewAct } from '#prisma/repositories/acts.ts';
import { cleanText } from '../rows.ts';
import type { Acting } from './perform-act.ts';

/** The columns that every act of a command has. Its task is its origin: run twice, it is recorded once. */
export function actFields({ task, event, subjectId }: Acting): Omit<NewAct, 'kind'> {
  return {
    organizationId: task.organizationId,
    projectId: task.projectId,
    platform: task.subjectPlatform ?? task.platform,
    subjectId,
    actorId: `${task.platform}:${event.actor.id}`,
    actorName: cleanText(event.actor.name),
    origin: `task:${task.id}`,
  };
}

/** `octo/repo` of `octo/repo#12`. */
export const repositoryOf = (subjectId: string): string => subjectId.replace(/#[^#]*$/, '');
