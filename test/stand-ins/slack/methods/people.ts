import type { CallArguments } from '../call-arguments.ts';
import { Refusal } from '../refusal.ts';
import type { Workspace } from '../workspace.ts';
import { joinedChannel } from './channel-access.ts';

const emoji = new Set(['eyes', 'white_check_mark', 'x', 'thumbsup', 'hourglass_flowing_sand', 'rocket']);

export function authTest(_args: CallArguments, workspace: Workspace): object {
  const { teamDomain, teamId, botUserId, botId } = workspace.app;
  return {
    url: `https://${teamDomain}.slack.com/`,
    team: teamDomain,
    user: 'amas',
    team_id: teamId,
    user_id: botUserId,
    bot_id: botId,
    is_enterprise_install: false,
  };
}

export function userInfo(args: CallArguments, workspace: Workspace): object {
  const user = workspace.users.get(args.required('user'));
  if (!user) throw new Refusal('user_not_found');
  return {
    user: {
      id: user.id,
      team_id: user.teamId,
      name: user.name,
      deleted: user.deleted,
      is_bot: user.isBot,
      is_admin: user.isAdmin,
      is_owner: false,
      is_restricted: user.isRestricted || user.isUltraRestricted,
      is_ultra_restricted: user.isUltraRestricted,
      ...(user.isStranger ? { is_stranger: true } : {}),
      profile: { display_name: user.name },
    },
  };
}

export function addReaction(args: CallArguments, workspace: Workspace): object {
  const name = args.required('name');
  if (!emoji.has(name)) throw new Refusal('invalid_name');
  const { id } = joinedChannel(workspace, args.required('channel'));
  const message = workspace.find(id, args.required('timestamp'));
  if (!message || message.visibleTo !== undefined) throw new Refusal('message_not_found');
  const user = workspace.app.botUserId;
  if (message.reactions.some((each) => each.name === name && each.user === user)) {
    throw new Refusal('already_reacted');
  }
  workspace.replace(message, { reactions: [...message.reactions, { name, user }] }, 'reacted');
  return {};
}
