import { startServers, type Servers } from '#apps/cli/server/servers.ts';
import { openDatabase, type Database } from '#prisma/client.ts';
import { createGitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import { addSampleRepository, sampleRepository } from '#test/stand-ins/github/sample-repository.ts';
import { createSlackStandIn, type SlackStandIn } from '#test/stand-ins/slack/stand-in.ts';
import { chooseHubPort } from '../hub-port.ts';
import type { Platforms, Scene, Stage } from '../scene.ts';
import { serverEnvironment } from '../server-environment.ts';

const user = 'U0MONA00001';

/** The platforms first: hub and worker are told where they are. */
export async function startEverything(stage: Stage): Promise<Scene> {
  const { story, config } = stage;
  story.chapter('Start everything');
  const platforms = await story.task({
    label: 'starting the stand-ins for GitHub and Slack',
    work: () => startPlatforms(stage),
    done: () => 'stand-ins for GitHub and Slack',
  });
  const { github, slack } = platforms;
  const { port, why } = await chooseHubPort(config.port);
  const servers = await story.task({
    label: 'starting PostgreSQL, hub and worker',
    remedy: `The log says what is missing. What earlier demos left is in ${config.dataDirectory}.`,
    work: (signal) => startHubAndWorker(stage, platforms, port, signal),
    done: ({ hubUrl }) => `embedded PostgreSQL, migrated; worker; hub at ${hubUrl}`,
  });
  if (why !== undefined) story.line(`  ${why}`);
  const hubUrl = servers.hubUrl ?? '';
  github.configureHook(`${hubUrl}/webhooks/github`);
  slack.setHubUrl(`${hubUrl}/webhooks/slack`);
  return { ...platforms, servers, hubUrl, database: openRows(stage, servers) };
}

/**
 * Ids are never those of an earlier demo: what that one left unfinished in the database finds its installation and its
 * channel gone, and cannot touch what this one shows.
 */
async function startPlatforms({ undo }: Stage): Promise<Platforms> {
  const runId = Date.now();
  const github = await createGitHubStandIn({ firstId: runId });
  undo.push(() => github.close());
  const repository = addSampleRepository(github);
  github.install({ account: sampleRepository.owner });
  const slack = await createSlackStandIn();
  undo.push(() => slack.close());
  const channel = `C${runId.toString(36).toUpperCase()}`;
  furnish(slack, channel);
  return { github, repository, slack, channel, user };
}

function furnish({ workspace }: SlackStandIn, channel: string): void {
  workspace.addUser({ id: user, name: 'mona' });
  const members = new Set([user, workspace.app.botUserId]);
  workspace.addChannel({ id: channel, name: 'reviews', members });
}

async function startHubAndWorker(
  stage: Stage,
  platforms: Platforms,
  port: number,
  signal: AbortSignal,
): Promise<Servers> {
  const { config, logFile, story, undo } = stage;
  const starting = startServers({
    environment: serverEnvironment(config, port, platforms),
    only: ['hub', 'worker'],
    log: logFile.log,
    say: (line) => story.line(line),
    output: logFile.descriptor,
    signal,
  });
  // A start that was broken off stops what it had started before it rejects.
  undo.push(async () => {
    const servers = await starting.catch(() => undefined);
    await servers?.stop();
  });
  return await starting;
}

/** The demo reads what the servers wrote, to show it. */
function openRows({ logFile, undo }: Stage, { databaseUrl }: Servers): Database {
  const { log } = logFile;
  const database = openDatabase({ url: databaseUrl, maxConnections: 2, applicationName: 'amas-demo', log });
  undo.push(() => database.close());
  return database;
}
