import { analyse, type Family } from '#agents/analysis/analyse.ts';
import type { NewFinding } from '#agents/analysis/findings/to-findings.ts';
import { asData } from '#agents/strangers/as-data.ts';
import { readPart, strangersFindings } from '#agents/strangers/strangers-findings.ts';
import {
  severities,
  type ContextPart,
  type FileCoverage,
  type Location,
  type Outcome,
  type RunContext,
  type Task,
} from '../contract.ts';
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
    isOff: context.isOff,
    ...(context.owner === undefined ? {} : { owner: context.owner }),
    ...(context.readFile === undefined ? {} : { readFile: context.readFile }),
    ...(context.search === undefined ? {} : { search: context.search }),
    onFile: () => {
      done += 1;
      if (done % step === 0) progress(`rules read ${done} of ${total} files`);
    },
  });
  const parts = task.context.filter(isStrangers).map(readPart);
  const strangers = part.families.includes('hidden-text')
    ? await strangersFindings(parts, changeSet, signal)
    : { findings: [], notes: [], rulesRun: [] };
  const isOff = context.isOff ?? (() => false);
  const orders = strangers.findings.filter((finding) => !isOff(finding));
  const found = [...withoutTwins(analysis.findings, orders), ...strangers.findings];
  // A remark of the model is borne out by what counts, before what is switched off takes it along.
  const known = [...found.filter((finding) => !isOff(finding)), ...found.filter(isOff)];
  const seen = {
    ...task,
    context: [...task.context.filter((each) => !isStrangers(each)), ...parts.map(asData)],
  };
  const judgement = await judgeIfPossible(part, seen, context, known);
  const findings = judgement.findings.map((finding) => ({ ...finding, agent: part.agent }));
  return {
    kind: 'answered',
    markdown: answerText(findings, judgement.model),
    findings: findings.toSorted(
      (left, right) => severities.indexOf(left.severity) - severities.indexOf(right.severity),
    ),
    notes: [...strangers.notes, ...analysis.notes, ...judgement.notes],
    model: judgement.model,
    coverage: mergeCoverage(analysis.coverage, judgement.coverage),
    rulesRun: [...analysis.rulesRun, ...strangers.rulesRun],
  };
}

/** Everything but what the operator wrote, and that only where it is trusted. */
function isStrangers({ origin, trust }: ContextPart): boolean {
  return origin !== 'operator' || trust !== 'trusted';
}

/** Hidden characters that spell an order are told by the order. */
function withoutTwins(byRules: readonly NewFinding[], orders: readonly NewFinding[]): readonly NewFinding[] {
  const told = new Set(
    orders.filter(({ severity }) => severity !== 'info').map(({ location }) => placeKey(location)),
  );
  return byRules.filter(
    ({ rule, location }) =>
      location === undefined || !rule.startsWith('hidden-text/') || !told.has(placeKey(location)),
  );
}

const placeKey = (location: Location | undefined): string =>
  location === undefined ? '' : `${location.line} ${location.path}`;

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
