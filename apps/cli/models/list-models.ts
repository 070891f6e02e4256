import { manifests, isProviderId } from '#providers/manifests.ts';
import type { Price, ProviderManifest } from '#providers/contract.ts';
import { noSuchProvider } from '#providers/no-such-provider.ts';
import { baseProblem, priceProblems } from '#providers/prices/price-problems.ts';
import type { Candidate } from '#providers/router/candidate.ts';
import { endedPrices } from '#providers/router/policy/own-prices.ts';
import type { Cli } from '../command.ts';
import { examineUnit } from '../configuration/examine-unit.ts';
import { findPrivateAddresses } from '../configuration/find-problems.ts';
import { WrongUse } from '../errors.ts';
import { printJson } from '../output/print-json.ts';
import { table } from '../output/table.ts';
import { readOwnPrices } from './own-prices.ts';
import { modelRows, type ModelRow } from './model-rows.ts';
import { openProviders } from './open-providers.ts';
import { proveKey, type KeyReport } from './prove-key.ts';

export interface ModelsOptions {
  readonly provider?: string;
  readonly all: boolean;
  readonly check: boolean;
  readonly json?: boolean;
}

/** Prints the models that can be asked now, or all that AMAS knows. */
export async function listModels(cli: Cli, options: ModelsOptions): Promise<void> {
  const { provider } = options;
  if (provider !== undefined && !isProviderId(provider)) throw new WrongUse(noSuchProvider(provider));
  const candidates = await openProviders(cli.config, cli.clock);
  const asked = candidates.filter((each) => provider === undefined || each.provider.id === provider);
  const reports = await Promise.all(asked.map((each) => reportOf(cli, each, options.check)));
  const now = cli.clock.now();
  const ownPrices = await readOwnPrices(cli.config);
  const rows = shown(options, asked).flatMap((manifest) => {
    const mine = reports.filter((report) => report?.provider === manifest.id);
    return modelRows({
      manifest,
      candidate: asked.find((each) => each.provider.id === manifest.id),
      // One key that works is enough.
      health: options.check
        ? ((mine.find((report) => report?.status === 'works') ?? mine[0])?.status ?? null)
        : null,
      served: [...new Set(mine.flatMap((report) => report?.models ?? []))],
      ownPrices,
      now,
    });
  });
  const warnings = [
    ...(await unusedProviders(cli, provider)),
    ...warningsOf(rows, reports, now),
    ...endedPrices(ownPrices, now).map((text) => `${text}.`),
  ];
  if (options.json) printJson(cli.terminal, { items: rows, warnings });
  else print(cli, rows, warnings);
}

/** A server of one's own is always asked what it serves: there is no other way to know. */
async function reportOf(cli: Cli, candidate: Candidate, isChecked: boolean): Promise<KeyReport | undefined> {
  if (!isChecked && candidate.provider.id !== 'local') return undefined;
  return await proveKey(candidate, cli.clock, cli.signal);
}

function shown({ provider, all }: ModelsOptions, asked: readonly Candidate[]): ProviderManifest[] {
  const known = Object.values<ProviderManifest>(manifests);
  if (provider !== undefined) return known.filter(({ id }) => id === provider);
  return all ? known : known.filter(({ id }) => asked.some((each) => each.provider.id === id));
}

/** What a person should do something about, each once. */
function warningsOf(
  rows: readonly ModelRow[],
  reports: readonly (KeyReport | undefined)[],
  now: number,
): string[] {
  const isShown = ({ provider, model }: { provider: string; model: string }) =>
    rows.some((row) => row.provider === provider && row.model === model);
  const base = rows.some(({ price }) => price?.source?.startsWith('@pydantic/'))
    ? baseProblem(now)
    : undefined;
  return [
    ...reports.flatMap((report) => (report && report.status !== 'works' ? [report.sentence] : [])),
    ...rows.flatMap(({ end }) => (end === null ? [] : [end])),
    ...rows
      .filter(({ usable, price }) => usable && price === null)
      .map(
        (row) =>
          `${row.provider}/${row.model} ${isAssumed(row, rows) ? 'is not listed, and limits count it at the dearest price of its provider as long as its own is unknown' : 'is not asked as long as its price is unknown'}: state it under prices in the file of AMAS_ROUTING (docs/ROUTING.md#prices).`,
      ),
    ...priceProblems(now)
      .filter(isShown)
      .map(({ provider, model, problem }) => `${provider}/${model}: ${problem}.`),
    ...(base === undefined ? [] : [`${base}.`]),
  ];
}

