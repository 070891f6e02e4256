import { relative, resolve } from 'node:path';
import type { Announced, Scene, Stage } from '../scene.ts';

export interface Ending {
  readonly scene: Scene;
  readonly announced: Announced;
  readonly taskId: string;
  /** False when everything is stopped right after the story. */
  readonly staysUp: boolean;
}

/** The first part of an id, which tells the millisecond, is enough for the commands. */
const shownIdLength = 13;

/** Where to look, and commands that work as they stand. */
export function sayWhatNext(stage: Stage, ending: Ending): void {
  const { story } = stage;
  const { scene, announced, taskId, staysUp } = ending;
  const data = `--data-dir ${shellWord(stage.config.dataDirectory)}`;
  if (staysUp) {
    story.line();
    story.line('Open in a browser');
    table(stage, [
      [announced.pull.url, 'the pull request with its review'],
      [scene.slack.pageUrl(scene.channel), 'the Slack channel'],
      [`${scene.hubUrl}/`, 'the hub'],
      [`${scene.hubUrl}/metrics`, 'its metrics'],
    ]);
  }
  story.line();
  story.line(staysUp ? 'Try next, in a second terminal in this folder' : 'Try next');
  table(stage, [
    [`npx amas deliveries ${data}`, 'what came in and what became of it'],
    [`npx amas show ${taskId.slice(0, shownIdLength)} ${data}`, 'the first review, step by step'],
    [`npx amas why ${announced.pull.url} ${data}`, 'every event about the pull request'],
    ['npx amas review path/to/a/repository', 'review your own code, no account needed'],
    ['docs/QUICK_START.md', 'connect your GitHub and Slack'],
  ]);
  story.line();
  story.line(
    staysUp
      ? story.colors.bold('It stays up. Ctrl-C stops everything.')
      : 'Without --once the demo stays up, with pages to look at: npm run demo',
  );
}

function table({ story }: Stage, rows: readonly (readonly [what: string, why: string])[]): void {
  for (const [what, why] of rows) story.line(`  ${story.colors.cyan(what)}  ${story.colors.dim(why)}`);
}

/** The data folder as one types it: short when it is below this one. */
function shellWord(directory: string): string {
  const near = relative(process.cwd(), resolve(directory));
  const path = near.startsWith('..') ? directory : near;
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
