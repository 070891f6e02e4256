import { systemClock } from '#monitoring/clock.ts';
import { publicMessageOf, codeOf } from '#monitoring/errors.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { settingsFromEnv, settingsOf } from '#monitoring/settings.ts';
import type { ProviderManifest } from '#providers/contract.ts';
import { isProviderId, manifests } from '#providers/manifests.ts';
import { noSuchProvider } from '#providers/no-such-provider.ts';
import { candidatesFrom } from '#providers/router/candidates.ts';
import { liveCalls } from './live-calls.ts';

/**
 * `npm run test:live -- <provider>`: the calls of the contract suite at the vendor itself, with the key from the
 * environment. Costs a fraction of a cent. Ends with 0 when all hold, 1 when one does not, 2 when it can't be run.
 */
const limitMs = 60_000;

async function main([id = '']: readonly string[]): Promise<number> {
  if (!isProviderId(id)) return tell(`${noSuchProvider(id)}\nUsage: npm run test:live -- <provider>`);
  const manifest: ProviderManifest = manifests[id];
  const values = settingsFromEnv(manifest.settings, process.env);
  const missing = settingsOf(manifest.settings).filter(
    ({ name, required }) => required && values[name] === undefined,
  );
  if (missing.length > 0) {
    const names = missing.map(({ env, label }) => `${env}: ${label}`);
    return tell(
      `${manifest.title} can't be asked: set what is missing and run it again.\n  ${names.join('\n  ')}`,
    );
  }
  const host = { log: silentLogger(), clock: systemClock };
  const [candidate] = await candidatesFrom({ [id]: values }, { ...host, order: [id] });
  let failures = 0;
  for (const { name, run } of liveCalls(candidate!)) {
    const startedAt = performance.now();
    const problem = await run(AbortSignal.timeout(limitMs)).catch(
      (error: unknown) => `${codeOf(error)}: ${publicMessageOf(error)}`,
    );
    if (problem !== undefined) failures += 1;
    const ms = Math.round(performance.now() - startedAt);
    console.log(
      `${problem === undefined ? 'ok  ' : 'FAIL'}  ${name} (${ms} ms)${problem === undefined ? '' : `: ${problem}`}`,
    );
  }
  console.log(failures === 0 ? `${manifest.title} does what the contract says.` : `${failures} failed.`);
  return failures === 0 ? 0 : 1;
}

function tell(message: string): number {
  console.error(message);
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
