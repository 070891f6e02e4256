import { z } from 'zod';
import type { Reply } from '#bots/contract.ts';
import { fixAction, rerunAction, type CheckAction } from './check-actions.ts';
import type { Posting } from './posting.ts';
import { repositoryOf } from './target.ts';
import { fitMarkdown } from './text/fit-markdown.ts';
import { guardLine, guardMarkdown } from './text/guard-markdown.ts';
import { isWebUrl } from './text/links.ts';
import { renderProgress } from './text/progress.ts';
import { renderBlocks } from './text/remark.ts';
import { conclusionOf, titleOf } from './verdict.ts';

const checkName = 'AMAS';
/** GitHub's limit of `summary` and of `text`, each. */
const maxOutputChars = 65_535;
const maxTitleChars = 255;

const CheckRun = z.object({
  id: z.number().int(),
  external_id: z.string().nullish(),
  html_url: z.string().nullish(),
  app: z.object({ slug: z.string().nullish() }).nullish(),
});

/**
 * Creates the check run of this reply on the reviewed commit, or brings it up to date. It completes with the reply.
 * A run that a killed call could not record is found by its `external_id`.
 */
export async function putCheckRun(posting: Posting, headSha: string): Promise<void> {
  const { api, ledger, reply, target, signal } = posting;
  const others = ledger.trace.checkRunId === undefined ? await findOwnRuns(posting, headSha) : [];
  const known = ledger.trace.checkRunId ?? others.find((run) => run.external_id === reply.id)?.id;
  // GitHub shows the newest run of a commit: one that says "cancelled" or "skipped" must not cover the review itself.
  if (
    known === undefined &&
    (reply.verdict === 'cancelled' || reply.verdict === 'skipped') &&
    others.length > 0
  )
    return;
  const run =
    known === undefined
      ? await api.call({
          route: 'POST /repos/{owner}/{repo}/check-runs',
          parameters: {
            ...repositoryOf(target),
            ...contentOf(posting),
            name: checkName,
            head_sha: headSha,
            external_id: reply.id,
          },
          answer: CheckRun,
          signal,
        })
      : await api.call({
          route: 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
          parameters: { ...repositoryOf(target), ...contentOf(posting), check_run_id: known },
          answer: CheckRun,
          signal,
        });
  if (ledger.trace.checkRunId === run.id) return;
  await ledger.add({ checkRunId: run.id, url: ledger.trace.url ?? run.html_url ?? undefined });
}

async function findOwnRuns(
  { api, target, signal, ownLogin }: Posting,
  headSha: string,
): Promise<z.infer<typeof CheckRun>[]> {
  const runs = await api.list({
    route: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
    parameters: { ...repositoryOf(target), ref: headSha, check_name: checkName, filter: 'all' },
    answer: CheckRun,
    signal,
  });
  const login = await ownLogin();
  // Another App may use the same name and id, and GitHub refuses changes to its runs.
  return runs.filter((run) => `${run.app?.slug}[bot]` === login);
}

/** Buttons of a check that is done. */
function actionsOf({ remarks }: Reply): CheckAction[] {
  return remarks.some(({ suggestion }) => suggestion !== undefined)
    ? [rerunAction, fixAction]
    : [rerunAction];
}

function contentOf({ reply, target, hosts }: Posting) {
  const detailsUrl = reply.links.find(({ url }) => isWebUrl(url))?.url;
  const details = detailsUrl === undefined ? {} : { details_url: detailsUrl };
  const title = guardLine(titleOf(reply)).slice(0, maxTitleChars).toWellFormed() || checkName;
  if (reply.verdict === 'pending') {
    const summary = [renderProgress(reply.progress), guardMarkdown(reply.markdown, hosts)];
    return { ...details, status: 'in_progress', output: { title, summary: fitted(summary, title) } };
  }
  const text = [renderBlocks(reply.remarks, maxOutputChars - 2_000, { hosts }), guardLine(reply.footer)];
  return {
    ...details,
    status: 'completed',
    conclusion: conclusionOf(reply.verdict),
    actions: target.isQueue ? [] : actionsOf(reply),
    output: {
      title,
      summary: fitted(
        [guardMarkdown(reply.markdown, hosts), guardMarkdown(reply.account ?? '', hosts)],
        title,
      ),
      text: fitted(text, title),
    },
  };
}

/** GitHub wants a text that is not empty. */
function fitted(parts: readonly string[], otherwise: string): string {
  const text = parts.filter((part) => part !== '').join('\n\n');
  return text === '' ? otherwise : fitMarkdown(text, maxOutputChars);
}
