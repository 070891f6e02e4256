import { allows, covers } from '../state/apps.ts';
import type { Installation, Repository } from '../state/model.ts';
import type { HookEvent, World } from '../state/world.ts';
import type { Deliveries } from './deliveries.ts';
import { payloadOf } from './payload.ts';

/** Sends an event to every app that hears it. The payload shows the state at this moment. */
export function announce(world: World, deliveries: Deliveries, event: HookEvent): void {
  const repository = repositoryOf(event);
  for (const installation of audience(world, event, repository)) {
    deliveries.send(installation.app, {
      event: event.event,
      action: event.action,
      installationId: installation.id,
      repositoryId: repository?.id ?? null,
      payload: payloadOf(world, event, repository, installation),
    });
  }
}

function repositoryOf(event: HookEvent): Repository | undefined {
  if ('issue' in event) return event.issue.repository;
  if ('comment' in event) return event.comment.issue.repository;
  if ('review' in event) return event.review.issue.repository;
  if (event.event === 'merge_group') return event.repository;
  if (event.event === 'check_run') return event.run.suite.repository;
  return event.event === 'check_suite' ? event.suite.repository : undefined;
}

function audience(world: World, event: HookEvent, repository: Repository | undefined): Installation[] {
  if ('installation' in event) return [event.installation];
  return [...world.installations.values()].filter(
    (installation) =>
      repository !== undefined &&
      covers(installation, repository) &&
      installation.suspendedAt === undefined &&
      hears(installation, event),
  );
}

/** Check events come unasked with the permission; what asks for work goes to the app that owns the check. */
function hears({ app, permissions }: Installation, event: HookEvent): boolean {
  if (event.event !== 'check_run' && event.event !== 'check_suite') return app.events.includes(event.event);
  if (event.action === 'created' || event.action === 'completed')
    return allows(permissions, 'checks', 'read');
  const suite = event.event === 'check_run' ? event.run.suite : event.suite;
  return suite.app === app && allows(permissions, 'checks', 'write');
}
