import { chooseFiles } from '#agents/configuration/choose-files.ts';
import { matchesPath } from '#agents/configuration/glob.ts';
import { planTask } from '#agents/orchestrator/plan-task.ts';
import { recordPlan } from '#prisma/repositories/tasks.ts';
import { commandOf } from '../commands/text-of.ts';
import type { JobHost } from '../host.ts';
import { cleanText, readLimits, toJsonColumn, type Snapshot } from '../rows.ts';
import { asAsked } from './as-asked.ts';
import { changeNotes } from './change-notes.ts';
import { loadConfiguration } from './load-configuration.ts';
import type { AnswerPlanning } from './plan-answer.ts';
import { subjectTexts } from './subject-texts.ts';

const maxGlobs = 20;
const maxGlobChars = 200;

/**
 * A review of some paths: the agents of a review look at these files alone. It is a task of another intent, and answered
 * in words: neither the check run nor the summary of the whole review, nor what the next one goes on from, is touched.
 */
export async function planPaths(host: JobHost, planning: AnswerPlanning): Promise<void> {
  const { task, claim, event, connection, context } = planning;
  const { signal } = context;
  const pullRequest = await connection.pullRequest?.(task.subjectId ?? '');
  if (!pullRequest) return;
  const { stages } = planTask({ intent: 'review' }, Object.values(host.agentManifests));
  const { maxCostUsd } = readLimits(task.limits);
  const [configuration, changes = [], texts] = await Promise.all([
    loadConfiguration(connection, pullRequest, { maxCostUsd, signal }),
    connection.changedFiles?.(pullRequest, signal),
    subjectTexts(connection, pullRequest, context),
  ]);
  const { effective, attributes } = configuration;
  const globs = (commandOf(event)?.words ?? []).slice(0, maxGlobs).map((glob) => glob.slice(0, maxGlobChars));
  const isAskedFor = ({ path }: { readonly path: string }) => globs.some((glob) => matchesPath(glob, path));
  const asked = changes.filter(isAskedFor);
  const others = changes.filter((file) => !isAskedFor(file));
  const { wanted, left } = chooseFiles(asked, effective.settings, attributes);
  const words = asAsked(pullRequest, event);
  const snapshot: Snapshot = {
    changes: wanted,
    left: [...left, ...others.map(({ path }) => ({ path, status: 'skipped', reason: 'not-asked' }) as const)],
    title: words.title,
    body: words.body,
    author: pullRequest.author,
    baseSha: pullRequest.baseSha,
    texts,
    notes: [limitNote(globs, asked.length, changes.length), ...words.notes, ...changeNotes(pullRequest)],
  };
  await host.jobs.transact(async (store, enqueue) => {
    const runIds = await recordPlan(store, task, claim, {
      plan: { stages: stages.map((stage) => [...stage]) },
      configuration: toJsonColumn(effective),
      limits: { ...readLimits(task.limits), maxCostUsd: effective.settings['limits.cost_usd'] },
      stages,
      snapshot,
      subjectId: cleanText(pullRequest.subject.id),
      subjectTitle: cleanText(pullRequest.subject.title),
      subjectUrl: cleanText(pullRequest.subject.url),
      revision: pullRequest.headSha,
    });
    for (const runId of runIds ?? []) await enqueue('run.execute', { runId });
  });
}

function limitNote(globs: readonly string[], matched: number, all: number): string {
  const shown = globs.map((glob) => `\`${glob.replaceAll('`', '')}\``).join(', ');
  const how = 'In a path `*` stops at a slash and `**` does not.';
  if (matched === 0) return `No file of the change matches ${shown}. ${how}`;
  return `Limited to ${shown}, as it was asked for: ${matched} of ${all} changed files. It is no review of the commit: the check run and the summary stay as they are.`;
}
