import { decideWithin } from '../approvals/decide-approval.ts';
import { findMeant } from '../approvals/find-meant.ts';
import { mostUsdOf } from '../approvals/most-usd.ts';
import { cleanText } from '../rows.ts';
import type { Act } from './perform-act.ts';

/** Decides about a task that waits because of a limit of money; said again, it changes nothing. */
export const decideAs =
  (status: 'approved' | 'rejected'): Act =>
  async ({ host, task, event }) =>
  async (transaction) => {
    const { store } = transaction;
    const meant = await findMeant(store, task, event);
    if (meant.kind === 'none') return { title: 'Nothing decided', markdown: meant.why };
    const { target, approval } = meant;
    const isDone = await decideWithin(transaction, host.agentManifests, {
      taskId: target.id,
      status,
      decidedBy: cleanText(`${event.platform}:${event.actor.name}`),
      now: host.clock.now(),
    });
    if (!isDone) {
      const before =
        approval.decidedBy === null ? '' : ` It was ${approval.status} by ${approval.decidedBy}.`;
      return {
        title: 'Nothing decided',
        markdown: `It does not wait any more: it is ${target.status}.${before}`,
      };
    }
    const { limit, limitUsd } = approval.refusal;
    return status === 'approved'
      ? {
          title: 'Approved',
          markdown: `It goes on beyond the limit of $${limitUsd} (${limit}), for at most $${await mostUsdOf(store, target.id)} more.`,
        }
      : { title: 'Rejected', markdown: 'It goes on without a model: what rules find is told.' };
  };
