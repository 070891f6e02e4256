import { findDeclaration, type Where } from '#bots/commands/catalog.ts';
import { commandHelpMarkdown, helpMarkdown, misuseMarkdown, type WhoMay } from '#bots/commands/help.ts';
import { readCommand } from '#bots/commands/read-command.ts';
import type { JsonObject, PlatformEvent } from '#bots/contract.ts';
import { createReply } from '#prisma/repositories/replies.ts';
import { endTask, type TaskRow } from '#prisma/repositories/tasks.ts';
import { loadRules, ruledMarkdown, whoMayUnder } from '../commands/load-rules.ts';
import { whereOf } from '../commands/where-of.ts';
import { connectTo, type JobHost } from '../host.ts';
import { answerContent } from '../reply-content.ts';
import { toJsonColumn, type ReplyContent } from '../rows.ts';
import { configMarkdown } from './config.ts';
import { suggestionsAnswer } from './suggestions.ts';
import { pauseLine, statusMarkdown } from './status.ts';
import { explainWhy, whyMarkdown } from './why.ts';

/** Commands that need no agent: answered at once, where they were asked. */
export async function answerCommand(host: JobHost, task: TaskRow, event: PlatformEvent): Promise<void> {
  const { title, markdown, suggestions } = await answer(host, task, event);
  const replyTo = event.replyTo ?? (await subjectPlace(host, task));
  await host.jobs.transact(async (store, enqueue) => {
    if (!(await endTask(store, task.id, { status: 'finished' })) || !replyTo) return;
    const replyId = await createReply(store, {
      organizationId: task.organizationId,
      projectId: task.projectId,
      taskId: task.id,
      platform: task.platform,
      accountId: task.accountId,
      target: toJsonColumn(replyTo),
      content: toJsonColumn(answerContent(title, markdown, suggestions)),
    });
    await enqueue('reply.post', { replyId });
  });
}

/** A button tells no place for an answer: the conversation of its subject is one. */
async function subjectPlace(host: JobHost, task: TaskRow): Promise<JsonObject | undefined> {
  if (task.subjectId === null || task.subjectPlatform !== task.platform) return undefined;
  return (await (await connectTo(host, task)).pullRequest?.(task.subjectId))?.replyTo;
}

interface Answer {
  readonly title: string;
  readonly markdown: string;
  readonly suggestions?: ReplyContent['suggestions'];
}

async function answer(host: JobHost, task: TaskRow, event: PlatformEvent): Promise<Answer> {
  const where = whereOf(event);
  const command = event.command ?? { name: 'help', args: [] };
  const reading = readCommand(command, where);
  if (reading.kind !== 'known') {
    const title = reading.kind === 'unknown' ? 'What AMAS can do' : 'That cannot be done like this';
    return {
      title,
      markdown: misuseMarkdown(reading, where, whoMayUnder(await loadRules(host, task, event))),
    };
  }
  const { declaration, words, url } = reading.command;
  const subjectUrl = task.subjectUrl ?? undefined;
  switch (declaration.name) {
    case 'why':
      return {
        title: 'What became of recent events',
        markdown: await explanation(host, task, subjectUrl),
      };
    case 'fix':
      return { title: 'Suggestions', ...(await suggestionsAnswer(host, task)) };
    case 'config':
      return {
        title: 'What holds for reviews here',
        markdown: await configAnswer(host, { task, event, prefix: words[0] }),
      };
    case 'status':
      return { title: 'Status', markdown: await statusMarkdown(host, task) };
    case 'help':
      return helpAnswer(words[0], where, whoMayUnder(await loadRules(host, task, event)));
    default:
      return { title: 'Which one?', markdown: subjectNeeded(declaration.name, url) };
  }
}

interface ConfigQuestion {
  readonly task: TaskRow;
  readonly event: PlatformEvent;
  readonly prefix: string | undefined;
}

async function configAnswer(host: JobHost, { task, event, prefix }: ConfigQuestion): Promise<string> {
  const parts = [
    await configMarkdown(host, { task, event }, prefix),
    ruledMarkdown(await loadRules(host, task, event)),
    operatorMarkdown(host),
  ];
  return parts.filter((part) => part !== undefined).join('\n\n');
}

function helpAnswer(name: string | undefined, where: Where, whoMay: WhoMay): Answer {
  const declaration = name === undefined ? undefined : findDeclaration(name.toLowerCase());
  if (declaration)
    return { title: `/amas ${declaration.name}`, markdown: commandHelpMarkdown(declaration, whoMay) };
  const unknown = name === undefined ? undefined : readCommand({ name, args: [] }, where);
  const markdown =
    unknown && unknown.kind !== 'known'
      ? misuseMarkdown(unknown, where, whoMay)
      : helpMarkdown(where, whoMay);
  return { title: 'What AMAS can do', markdown };
}

/** Without a subject nothing can be begun: in chat it has to be named. */
function subjectNeeded(name: string, url: string | undefined): string {
  const unknown = url === undefined ? '' : ` No connected platform knows \`${url.replaceAll('`', '')}\`.`;
  return `Give the URL of a pull request that is connected here: \`${name} https://github.com/owner/repository/pull/1\`.${unknown}`;
}

/** The operator's limits, which no repository can raise. */
function operatorMarkdown({ limits, bindModel }: JobHost): string {
  return [
    `- Model: ${bindModel ? 'configured by the operator' : 'none is configured, so rules alone answer'}`,
    `- Limits of one task: ${limits.maxSteps} model calls per agent, $${limits.maxCostUsd}, ${Math.round(limits.timeoutMs / 60_000)} minutes (set by the operator)`,
  ].join('\n');
}

/** The question itself is no part of its answer. */
async function explanation(host: JobHost, task: TaskRow, url: string | undefined): Promise<string> {
  const entries = url === undefined ? [] : await explainWhy(host.database.store, url, task.projectId);
  const told = whyMarkdown(
    url,
    entries.filter((entry) => entry.taskId !== task.id),
  );
  return [...(await pauseLine(host, task, task.subjectId)), told].join('\n\n');
}
