import { z } from 'zod';
import type { Connection, PlatformEvent } from '#bots/contract.ts';
import { call, type Client } from './client.ts';
import { slackNameOf } from './slack-error.ts';

type Decision = Awaited<ReturnType<NonNullable<Connection['authorise']>>>;

const User = z.object({
  user: z.object({
    team_id: z.string().nullish(),
    deleted: z.boolean().nullish(),
    is_bot: z.boolean().nullish(),
    is_restricted: z.boolean().nullish(),
    is_ultra_restricted: z.boolean().nullish(),
    is_stranger: z.boolean().nullish(),
    is_admin: z.boolean().nullish(),
    is_owner: z.boolean().nullish(),
    enterprise_user: z.object({ teams: z.array(z.string()).nullish() }).nullish(),
  }),
});

const refused = (reason: string, remedy: string): Decision => ({ allowed: false, reason, remedy });

/** Full members of the workspace may ask; guests and people of other workspaces may not. Payloads do not tell. */
export async function authorise(event: PlatformEvent, client: Client): Promise<Decision> {
  return await askOf(event, client, () => ({ allowed: true }));
}

/**
 * About money decide those whom the operator named, else the workspace's admins and owners.
 * @param approvers ids of members, separated by commas.
 */
export async function mayDecide(
  event: PlatformEvent,
  client: Client,
  approvers: string | undefined,
): Promise<Decision> {
  const named = approvers?.split(',').map((id) => id.trim());
  return await askOf(event, client, ({ is_admin: isAdmin, is_owner: isOwner }) => {
    if (named) return named.includes(event.actor.id) ? { allowed: true } : notNamed;
    return isAdmin || isOwner ? { allowed: true } : noAdmin;
  });
}

async function askOf(
  event: PlatformEvent,
  client: Client,
  ofMember: (user: z.infer<typeof User>['user']) => Decision,
): Promise<Decision> {
  if (event.actor.trust === 'outsider') return outsider;
  let answer: unknown;
  try {
    answer = await call('users.info', () => client.users.info({ user: event.actor.id }));
  } catch (error) {
    return decisionOnFailure(error);
  }
  const parsed = User.safeParse(answer);
  if (!parsed.success) return unknownPerson;
  const { user } = parsed.data;
  if (user.deleted || user.is_bot) return unknownPerson;
  const isGuest = user.is_restricted || user.is_ultra_restricted || user.is_stranger;
  return isGuest || !belongsTo(event.accountId, user) ? outsider : ofMember(user);
}

const outsider = refused(
  'slack.guest',
  'Guests and people of other workspaces cannot ask: a full member can.',
);
const notNamed = refused(
  'slack.no_approver',
  'The operator leaves decisions about money to the members in SLACK_APPROVERS: ask one of them.',
);
const noAdmin = refused(
  'slack.no_approver',
  'Decisions about money are left to admins of the workspace: ask one of them, or have the operator name you in SLACK_APPROVERS.',
);
const unknownPerson = refused(
  'slack.person_unknown',
  'Slack does not know this person any more: a member can ask.',
);

/** In an enterprise a person has a home workspace and is a member of others. */
function belongsTo(teamId: string | undefined, user: z.infer<typeof User>['user']): boolean {
  if (teamId === undefined || !user.team_id) return true;
  return user.team_id === teamId || (user.enterprise_user?.teams?.includes(teamId) ?? false);
}

function decisionOnFailure(error: unknown): Decision {
  if (slackNameOf(error) === 'missing_scope') {
    return refused('slack.scope_missing', 'Give the Slack app the scope users:read and reinstall it.');
  }
  if (slackNameOf(error) === 'user_not_found') return unknownPerson;
  throw error;
}
