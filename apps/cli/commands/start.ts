import type { AddCommand, Cli } from '../command.ts';
import { WrongUse } from '../errors.ts';
import type { ServerName } from '../server/child-process.ts';

const serverNames: readonly ServerName[] = ['hub', 'worker', 'gateway'];

/** `amas start`: hub, worker and gateway, on embedded defaults or on the servers the environment names. */
export const addStart: AddCommand = (program, cli) => {
  program
    .command('start')
    .summary('start hub, worker and gateway')
    .description(
      'Start hub, worker and gateway (the OpenAI-compatible /v1). The hub listens at PORT (8000) of HOST (127.0.0.1). ' +
        'Without DATABASE_URL an embedded PostgreSQL is started under AMAS_DATA_DIR.',
    )
    .option('--only <names>', 'comma-separated: hub, worker, gateway', 'hub,worker,gateway')
    .addHelpText(
      'after',
      '\nExamples:\n  $ amas start\n  $ DATABASE_URL=postgresql://… amas start --only worker',
    )
    .action(async (options: { only: string }) => {
      await start(cli, parseOnly(options.only));
    });
};

function parseOnly(text: string): ServerName[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !serverNames.includes(name as ServerName));
  if (unknown.length > 0)
    throw new WrongUse(`--only takes ${serverNames.join(', ')}, not ${unknown.join(', ')}.`);
  return serverNames.filter((name) => names.includes(name));
}

async function start(cli: Cli, only: readonly ServerName[]): Promise<void> {
  const { startServers } = await import('../server/servers.ts');
  const { createLogger } = await import('#monitoring/logger.ts');
  const { firstSteps } = await import('../server/first-steps.ts');
  const { storedPlatforms } = await import('#prisma/stored-platforms.ts');
  const { terminal } = cli;
  const say = (line: string) => terminal.err(`${line}\n`);
  const servers = await startServers({
    environment: cli.config.inherited,
    only,
    log: createLogger({ level: cli.config.logLevel ?? 'info', name: 'start' }),
    say,
    signal: cli.signal,
  });
  if (servers.hubUrl !== undefined) terminal.out(`ready ${servers.hubUrl}\n`);
  else terminal.out('ready\n');
  const { environment } = cli.config;
  const { databaseUrl, hubUrl, config } = servers;
  // Advice only: a database that goes away right now must not end the start.
  const stored = await storedPlatforms(databaseUrl).catch(() => []);
  const { setupLinks } = await import('../configuration/setup-link.ts');
  const links = hubUrl === undefined ? {} : await setupLinks(config).catch(() => ({}));
  for (const line of firstSteps({ environment, hubUrl, stored, setupLinks: links })) say(line);
  await new Promise<void>((done) => {
    if (cli.signal.aborted) done();
    cli.signal.addEventListener('abort', () => done(), { once: true });
  });
  say(
    'Stopping: no new deliveries, work under way is finished first (at most 30 s). Press Ctrl-C again to stop at once.',
  );
  await servers.stop();
}
