import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import pc from 'picocolors';
import { buildChangeSet } from '#agents/analysis/change-set.ts';
import { chooseFiles } from '#agents/configuration/choose-files.ts';
import { isSwitchedOff } from '#agents/configuration/choose-findings.ts';
import type { Settings } from '#agents/configuration/keys.ts';
import { promptParts } from '#agents/configuration/prompt-parts.ts';
import type { Report, Task } from '#agents/contract.ts';
import { isGap } from '#agents/orchestrator/file-outcomes.ts';
import { reportFooter } from '#agents/orchestrator/report-footer.ts';
import { amount } from '#agents/orchestrator/report-words.ts';
import { runLocally } from '#agents/orchestrator/run-locally.ts';
import { verdictOf, type FailOn } from '#agents/orchestrator/verdict.ts';
import { agents } from '#agents/registry.ts';
import { createLogger } from '#monitoring/logger.ts';
import { secretNames } from '#monitoring/settings.ts';
import { manifests as providers } from '#providers/manifests.ts';
import type { Cli } from '../command.ts';
import { NotFinished, WrongUse } from '../errors.ts';
import { formatReport, type FormatName } from './formats/format-report.ts';
import { readChange, type LocalChangeRequest } from './git/read-change.ts';
import { localConfiguration } from './local-configuration.ts';
import { localModel, type LocalModel } from './local-model.ts';
import { createProgress, silentProgress } from './progress-line.ts';

export interface ReviewOptions {
  readonly base?: string;
  readonly head?: string;
  /** Every tracked file instead of a change. */
  readonly all: boolean;
  readonly format: FormatName;
  /** As the repository has it when absent. */
  readonly failOn?: FailOn;
  readonly model: boolean;
  readonly output?: string;
  readonly quiet: boolean;
}

/** A local review is somebody waiting: what takes longer than this is not worth it. */
const patienceMs = 300_000;
/** A whole repository is a matter of minutes on a slow machine. */
const patienceForAllMs = 1_800_000;
const maxModelCalls = 8;

/** Reviews a local change and writes the report. Sets the exit code; throws when there is nothing to report. */
export async function review(cli: Cli, path: string | undefined, options: ReviewOptions): Promise<void> {
  const { terminal, signal, clock, config } = cli;
  const progress = options.quiet ? silentProgress : createProgress(terminal);
  if (options.all && options.base !== undefined)
    throw new WrongUse('--all compares with nothing: leave out --base, or leave out --all.');
  if (options.output !== undefined) await checkWritable(options.output);
  const log = createLogger({
    level: config.logLevel ?? 'silent',
    name: 'cli',
    redact: secretNames(Object.values(providers)),
  });
  const [change, loaded] = await Promise.all([
    readChange({ ...wantedChange(path, options), environment: config.environment, signal }),
    Promise.all(Object.values(agents).map((load) => load())),
  ]);
  const { effective, attributes } = await localConfiguration(change.readFile);
  const { settings } = effective;
  const failOn = options.failOn ?? settings['review.fail_on'];
  const { wanted, left } = chooseFiles(change.files, settings, attributes);
  const changeSet = buildChangeSet(wanted);
  progress.say(`Reviewing ${change.comparison.description}: ${amount(change.files.length, 'file')}`);
  const deadline = clock.now() + (options.all ? patienceForAllMs : patienceMs);
  const task = localTask(deadline, settings, [
    ...change.texts,
    ...promptParts(
      settings,
      wanted.map((file) => file.path),
    ),
  ]);
  const { accounted, description } = await chooseModel(cli, options, task, log);
  progress.say(description);
  const report = await runLocally({
    task,
    changeSet,
    agents: loaded,
    ...(accounted === undefined ? {} : { model: accounted }),
    readFile: change.readFile,
    // Where all is new, nothing breaks.
    ...(options.all ? {} : { search: change.search }),
    left,
    isOff: (finding) => isSwitchedOff(settings, finding),
    notes: effective.problems,
    onProgress: progress.run,
    signal,
    log,
    clock,
  });
  progress.end();
  signal.throwIfAborted();
  const text = await formatReport(options.format, {
    report,
    changeSet,
    failOn,
    footer: reportFooter(report, accounted?.records),
    comparison: change.comparison.description,
    colors: options.output === undefined ? terminal.outColors : pc.createColors(config.color === 'always'),
    columns: terminal.columns,
  });
  await writeResult(cli, options, text);
  cli.setExitCode(exitCodeOf(report, failOn));
}

function wantedChange(
  path: string | undefined,
  { base, head, all }: ReviewOptions,
): Pick<LocalChangeRequest, 'path' | 'base' | 'head' | 'all'> {
  return {
    all,
    ...(path === undefined ? {} : { path }),
    ...(base === undefined ? {} : { base }),
    ...(head === undefined ? {} : { head }),
  };
}

function localTask(deadline: number, settings: Settings, context: Task['context']): Task {
  return {
    id: randomUUID(),
    intent: 'review',
    instructions: '',
    context,
    limits: { maxSteps: maxModelCalls, maxCostUsd: settings['limits.cost_usd'], deadline },
  };
}

async function chooseModel(
  cli: Cli,
  options: ReviewOptions,
  task: Task,
  log: ReturnType<typeof createLogger>,
): Promise<LocalModel> {
  if (task.limits.maxCostUsd <= 0) {
    return { description: 'No model is asked: limits.cost_usd in .amas.yml is 0.' };
  }
  if (options.all) return { description: 'No model is asked: --all is the work of the rules.' };
  if (!options.model) return { description: 'No model is asked, because of --no-model.' };
  return localModel({ config: cli.config, task, clock: cli.clock, log });
}

/** Said before the work, not after it. */
async function checkWritable(file: string): Promise<void> {
  try {
    await access(dirname(resolve(file)), constants.W_OK);
  } catch (error) {
    throw new WrongUse(`--output ${file}: the folder does not exist or may not be written to.`, error);
  }
}

async function writeResult(cli: Cli, { output, format, quiet }: ReviewOptions, text: string): Promise<void> {
  if (output === undefined) {
    cli.terminal.out(text);
    return;
  }
  try {
    await writeFile(output, text);
  } catch (error) {
    throw new NotFinished(`The report could not be written to ${output}.`, error);
  }
  if (!quiet) cli.terminal.err(`Wrote ${format} to ${output}\n`);
}

/**
 * 1 when findings reach the threshold; 3 when an agent did not finish, or nothing was looked at although something
 * could have been; else 0.
 */
function exitCodeOf(report: Report, failOn: FailOn): number {
  const verdict = verdictOf(report, failOn);
  if (verdict === 'attention') return 1;
  if (report.agents.some((agent) => agent.status !== 'finished')) return 3;
  return verdict === 'not-done' && report.files.some(isGap) ? 3 : 0;
}
