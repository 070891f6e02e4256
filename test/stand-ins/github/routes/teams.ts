import { holdsAny, notAccessible } from '../http/access.ts';
import { notFound } from '../http/refusal.ts';
import { ok } from '../http/reply.ts';
import { textParam, type Route } from '../http/route.ts';

/** Who belongs to a team: the organization's permission `members`, not one of a repository. */
export const teamRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/orgs/:org/teams/:team/memberships/:username',
    docs: 'teams/members#get-team-membership-for-a-user',
    access: 'any',
    handle: (exchange) => {
      const { world, identity } = exchange;
      const organization = textParam(exchange, 'org').toLowerCase();
      if (!holdsAny(identity, ['members:read'])) throw notAccessible(['members:read']);
      const isForeign =
        identity.kind === 'installation' &&
        identity.token.installation.account.login.toLowerCase() !== organization;
      const members = world.teams.get(`${organization}/${textParam(exchange, 'team').toLowerCase()}`);
      const isMember = members?.has(textParam(exchange, 'username').toLowerCase()) === true;
      if (isForeign || !isMember) throw notFound();
      const url = `${world.url}${exchange.path}`;
      return ok({ url, role: 'member', state: 'active' });
    },
  },
];