/** Providers that are set up, and can't be used as they are. */
async function unusedProviders({ config }: Cli, only: string | undefined): Promise<string[]> {
  const wrong = Object.values<ProviderManifest>(manifests)
    .filter(({ id }) => only === undefined || id === only)
    .flatMap((manifest) => {
      const state = examineUnit(manifest, config.environment);
      return state.kind === 'wrong'
        ? state.problems.map(({ variable, problem }) => `${manifest.id} is not used: ${variable} ${problem}.`)
        : [];
    });
  return [...wrong, ...(await findPrivateAddresses(config.environment))];
}

/** As the router does: what is not listed costs no more than the dearest of the same kind. */
const isAssumed = (row: ModelRow, rows: readonly ModelRow[]): boolean =>
  !row.listed &&
  rows.some(
    ({ provider, kind, listed, price }) =>
      provider === row.provider && kind === row.kind && listed && price !== null,
  );

function print({ terminal }: Cli, rows: readonly ModelRow[], warnings: readonly string[]): void {
  const colors = terminal.outColors;
  if (rows.length === 0) {
    const problems = warnings.map((warning) => `${colors.yellow('warning')}  ${warning}\n`);
    terminal.err(
      `${problems.join('')}No provider can be asked: set one of the keys of docs/PROVIDERS.md, or list all models: amas models --all\n`,
    );
    return;
  }
  const text = table(
    rows,
    [
      {
        title: 'MODEL',
        text: ({ provider, model, isDefault }) => `${provider}/${model}${isDefault ? ' *' : ''}`,
        paint: (cell, { usable }) => (usable ? cell : colors.dim(cell)),
        isFlexible: true,
      },
      { title: 'KIND', text: ({ kind }) => kind },
      {
        title: 'CONTEXT',
        text: ({ contextTokens, listed }) => `${listed ? '' : '~'}${tokens(contextTokens)}`,
      },
      { title: 'IN $/M', text: ({ price }) => dollarsOf(price, 'input') },
      {
        title: 'OUT $/M',
        text: ({ price, kind }) => (kind === 'embedding' ? '' : dollarsOf(price, 'output')),
      },
      {
        title: 'PRICE OF',
        text: ({ price, isOwnPrice }) => (isOwnPrice ? price?.source : price?.checkedAt) ?? '',
        isFlexible: true,
      },
      { title: 'KEY', text: keyText },
      {
        title: 'ENDS',
        text: ({ endsAt }) => endsAt ?? '',
        paint: (cell, { end }) => (end === null ? cell : colors.yellow(cell)),
      },
    ],
    terminal.columns,
  );
  terminal.out(text);
  terminal.out(
    '\n* asked unless another is named. Prices: US dollars per million tokens, at this hour, read at the vendor on the day told, or your own by the source told. ~ is assumed.\n',
  );
  for (const warning of warnings) terminal.out(`${colors.yellow('warning')}  ${warning}\n`);
}

const keyText = ({ health, usable }: ModelRow): string => health ?? (usable ? 'set' : 'not set');

const tokens = (count: number | null): string =>
  count === null
    ? '?'
    : count >= 1_000_000
      ? `${+(count / 1_000_000).toFixed(2)}M`
      : `${Math.round(count / 1_000)}K`;

const dollarsOf = (price: Price | null, side: 'input' | 'output'): string =>
  price === null ? 'unknown' : `${price[side]}`;
