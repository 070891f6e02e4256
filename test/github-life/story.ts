import type { LifeHistory } from './history.ts';

/** What happened around the pull requests that violations name, in order: enough to see why. */
export function storiesOf(history: LifeHistory, violations: readonly string[]): string[] {
  const numbers = new Set(violations.flatMap((violation) => /#(\d+)/.exec(violation)?.[1] ?? []));
  return [...numbers].flatMap((number) => storyOf(history, Number(number)));
}

function storyOf({ tasks, endings, pulls }: LifeHistory, number: number): string[] {
  const heads = pulls.find((pull) => pull.number === number)?.heads ?? [];
  const ofHead = (sha: string | null) => `commit ${heads.indexOf(sha ?? '') + 1} of ${heads.length}`;
  const moments = [
    ...tasks
      .filter((task) => task.number === number)
      .map(({ createdAt, finishedAt, ...task }) => ({
        at: createdAt,
        text: `${task.kind} of ${time(task.askedAt)} → ${task.intent} of ${ofHead(task.revision)}: ${task.status} ${task.reason ?? ''} at ${time(finishedAt ?? 0)}`,
      })),
    ...endings
      .filter((ending) => ending.number === number)
      .map(({ kind, at, takenAt, revision }) => ({
        at: takenAt,
        text: `${kind} at ${time(at)}, ${ofHead(revision)}`,
      })),
  ];
  return [
    `#${number}`,
    ...moments.toSorted((one, other) => one.at - other.at).map(({ at, text }) => `  ${time(at)} ${text}`),
  ];
}

const time = (at: number): string => new Date(at).toISOString().slice(14, 23);
