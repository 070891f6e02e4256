import { analyse, type Family } from '#agents/analysis/analyse.ts';
import type { NewFinding } from '#agents/analysis/findings/to-findings.ts';
import { severities, type FileCoverage, type Outcome, type RunContext, type Task } from '../contract.ts';
import { deadlineSignal } from './deadline-signal.ts';
import { judge, type Judgement } from './judge.ts';
import type { JudgePrompt } from './judge-prompt.ts';
import { withheldLines } from './withheld-lines.ts';

/** What makes one reviewing agent different from another. */
export interface ReviewPart {
  readonly agent: string;
  readonly families: readonly Family[];
  readonly prompt: JudgePrompt;
}

/** A log that nobody watches gets ten signs of life from a large change, and none from a small one. */
const fewestFilesPerSign = 25;

/** One agent's review: the rules always, the model on top when there is one. */
export async function reviewRun(part: ReviewPart, task: Task, context: RunContext): Promise<Outcome> {
  const { changeSet, signal, progress } = context;
  const total = changeSet.changes.length;
  const step = Math.max(fewestFilesPerSign, Math.ceil(total / 10));
  let done = 0;
  progress(`rules read ${total} ${total === 1 ? 'file' : 'files'}`);
  const analysis = await analyse(changeSet, {
    families: part.families,
    signal,
    onFile: () => {
      done += 1;
      if (done % step === 0) progress(`rules read ${done} of ${total} files`);
    },
  });
  const judgement = await judgeIfPossible(part, task, context, analysis.findings);
  const findings = judgement.findings.map((finding) => ({ ...finding, agent: part.agent }));
  return {
    kind: 'answered',
    markdown: answerText(findings, judgement.model),
    findings: findings.toSorted(
      (left, right) => severities.indexOf(left.severity) - severities.indexOf(right.severity),
    ),
    notes: judgement.notes,
    model: judgement.model,
    coverage: mergeCoverage(analysis.coverage, judgement.coverage),
  };
}

async function judgeIfPossible(
  part: ReviewPart,
  task: Task,
  context: RunContext,
  known: readonly NewFinding[],
): Promise<Judgement> {
  const { model, changeSet, readFile, log, signal, progress } = context;
  if (!model) return { findings: known, notes: [], coverage: [], model: 'not-configured' };
  return judge({
    model,
    prompt: part.prompt,
    task,
    changeSet,
    readFile,
    known,
    withheld: await withheldLines(changeSet, signal),
    signal,
    deadline: deadlineSignal(task.limits.deadline),
    log,
    progress,
  });
}

/** Each file once; where both have a gap, the one of the rules is told. */
function mergeCoverage(
  byRules: readonly FileCoverage[],
  byModel: readonly FileCoverage[],
): readonly FileCoverage[] {
  const gaps = [...byModel, ...byRules].filter((file) => file.status !== 'reviewed');
  return [...new Map(gaps.map((file) => [file.path, file])).values()];
}

const modelWords: Readonly<Record<Outcome['model'], string>> = {
  'not-configured': 'No model was asked: these are the findings of deterministic rules.',
  'not-needed': 'There was nothing for a model to judge.',
  answered: 'Deterministic rules and a model judged the change.',
  failed: 'The model gave no usable answer: these are the findings of deterministic rules.',
};

function answerText(findings: readonly unknown[], model: Outcome['model']): string {
  const { length } = findings;
  const found = length === 0 ? 'Nothing found.' : `${length} ${length === 1 ? 'finding' : 'findings'}.`;
  return `${found} ${modelWords[model]}`;
}
