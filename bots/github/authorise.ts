import { z } from 'zod';
import { roles, type Access, type Authorisation, type PlatformEvent, type Role } from '#bots/contract.ts';
import type { Clock } from '#monitoring/clock.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Api } from './api.ts';
import { repositoryOf, type Place } from './target.ts';

/** A right taken away counts after this time at the latest; one that was given, sooner. */
const allowedForMs = 60_000;
const deniedForMs = 10_000;
const maxKnown = 2_000;

export type Authorise = (
  api: Api,
  event: PlatformEvent,
  ask: { readonly target: Place; readonly access: Access },
) => Promise<Authorisation>;

/**
 * Who may ask, as GitHub says now: the association in a payload says member, not what a member may do. Bots are let in
 * only where they are named. A public repository can be read by anybody, so what needs to read it is left there to its
 * collaborators: strangers must not be able to make the bot talk.
 */
export function createAuthorise(clock: Pick<Clock, 'now'>): Authorise {
  const known = new Map<string, { readonly answer: Authorisation; readonly until: number }>();
  return async (api, event, { target, access }) => {
    const key = JSON.stringify([target.owner, target.repo, target.isPrivate, event.actor.name, access]);
    const remembered = known.get(key);
    if (remembered && remembered.until > clock.now()) return remembered.answer;
    const answer = await decide(api, event, { target, access });
    known.delete(key);
    known.set(key, { answer, until: clock.now() + (answer.allowed ? allowedForMs : deniedForMs) });
    const [oldest] = known.keys();
    if (known.size > maxKnown && oldest !== undefined) known.delete(oldest);
    return answer;
  };
}

const decide: Authorise = async (api, event, { target, access }) => {
  const { actor } = event;
  if ('names' in access) {
    const isNamed = await isAmong(api, target, actor.name, access.names);
    if (!isNamed) return notNamed(access.names);
    if (access.role === undefined) return { allowed: true };
  }
  if (actor.isBot) return bot;
  const least = access.role ?? 'read';
  const role = await roleOf(api, target, actor.name);
  if (roles.indexOf(role as Role) < roles.indexOf(least)) return lacking(least);
  const isAnybody = least === 'read' && role === 'read' && target.isPrivate !== true;
  return isAnybody && !(await isCollaborator(api, target, actor.name)) ? lacking('read') : { allowed: true };
};

const RoleAnswer = z.object({ permission: z.string(), role_name: z.string().nullish() });

/** `none` and unknown roles are below every other. A role of the organization's own counts as the one it builds on. */
async function roleOf(api: Api, target: Place, login: string): Promise<string> {
  const answer = await found(
    api.call({
      route: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
      parameters: { ...repositoryOf(target), username: login },
      answer: RoleAnswer,
    }),
  );
  // An account that was deleted, or that GitHub does not show here.
  if (!answer) return 'none';
  const { permission, role_name: roleName } = answer;
  return roleName && (roles as readonly string[]).includes(roleName) ? roleName : permission;
}

async function isCollaborator(api: Api, target: Place, login: string): Promise<boolean> {
  const answer = await found(
    api.call({
      route: 'GET /repos/{owner}/{repo}/collaborators/{username}',
      parameters: { ...repositoryOf(target), username: login },
      // 204 without a body, or 404.
      answer: z.unknown().transform(() => true),
    }),
  );
  return answer ?? false;
}

const Membership = z.object({ state: z.string() });

/** Names compare without case; `org/team` counts its active members. */
async function isAmong(api: Api, target: Place, login: string, names: readonly string[]): Promise<boolean> {
  const wanted = names.map((name) => name.replace(/^@/, '').toLowerCase());
  if (wanted.includes(login.toLowerCase())) return true;
  for (const name of wanted) {
    const [org, team, ...more] = name.split('/');
    // A team of another organization cannot be asked for with these rights.
    if (!org || !team || more.length > 0 || org !== target.owner.toLowerCase()) continue;
    const membership = await found(
      api.call({
        route: 'GET /orgs/{org}/teams/{team_slug}/memberships/{username}',
        parameters: { org, team_slug: team, username: login },
        answer: Membership,
      }),
    );
    if (membership?.state === 'active') return true;
  }
  return false;
}

/** Undefined when GitHub knows no such thing, or does not show it. */
async function found<Value>(call: Promise<Value>): Promise<Value | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AmasError && error.code === 'bots.target_gone') return undefined;
    throw error;
  }
}

const bot: Authorisation = {
  allowed: false,
  reason: 'github.bot_author',
  remedy: 'Bots cannot ask for work unless the configuration names them for this command: a person can.',
};

const lacking = (role: Role): Authorisation => ({
  allowed: false,
  reason: 'github.no_permission',
  remedy: `This needs ${role === 'read' ? 'to be a collaborator of the repository' : `${role} access to the repository`}: ask someone who has it to write the comment.`,
});

const notNamed = (names: readonly string[]): Authorisation => ({
  allowed: false,
  reason: 'github.not_named',
  remedy: `The configuration leaves this to ${names.slice(0, 5).join(', ')}: ask one of them, or change \`commands\` there.`,
});
