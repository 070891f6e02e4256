import { manifests } from '#bots/manifests.ts';
import { createLogger } from '#monitoring/logger.ts';
import { runServerProcess } from '#monitoring/server-process.ts';
import { secretNames } from '#monitoring/settings.ts';
import { readConfig } from './config.ts';
import { startHub } from './start-hub.ts';

await runServerProcess(async () => {
  const bots = Object.values(manifests);
  const config = readConfig(bots);
  return await startHub(
    config,
    createLogger({ level: config.logLevel, name: 'hub', redact: secretNames(bots) }),
  );
});
