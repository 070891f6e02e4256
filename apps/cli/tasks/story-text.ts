import type { Colors } from '../terminal.ts';
import { dollars } from '../output/dollars.ts';
import { oneLine } from '../output/one-line.ts';
import { paintStatus } from '../output/paint-status.ts';
import { duration } from '../output/times.ts';
import { storySteps } from './story-steps.ts';
import type { Story } from './story.ts';

/** A story for a person at a terminal. Lines are not cut: ids and links are there to be copied. */
export function storyText(story: Story, colors: Colors, nowMs: number): string {
  const steps = storySteps(story);
  const startedAt = Date.parse(steps.find((step) => step.at !== null)?.at ?? '');
  const rows = steps.map((step) => ({
    step,
    after: step.at === null ? '' : offset(Date.parse(step.at) - startedAt),
  }));
  const widths = {
    after: Math.max(...rows.map(({ after }) => after.length)),
    what: Math.max(...steps.map(({ what }) => what.length)),
    status: Math.max(...steps.map(({ status }) => status.length)),
  };
  const indent = ' '.repeat(widths.after + widths.what + widths.status + 8);
  const lines = rows.flatMap(({ step, after }) => [
    [
      `  ${colors.dim(after.padStart(widths.after))}`,
      step.what.padEnd(widths.what),
      paintStatus(step.status, step.status, colors) + ' '.repeat(widths.status - step.status.length),
      oneLine(step.text),
    ]
      .join('  ')
      .trimEnd(),
    ...step.notes.map((note) => colors.dim(`${indent}${oneLine(note)}`)),
  ]);
  return [...heading(story, colors), '', ...lines, '', footing(story, nowMs), ''].join('\n');
}

function heading({ task, delivery, request }: Story, colors: Colors): string[] {
  if (request) {
    const by = request.userId === null ? '' : ` for ${oneLine(request.userId)}`;
    return [`Request ${colors.bold(request.id)} with the key ${oneLine(request.key ?? 'of before')}${by}`];
  }
  if (!task) {
    const status = delivery?.status ?? '';
    return [`Delivery ${colors.bold(delivery?.id ?? '')}  ${paintStatus(status, status, colors)}, no task`];
  }
  const { id, title, url } = task.subject;
  const about = [...new Set([id, title, url])].filter((text) => text !== null);
  return [
    `Task ${colors.bold(task.id)}  ${paintStatus(task.status, task.status, colors)}`,
    ...about.map((text) => oneLine(text)),
  ];
}

function footing(story: Story, nowMs: number): string {
  const { task, delivery, request, durationMs } = story;
  const cost = story.costUsd === null ? 'cost unknown' : dollars(story.costUsd);
  if (request) return `${cost} · ${duration(durationMs ?? 0)}`;
  if (!task) {
    return delivery?.status === 'received'
      ? `Received ${sinceText(delivery.receivedAt, nowMs)} ago, waits for a worker. Does one run? amas doctor`
      : `To process it again: amas replay ${delivery?.id ?? ''}`;
  }
  const limit = task.limits ? ` of at most ${dollars(task.limits.maxCostUsd)}` : '';
  const time =
    durationMs === null
      ? `under way for ${sinceText(task.createdAt, nowMs)}`
      : `${duration(durationMs)} from ${delivery ? 'the delivery' : 'the request'} to the end`;
  return `${cost}${limit} · ${time}`;
}

const sinceText = (time: string, nowMs: number) => duration(nowMs - Date.parse(time));

const offset = (ms: number) => (ms <= 0 ? '0 ms' : `+${duration(ms)}`);
