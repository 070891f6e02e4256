import type { CompletionRecord } from '#providers/contract.ts';
import type { ChangeSet, Conclusion, FileCoverage, Finding, IsOff, Report } from '../contract.ts';
import { combineFindings } from './combine-findings.ts';
import { completionTotals, fallbackNotes } from './completion-totals.ts';
import { fileOutcomes, hasAnswered, isGap, type AgentOutcome } from './file-outcomes.ts';

export interface AggregateInput {
  readonly changeSet: Pick<ChangeSet, 'coverage'>;
  /** One for every run of the plan, whatever became of it. */
  readonly outcomes: readonly AgentOutcome[];
  readonly records: readonly CompletionRecord[];
  /** Files of the change that were not to be looked at, each with the reason. */
  readonly left?: readonly FileCoverage[];
  /** What an earlier review said of files that did not change since. */
  readonly kept?: { readonly files: readonly FileCoverage[]; readonly findings: readonly Finding[] };
  /** What the repository switched off. */
  readonly isOff?: IsOff;
  /** What the reader must know besides. */
  readonly notes?: readonly string[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** Joins the runs of a review into one report whose conclusion never says more than what was done. */
export function aggregate(input: AggregateInput): Report {
  const { outcomes, records } = input;
  const { left = [], kept = { files: [], findings: [] } } = input;
  const files = [...fileOutcomes(input.changeSet.coverage, outcomes), ...kept.files, ...left];
  const found = [...outcomes.flatMap((run) => run.outcome?.findings ?? []), ...kept.findings];
  const isOff = input.isOff ?? (() => false);
  const findings = combineFindings(found.filter((finding) => !isOff(finding)));
  const offCount = combineFindings(found.filter(isOff)).length;
  const { models, costUsd } = completionTotals(records);
  return {
    conclusion: conclusionOf(files, outcomes),
    files,
    findings,
    ...rulesRunIn(outcomes),
    ...(offCount === 0 ? {} : { switchedOff: offCount }),
    models,
    agents: outcomes.map((run) => ({
      id: run.agent,
      status: run.status,
      model: run.outcome?.model ?? 'failed',
    })),
    notes: [
      ...(input.notes ?? []),
      ...changeNotes(files),
      ...outcomes.flatMap(runNotes),
      ...modelNotes(outcomes),
      ...fallbackNotes(records),
    ],
    costUsd,
    durationMs: Math.max(0, input.finishedAt - input.startedAt),
  };
}

/** Absent when no agent says which rules it has. */
function rulesRunIn(outcomes: readonly AgentOutcome[]): Pick<Report, 'rulesRun'> {
  const lists = outcomes.flatMap(({ outcome }) => (outcome?.rulesRun ? [outcome.rulesRun] : []));
  return lists.length === 0 ? {} : { rulesRun: new Set(lists.flat()).size };
}

/**
 * `reviewed` only when every run answered and every file that a review can read was looked at in full. A change without
 * any file counts as reviewed and `notes` say that it was empty; one whose files all lie beyond a review does not.
 */
function conclusionOf(files: readonly FileCoverage[], runs: readonly AgentOutcome[]): Conclusion {
  if (!runs.some(hasAnswered)) return 'not-reviewed';
  if (files.length > 0 && files.every((file) => file.status === 'skipped')) return 'not-reviewed';
  const isWhole = runs.every((run) => hasAnswered(run) && run.outcome?.model !== 'failed');
  return isWhole && !files.some(isGap) ? 'reviewed' : 'partly-reviewed';
}

function changeNotes(files: readonly FileCoverage[]): readonly string[] {
  if (files.length === 0) return ['The change is empty: there was no file to look at.'];
  if (files.every((file) => file.status === 'skipped')) {
    return ['No file of the change was looked at: the list of files says why.'];
  }
  return [];
}

function runNotes(run: AgentOutcome): readonly string[] {
  if (run.status !== 'finished') {
    const state = run.status === 'cancelled' ? 'was stopped' : 'did not finish';
    return [`${run.agent} ${state}${run.error === undefined ? '.' : `: ${run.error}`}`];
  }
  const notes = (run.outcome?.notes ?? []).map((note) => `${run.agent}: ${note}`);
  return hasAnswered(run)
    ? notes
    : [`${run.agent} gave no answer: ${run.outcome?.markdown ?? 'nothing was returned'}`, ...notes];
}

function modelNotes(runs: readonly AgentOutcome[]): readonly string[] {
  const answered = runs.filter(hasAnswered);
  const unasked = answered.length > 0 && answered.every((run) => run.outcome?.model === 'not-configured');
  return unasked ? ['No model was asked: the findings come from deterministic rules alone.'] : [];
}
