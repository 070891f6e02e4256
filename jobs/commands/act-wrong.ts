import type { Finding } from '#agents/contract.ts';
import { isCriticalSecret } from '#agents/orchestrator/apply-suppressions.ts';
import { recordAct } from '#prisma/repositories/acts.ts';
import { confirmSuppressions, createSuppression, findRequests } from '#prisma/repositories/suppressions.ts';
import { cleanText } from '../rows.ts';
import { actFields, repositoryOf } from './act-fields.ts';
import type { Act, Acting, Done } from './perform-act.ts';
import { reportedFinding } from './reported-finding.ts';
import { commandOf } from './text-of.ts';

const expiryMs = 90 * 24 * 3_600_000;
const maxReasonChars = 500;

type Scope = 'finding' | 'path' | 'rule';

/** A contest as it is about to be recorded. */
export interface Contest {
  readonly finding: Finding;
  readonly scope: Scope;
  readonly reason: string;
  readonly isMaintainer: boolean;
}

/** `wrong`: the narrowest scope unless a wider one is asked for, which only a maintainer can put into force. */
export const contest: Act = async (acting) => {
  const { event, task, host } = acting;
  const command = commandOf(event);
  const finding = await contestedFinding(acting, command?.words[0]);
  if (!finding) {
    return async () => ({
      title: 'Which finding?',
      markdown:
        'Answer in the thread of the finding, or name its place as the summary does: `/amas wrong src/run.ts:5 because …`. Nothing was recorded.',
    });
  }
  const verdict = await acting.connection.authorise?.(event, { role: 'maintain' });
  const made: Contest = {
    finding,
    scope: (command?.flags['scope'] as Scope | undefined) ?? 'finding',
    reason: cleanText((command?.text ?? '').replace(/^because\s+/i, '').slice(0, maxReasonChars)),
    // Who may not be asked about is nobody's maintainer.
    isMaintainer: task.platform === task.subjectPlatform && verdict?.allowed === true,
  };
  return async (transaction) => await record(transaction, { acting, contest: made, now: host.clock.now() });
};

/** Records a contest, and says exactly what was recorded: what, how far, until when, who, and how to take it back. */
async function record(
  { store }: Parameters<Awaited<ReturnType<Act>>>[0],
  {
    acting,
    contest: made,
    now,
  }: { readonly acting: Acting; readonly contest: Contest; readonly now: number },
): Promise<Done> {
  const actId = await recordAct(store, { ...actFields(acting), kind: 'suppression' });
  if (actId === undefined) return { title: 'Recorded', markdown: 'This was recorded already.' };
  const fields = suppressionFields(made, now);
  const { task, subjectId, event } = acting;
  await createSuppression(store, {
    organizationId: task.organizationId,
    projectId: task.projectId,
    platform: task.subjectPlatform ?? task.platform,
    repository: repositoryOf(subjectId),
    subjectId,
    actId,
    ...fields,
    ...(made.isMaintainer ? { confirmedBy: cleanText(event.actor.name) } : {}),
  });
  return statement(made, { by: event.actor.name, ...fields });
}

/** What a contest becomes: a request where it reaches further than its author's right. */
export function suppressionFields({ finding, scope, reason, isMaintainer }: Contest, now: number) {
  const needsMaintainer = scope !== 'finding' || isCriticalSecret(finding);
  return {
    scope,
    fingerprint: finding.fingerprint,
    rule: finding.rule,
    path: finding.location?.path ?? null,
    title: finding.title,
    severity: finding.severity,
    reason: reason === '' ? 'no reason given' : reason,
    state: needsMaintainer && !isMaintainer ? 'requested' : 'active',
    expiresAt: scope === 'finding' ? null : new Date(now + expiryMs),
  } as const;
}

export function statement(
  { finding }: Pick<Contest, 'finding'>,
  recorded: ReturnType<typeof suppressionFields> & { readonly by: string },
): Done {
  const { scope, state, expiresAt, by, reason } = recorded;
  const place = finding.location
    ? `\`${finding.location.path.replaceAll('`', "'")}:${finding.location.line}\``
    : 'the change';
  const reach: Readonly<Record<Scope, string>> = {
    finding: `this one finding, “${finding.title}” at ${place}, on this pull request`,
    path: `the rule \`${finding.rule}\` in \`${(finding.location?.path ?? '').replaceAll('`', "'")}\`, on every pull request of the repository`,
    rule: `the rule \`${finding.rule}\` everywhere in the repository`,
  };
  const until = expiresAt ? `until ${expiresAt.toISOString().slice(0, 10)}` : 'while this pull request lives';
  const lines = [
    `- What: ${reach[scope]}`,
    `- Scope: \`${scope}\`; ${until}`,
    `- Who: ${by}; why: ${reason}`,
    '- To take it back: `/amas undo`',
  ];
  if (state === 'active') {
    const after = 'From the next review on it is listed as suppressed and does not count.';
    return { title: 'Recorded', markdown: `${lines.join('\n')}\n\n${after}` };
  }
  const why = scope === 'finding' ? 'A critical credential' : 'A scope beyond this finding';
  return {
    title: 'Requested, not in force',
    markdown: `${lines.join('\n')}\n\n${why} needs a maintainer: one of them can answer \`confirm\` here. Until then the finding counts.`,
  };
}

/** `confirm`: by a maintainer, what waits in this thread, or all that waits on the pull request. */
export const confirm: Act =
  async ({ task, subjectId, thread, event }) =>
  async ({ store }) => {
    const waiting = await findRequests(store, { projectId: task.projectId, subjectId }, thread?.fingerprint);
    if (waiting.length === 0) {
      return { title: 'Nothing to confirm', markdown: 'No request waits for a maintainer here.' };
    }
    await confirmSuppressions(
      store,
      waiting.map(({ id }) => id),
      cleanText(event.actor.name),
    );
    const rows = waiting.map(
      ({ scope, rule, path, act, expiresAt }) =>
        `- \`${rule}\`${scope === 'path' && path !== null ? ` in \`${path.replaceAll('`', "'")}\`` : ''}, scope \`${scope}\`, asked for by ${act.actorName}, ${expiresAt ? `until ${expiresAt.toISOString().slice(0, 10)}` : 'while this pull request lives'}`,
    );
    return {
      title: 'In force',
      markdown: `${rows.join('\n')}\n\nConfirmed by ${event.actor.name}. Whoever asked can take it back with \`/amas undo\`.`,
    };
  };

/** The finding of the thread, or the one whose place was named. */
async function contestedFinding(
  { host, task, thread, subjectId }: Acting,
  place: string | undefined,
): Promise<Finding | undefined> {
  const about = { projectId: task.projectId, subjectId };
  const { store } = host.database;
  if (place === undefined) {
    if (thread?.fingerprint === undefined) return undefined;
    return await reportedFinding(store, about, ({ fingerprint }) => fingerprint === thread.fingerprint);
  }
  return await reportedFinding(
    store,
    about,
    ({ location }) => location !== undefined && `${location.path}:${location.line}` === place,
  );
}
