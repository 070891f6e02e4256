import type { Command } from 'commander';
import type { AddCommand } from '../command.ts';
import type { LimitOptions, SetLimitOptions } from '../budgets/limit-options.ts';
import type { ReconcileOptions } from '../budgets/reconcile.ts';
import { withDataOptions, type DataOptions } from '../data/data-options.ts';

/** `amas budget [list]`, `set`, `remove` and `undo`: what may be spent on models, and what was. */
export const addBudget: AddCommand = (program, cli) => {
  const budget = program
    .command('budget')
    .summary('list, set and remove limits of what models may cost')
    .description(
      'Limits of what calls of models may cost, for all processes together. A limit that was changed holds within two ' +
        'seconds. Days and months are those of UTC.',
    );
  addList(budget, cli);
  addSet(budget, cli);
  addRemove(budget, cli);
  addUndo(budget, cli);
  addReconcile(budget, cli);
};

type Cli = Parameters<AddCommand>[1];

const examples = (lines: readonly string[]) => ['', 'Examples:', ...lines.map((line) => `  $ ${line}`)];

const addList = (budget: Command, cli: Cli) => {
  withDataOptions(budget.command('list', { isDefault: true }))
    .summary('the limits, what is spent, alerts, and tasks that wait for approval')
    .addHelpText(
      'after',
      [
        ...examples(['amas budget', "amas budget --json | jq '.items[] | select(.spentPercent > 80)'"]),
        '',
        'Prints as JSON: { "items": [{ scope, subject, period, limitUsd, spentUsd, reservedUsd, spentPercent, onReached, resetsAt }],',
        '  "alerts": [{ title, createdAt }], "waiting": [{ task, limit, leftUsd, since }] }; amounts are decimal text',
      ].join('\n'),
    )
    .action(async (options: DataOptions) => {
      const { listBudgets } = await import('../budgets/list-budgets.ts');
      await listBudgets(cli, options);
    });
};

const withLimitOptions = (command: Command): Command =>
  command
    .option(
      '--project <slug>',
      'of one project, or "*" for each; without one of these four: of the organization',
    )
    .option('--user <platform:id>', 'of one person, such as github:ada, or "*" for each')
    .option('--agent <id>', 'of one agent, such as security, or "*" for each')
    .option('--key <name>', 'of one key of the endpoint (amas key list), or "*" for each')
    .option('--per <period>', 'task, day or month (UTC)', 'month');

const addSet = (budget: Command, cli: Cli) => {
  withDataOptions(withLimitOptions(budget.command('set')))
    .summary('set or change a limit')
    .description(
      'Set a limit in US dollars, or change it. A limit that is set in the middle of a day or month counts what was spent in it before.',
    )
    .argument(
      '<usd>',
      'at most so many US dollars, such as 20 or 0.05; 0 forbids every call that costs something',
    )
    .option(
      '--then <choice>',
      'when a call does not fit: stop (refuse it), cheaper (try models that fit), ask (the task waits for amas approve)',
      'stop',
    )
    .addHelpText(
      'after',
      [
        ...examples([
          'amas budget set 200',
          'amas budget set 5 --user "*" --per day --then cheaper',
          'amas budget set 0.50 --agent security --per task --then ask',
        ]),
        '',
        'Prints as JSON: { scope, subject, period, limitUsd, onReached, "before": { limitUsd, onReached } or null }',
      ].join('\n'),
    )
    .action(async (usd: string, options: SetLimitOptions) => {
      const { setBudget } = await import('../budgets/change-budget.ts');
      await setBudget(cli, usd, options);
    });
};

const addRemove = (budget: Command, cli: Cli) => {
  withDataOptions(withLimitOptions(budget.command('remove')))
    .summary('remove a limit')
    .addHelpText(
      'after',
      [
        ...examples(['amas budget remove --user "*" --per day']),
        '',
        'Prints as JSON: { scope, subject, period, "before": { limitUsd, onReached } }',
      ].join('\n'),
    )
    .action(async (options: LimitOptions) => {
      const { removeBudget } = await import('../budgets/change-budget.ts');
      await removeBudget(cli, options);
    });
};

const addUndo = (budget: Command, cli: Cli) => {
  withDataOptions(budget.command('undo'))
    .summary('take the last change of a limit back')
    .description('Take the last change back, and when called again the one before it.')
    .addHelpText(
      'after',
      [
        ...examples(['amas budget undo']),
        '',
        'Prints as JSON: { scope, subject, period, "limit": { limitUsd, onReached } or null }',
      ].join('\n'),
    )
    .action(async (options: DataOptions) => {
      const { undoBudget } = await import('../budgets/undo-budget.ts');
      await undoBudget(cli, options);
    });
};

const addReconcile = (budget: Command, cli: Cli) => {
  withDataOptions(budget.command('reconcile'))
    .summary('what vendors said that calls cost, beside what was computed')
    .description(
      'Compare, for each day and model, what the vendor said that calls cost with what usage and prices make of them. ' +
        'Where the two are known the vendor wins. Workers do the same every day, and tell differences above 2 %.',
    )
    .option('--since <duration>', 'how far back, such as 7d or 4w', '7d')
    .addHelpText(
      'after',
      [
        ...examples(['amas budget reconcile --since 30d']),
        '',
        'Prints as JSON: { "items": [{ day, provider, model, calls, compared, reportedUsd, computedUsd, differencePercent, unknown }] }',
      ].join('\n'),
    )
    .action(async (options: ReconcileOptions) => {
      const { reconcile } = await import('../budgets/reconcile.ts');
      await reconcile(cli, options);
    });
};
