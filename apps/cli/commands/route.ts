import type { Command } from 'commander';
import type { AddCommand, Cli } from '../command.ts';
import { withDataOptions } from '../data/data-options.ts';
import type { ExplainRouteOptions } from '../route/explain-route.ts';
import type { StoredPolicyOptions } from '../route/stored-policy.ts';
import type { SimulateRouteOptions } from '../route/simulate-route.ts';

/** `amas route`: which model would be asked, why, what another policy would change, and what is stored beside the file. */
export const addRoute: AddCommand = (program, cli) => {
  const route = program
    .command('route')
    .summary('show which models are asked for what, and why')
    .description(
      'Which models are asked for what: by the keys in the environment and the file AMAS_ROUTING.',
    );
  addExplain(route, cli);
  addSimulate(route, cli);
  addStored(route, cli);
};

const addExplain = (route: Command, cli: Cli) => {
  route
    .command('explain')
    .summary('the models that a call would ask, in order, and why the others not')
    .description(
      'The models that a call would ask, in order, with their scores, and why the others not. Asks nobody and costs ' +
        'nothing. What a running AMAS learned since it started is not known here.',
    )
    .option('--agent <name>', 'whose call it is', 'review')
    .option('--tokens <number>', 'length of the prompt', '2000')
    .option('--output <number>', 'how much it may write, in tokens', '1000')
    .option(
      '--model <name>',
      'what the call asks for: auto, auto:cheap, auto:fast, an alias or provider/model',
    )
    .option('--organization <name>', 'whose policies hold, as the routing file names it', '')
    .option('--project <name>', 'whose policies hold')
    .option('--tools', 'the call offers tools')
    .option('--stream', 'the answer is streamed')
    .option('--json', 'print one JSON document on standard output')
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ amas route explain --agent security --tokens 12000',
        '  $ AMAS_ROUTING=new.yml amas route explain --model auto:cheap --json | jq .candidates[0]',
        '',
        'Prints as JSON: { policy: { name, layer, strategy }, candidates: [{ provider, model, key, score, waitMs, refused: { code, reason } }], problem }',
        'Ends with 1 when no model may be asked.',
      ].join('\n'),
    )
    .action(async (options: ExplainRouteOptions) => {
      const { explainRoute } = await import('../route/explain-route.ts');
      await explainRoute(cli, options);
    });
};

const addSimulate = (route: Command, cli: Cli) => {
  withDataOptions(route.command('simulate'))
    .summary('replay recorded calls against a policy before it is on')
    .description(
      'Replay the shapes of recorded calls (tokens, latencies, faults; no words) against a routing file, and print cost, ' +
        'success and latency beside what happened. Asks nobody and costs nothing. At most the newest 20,000 calls.',
    )
    .requiredOption('--policy <file>', 'the routing file to try, as AMAS_ROUTING would name it')
    .option('--since <duration>', 'how far back, such as 12h, 7d or 4w', '7d')
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ amas route simulate --policy new.yml --since 7d',
        '',
        'Prints as JSON: { calls, happened: { costUsd, unknownCost, answered, meanMs }, simulated: the same, first: [{ model, happened, simulated }],',
        '  unanswerable, refusals: { code: count }, assumed: [model] }; answered from 0 to 1',
      ].join('\n'),
    )
    .action(async (options: SimulateRouteOptions) => {
      const { simulateRoute } = await import('../route/simulate-route.ts');
      await simulateRoute(cli, options);
    });
};

/** `amas route list`, `set`, `remove` and `undo`: what holds for one organization or project beside the file. */
const addStored = (route: Command, cli: Cli) => {
  const load = () => import('../route/stored-policy.ts');
  const placed = (command: Command) =>
    withDataOptions(command)
      .option('--organization <slug>', 'for whom', 'default')
      .option('--project <slug>', 'for this project of the organization alone');
  placed(route.command('list'))
    .summary('organizations and projects, with the policies that are stored for them')
    .description('Every organization and project, with what `amas route set` stored for it.')
    .addHelpText(
      'after',
      '\nPrints as JSON: { items: [{ kind, slug, layer: { policy, where } or null }], next: null }',
    )
    .action(async (options: StoredPolicyOptions) => (await load()).listPolicies(cli, options));
  placed(route.command('set'))
    .summary('store a policy for an organization or a project')
    .description(
      'Store what a file says for an organization or a project: `policy` (the name of one of the routing file, or one ' +
        'written out) and `where`. It goes before what the routing file says of it; the filters of both hold. In force ' +
        'within two seconds.',
    )
    .argument('<file>', 'YAML with policy, where, or both')
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ amas route set careful.yml --project web',
        '',
        'Prints as JSON: { kind, slug, layer, before }',
      ].join('\n'),
    )
    .action(async (file: string, options: StoredPolicyOptions) =>
      (await load()).setPolicy(cli, file, options),
    );
  placed(route.command('remove'))
    .summary('take away what is stored for an organization or a project')
    .description('Take away what `amas route set` stored: the routing file alone counts again.')
    .addHelpText('after', '\nPrints as JSON: { kind, slug, layer: null, before }')
    .action(async (options: StoredPolicyOptions) => (await load()).removePolicy(cli, options));
  withDataOptions(route.command('undo'))
    .summary('take the last change of a stored policy back, then the one before')
    .description('Take the last `amas route set` or `remove` back that was not taken back yet.')
    .addHelpText('after', '\nPrints as JSON: { kind, slug, layer, before }')
    .action(async (options: StoredPolicyOptions) => (await load()).undoPolicy(cli, options));
};
