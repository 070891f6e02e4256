import type { Database, Store } from '../client.ts';
import { uuidv7 } from '../uuid.ts';
import type { Tenant } from './tenancy.ts';

/** What the findings are about: a subject of one platform. */
export interface FindingsOf {
  readonly projectId: string;
  readonly platform: string;
  readonly subjectId: string;
}

/** The findings of all reviews of a subject so far, oldest first. */
export const readReviewFindings = (store: Store, { projectId, platform, subjectId }: FindingsOf) =>
  store.reviewFinding.findMany({ where: { projectId, platform, subjectId }, orderBy: { id: 'asc' } });
export type ReviewFindingRow = Awaited<ReturnType<typeof readReviewFindings>>[number];

export interface SeenFinding {
  readonly fingerprint: string;
  readonly alias: string | undefined;
  readonly rule: string;
  readonly severity: string;
  readonly title: string;
  readonly path: string | undefined;
  readonly line: number | undefined;
  readonly endLine: number | undefined;
  readonly side: string | undefined;
  readonly state: 'open' | 'suppressed' | 'repeated';
  readonly commentId: string | undefined;
  readonly url: string | undefined;
}

export interface SeenFindings extends FindingsOf, Tenant {
  readonly taskId: string;
  readonly revision: string;
  readonly findings: readonly SeenFinding[];
  /** Fingerprints of those that are gone. */
  readonly fixed: readonly string[];
}

/** Remembers what a review found and what it did not find any more, in a few statements whatever their number. */
export async function rememberFindings(store: Store, seen: SeenFindings): Promise<void> {
  const { organizationId, projectId, platform, subjectId, taskId, revision, fixed } = seen;
  const rows = JSON.stringify(seen.findings.map((finding) => ({ ...finding, id: uuidv7() })));
  await store.$executeRaw`
    insert into review_findings (id, organization_id, project_id, platform, subject_id, fingerprint, alias, rule,
      severity, title, path, line, end_line, side, state, comment_id, url, first_revision, last_revision, task_id, updated_at)
    select distinct on (f.fingerprint) f.id, ${organizationId}::uuid, ${projectId}::uuid, ${platform}, ${subjectId},
      f.fingerprint, f.alias, f.rule, f.severity, f.title, f.path, f.line, f."endLine", f.side, f.state, f."commentId", f.url,
      ${revision}, ${revision}, ${taskId}::uuid, now()
    from jsonb_to_recordset(${rows}::jsonb) as f(id uuid, fingerprint text, alias text, rule text, severity text, title text,
      path text, line int, "endLine" int, side text, state text, "commentId" text, url text)
    order by f.fingerprint
    on conflict (project_id, platform, subject_id, fingerprint) do update set
      alias = excluded.alias, severity = excluded.severity, title = excluded.title, path = excluded.path,
      line = excluded.line, end_line = excluded.end_line, side = excluded.side, state = excluded.state,
      comment_id = coalesce(excluded.comment_id, review_findings.comment_id),
      url = coalesce(excluded.url, review_findings.url),
      last_revision = excluded.last_revision, task_id = excluded.task_id, updated_at = now()`;
  await store.reviewFinding.updateMany({
    where: { projectId, platform, subjectId, fingerprint: { in: [...fixed] }, state: 'open' },
    data: { state: 'fixed', lastRevision: revision, taskId },
  });
}

/** A subject with open findings beside its code: its last review, and where the receipt of that stands. */
export interface ToldSubject {
  readonly taskId: string;
  readonly accountId: string | null;
  readonly target: unknown;
}

/** Reviewed last within `days`, the newest first. */
export async function findToldSubjects(
  database: Pick<Database, 'pool'>,
  { days, limit }: { readonly days: number; readonly limit: number },
): Promise<readonly ToldSubject[]> {
  const { rows } = await database.pool.query<ToldSubject>(
    `select "taskId", "accountId", target from (
       select distinct on (t.project_id, t.subject_platform, t.subject_id)
         t.id as "taskId", r.account_id as "accountId", r.target
       from tasks t join replies r on r.task_id = t.id and r.platform = t.subject_platform
       where t.intent = 'review' and t.status = 'finished' and t.finished_at > now() - $1 * interval '1 day'
         and exists (select 1 from review_findings f where f.project_id = t.project_id and f.platform = t.subject_platform
           and f.subject_id = t.subject_id and f.state = 'open' and f.comment_id is not null)
       order by t.project_id, t.subject_platform, t.subject_id, t.id desc
     ) told order by "taskId" desc limit $2`,
    [days, limit],
  );
  return rows;
}

/** Remembers where findings stand once they are posted. */
export async function rememberThreads(
  store: Store,
  about: FindingsOf,
  threads: readonly { readonly fingerprint: string; readonly commentId: string; readonly url: string }[],
): Promise<void> {
  await store.$executeRaw`
    update review_findings r set comment_id = t."commentId", url = t.url, updated_at = now()
    from jsonb_to_recordset(${JSON.stringify(threads)}::jsonb) as t(fingerprint text, "commentId" text, url text)
    where r.project_id = ${about.projectId}::uuid and r.platform = ${about.platform}
      and r.subject_id = ${about.subjectId} and r.fingerprint = t.fingerprint`;
}
