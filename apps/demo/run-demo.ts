import { join } from 'node:path';
import { WrongUse } from '#apps/cli/errors.ts';
import type { Terminal } from '#apps/cli/terminal.ts';
import { AmasError, codeOf, publicMessageOf } from '#monitoring/errors.ts';
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
import { createStory, seconds } from './story.ts';

export interface DemoRun {
  readonly config: DemoConfig;
  /** Stay up after the story until the person stops it. */
  readonly keepUp: boolean;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Exit code of a demo that was stopped before the end of its story. */
  readonly stoppedCode: () => number;
}

/** Hub and worker may take 30 s each to finish what they do, and the database 20 s. */
const stopLimitMs = 90_000;

/** Tells the whole story and returns the exit code, with everything stopped that was started. */
export async function runDemo(run: DemoRun): Promise<number> {
  const { terminal, signal, config } = run;
  const logFile = openLogFile(join(config.dataDirectory, 'demo.log'), config.logLevel);
  const stage: Stage = { config, story: createStory(terminal, signal), logFile, undo: [] };
  let exitCode = 0;
  try {
    await tellStory(run, stage);
  } catch (error) {
    exitCode = signal.aborted ? run.stoppedCode() : explain(error, terminal, logFile);
  }
  if (signal.aborted) terminal.err(stoppingNote);
  return (await stopAll(stage)) ? exitCode : Math.max(exitCode, 1);
}

const stoppingNote =
  '\nStopping: work under way is finished first (at most 30 s). Press Ctrl-C again to stop at once.\n';

async function tellStory({ keepUp, signal }: DemoRun, stage: Stage): Promise<void> {
  const { story, logFile } = stage;
  const { bold } = story.colors;
  const start = performance.now();
  story.line();
  story.line(bold('AMAS: a pull request comes in, a review goes out.'));
  story.line('All of it on this machine, with stand-ins for GitHub and Slack. No model is asked, whatever');
  story.line('keys there are: this review comes from the deterministic tools alone.');
  const scene = await startEverything(stage);
  const announced = await openPullRequest(stage, scene);
  const taskId = await watchReview(stage, scene, announced);
  showReview(stage, scene, announced);
  await askFromSlack(stage, scene, announced);
  await redeliver(stage, scene, announced);
  story.line();
  story.line(bold(`The story is complete, ${seconds(performance.now() - start)} in all.`));
  sayWhatNext(stage, { scene, announced, taskId, staysUp: keepUp });
  logFile.log.info('the story is complete');
  if (keepUp) await aborted(signal);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => done(), { once: true });
  });
}

function explain(error: unknown, terminal: Terminal, { path, log }: LogFile): number {
  log.error({ err: error, code: codeOf(error) }, 'the demo failed');
  const reason = error instanceof AmasError ? publicMessageOf(error) : String(error);
  terminal.err(`\n${terminal.errColors.red('The demo did not succeed.')} ${reason}\n`);
  terminal.err(`What all its processes said is in ${path}\n`);
  return error instanceof WrongUse ? 2 : 1;
}

/** Takes back each step, whatever became of the others. False when one could not be. */
async function stopAll({ undo, story, logFile: { log, path } }: Stage): Promise<boolean> {
  const force = setTimeout(() => process.exit(1), stopLimitMs);
  const start = performance.now();
  let isComplete = true;
  for (const step of undo.splice(0).toReversed()) {
    await step().catch((error: unknown) => {
      log.error({ err: error }, 'a part did not stop');
      isComplete = false;
    });
  }
  clearTimeout(force);
  const duration = seconds(performance.now() - start);
  story.line();
  story.line(isComplete ? `Everything is stopped · ${duration}` : `Not everything could be stopped: ${path}`);
  return isComplete;
}
