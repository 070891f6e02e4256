import type { Reply } from '../http/reply.ts';
import { runsForCommit } from '../state/checks.ts';
import { currentPlace } from '../state/current-anchor.ts';
import { commentsOf } from '../state/issues.ts';
import type { CheckRun, IssueComment, PullIssue, Repository, Review, ReviewComment } from '../state/model.ts';
import { changesOf } from '../state/pull-diff.ts';
import { reviewCommentsOf, reviewsOf } from '../state/reviews.ts';
import { fullName, type World } from '../state/world.ts';
import type { Side } from '../git/diff-positions.ts';
import type { FileChange } from '../git/tree-diff.ts';
import { diffTable } from './diff-table.ts';
import { html, nothing, page, type Html } from './html.ts';
import { markdown } from './markdown.ts';

/** A pull request as it stands: description, checks, conversation, reviews, and the diff with its comments. */
export function pullPage(world: World, issue: PullIssue): Reply {
  const { repository, number, pull } = issue;
  const runs = latestRuns(repository, pull.headSha);
  const conversation = [
    ...commentsOf(issue).map((comment) => ({ at: comment.createdAt, shown: conversationComment(comment) })),
    ...reviewsOf(issue)
      .filter(({ state, body }) => state !== 'PENDING' && body !== '')
      .map((review) => ({ at: review.submittedAt ?? 0, shown: reviewBox(review) })),
  ].sort((a, b) => a.at - b.at);
  const remarks = reviewCommentsOf(issue).map(toRemark);
  const outdated = remarks.filter(({ isOnDiff }) => !isOnDiff);
  const body = html` <p class="quiet">
      ${fullName(repository)}: a pull request of the local stand-in for GitHub
    </p>
    <h1>${issue.title} <span class="quiet">#${number}</span></h1>
    <p>
      <span class="state">${stateOf(issue)}</span> ${issue.user.login} wants to merge
      <code>${pull.headRef}</code> into <code>${pull.baseRef}</code> at
      <code>${pull.headSha.slice(0, 7)}</code>
    </p>
    <div class="box"><div class="body">${markdown(issue.body ?? '')}</div></div>
    <h2>Checks</h2>
    ${runs.length === 0 ? html`<p class="quiet">None yet.</p>` : runs.map((run) => runBox(world, run))}
    <h2>Conversation</h2>
    ${conversation.length === 0 ? html`<p class="quiet">Nothing yet.</p>` : conversation.map(({ shown }) => shown)}
    ${
      outdated.length === 0
        ? nothing
        : html`<h2>Comments outside the current diff</h2>
            ${outdated.map(remarkBox)}`
    }
    <h2>Files changed</h2>
    ${changesOf(issue).map((change) => fileBox(change, remarks))}`;
  return page(`${issue.title} · ${fullName(repository)}#${number}`, body);
}

/** Of several runs of one name by one app, people see the latest. */
function latestRuns(repository: Repository, sha: string): readonly CheckRun[] {
  const seen = new Set<string>();
  return runsForCommit(repository, sha).filter(({ name, suite }) => {
    const key = `${suite.app.id} ${name}`;
    return !seen.has(key) && seen.add(key);
  });
}

export function runPage(run: CheckRun): Reply {
  const { repository } = run.suite;
  const annotations = run.annotations.map(
    (annotation) =>
      html`<li>
        <code>${annotation.path}:${annotation.start_line}</code>
        <span class="state">${annotation.annotation_level}</span> ${annotation.title ?? ''}
        ${annotation.message}
      </li>`,
  );
  const body = html` <p class="quiet">${fullName(repository)}: a check of the local stand-in for GitHub</p>
    <h1>${run.name}</h1>
    <p>
      <span class="state">${run.conclusion ?? run.status}</span> on
      <code>${run.suite.headSha.slice(0, 7)}</code>
    </p>
    <h2>${run.output.title ?? ''}</h2>
    ${markdown(run.output.summary ?? '')} ${markdown(run.output.text ?? '')}
    ${
      annotations.length === 0
        ? nothing
        : html`<h2>Annotations</h2>
            <ul>
              ${annotations}
            </ul>`
    }`;
  return page(`${run.name} · ${fullName(repository)}`, body);
}

function stateOf({ state, pull }: PullIssue): string {
  if (pull.mergedAt !== undefined) return 'merged';
  return pull.isDraft && state === 'open' ? 'draft' : state;
}

function runBox(world: World, run: CheckRun): Html {
  const link = `${world.url}/${fullName(run.suite.repository)}/runs/${run.id}`;
  return html`<div class="box">
    <header>
      <a href="${link}">${run.name}</a>
      <span class="state">${run.conclusion ?? run.status}</span> ${run.output.title ?? ''}
    </header>
    <div class="body">${markdown(run.output.summary ?? '')}</div>
  </div>`;
}

function conversationComment(comment: IssueComment): Html {
  const edited = comment.updatedAt === comment.createdAt ? '' : ' · edited';
  return box(`issuecomment-${comment.id}`, `${comment.actor.user.login} commented${edited}`, comment.body);
}

function reviewBox(review: Review): Html {
  const verb = review.state.toLowerCase().replaceAll('_', ' ');
  return box(`pullrequestreview-${review.id}`, `${review.actor.user.login} reviewed: ${verb}`, review.body);
}

/** A review comment with the line it stands on now. */
interface Remark {
  readonly comment: ReviewComment;
  readonly line: number | undefined;
  readonly isOnDiff: boolean;
}

function toRemark(comment: ReviewComment): Remark {
  const line = currentPlace(comment)?.line;
  return { comment, line, isOnDiff: line !== undefined || comment.anchor.kind === 'file' };
}

function remarkBox({ comment }: Remark): Html {
  const { anchor, path } = comment;
  const place = anchor.kind === 'file' ? path : `${path}:${anchor.line}`;
  return box(`discussion_r${comment.id}`, `${comment.actor.user.login} on ${place}`, comment.body);
}

function box(id: string, title: string, body: string): Html {
  return html`<div class="box" id="${id}">
    <header>${title}</header>
    <div class="body">${markdown(body)}</div>
  </div>`;
}

function fileBox(change: FileChange, all: readonly Remark[]): Html {
  const remarks = all.filter(({ comment, isOnDiff }) => isOnDiff && comment.path === change.path);
  const name = change.previousPath === undefined ? change.path : `${change.previousPath} → ${change.path}`;
  const diff = change.hunks
    ? diffTable(change.hunks, (side, line) =>
        remarks.filter((remark) => standsAt(remark, side, line)).map(remarkBox),
      )
    : html`<p class="quiet">${change.isBinary ? 'Binary file' : 'No diff to show'}</p>`;
  const onFile = remarks.filter(({ comment }) => comment.anchor.kind === 'file').map(remarkBox);
  return html`<div class="box">
    <header>
      <code>${name}</code>
      <span class="quiet">${change.status} +${change.additions} −${change.deletions}</span>
    </header>
    <div class="body">${onFile}${diff}</div>
  </div>`;
}

function standsAt({ comment, line: current }: Remark, side: Side, line: number): boolean {
  return comment.anchor.kind === 'line' && comment.anchor.side === side && current === line;
}
