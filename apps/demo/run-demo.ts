import { join } from 'node:path';
import type { Terminal } from '#apps/cli/terminal.ts';
import { codeOf, publicMessageOf } from '#monitoring/errors.ts';
import type { DemoConfig } from './config.ts';
import { openLogFile, type LogFile } from './log-file.ts';
import type { Stage } from './scene.ts';
import { askFromSlack } from './steps/ask-from-slack.ts';
import { openPullRequest } from './steps/open-pull-request.ts';
import { redeliver } from './steps/redeliver.ts';
import { sayWhatNext } from './steps/say-what-next.ts';
import { showReview } from './steps/show-review.ts';
import { startEverything } from './steps/start-everything.ts';
import { watchReview } from './steps/watch-review.ts';
import { createStory, seconds, type Story } from './story.ts';

export interface DemoRun {
  readonly config: DemoConfig;
  /** Stay up after the story until the person stops it. */
  readonly keepUp: boolean;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Exit code of a demo that was stopped before its end. */
  readonly stoppedCode: () => number;
}

/** Longer than hub, worker and database together take to stop. */
const stopLimitMs = 90_000;

/** Tells the whole story and returns the exit code, with everything stopped that was started. */
export async function runDemo(run: DemoRun): Promise<number> {
  const { terminal, signal, config } = run;
  const story = createStory(terminal, signal);
  let logFile: LogFile;
  try {
    logFile = openLogFile(join(config.dataDirectory, 'demo.log'), config.logLevel);
  } catch (error) {
    terminal.err(`demo: ${publicMessageOf(error)}\n`);
    return 2;
  }
  const stage: Stage = { config, story, logFile, undo: [] };
  let exitCode = 0;
  try {
    await tellStory(run, stage);
  } catch (error) {
    exitCode = signal.aborted ? run.stoppedCode() : explain(error, terminal, logFile);
  }
  await stopAll(stage);
  logFile.close();
  return exitCode;
}

async function tellStory({ keepUp, signal }: DemoRun, stage: Stage): Promise<void> {
  const { story, logFile } = stage;
  const start = performance.now();
  story.line();
  story.line(story.colors.bold('AMAS: a pull request comes in, a review goes out.'));
  story.line('Everything runs on this machine, with stand-ins for GitHub and Slack. No model is asked:');
  story.line('this review comes from the deterministic tools alone.');
  const scene = await startEverything(stage);
  const announced = await openPullRequest(stage, scene);
  const taskId = await watchReview(stage, scene, announced);
  showReview(stage, scene, announced);
  await askFromSlack(stage, scene, announced);
  await redeliver(stage, scene, announced);
  story.line();
  story.line(story.colors.bold(`The story is complete: ${seconds(performance.now() - start)} in all.`));
  sayWhatNext(stage, { scene, announced, taskId, staysUp: keepUp });
  logFile.log.info('the story is complete');
  if (keepUp) await stopped(signal);
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => done(), { once: true });
  });
}

function explain(error: unknown, terminal: Terminal, { path, log }: LogFile): number {
  log.error({ err: error, code: codeOf(error) }, 'the demo failed');
  terminal.err(`\n${terminal.errColors.red('The demo did not succeed.')} ${publicMessageOf(error)}\n`);
  terminal.err(`The log of all processes: ${path}\n`);
  return 1;
}

/** Each step is tried, whatever became of the others: nothing may be left running. */
async function stopAll({ undo, story, logFile }: Stage): Promise<void> {
  const force = setTimeout(() => process.exit(1), stopLimitMs);
  force.unref();
  const start = performance.now();
  for (const step of undo.splice(0).toReversed()) {
    await step().catch((error: unknown) => logFile.log.error({ err: error }, 'a part did not stop'));
  }
  clearTimeout(force);
  story.line();
  story.line(story.colors.dim(`Everything is stopped · ${seconds(performance.now() - start)}`));
}
