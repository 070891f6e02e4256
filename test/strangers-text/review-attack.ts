import { buildChangeSet } from '#agents/analysis/change-set.ts';
import { agent as code } from '#agents/code/agent.ts';
import { standardEffective } from '#agents/configuration/effective.ts';
import type { ContextPart, RawChange, Report, Task } from '#agents/contract.ts';
import { runLocally } from '#agents/orchestrator/run-locally.ts';
import { agent as security } from '#agents/security/agent.ts';
import type { Remark } from '#bots/contract.ts';
import { renderInline } from '#bots/github/text/remark.ts';
import { renderSummary } from '#bots/github/text/summary.ts';
import { reportContent } from '#jobs/reply-content.ts';
import { systemClock } from '#monitoring/clock.ts';
import { silentLogger } from '#monitoring/logger.ts';
import type { Model } from '#providers/contract.ts';
import type { Where } from './attack.ts';
import { vulnerableFile } from './victim.ts';

export interface Reviewed {
  readonly report: Report;
  readonly verdict: string;
  /** All that stands on GitHub afterwards. */
  readonly posted: string;
}

export interface Placed {
  readonly where: Where;
  readonly text: string;
}

const labels: Readonly<Record<Extract<Where, string>, string>> = {
  title: 'Pull request title',
  description: 'Pull request description',
  branch: 'Branch name',
  commit: 'Commit message 1a2b3c4',
  comment: 'Comment by mallory',
};

/** The whole path in one process: rules and model, report, verdict, and the text as GitHub gets it. */
export async function reviewTexts(texts: readonly Placed[], model?: Model): Promise<Reviewed> {
  const report = await runLocally({
    task: taskOf(texts),
    changeSet: buildChangeSet(filesOf(texts)),
    agents: [code, security],
    ...(model === undefined ? {} : { model: { model, records: [] } }),
    onProgress: () => {},
    signal: new AbortController().signal,
    log: silentLogger(),
    clock: systemClock,
  });
  const content = reportContent(
    { report, records: [], settings: standardEffective.settings, maxCostUsd: 1 },
    'on-subject',
  );
  return { report, verdict: content.verdict, posted: postedText(content) };
}

function taskOf(texts: readonly Placed[]): Task {
  const context = texts.flatMap(({ where, text }): ContextPart[] =>
    typeof where === 'string'
      ? [
          {
            origin: 'subject',
            trust: 'untrusted',
            label: labels[where],
            text,
            ...(where === 'comment' ? { isBystanders: true } : {}),
          },
        ]
      : [],
  );
  return {
    id: 'task',
    intent: 'review',
    instructions: 'Review the change.',
    context,
    limits: { maxSteps: 8, maxCostUsd: 1, deadline: Date.now() + 60_000 },
  };
}

function filesOf(texts: readonly Placed[]): readonly RawChange[] {
  const added = (path: string, text: string): RawChange => ({
    path,
    status: 'added',
    head: new TextEncoder().encode(text),
  });
  return [
    added(vulnerableFile.path, vulnerableFile.text),
    ...texts.flatMap(({ where, text }) => (typeof where === 'string' ? [] : [added(where.file, text)])),
  ];
}

function postedText(content: ReturnType<typeof reportContent>): string {
  const reply = { ...content, id: 'reply', taskId: 'task', target: {} };
  const summary = renderSummary(
    reply,
    { inlineCount: 0, earlier: [], unplaced: content.remarks, notes: [] },
    { headSha: 'a'.repeat(40), pullUrl: 'https://github.com/octo/shop/pull/1', hosts: ['github.com'] },
  );
  const inline = content.remarks.map((remark: Remark) => renderInline(remark, true));
  return [summary, ...inline].join('\n\n');
}
