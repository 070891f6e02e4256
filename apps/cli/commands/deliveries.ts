import { Option } from 'commander';
import type { AddCommand } from '../command.ts';
import { withDataOptions } from '../data/data-options.ts';
import { withPageOptions } from '../data/page-options.ts';
import { deliveryStatuses } from '../data/statuses.ts';
import type { ListDeliveriesOptions } from '../deliveries/list-deliveries.ts';

/** `amas deliveries`: what came in, newest first, and what became of it. */
export const addDeliveries: AddCommand = (program, cli) => {
  const command = program
    .command('deliveries')
    .summary('list what platforms sent, and what became of it')
    .description(
      'List deliveries, newest first. A delivery is one webhook request: received until a worker looked at it, then ' +
        'processed, ignored (with the reason), quarantined (signed, but unreadable) or failed.',
    )
    .addOption(new Option('--status <status>', 'only with this status').choices(deliveryStatuses))
    .option('--platform <platform>', 'only from this platform');
  withDataOptions(withPageOptions(command))
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ amas deliveries --status failed',
        '  $ amas deliveries --platform github --limit 100 --json',
        '',
        'Prints as JSON: { "items": [{ id, platform, event, externalId, receivedAt, status, reason, taskId }], "next": cursor or null }',
      ].join('\n'),
    )
    .action(async (options: ListDeliveriesOptions) => {
      const { listDeliveries } = await import('../deliveries/list-deliveries.ts');
      await listDeliveries(cli, options);
    });
};
