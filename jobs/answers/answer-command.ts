import type { PlatformEvent } from '#bots/contract.ts';
import { createReply } from '#prisma/repositories/replies.ts';
import { endTask, listTasks, type TaskRow } from '#prisma/repositories/tasks.ts';
import { commandHelp } from '../delivery-process/rules.ts';
import type { JobHost } from '../host.ts';
import { answerContent } from '../reply-content.ts';
import { toJsonColumn } from '../rows.ts';
import { explainWhy, whyMarkdown } from './why.ts';

const maxListed = 10;

/** Commands that need no agent: answered at once, where they were asked. */
export async function answerCommand(host: JobHost, task: TaskRow, event: PlatformEvent): Promise<void> {
  const { title, markdown } = await answer(host, task, event);
  await host.jobs.transact(async (store, enqueue) => {
    if (!(await endTask(store, task.id, { status: 'finished' })) || !event.replyTo) return;
    const replyId = await createReply(store, {
      organizationId: task.organizationId,
      projectId: task.projectId,
      taskId: task.id,
      platform: task.platform,
      accountId: task.accountId,
      target: toJsonColumn(event.replyTo),
      content: toJsonColumn(answerContent(title, markdown)),
    });
    await enqueue('reply.post', { replyId });
  });
}

interface Answer {
  readonly title: string;
  readonly markdown: string;
}

async function answer(host: JobHost, task: TaskRow, event: PlatformEvent): Promise<Answer> {
  const url = task.subjectUrl ?? undefined;
  switch (event.command?.name ?? 'help') {
    case 'why':
      return {
        title: 'What became of recent events',
        markdown: await explanation(host, task, url),
      };
    case 'status':
      return { title: 'Status', markdown: await statusMarkdown(host, task) };
    case 'review':
      return {
        title: 'Which pull request?',
        markdown: `Give the URL of a pull request that is connected here: \`review https://github.com/owner/repository/pull/1\`.${unknownUrl(event)}`,
      };
    default:
      return { title: 'What AMAS can do', markdown: helpMarkdown(event) };
  }
}

/** The question itself is no part of its answer. */
async function explanation(host: JobHost, task: TaskRow, url: string | undefined): Promise<string> {
  const entries = url === undefined ? [] : await explainWhy(host.database.store, url, task.projectId);
  return whyMarkdown(
    url,
    entries.filter((entry) => entry.taskId !== task.id),
  );
}

function unknownUrl(event: PlatformEvent): string {
  const url = event.command?.args.find((argument) => /^https?:\/\//i.test(argument));
  return url === undefined ? '' : ` No connected platform knows \`${url.replaceAll('`', '')}\`.`;
}

async function statusMarkdown(host: JobHost, task: TaskRow): Promise<string> {
  const tasks = await listTasks(
    host.database.store,
    {
      projectId: task.projectId,
      ...(task.subjectUrl === null ? {} : { subjectUrl: task.subjectUrl }),
      intent: 'review',
    },
    { limit: 3 * maxListed },
  );
  // Whoever joined a review is told of it by the review itself.
  const listed = tasks.filter(({ reason }) => reason !== 'task.joined').slice(0, maxListed);
  if (listed.length === 0) return 'Nothing has been asked for yet.';
  return listed
    .map(
      (row) =>
        `- **${row.status}**${row.reason === null ? '' : ` (\`${row.reason}\`)`} · ${row.subjectUrl ?? row.instructions} · ${row.createdAt.toISOString().slice(0, 19).replace('T', ' ')} UTC`,
    )
    .join('\n');
}

function helpMarkdown(event: PlatformEvent): string {
  const asked = event.command?.name;
  const unknown =
    asked === undefined || asked === 'help'
      ? ''
      : `I do not know \`${asked.replaceAll('`', '').slice(0, 40)}\`.\n\n`;
  const lines = commandHelp.map((command) => `- \`/amas ${command.usage}\`: ${command.does}`);
  return `${unknown}${lines.join('\n')}\n\nMention me with the same words where slash commands do not work.`;
}
