import type { CheckHistory, LifeHistory, PullHistory, ThreadHistory } from './history.ts';

export interface Invariant {
  /** What must hold. */
  readonly name: string;
  /** Where it does not. */
  readonly broken: (history: LifeHistory) => readonly string[];
}

/** What must hold once all is calm, whatever happened before. */
export const invariants: readonly Invariant[] = [
  { name: 'what was acknowledged is stored', broken: unstored },
  {
    name: 'a delivery leads to one task at most',
    broken: ({ deliveries }) =>
      deliveries
        .filter(({ tasks }) => tasks > 1)
        .map(({ guid, tasks }) => `delivery ${guid} has ${tasks} tasks`),
  },
  {
    name: 'no delivery fails',
    broken: ({ deliveries }) =>
      deliveries
        .filter(({ status }) => status === 'failed' || status === 'quarantined')
        .map(({ status, reason }) => `a delivery ended ${status}: ${reason}`),
  },
  { name: 'a pull request has one summary', broken: eachPull(summariesTwice) },
  { name: 'no finding stands twice', broken: eachPull(findingsTwice) },
  { name: 'no thread is resolved wrongly', broken: eachPull(wronglyResolved) },
  { name: 'every check is completed', broken: eachPull(openChecks) },
  { name: 'no check says success over what was not looked at', broken: eachPull(hollowSuccess) },
  { name: 'a decision is that of the code', broken: eachPull(wrongDecisions) },
  { name: 'the newest commit of an open pull request is decided', broken: eachPull(undecided) },
  { name: 'check and summary tell the same', broken: eachPull(contradictions) },
  { name: 'writes stay within the limits', broken: tooFast },
  { name: 'work ends when it became pointless', broken: pointlessWork },
  {
    name: 'no run outlives its task',
    broken: ({ tasks }) =>
      tasks
        .filter(({ finishedAt, openRuns }) => finishedAt !== null && openRuns > 0)
        .map(({ id, status, openRuns }) => `task ${id} is ${status} with ${openRuns} open runs`),
  },
];

export const findViolations = (history: LifeHistory): string[] =>
  invariants.flatMap(({ name, broken }) => broken(history).map((where) => `${name}: ${where}`));

type PullCheck = (pull: PullHistory, history: LifeHistory) => readonly string[];

function eachPull(check: PullCheck): Invariant['broken'] {
  return (history) =>
    history.pulls.flatMap((pull) => check(pull, history).map((where) => `#${pull.number}: ${where}`));
}

function unstored({ acknowledged, deliveries }: LifeHistory): string[] {
  const known = new Set(deliveries.map(({ guid }) => guid));
  return acknowledged.filter(({ guid }) => !known.has(guid)).map(({ guid, event }) => `${event} ${guid}`);
}

const summaryMarker = /<!-- amas:summary (\S+) (\S+)/;

function summariesTwice(pull: PullHistory, { ownLogin }: LifeHistory): string[] {
  const { length } = pull.comments.filter(
    ({ login, body }) => login === ownLogin && summaryMarker.test(body),
  );
  return length > 1 ? [`${length} summaries`] : [];
}

const fingerprintOf = (body = ''): string | undefined => /<!-- amas:remark (\S+)/.exec(body)?.[1];

function findingsTwice({ threads }: PullHistory, { ownLogin }: LifeHistory): string[] {
  const prints = threads
    .filter(({ comments: [first] }) => first?.login === ownLogin)
    .flatMap(({ comments: [first] }) => fingerprintOf(first?.body) ?? []);
  return prints
    .filter((print, index) => prints.indexOf(print) !== index)
    .map((print) => `finding ${print} stands twice`);
}

/** Only what AMAS resolved itself: people may resolve what they like. */
function wronglyResolved({ threads, faulty, mendedAt }: PullHistory, { ownLogin }: LifeHistory): string[] {
  return threads.flatMap((thread) => {
    const { resolved, path } = thread;
    if (!thread.isResolved || resolved?.login !== ownLogin) return [];
    const mended = mendedAt[path];
    const reasons = [
      ...(isOnlyOwn(thread, ownLogin, resolved.at) ? [] : ['others had written in it']),
      ...(fingerprintOf(thread.comments[0]?.body) === undefined ? ['it tells no finding of AMAS'] : []),
      ...(faulty.includes(path) ? ['its file has the fault still'] : []),
      ...(mended !== undefined && mended > resolved.at ? ['its file had the fault at that time'] : []),
    ];
    return reasons.map((reason) => `the thread on ${path} was resolved although ${reason}`);
  });
}

