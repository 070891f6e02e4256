import { z } from 'zod';
import type { Delivery } from '#bots/contract.ts';

/** PostgreSQL's `jsonb` takes neither NUL nor half of a surrogate pair. */
const text = z.string().transform((value) => value.toWellFormed().replaceAll('\0', '\uFFFD'));
const sha = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/);
const number = z.number().int().positive();

const User = z.object({ id: z.number().int(), login: text, type: z.string().nullish() });
const Repository = z.object({
  name: text,
  owner: z.object({ login: text }),
  private: z.boolean().nullish(),
});
const ViaApp = z.object({ id: z.number().int().nullish(), client_id: z.string().nullish() }).nullish();
const Origin = { sender: User, installation: z.object({ id: number }).nullish() };

/** Those that lead to something. */
export const PullRequestAction = z.enum([
  'opened',
  'reopened',
  'synchronize',
  'ready_for_review',
  'converted_to_draft',
  'edited',
  'closed',
]);

/** Each schema names only what is read; everything else GitHub sends may change without notice here. */
export const PullRequestPayload = z.object({
  action: PullRequestAction,
  number,
  pull_request: z.object({
    title: text,
    body: text.nullish(),
    html_url: text,
    draft: z.boolean().nullish(),
    updated_at: z.string().nullish(),
    user: User.nullish(),
    author_association: z.string().nullish(),
    labels: z.array(z.object({ name: text })).nullish(),
    head: z.object({ sha, ref: text.nullish() }),
    base: z.object({ ref: text.nullish() }).nullish(),
  }),
  /** Of `edited`: present when the base branch was changed. */
  changes: z.object({ base: z.looseObject({}).nullish() }).nullish(),
  repository: Repository,
  ...Origin,
});
export type PullRequestPayload = z.infer<typeof PullRequestPayload>;

const PullNumbers = z.array(z.object({ number })).nullish();

/** Of our own runs: GitHub tells other Apps of created and completed ones only. */
export const CheckRunPayload = z.object({
  action: z.string(),
  check_run: z.object({
    head_sha: sha,
    html_url: text.nullish(),
    /** Empty for pull requests of forks. */
    pull_requests: PullNumbers,
  }),
  requested_action: z.object({ identifier: text }).nullish(),
  repository: Repository.extend({ html_url: text.nullish() }),
  ...Origin,
});
export type CheckRunPayload = z.infer<typeof CheckRunPayload>;

export const CheckSuitePayload = z.object({
  action: z.string(),
  check_suite: z.object({ head_sha: sha, pull_requests: PullNumbers }),
  repository: Repository.extend({ html_url: text.nullish() }),
  ...Origin,
});
export type CheckSuitePayload = z.infer<typeof CheckSuitePayload>;

export const MergeGroupPayload = z.object({
  action: z.string(),
  merge_group: z.object({ head_sha: sha, head_ref: text, base_sha: sha, base_ref: text }),
  repository: Repository.extend({ html_url: text.nullish() }),
  ...Origin,
});
export type MergeGroupPayload = z.infer<typeof MergeGroupPayload>;

export const IssueCommentPayload = z.object({
  action: z.string(),
  issue: z.object({
    number,
    title: text,
    html_url: text,
    /** Present on pull requests only. */
    pull_request: z.looseObject({}).nullish(),
  }),
  comment: z.object({
    id: number,
    body: text.nullish(),
    created_at: z.string().nullish(),
    author_association: z.string().nullish(),
    performed_via_github_app: ViaApp,
  }),
  repository: Repository,
  ...Origin,
});
export type IssueCommentPayload = z.infer<typeof IssueCommentPayload>;

const CommentedPull = z.object({ number, title: text, html_url: text, head: z.object({ sha }).nullish() });

/** A comment beside a line of a pull request. */
export const ReviewCommentPayload = z.object({
  action: z.string(),
  pull_request: CommentedPull,
  comment: z.object({
    id: number,
    body: text.nullish(),
    created_at: z.string().nullish(),
    author_association: z.string().nullish(),
    /** The first comment of the thread, in replies. */
    in_reply_to_id: number.nullish(),
    performed_via_github_app: ViaApp,
  }),
  repository: Repository,
  ...Origin,
});
export type ReviewCommentPayload = z.infer<typeof ReviewCommentPayload>;

/** The text of a review as a whole. */
export const ReviewPayload = z.object({
  action: z.string(),
  pull_request: CommentedPull,
  review: z.object({
    id: number,
    body: text.nullish(),
    submitted_at: z.string().nullish(),
    author_association: z.string().nullish(),
  }),
  repository: Repository,
  ...Origin,
});
export type ReviewPayload = z.infer<typeof ReviewPayload>;

export const IssuePayload = z.object({
  action: z.string(),
  issue: z.object({ number, html_url: text }),
  repository: Repository,
  ...Origin,
});
export type IssuePayload = z.infer<typeof IssuePayload>;

const RepositoryNames = z.array(z.object({ full_name: text })).nullish();

/** Of `installation` and `installation_repositories` alike. */
export const InstallationPayload = z.object({
  action: z.string(),
  installation: z.object({
    id: number,
    html_url: text,
    /** A user or an organization has a login, an enterprise a slug. */
    account: z.object({ login: text.nullish(), slug: text.nullish() }).nullish(),
  }),
  repositories: RepositoryNames,
  repositories_added: RepositoryNames,
  repositories_removed: RepositoryNames,
  sender: User,
});
export type InstallationPayload = z.infer<typeof InstallationPayload>;

export type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string };

/** The JSON of a delivery, sent as such or in the form field `payload`. Never throws. */
export function readBody(delivery: Delivery): Read<unknown> {
  try {
    const body = new TextDecoder('utf-8', { fatal: true }).decode(delivery.body);
    const json = isForm(delivery.headers['content-type']) ? new URLSearchParams(body).get('payload') : body;
    if (json === null) return { ok: false, reason: 'unreadable: payload' };
    return { ok: true, value: JSON.parse(json) };
  } catch (error) {
    // Only the decoder throws a TypeError; messages of the parser quote the text, which is a stranger's.
    return { ok: false, reason: error instanceof TypeError ? 'invalid_utf8' : 'invalid_json' };
  }
}

/** Names the fields that were wrong, never their values. */
export function readPayload<Schema extends z.ZodType>(schema: Schema, json: unknown): Read<z.output<Schema>> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  const fields = new Set(parsed.error.issues.map((issue) => issue.path.join('.') || 'body'));
  return { ok: false, reason: `unreadable: ${[...fields].slice(0, 5).join(', ')}` };
}

function isForm(contentType: string | undefined): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(contentType ?? '');
}
