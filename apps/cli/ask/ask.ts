import { isMultiTenant } from '#apps/models/config.ts';
import { spellHidden } from '#agents/judge/spell-hidden.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { settingsFromEnv } from '#monitoring/settings.ts';
import type { CompletionRequest, CompletionResult, Model, RoutedPart } from '#providers/contract.ts';
import { manifests } from '#providers/manifests.ts';
import type { Cli } from '../command.ts';
import { keyRemedy } from '../configuration/key-remedy.ts';
import { WrongUse } from '../errors.ts';
import { printJson } from '../output/print-json.ts';
import { questionFrom } from './question.ts';
import { explanation, routeLine } from './route-line.ts';

export interface AskOptions {
  readonly model?: string;
  readonly system?: string;
  readonly maxTokens: string;
  readonly maxCost: string;
  readonly explain: boolean;
  readonly json?: boolean;
}

const limitMs = 10 * 60_000;

/** Streams the answer to standard output, and tells its route and cost on standard error. Ctrl-C ends the call. */
export async function ask(cli: Cli, words: readonly string[], options: AskOptions): Promise<void> {
  const { system, json = false } = options;
  const maxOutputTokens = positive('--max-tokens', options.maxTokens, /^\d+$/);
  const maxCostUsd = positive('--max-cost', options.maxCost, /^\d+(\.\d+)?$/);
  const content = await questionFrom(words, cli);
  const request: CompletionRequest = {
    ...(system === undefined ? {} : { system }),
    messages: [{ role: 'user', content }],
    maxOutputTokens,
  };
  const { model, close } = await openModel(cli, { maxCostUsd, want: options.model });
  try {
    const finish = await tell(cli, model.stream(request, cli.signal), json);
    if (json) printJson(cli.terminal, toDocument(finish));
    else printEnd(cli, finish, options);
  } finally {
    close();
  }
}

type FinishPart = Extract<RoutedPart, { type: 'finish' }>;

async function tell(
  { terminal }: Cli,
  parts: AsyncIterable<RoutedPart>,
  isSilent: boolean,
): Promise<FinishPart> {
  let finish: FinishPart | undefined;
  let last = '\n';
  try {
    for await (const part of parts) {
      if (part.type === 'finish') finish = part;
      else if (!isSilent && part.type === 'text') terminal.out((last = shown(part.text)));
      else if (!isSilent && part.type === 'seam') {
        terminal.err(
          `\n${terminal.errColors.dim(`[it broke off; ${part.provider}/${part.model} goes on]`)}\n`,
        );
      }
    }
  } catch (error) {
    // What is told next has a line of its own.
    if (!last.endsWith('\n')) terminal.out('\n');
    throw error;
  }
  if (!finish) throw new Error('a stream ended without its end');
  return finish;
}

/** What a model writes is text from outside: nothing in it moves the cursor or hides. */
const shown = (text: string): string => spellHidden(text.replaceAll('\r\n', '\n'));

const toDocument = ({ result, record }: FinishPart) => ({
  answer: result.text,
  finish: result.finish,
  ...record,
  usage: record.usage ?? null,
  costUsd: record.costUsd ?? null,
});

function printEnd(
  { terminal }: Cli,
  { result, record }: FinishPart,
  { explain, maxTokens }: AskOptions,
): void {
  const { dim, yellow } = terminal.errColors;
  terminal.out(result.text.endsWith('\n') || result.text === '' ? '' : '\n');
  const lines = [routeLine(record), ...(explain ? explanation(record) : [])];
  for (const line of lines) terminal.err(`${dim(line)}\n`);
  for (const warning of [...ends(result, maxTokens), ...record.warnings]) {
    terminal.err(`${yellow('warning')}  ${warning}\n`);
  }
}

function ends({ finish }: CompletionResult, maxTokens: string): string[] {
  if (finish === 'length')
    return [`The answer was cut at ${maxTokens} tokens: allow more with --max-tokens.`];
  if (finish === 'refusal' || finish === 'content-filter') return ['The vendor refused to answer this.'];
  return [];
}

interface Wish {
  readonly maxCostUsd: number;
  readonly want: string | undefined;
}

async function openModel(
  { config, clock }: Cli,
  { maxCostUsd, want }: Wish,
): Promise<{ readonly model: Model; readonly close: () => void }> {
  const log = silentLogger();
  const settings = Object.fromEntries(
    Object.values(manifests).map(({ id, settings: schema }) => [
      id,
      settingsFromEnv(schema, config.environment),
    ]),
  );
  const { routedCandidates } = await import('#providers/router/routed-candidates.ts');
  const { createRouter } = await import('#providers/router/router.ts');
  const { candidates, routing } = await routedCandidates(settings, {
    order: config.providerOrder,
    refusePrivate: isMultiTenant(config.environment),
    routingFile: config.routingFile,
    log,
    clock,
  });
  if (candidates.length === 0) throw new WrongUse(noKey());
  const router = createRouter({ candidates, routing, clock, log });
  const model = router.bind({
    agent: 'ask',
    organizationId: 'local',
    priority: 'interactive',
    deadline: clock.now() + limitMs,
    maxCostUsd,
    spentUsd: 0,
    ...(want === undefined ? {} : { want }),
  });
  return { model, close: () => router.close() };
}

function noKey(): string {
  return `No model can be asked: the environment holds no key of a provider. ${keyRemedy}`;
}

function positive(option: string, text: string, form: RegExp): number {
  const number = Number(text);
  if (form.test(text) && number > 0 && number <= 1_000_000) return number;
  throw new WrongUse(`${option} must be a number above zero, and at most a million.`);
}
