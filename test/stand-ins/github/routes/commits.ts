import { commitJson, fileJson } from '../json/commit.ts';
import { Refusal } from '../http/refusal.ts';
import { ok } from '../http/reply.ts';
import { repositoryRoute, textParam, type Route } from '../http/route.ts';
import { resolveRef } from '../state/repositories.ts';

const maxFiles = 300;

export const commitRoutes: readonly Route[] = [
  repositoryRoute({
    method: 'GET',
    path: '/commits/:ref',
    docs: 'commits/commits#get-a-commit',
    access: ['contents:read'],
    handle: (exchange) => {
      const { world, repository } = exchange;
      const { store, diffs } = repository;
      const ref = textParam(exchange, 'ref');
      const commit = store.commit(resolveRef(repository, ref) ?? '');
      if (!commit) throw new Refusal(422, `No commit found for SHA: ${ref}`);
      // A merge is shown as what it brought to its first parent.
      const changes = diffs.between(commit.parents[0], commit.sha);
      const sum = (side: 'additions' | 'deletions') =>
        changes.reduce((total, change) => total + change[side], 0);
      const [additions, deletions] = [sum('additions'), sum('deletions')];
      return ok({
        ...commitJson(world, repository, commit),
        stats: { additions, deletions, total: additions + deletions },
        files: changes.slice(0, maxFiles).map((change) => fileJson(world, repository, change, commit.sha)),
      });
    },
  }),
];
