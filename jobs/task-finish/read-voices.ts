import type { Voice } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { ReplyRow } from '#prisma/repositories/replies.ts';
import { connectTo, type JobHost } from '../host.ts';
import { readJsonObject } from '../rows.ts';

/**
 * What stands beside the lines already, by AMAS and by others. Undefined when the platform does not tell now: a result
 * that is there is not lost for want of it.
 */
export async function readVoices(
  host: JobHost,
  receipt: ReplyRow | undefined,
): Promise<readonly Voice[] | undefined> {
  if (!receipt) return [];
  try {
    const connection = await connectTo(host, receipt);
    return (await connection.voices?.(readJsonObject(receipt.target))) ?? [];
  } catch (error) {
    if (!(error instanceof AmasError)) throw error;
    host.log.info({ err: error }, 'threads beside the code were not read');
    return undefined;
  }
}
