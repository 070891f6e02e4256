import type { Effective } from '#agents/configuration/effective.ts';
import { catalog } from '#bots/commands/catalog.ts';
import { accessWords, type WhoMay } from '#bots/commands/help.ts';
import type { Connection, PlatformEvent } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { TaskRow } from '#prisma/repositories/tasks.ts';
import { connectTo, type JobHost } from '../host.ts';
import { readLimits } from '../rows.ts';
import { loadSettings, type ConfiguredSubject } from '../task-plan/load-configuration.ts';
import { ruledAccess, type CommandRules } from './access-of.ts';

/** What `.amas.yml` says about commands on a subject, and where it says so. */
export interface Ruled {
  readonly rules: CommandRules;
  /** For people: `octo/repo@main:.amas.yml:3`; undefined where nothing is said. */
  readonly from: string | undefined;
}

/**
 * Of the base branch of a pull request, of the default branch for an issue: never of what a stranger proposes. A file
 * that is broken or cannot be found says nothing, and the declared roles hold.
 */
export async function loadRules(host: JobHost, task: TaskRow, event: PlatformEvent): Promise<Ruled> {
  const platform = task.subjectPlatform ?? task.platform;
  if (task.subjectId === null) return unruled;
  const accountId = platform === task.platform ? task.accountId : null;
  try {
    const connection = await connectTo(host, { ...task, platform, accountId });
    const subject = await configuredSubject(connection, task, event);
    if (!subject) return unruled;
    const { maxCostUsd } = readLimits(task.limits);
    return ruledBy(await loadSettings(connection, subject, { maxCostUsd }));
  } catch (error) {
    // What is gone has no rules; whoever asks about it is told so by the work itself.
    if (error instanceof AmasError && error.code === 'bots.target_gone') return unruled;
    throw error;
  }
}

const unruled: Ruled = { rules: {}, from: undefined };

function ruledBy({ settings, sources }: Effective): Ruled {
  const { place, line } = sources.commands ?? {};
  const from = place === undefined || line === undefined ? place : `${place}:${line}`;
  return { rules: settings.commands, from };
}

/** The subject of a task as the place whose configuration holds for it. */
export async function configuredSubject(
  connection: Connection,
  task: TaskRow,
  event: PlatformEvent,
): Promise<ConfiguredSubject | undefined> {
  const id = task.subjectId ?? '';
  const isIssue = event.subject?.type === 'issue' && event.subject.id === id;
  // An issue has no base branch: where it answers is all that is needed.
  if (isIssue) return event.replyTo && { replyTo: event.replyTo };
  return await connection.pullRequest?.(id);
}

/** For the help of a place where these rules hold. */
export const whoMayUnder =
  ({ rules }: Ruled): WhoMay =>
  (declaration) => {
    const access = ruledAccess(declaration, rules);
    return access === 'nobody' ? 'nobody here: `.amas.yml` switches it off' : accessWords(access);
  };

/** Each command that the rules speak of with what that comes to; nothing where they speak of none. */
export function ruledMarkdown(ruled: Ruled): string | undefined {
  const names = Object.keys(ruled.rules);
  if (names.length === 0) return undefined;
  const lines = names.map((name) => {
    const declaration = catalog.find((each) => each.name === name);
    return declaration
      ? `- \`/amas ${name}\`: ${whoMayUnder(ruled)(declaration)}`
      : `- \`${name.replaceAll('`', '')}\` is no command, and its rule is not used.`;
  });
  return `**Who may, by \`commands\` of \`.amas.yml\`:**\n\n${lines.join('\n')}\n\nA rule narrows a command as it likes and opens it only as far as its declaration allows.`;
}
