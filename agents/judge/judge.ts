import { isReadLockfile } from '#agents/analysis/changes/classify.ts';
import type { NewFinding } from '#agents/analysis/findings/to-findings.ts';
import {
  severities,
  type ChangeSet,
  type FileCoverage,
  type Outcome,
  type ReadFile,
  type Task,
} from '../contract.ts';
import { askModel, type Asker } from './ask-model.ts';
import { boundFindings } from './bound-findings.ts';
import { byRisk } from './by-risk.ts';
import { unknownRate } from './estimate-tokens.ts';
import { planBatches, type Batch, type BatchPlan } from './hunk-batches.ts';
import { createBoundary, promptText, type JudgePrompt } from './judge-prompt.ts';
import { locateFindings } from './locate-findings.ts';
import { fileListText } from './file-list.ts';
import { mergeFindings } from './merge-findings.ts';
import { modelAnswer } from './model-answer.ts';
import { refute } from './refute.ts';
import { createRelated, type Related } from './related/related-context.ts';
import { droppedNotes, emptyTally, type Tally } from './tally.ts';

export interface JudgeRequest extends Asker {
  readonly prompt: JudgePrompt;
  readonly task: Task;
  readonly changeSet: ChangeSet;
  /** What the rules found: the model reads those files first, and does not repeat it. */
  readonly known: readonly NewFinding[];
  /** The `lineKey`s of lines that must not leave. */
  readonly withheld: ReadonlySet<string>;
  readonly readFile?: ReadFile | undefined;
  readonly progress: (label: string) => void;
}

export interface Judgement {
  /** The rules' findings and what the model adds to them. */
  readonly findings: readonly NewFinding[];
  readonly notes: readonly string[];
  readonly coverage: readonly FileCoverage[];
  readonly model: Outcome['model'];
}

/** Of the calls a run may make, one in four is kept for the second look. */
const callsPerSecondLook = 4;

/**
 * Lets the model judge the change on top of what the rules found, and then try to refute itself. It only adds: nothing
 * the rules found is dropped or lowered. At most `task.limits.maxSteps` calls; whatever was not judged is in
 * `coverage`, with its reason.
 */
export async function judge(request: JudgeRequest): Promise<Judgement> {
  const { changeSet, known, task, withheld, model } = request;
  const { maxSteps } = task.limits;
  const reserved = Math.floor(maxSteps / callsPerSecondLook);
  const limits = { calls: maxSteps - reserved, rate: model.tokens ?? unknownRate };
  // Lockfiles are read entry by entry by the rules; to a model they are noise that costs.
  const readable = changeSet.changes.filter(
    ({ path }) => !isReadLockfile(path) && !(task.rulesOnly ?? []).includes(path),
  );
  const plan = planBatches(byRisk(readable, known), limits, withheld);
  if (plan.batches.length === 0 && plan.unfit.size === 0) {
    return { findings: known, notes: [], coverage: [], model: 'not-needed' };
  }
  const tally = emptyTally();
  for (const [path, hunks] of plan.unfitHunks) {
    tally.gaps.set(path, 'model budget');
    tally.leftHunks.set(path, new Set(hunks));
  }
  for (const path of plan.cutLines) if (!tally.gaps.has(path)) tally.gaps.set(path, 'long line');
  if (plan.batches.length === 0)
    tally.notes.push('The model was not asked: nothing of the change fits its budget.');
  await judgeBatches(request, plan, tally);
  if (withheld.size > 0)
    tally.notes.push(`Lines with credentials were not sent to the model: ${withheld.size}.`);
  const findings = await secondLook(request, plan, tally);
  return {
    findings: mergeFindings(known, findings),
    notes: [...tally.notes, ...droppedNotes(tally)],
    coverage: coverageOf(tally, changeSet),
    model: tally.answered > 0 ? 'answered' : 'failed',
  };
}