/** What was written in the same moment crossed the wire. */
const crossingMs = 1_000;

const isOnlyOwn = ({ comments }: ThreadHistory, ownLogin: string, until: number): boolean =>
  comments.every(({ login, at }) => login === ownLogin || at > until - crossingMs);

function openChecks({ checks }: PullHistory): string[] {
  return checks
    .filter(({ status }) => status !== 'completed')
    .map(({ status }) => `a check run is ${status}`);
}

const unlooked = /not reviewed|partly reviewed|cancelled|skipped|left alone|draft/i;

function hollowSuccess({ checks }: PullHistory): string[] {
  return checks
    .filter(({ conclusion, title }) => conclusion === 'success' && unlooked.test(title))
    .map(({ title }) => `success over “${title}”`);
}

const isDecision = ({ conclusion }: CheckHistory): boolean =>
  conclusion === 'success' || conclusion === 'failure';

function wrongDecisions({ checks, faulty }: PullHistory): string[] {
  return checks
    .filter((check) => isDecision(check) && (check.conclusion === 'success') === faulty.length > 0)
    .map(({ conclusion }) => `${conclusion} with ${faulty.length} faulty files`);
}

function undecided({ isOpen, isDraft, checks }: PullHistory): string[] {
  if (!isOpen || isDraft || checks.some(isDecision)) return [];
  const there = checks.map(({ conclusion, title }) => `${conclusion} “${title}”`).join(', ');
  return [there || 'no check run'];
}

/** The summary of the newest commit is that of one of its checks, under the same title. */
function contradictions({ comments, checks, headSha }: PullHistory, { ownLogin }: LifeHistory): string[] {
  return comments.flatMap(({ login, body }) => {
    const [, replyId, sha] = summaryMarker.exec(body) ?? [];
    if (login !== ownLogin || replyId === undefined || sha !== headSha) return [];
    const check = checks.find((each) => each.replyId === replyId);
    const title = /^### (.*)$/m.exec(body)?.[1] ?? '';
    if (!check) return [`the summary “${title}” has no check run`];
    return check.title === title ? [] : [`the summary says “${title}”, its check “${check.title}”`];
  });
}

/** Every write that became visible, in any window. The clocks of the stand-in and the database are of one machine. */
function tooFast({ writtenAt, writesPerMinute }: LifeHistory): string[] {
  const windows = [
    { windowMs: 60_000, max: writesPerMinute },
    { windowMs: 10_000, max: writesPerMinute / 8 },
  ];
  return windows.flatMap(({ windowMs, max }) => {
    let last = 0;
    let most = 0;
    writtenAt.forEach((start, first) => {
      while ((writtenAt[last] ?? Number.POSITIVE_INFINITY) < start + windowMs) last += 1;
      most = Math.max(most, last - first);
    });
    // A write takes effect a moment after its turn.
    return most > max * 1.1 + 2
      ? [`${most} writes within ${windowMs / 1_000} s, where ${max} are allowed`]
      : [];
  });
}

/** The platform tells whole seconds. */
const secondMs = 1_000;

/** A review that was under way when its pull request was closed or pushed to must not have come to a result afterwards. */
function pointlessWork({ tasks, endings, pulls }: LifeHistory): string[] {
  const headsOf = new Map(pulls.map(({ number, heads }) => [number, heads]));
  return tasks.flatMap((task) => {
    const { finishedAt, number } = task;
    const isReview = task.intent === 'review' || task.intent === 'review_paths';
    if (!isReview || task.status !== 'finished' || finishedAt === null) return [];
    const ageOf = (revision: string | null) => headsOf.get(number)?.lastIndexOf(revision ?? '') ?? -1;
    const ending = endings.find(
      (each) =>
        each.number === number &&
        (each.kind === 'closed' || ageOf(task.revision) < ageOf(each.revision)) &&
        task.askedAt < each.at &&
        task.createdAt < each.takenAt &&
        each.takenAt + secondMs < finishedAt,
    );
    return ending ? [`${task.intent} ${task.id} of #${number} went on after it was ${ending.kind}`] : [];
  });
}
