import { z } from 'zod';
import type { Connection, PlatformEvent } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Api } from './api.ts';
import { repositoryOf, type Target } from './target.ts';

type Answer = Awaited<ReturnType<NonNullable<Connection['authorise']>>>;

const Permission = z.object({ permission: z.string() });

/**
 * Commands cost money and post in the repository's name, so they need write access to it. Asked of GitHub each time:
 * the association in a payload says member, not what a member may do.
 */
export async function authorise(api: Api, event: PlatformEvent, target: Target): Promise<Answer> {
  const permission = await permissionOf(api, target, event.actor.name);
  // `maintain` and custom roles with write access are told as `write`.
  if (permission === 'admin' || permission === 'write') return { allowed: true };
  return {
    allowed: false,
    reason: 'github.no_permission',
    remedy: 'Commands need write access to the repository: ask someone who has it to write the comment.',
  };
}

async function permissionOf(api: Api, target: Target, login: string): Promise<string> {
  try {
    const { permission } = await api.call({
      route: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
      parameters: { ...repositoryOf(target), username: login },
      answer: Permission,
    });
    return permission;
  } catch (error) {
    // An account that was deleted, or that GitHub does not show here.
    if (error instanceof AmasError && error.code === 'bots.target_gone') return 'none';
    throw error;
  }
}
