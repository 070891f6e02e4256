import { manifests as agentManifests } from '#agents/manifests.ts';
import { decideOnTask } from '#jobs/approvals/decide-approval.ts';
import { findApproval } from '#prisma/repositories/budget-approvals.ts';
import { findTask } from '#prisma/repositories/tasks.ts';
import type { Cli } from '../command.ts';
import { cliActor } from '../data/cli-actor.ts';
import type { DataOptions } from '../data/data-options.ts';
import { findId, unknownId } from '../data/find-id.ts';
import { withData } from '../data/open-data.ts';
import { WrongUse } from '../errors.ts';
import { printJson } from '../output/print-json.ts';

export interface DecideOptions extends DataOptions {
  readonly status: 'approved' | 'rejected';
}

export async function decide(cli: Cli, given: string, options: DecideOptions): Promise<void> {
  const { status } = options;
  const { taskId, limit } = await withData(cli, options, async ({ database: { store }, jobs }) => {
    const taskId = await findId(store, 'task', given);
    if (taskId === undefined) throw await unknownId(store, 'task', given);
    const decision = { taskId, status, decidedBy: cliActor(), now: cli.clock.now() };
    const isDone = await decideOnTask(jobs, agentManifests, decision);
    const [task, approval] = [await findTask(store, taskId), await findApproval(store, taskId)];
    if (isDone && approval) return { taskId, limit: approval.refusal.limit };
    const decided = approval?.decidedBy ? ` It was ${approval.status} by ${approval.decidedBy}.` : '';
    throw new WrongUse(
      `Task ${taskId} does not wait for a decision: it is ${task?.status ?? 'gone'}.${decided} Those that wait: amas budget`,
    );
  });
  const { terminal } = cli;
  if (options.json) printJson(terminal, { task: taskId, outcome: status, limit });
  else {
    const how = status === 'approved' ? `beyond the limit (${limit})` : 'without a model';
    terminal.out(`Task ${taskId} goes on ${how}. Watch it with: amas show ${taskId}\n`);
  }
}
