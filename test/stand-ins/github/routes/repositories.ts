import { repositoryDetailJson } from '../json/repository.ts';
import { userJson } from '../json/account.ts';
import { notFound, Refusal } from '../http/refusal.ts';
import { noContent, ok } from '../http/reply.ts';
import { repositoryRoute, textParam, type Route } from '../http/route.ts';
import type { Role } from '../state/model.ts';
import { roleOf } from '../state/repositories.ts';

/** What `permission` says for a role; `role_name` keeps the finer word. */
const permissionOf: Record<Role, 'admin' | 'write' | 'read' | 'none'> = {
  admin: 'admin',
  maintain: 'write',
  write: 'write',
  triage: 'read',
  read: 'read',
  none: 'none',
};

export const repositoryRoutes: readonly Route[] = [
  repositoryRoute({
    method: 'GET',
    path: '',
    docs: 'repos/repos#get-a-repository',
    access: ['metadata:read'],
    handle: ({ world, repository }) => ok(repositoryDetailJson(world, repository)),
  }),
  repositoryRoute({
    method: 'GET',
    path: '/collaborators/:username',
    docs: 'collaborators/collaborators#check-if-a-user-is-a-repository-collaborator',
    access: ['metadata:read'],
    handle: (exchange) => {
      const { world, repository } = exchange;
      const user = world.users.get(textParam(exchange, 'username').toLowerCase());
      const isOne = user && (user === repository.owner || repository.roles.has(user.login.toLowerCase()));
      if (!isOne) throw notFound();
      return noContent();
    },
  }),
  repositoryRoute({
    method: 'GET',
    path: '/collaborators/:username/permission',
    docs: 'collaborators/collaborators#get-repository-permissions-for-a-user',
    access: ['metadata:read'],
    handle: (exchange) => {
      const { world, repository } = exchange;
      const username = textParam(exchange, 'username');
      const user = world.users.get(username.toLowerCase());
      if (!user) throw new Refusal(404, `${username} is not a user`);
      const role = roleOf(repository, user);
      const permission = permissionOf[role];
      return ok({ permission, role_name: role, user: { ...userJson(world, user), role_name: role } });
    },
  }),
];
