import type { Database } from '#prisma/client.ts';
import { readConfigurations, type RunningConfiguration } from '#prisma/repositories/model-configurations.ts';
import { fail, ok, warn, type Check } from './check.ts';

/** Whether the processes that run use the files of keys and routing as they stand. Nothing where none follows a file. */
export async function checkConfigurations(database: Pick<Database, 'pool'>): Promise<Check[]> {
  const running = await readConfigurations(database);
  const refused = running.flatMap(({ problem, ...each }) =>
    problem === undefined ? [] : [{ each, problem }],
  );
  if (refused.length > 0) {
    return refused.map(({ each, problem }) =>
      fail(
        'models-in-use',
        `${nameOf(each)} keeps the keys and the routing of ${timeOf(each)}: the files were changed since, and are not valid`,
        problem,
      ),
    );
  }
  const kinds = new Set(running.map(({ fingerprint }) => fingerprint));
  if (kinds.size > 1) {
    const list = running.map((each) => `${nameOf(each)} since ${timeOf(each)}: ${namesOf(each)}`).join('; ');
    return [
      warn(
        'models-in-use',
        `The running processes use different keys or routing (${list})`,
        'After a change this lasts seconds. If it stays, they read different files, or one has variables that another lacks.',
      ),
    ];
  }
  const [first] = running;
  if (!first) return [];
  const who = running.map(nameOf).join(', ');
  return [ok('models-in-use', `${who}: the same keys and routing, for ${namesOf(first)}`)];
}

const nameOf = ({ service, process: one }: RunningConfiguration) => `${service} (${one})`;
const timeOf = ({ loadedAt }: RunningConfiguration) => new Date(loadedAt).toISOString();
const namesOf = ({ models }: RunningConfiguration) => (models.length === 0 ? 'no model' : models.join(', '));
