import type { Reply } from '../http/reply.ts';
import { findRepository, isPull } from '../state/repositories.ts';
import type { World } from '../state/world.ts';
import { pullPage, runPage } from './pull-page.ts';

/** The web page of a pull request or check run, when the path names one that exists. Needs no sign-in. */
export function pageAt(world: World, path: string): Reply | undefined {
  const match = /^\/([^/]+)\/([^/]+)\/(pull|runs)\/(\d+)$/.exec(path);
  if (!match) return undefined;
  const [, owner = '', name = '', kind, number] = match;
  const repository = findRepository(world, owner, name);
  if (!repository) return undefined;
  if (kind === 'runs') {
    const run = repository.checkRuns.get(Number(number));
    return run && runPage(run);
  }
  const issue = repository.issues.get(Number(number));
  return issue && isPull(issue) ? pullPage(world, issue) : undefined;
}
