import { reviewRun } from '#agents/judge/review-run.ts';
import type { Agent } from '../contract.ts';
import { manifest } from './manifest.ts';
import { prompt } from './prompts/review-v1.ts';

export const agent: Agent = {
  manifest,
  run: (task, context) =>
    reviewRun(
      {
        agent: manifest.id,
        families: ['security', 'secrets', 'dependencies', 'configuration', 'hidden-text'],
        prompt,
      },
      task,
      context,
    ),
};
