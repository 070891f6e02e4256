import { resealCheck, checkSealer, findSealer } from '#prisma/sealing-key.ts';
import { recordAudit } from '#prisma/repositories/audit.ts';
import { resealIntegrations } from '#prisma/repositories/integrations.ts';
import { ensureDefaultProject } from '#prisma/repositories/tenancy.ts';
import { amount } from '#agents/orchestrator/report-words.ts';
import type { Cli } from '../command.ts';
import { cliActor } from '../data/cli-actor.ts';
import type { DataOptions } from '../data/data-options.ts';
import { withData, type Data } from '../data/open-data.ts';
import { WrongUse } from '../errors.ts';
import { printJson } from '../output/print-json.ts';

/** Seals everything again with the first key, all or nothing. */
export async function rotateKey(cli: Cli, options: DataOptions): Promise<void> {
  const resealed = await withData(cli, options, reseal);
  if (options.json) {
    printJson(cli.terminal, { resealed });
    return;
  }
  cli.terminal.out(
    `${amount(resealed, 'stored account')} sealed again with the first key. Once every hub and worker was started with ` +
      'this AMAS_ENCRYPTION_KEY, the keys after the first are no longer needed.\n',
  );
}

async function reseal({ config, database }: Data): Promise<number> {
  const { encryptionKey: key, dataDirectory } = config;
  const sealer = await findSealer({ key, dataDirectory });
  if (!sealer) {
    throw new WrongUse(
      'There is no encryption key. Set AMAS_ENCRYPTION_KEY to the new and the former key: new,former',
    );
  }
  await checkSealer(database, sealer);
  const { organizationId } = await ensureDefaultProject(database);
  return await database.store.$transaction(async (store) => {
    const resealed = await resealIntegrations(store, sealer);
    await resealCheck(store, sealer);
    await recordAudit(store, {
      organizationId,
      actor: cliActor(),
      action: 'encryption_key.rotate',
      target: 'integrations',
      details: { resealed },
    });
    return resealed;
  });
}
