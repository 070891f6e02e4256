import { manifests as botManifests } from '#bots/manifests.ts';
import { createLogger } from '#monitoring/logger.ts';
import { runServerProcess } from '#monitoring/server-process.ts';
import { collectStartupGarbage } from '#monitoring/startup-garbage.ts';
import { secretNames } from '#monitoring/settings.ts';
import { manifests as providerManifests } from '#providers/manifests.ts';
import { readConfig } from './config.ts';
import { startWorker } from './start-worker.ts';

await runServerProcess(async () => {
  const bots = Object.values(botManifests);
  const providers = Object.values(providerManifests);
  const config = readConfig(bots, providers);
  const redact = secretNames([...bots, ...providers]);
  const log = createLogger({ level: config.logLevel, name: 'worker', redact });
  const stop = await startWorker(config, log);
  collectStartupGarbage();
  return stop;
});
