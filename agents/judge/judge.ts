import type { NewFinding } from '#agents/analysis/findings/to-findings.ts';
import type { Logger } from '#monitoring/logger.ts';
import type { Model } from '#providers/contract.ts';
import { severities, type ChangeSet, type FileCoverage, type Outcome, type Task } from '../contract.ts';
import { askModel } from './ask-model.ts';
import { byRisk } from './by-risk.ts';
import { planBatches, type Batch } from './hunk-batches.ts';
import type { JudgePrompt } from './judge-prompt.ts';
import { locateFindings } from './locate-findings.ts';
import { mergeFindings } from './merge-findings.ts';

export interface JudgeRequest {
  readonly model: Model;
  readonly prompt: JudgePrompt;
  readonly task: Task;
  readonly changeSet: ChangeSet;
  /** What the rules found: the model reads those files first, and does not repeat it. */
  readonly known: readonly NewFinding[];
  /** The `lineKey`s of lines that must not leave. */
  readonly withheld: ReadonlySet<string>;
  /** Ends the whole run. */
  readonly signal: AbortSignal;
  /** Ends the model's part alone: what the rules found stands. */
  readonly deadline: AbortSignal;
  readonly log: Logger;
  readonly progress: (label: string) => void;
}

export interface Judgement {
  /** The rules' findings and what the model adds to them. */
  readonly findings: readonly NewFinding[];
  readonly notes: readonly string[];
  readonly coverage: readonly FileCoverage[];
  readonly model: Outcome['model'];
}

/** What the answers amounted to so far. */
interface Tally {
  findings: NewFinding[];
  notes: string[];
  /** Files that were not judged in full, with the first reason why. */
  gaps: Map<string, string>;
  answered: number;
  misplaced: number;
  misquoted: number;
  surplus: number;
}

/**
 * Lets the model judge the change on top of what the rules found. It only adds: nothing the rules found is dropped or
 * lowered. At most `task.limits.maxSteps` calls; whatever was not judged is in `coverage`, with its reason.
 */
export async function judge(request: JudgeRequest): Promise<Judgement> {
  const { changeSet, known, task, withheld } = request;
  const plan = planBatches(byRisk(changeSet.changes, known), task.limits.maxSteps, withheld);
  if (plan.batches.length === 0 && plan.cutPaths.size === 0) {
    return { findings: known, notes: [], coverage: [], model: 'not-needed' };
  }
  const tally = emptyTally();
  for (const path of plan.cutPaths) tally.gaps.set(path, 'model budget');
  if (plan.batches.length === 0)
    tally.notes.push('The model was not asked: nothing of the change fits its budget.');
  await judgeBatches(request, plan.batches, tally);
  if (withheld.size > 0)
    tally.notes.push(`Lines with credentials were not sent to the model: ${withheld.size}.`);
  const worstFirst = tally.findings.toSorted((left, right) => rank(left) - rank(right));
  return {
    findings: mergeFindings(known, worstFirst),
    notes: [...tally.notes, ...droppedNotes(tally)],
    coverage: [...tally.gaps].map(([path, reason]) => ({ path, status: 'partly', reason })),
    model: tally.answered > 0 ? 'answered' : 'failed',
  };
}

async function judgeBatches(request: JudgeRequest, batches: readonly Batch[], tally: Tally): Promise<void> {
  let stepsLeft = request.task.limits.maxSteps;
  let stopped: string | undefined;
  for (const [index, batch] of batches.entries()) {
    if (stopped === undefined && stepsLeft <= 0) stopped = 'model budget';
    if (stopped !== undefined) {
      leaveOut(batch, stopped, tally);
      continue;
    }
    request.progress(progressLabel(batch, index, batches.length));
    const answer = await askModel(request, batch, stepsLeft);
    stepsLeft -= answer.steps;
    if (answer.kind === 'answer') {
      tally.answered += 1;
      count(locateFindings(batch, answer.findings), tally);
      continue;
    }
    leaveOut(batch, answer.reason, tally);
    tally.notes.push(answer.note);
    if (answer.kind === 'failed') stopped = answer.reason;
  }
}

function count(located: ReturnType<typeof locateFindings>, tally: Tally): void {
  tally.findings.push(...located.findings);
  tally.misplaced += located.misplaced;
  tally.misquoted += located.misquoted;
  tally.surplus += located.surplus;
}

function leaveOut(batch: Batch, reason: string, tally: Tally): void {
  for (const { path } of batch.hunks) if (!tally.gaps.has(path)) tally.gaps.set(path, reason);
}

function droppedNotes(tally: Tally): string[] {
  const reasons: [number, string][] = [
    [tally.misplaced, 'pointed at lines that are not in the change'],
    [tally.misquoted, 'quoted something else than the line they pointed at'],
    [tally.surplus, 'were more than one answer may hold'],
  ];
  return reasons
    .filter(([dropped]) => dropped > 0)
    .map(([dropped, reason]) => `Remarks of the model that ${reason} were dropped: ${dropped}.`);
}

function progressLabel(batch: Batch, index: number, total: number): string {
  const files = new Set(batch.hunks.map((hunk) => hunk.path)).size;
  const part = total > 1 ? `, part ${index + 1} of ${total}` : '';
  return `the model reads ${files} ${files === 1 ? 'file' : 'files'}${part}`;
}

function rank(finding: NewFinding): number {
  return severities.indexOf(finding.severity) - finding.confidence / 2;
}

function emptyTally(): Tally {
  return { findings: [], notes: [], gaps: new Map(), answered: 0, misplaced: 0, misquoted: 0, surplus: 0 };
}
