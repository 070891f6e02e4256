import type { Store } from '#prisma/client.ts';
import type { Cli } from '../command.ts';
import type { DataOptions } from '../data/data-options.ts';
import { findId, unknownId } from '../data/find-id.ts';
import { withData } from '../data/open-data.ts';
import { printJson } from '../output/print-json.ts';
import { readDeliveryStory, readRequestStory, readTaskStory } from './read-story.ts';
import { storyText } from './story-text.ts';
import type { Story } from './story.ts';

export async function show(cli: Cli, given: string, options: DataOptions): Promise<void> {
  const story = await withData(cli, options, ({ database }) => findStory(database.store, given));
  const { terminal, clock } = cli;
  if (options.json) printJson(terminal, story);
  else terminal.out(storyText(story, terminal.outColors, clock.now()));
}

async function findStory(store: Store, given: string): Promise<Story> {
  const story =
    (await findTaskStory(store, given)) ??
    (await findDeliveryStory(store, given)) ??
    (await findRequestStory(store, given));
  if (story) return story;
  throw await unknownId(store, 'task', given);
}

async function findTaskStory(store: Store, given: string): Promise<Story | undefined> {
  const id = await findId(store, 'task', given);
  return id === undefined ? undefined : await readTaskStory(store, id);
}

async function findDeliveryStory(store: Store, given: string): Promise<Story | undefined> {
  const id = await findId(store, 'delivery', given);
  return id === undefined ? undefined : await readDeliveryStory(store, id);
}

async function findRequestStory(store: Store, given: string): Promise<Story | undefined> {
  const id = await findId(store, 'request', given);
  return id === undefined ? undefined : await readRequestStory(store, id);
}
