import cluster from 'node:cluster';
import { createLogger } from '#monitoring/logger.ts';
import { runServerProcess } from '#monitoring/server-process.ts';
import { secretNames } from '#monitoring/settings.ts';
import { manifests } from '#providers/manifests.ts';
import { readConfig } from './config.ts';
import { startProcesses } from './processes.ts';

await runServerProcess(async () => {
  const providers = Object.values(manifests);
  const config = readConfig(providers);
  const redact = secretNames(providers);
  const log = createLogger({ level: config.logLevel, name: 'gateway', redact, isBuffered: true });
  if (cluster.isPrimary && config.gatewayProcesses > 1) return startProcesses(config.gatewayProcesses, log);
  // What starts the processes needs nothing of what they need.
  const { startGateway } = await import('./start-gateway.ts');
  return await startGateway(config, log);
});
