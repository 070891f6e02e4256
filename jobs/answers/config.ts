import type { Effective } from '#agents/configuration/effective.ts';
import { explain, type Explained } from '#agents/configuration/explain.ts';
import type { TaskRow } from '#prisma/repositories/tasks.ts';
import { connectTo, type JobHost } from '../host.ts';
import { readLimits } from '../rows.ts';
import type { PlatformEvent } from '#bots/contract.ts';
import { configuredSubject } from '../commands/load-rules.ts';
import { loadSettings } from '../task-plan/load-configuration.ts';

const none = 'Say which pull request: its base branch decides. On one, write `/amas config`.';

/**
 * Every value that holds for a pull request or an issue, with its origin.
 * @param prefix shows the keys that begin with it, such as `review.ignore`.
 */
export async function configMarkdown(
  host: JobHost,
  { task, event }: { readonly task: TaskRow; readonly event: PlatformEvent },
  prefix = '',
): Promise<string> {
  if (task.subjectId === null) return none;
  const platform = task.subjectPlatform ?? task.platform;
  const accountId = platform === task.platform ? task.accountId : null;
  const connection = await connectTo(host, { ...task, platform, accountId });
  const subject = await configuredSubject(connection, task, event);
  if (!subject) return none;
  const { maxCostUsd } = readLimits(task.limits);
  return explainedMarkdown(await loadSettings(connection, subject, { maxCostUsd }), prefix);
}

/** What differs from the defaults comes first: it is what people look for. */
export function explainedMarkdown(effective: Effective, prefix = ''): string {
  const values = explain(effective, prefix);
  if (values.length === 0) {
    return `There is no key \`${prefix.replaceAll('`', '').slice(0, 60)}\`. \`/amas config\` shows all.`;
  }
  const [set, standard] = [values.filter(isSet), values.filter((value) => !isSet(value))];
  const problems = effective.problems.map((problem) => `- ${problem.replaceAll('\n', ' ')}`);
  return [
    ...(problems.length === 0 ? [] : ['**Not used:**', problems.join('\n')]),
    ...(set.length === 0 ? ['Nothing is set: all values are defaults.'] : [set.map(line).join('\n')]),
    ...(standard.length === 0 ? [] : ['**Defaults:**', standard.map(line).join('\n')]),
    'The file is `.amas.yml` on the base branch; below it `.amas.yml` of the repository `.amas` of the same owner.',
  ].join('\n\n');
}

const isSet = ({ from }: Explained): boolean => from !== 'default';

const line = ({ name, value, from, does }: Explained): string =>
  `- \`${name}\` = \`${value.replaceAll('`', '')}\`${from === 'default' ? '' : ` (${from})`}: ${does}`;
