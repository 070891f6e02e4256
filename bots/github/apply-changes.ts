import { z } from 'zod';
import type { SubjectChanges } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Posting } from './posting.ts';
import { pullOf, repositoryOf } from './target.ts';
import { maxBodyChars, fitMarkdown } from './text/fit-markdown.ts';
import { guardMarkdown } from './text/guard-markdown.ts';

const sectionStart = '<!-- amas:section:start -->';
const sectionEnd = '<!-- amas:section:end -->';

/** Labels, and AMAS's own section of the description. Each call leaves the same when it is made again. */
export async function applyChanges(posting: Posting, changes: SubjectChanges): Promise<void> {
  const { addLabels = [], removeLabels = [], description } = changes;
  const { api, target, signal } = posting;
  const issue = { ...repositoryOf(target), issue_number: target.number };
  if (addLabels.length > 0) {
    await api.call({
      route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels',
      parameters: { ...issue, labels: addLabels },
      answer: z.unknown(),
      signal,
    });
  }
  for (const name of removeLabels) {
    const route = 'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}';
    await unlessGone(api.call({ route, parameters: { ...issue, name }, answer: z.unknown(), signal }));
  }
  if (description !== undefined) await putSection(posting, description);
}

const Described = z.object({ body: z.string().nullish() });

async function putSection(posting: Posting, description: string): Promise<void> {
  const { api, target, signal } = posting;
  const { body } = await api.call({
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
    parameters: pullOf(target),
    answer: Described,
    signal,
  });
  const before = body ?? '';
  const after = withSection(before, description, posting.hosts);
  if (after === before) return;
  await api.call({
    route: 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}',
    parameters: { ...pullOf(target), body: after },
    answer: Described,
    signal,
  });
}

/** What people wrote stays as it is, to the letter: only what stands between the marks is AMAS's. */
export function withSection(body: string, description: string, hosts: readonly string[]): string {
  const start = body.indexOf(sectionStart);
  const end = body.indexOf(sectionEnd, start);
  const has = start !== -1 && end !== -1;
  const before = has ? body.slice(0, start) : body === '' ? '' : `${body}\n\n`;
  const after = has ? body.slice(end + sectionEnd.length) : '';
  if (description === '') return has ? `${before.trimEnd()}${after}` : body;
  const room = maxBodyChars - before.length - after.length - sectionStart.length - sectionEnd.length - 10;
  const section = fitMarkdown(guardMarkdown(description, hosts), Math.max(0, room));
  return `${before}${sectionStart}\n\n${section}\n\n${sectionEnd}${after}`;
}

/** Somebody was faster. */
async function unlessGone(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (error instanceof AmasError && error.code === 'bots.target_gone') return;
    throw error;
  }
}
