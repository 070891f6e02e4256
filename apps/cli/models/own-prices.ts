import type { OwnPriceTable } from '#providers/router/policy/own-prices.ts';
import type { CliConfig } from '../config.ts';

/**
 * The prices that the routing file states; none without such a file.
 * @throws `providers.routing_invalid`
 */
export async function readOwnPrices({ routingFile }: Pick<CliConfig, 'routingFile'>): Promise<OwnPriceTable> {
  if (routingFile === undefined) return {};
  const { readRouting } = await import('#providers/router/policy/read-routing.ts');
  return readRouting(routingFile).prices;
}
