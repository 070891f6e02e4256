import { describe, expect, it } from 'vitest';
import type { OpenedPull } from '#test/stand-ins/github/repository-handle.ts';
import { eventually } from '#test/support/eventually.ts';
import { describeWithRedis } from '#test/support/redis.ts';
import {
  createFaultScene,
  findViolations,
  openSmallPullRequest,
  type BackendName,
  type FaultScene,
} from './scene.ts';
import { createRandom, inflict, planFaults } from './schedule.ts';

/** Replay a failure with AMAS_FAULT_SEED=<seed>. */
const seed = Number(process.env['AMAS_FAULT_SEED'] ?? 20_261_121);
const pullCount = 6;

describe('on PostgreSQL', () => survives('postgres'));
describeWithRedis('on Redis', () => survives('redis'));

function survives(backend: BackendName): void {
  it(`every acknowledged delivery ends in one task and one effect, whatever is killed meanwhile (seed ${seed})`, async () => {
    const faults = await createFaultScene(backend);
    try {
      const random = createRandom(seed + 1);
      const pulls: OpenedPull[] = [];
      const plan = planFaults(seed, backend === 'redis');
      for (let index = 0; index < Math.max(pullCount, plan.length); index += 1) {
        if (index < pullCount) pulls.push(openSmallPullRequest(faults.scene, index));
        const fault = plan[index];
        if (fault) await inflict(faults, fault);
        await new Promise((done) => setTimeout(done, random() * 300));
      }
      await redeliverUntilAcknowledged(faults);
      await eventually(
        'everything to be done exactly once',
        async () => {
          expect(await findViolations(faults, pulls)).toEqual([]);
          return true;
        },
        { timeoutMs: 60_000, intervalMs: 500 },
      );
    } catch (error) {
      console.log(faults.amas.hub().lines.slice(-40).join('\n'));
      console.log(faults.amas.worker().lines.slice(-60).join('\n'));
      throw error;
    } finally {
      await faults.close();
    }
  }, 150_000);
}

/** GitHub does not retry by itself: somebody presses "Redeliver" for what was not answered with 2xx. */
async function redeliverUntilAcknowledged({ scene }: FaultScene): Promise<void> {
  await eventually(
    'every delivery to be acknowledged',
    async () => {
      await scene.github.settled();
      const deliveries = scene.github.deliveries();
      const isAcknowledged = (guid: string) =>
        deliveries.some((delivery) => delivery.guid === guid && isAccepted(delivery.outcome.statusCode));
      const missing = deliveries.filter((delivery) => !isAcknowledged(delivery.guid));
      for (const delivery of missing) scene.github.redeliver(delivery);
      return missing.length === 0;
    },
    { timeoutMs: 40_000, intervalMs: 500 },
  );
}

const isAccepted = (statusCode: number) => statusCode >= 200 && statusCode < 300;
