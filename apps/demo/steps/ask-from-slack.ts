import { NotFinished } from '#apps/cli/errors.ts';
import type { Store } from '#prisma/client.ts';
import { findReplies } from '#prisma/repositories/replies.ts';
import { listTasks } from '#prisma/repositories/tasks.ts';
import type { CommandOutcome } from '#test/stand-ins/slack/people.ts';
import { describeRun, endedRuns } from '../review-runs.ts';
import type { Announced, Scene, Stage } from '../scene.ts';
import { messageStates } from '../slack-message.ts';
import { seconds } from '../story.ts';
import { terminalMarkdown } from '../terminal-markdown.ts';
import { until } from '../until.ts';

const maxLines = 24;

/** The same review asked for in a channel: acknowledged at once, answered by one message that is edited as work goes on. */
export async function askFromSlack(
  { story }: Stage,
  { slack, channel, user, github, repository, database: { store } }: Scene,
  { pull }: Announced,
): Promise<void> {
  const { colors, columns } = story;
  const text = `review ${pull.url}`;
  story.chapter(`mona asks for the same in Slack: /amas ${text}`);
  const askedAt = Date.now();
  await story.task({
    label: 'sending the slash command',
    work: async () => acknowledged(await slack.slashCommand({ channel, user, text })),
    done: (status) => `acknowledged with HTTP ${status} in ${Date.now() - askedAt} ms (Slack allows 3,000)`,
  });
  await story.task({
    label: 'letting the agents work',
    work: (signal) => until(() => answeredRuns(store), signal),
    done: (runs) => `agents: ${runs.map(describeRun).join(', ')}; answer posted`,
  });
  const states = messageStates(slack.workspace, channel);
  story.line();
  story.line(`${colors.bold('One message in #reviews')}, edited in place`);
  for (const { at, text: look } of states) {
    story.line(`  ${colors.dim(`after ${seconds(at - askedAt)}`)}  ${headline(look)}`);
  }
  story.quote(terminalMarkdown(states.at(-1)?.text ?? '', { columns, maxLines, colors }));
  const [checkRun] = github.checkRuns(repository.fullName);
  story.line(`The receipt on the pull request that it links: ${checkRun?.html_url}`);
}

/** The title, and how far the work is while it goes on. */
function headline(look: string): string {
  const [title = '', ...rest] = look.split('\n');
  return [title, ...rest.filter((line) => /^[○▸✓✗] /.test(line))].join(' · ');
}

function acknowledged({ answer }: CommandOutcome): number {
  if (answer.kind === 'answered' && answer.status === 200) return answer.status;
  const reason = answer.kind === 'failed' ? answer.reason : `HTTP ${answer.status}`;
  throw new NotFinished(`The hub did not acknowledge the command: ${reason}.`);
}

/** The runs of the newest task that came from Slack, once its answer stands everywhere. */
async function answeredRuns(store: Store) {
  const [task] = await listTasks(store, {}, { limit: 1 });
  if (task?.platform !== 'slack') return undefined;
  const runs = await endedRuns(store, task.id);
  const replies = await findReplies(store, task.id);
  const failed = replies.find(({ status }) => status === 'failed');
  if (failed) throw new NotFinished(`The answer was not posted on ${failed.platform}: ${failed.reason}.`);
  return replies.every((reply) => reply.postedRevision >= reply.revision) ? runs : undefined;
}