async function judgeBatches(request: JudgeRequest, plan: BatchPlan, tally: Tally): Promise<void> {
  const { batches } = plan;
  const { changeSet, model, readFile, signal, task } = request;
  const rate = model.tokens ?? unknownRate;
  const relatedTo = createRelated({ changeSet, readFile, rate, signal });
  const reserved = Math.floor(task.limits.maxSteps / callsPerSecondLook);
  let stopped: string | undefined;
  for (const [index, batch] of batches.entries()) {
    const stepsLeft = task.limits.maxSteps - reserved - tally.steps;
    if (stopped === undefined && stepsLeft <= 0) stopped = 'model budget';
    if (stopped !== undefined) {
      leaveOut(batch, stopped, tally);
      continue;
    }
    request.progress(progressLabel(batch, index, batches.length));
    const related = await relatedTo(batch);
    const answer = await judgeBatch(request, { plan, batch, related }, { stepsLeft, tally });
    if (answer === undefined) continue;
    leaveOut(batch, answer.reason, tally);
    tally.notes.push(answer.note);
    if (answer.kind === 'failed') stopped = answer.reason;
  }
}

interface Part {
  readonly plan: BatchPlan;
  readonly batch: Batch;
  readonly related: Related;
}

/** Undefined when there is an answer, and it was counted. */
async function judgeBatch(
  request: JudgeRequest,
  { plan, batch, related }: Part,
  { stepsLeft, tally }: { readonly stepsLeft: number; readonly tally: Tally },
) {
  const { prompt, task, changeSet, log, model } = request;
  const rate = model.tokens ?? unknownRate;
  const material = {
    batch,
    fileList: fileListText(changeSet, plan, batch, rate),
    related: related.text,
    rate,
  };
  const text = promptText(prompt, task, material, createBoundary());
  log.debug({ prompt: text.version, relatedTokens: related.tokens }, 'model asked');
  const question = { text, schemaName: 'review', schema: modelAnswer(prompt.categories) };
  const reply = await askModel(request, question, stepsLeft);
  tally.steps += reply.steps;
  if (reply.kind !== 'answer') return reply;
  tally.answered += 1;
  const located = locateFindings(batch, reply.answer.findings, text.user);
  tally.findings.push(...located.findings);
  for (const reason of ['misplaced', 'misquoted', 'unsupported', 'surplus', 'claims'] as const)
    tally[reason] += located[reason];
  return undefined;
}

/** Bounds what the model said, takes away what a rule says at the same place, and tries to refute the rest. */
async function secondLook(
  request: JudgeRequest,
  { batches }: BatchPlan,
  tally: Tally,
): Promise<readonly NewFinding[]> {
  const { known, task, progress } = request;
  const bound = boundFindings(tally.findings);
  for (const reason of ['repeated', 'nitpicks', 'surplus'] as const) tally[reason] += bound[reason];
  const repeats = bound.findings.filter((finding) => isKnown(known, finding));
  const added = bound.findings.filter((finding) => !isKnown(known, finding));
  if (added.length > 0) progress('the model tries to refute its remarks');
  const suspects = { byModel: added, byRules: known, batches };
  const looked = await refute(request, suspects, task.limits.maxSteps - tally.steps);
  tally.steps += looked.steps;
  tally.notes.push(...looked.notes);
  return [...repeats, ...looked.findings].toSorted(
    (left, right) => severities.indexOf(left.severity) - severities.indexOf(right.severity),
  );
}

/** A remark that a rule makes as well is borne out by it. */
function isKnown(known: readonly NewFinding[], finding: NewFinding): boolean {
  return mergeFindings(known, [finding]).length === known.length;
}

function leaveOut(batch: Batch, reason: string, tally: Tally): void {
  for (const { path, index } of batch.hunks) {
    if (!tally.gaps.has(path)) tally.gaps.set(path, reason);
    tally.leftHunks.set(path, (tally.leftHunks.get(path) ?? new Set()).add(index));
  }
}

function coverageOf(tally: Tally, { changes }: ChangeSet): FileCoverage[] {
  const counts = new Map(changes.map(({ path, hunks }) => [path, hunks.length]));
  return [...tally.gaps].map(([path, reason]) => {
    const left = tally.leftHunks.get(path)?.size ?? 0;
    const hunks = { left, of: counts.get(path) ?? left };
    return { path, status: 'partly', reason, ...(left === 0 ? {} : { hunks }) };
  });
}

function progressLabel(batch: Batch, index: number, total: number): string {
  const files = new Set(batch.hunks.map((hunk) => hunk.path)).size;
  const part = total > 1 ? `, part ${index + 1} of ${total}` : '';
  return `the model reads ${files} ${files === 1 ? 'file' : 'files'}${part}`;
}
