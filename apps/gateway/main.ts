import { createLogger } from '#monitoring/logger.ts';
import { runServerProcess } from '#monitoring/server-process.ts';
import { secretNames } from '#monitoring/settings.ts';
import { manifests } from '#providers/manifests.ts';
import { readConfig } from './config.ts';
import { startGateway } from './start-gateway.ts';

await runServerProcess(async () => {
  const providers = Object.values(manifests);
  const config = readConfig(providers);
  const redact = secretNames(providers);
  const log = createLogger({ level: config.logLevel, name: 'gateway', redact, isBuffered: true });
  return await startGateway(config, log);
});
