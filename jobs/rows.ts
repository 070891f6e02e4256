import { z } from 'zod';
import { standardEffective, type Effective } from '#agents/configuration/effective.ts';
import { keyNames, keys, type Key } from '#agents/configuration/keys.ts';
import {
  packageJumps,
  packageUses,
  severities,
  type DependencyFocus,
  type FileCoverage,
  type Material,
  type Finding,
  type Outcome,
  type RawChange,
  type Report,
} from '#agents/contract.ts';
import type { ReviewBasis, ReviewScope } from '#agents/review-history.ts';
import type { JsonObject, PlatformEvent, Reply } from '#bots/contract.ts';

/**
 * The JSON columns of our rows. They are parsed on every read: after an upgrade a row may have been written by another
 * version. Optional fields accept an explicit undefined, which `JSON.stringify` leaves out.
 */
const text = z.string();
const json = z.record(z.string(), z.json());

const subject = z.object({
  type: z.enum(['pull_request', 'issue', 'channel', 'installation', 'other']),
  id: text,
  title: text,
  url: text,
  revision: text.optional(),
});

const platformEvent = z.object({
  key: text,
  platform: text,
  kind: text,
  occurredAt: text,
  organizationId: text,
  projectId: text,
  accountId: text.optional(),
  actor: z.object({
    id: text,
    name: text,
    isBot: z.boolean(),
    isSelf: z.boolean(),
    trust: z.enum(['owner', 'member', 'collaborator', 'outsider', 'unknown']),
  }),
  subject: subject.optional(),
  text,
  thread: z.object({ id: text }).optional(),
  command: z
    .object({
      name: text,
      args: z.array(text),
      rest: text.optional(),
      isImplied: z.literal(true).optional(),
    })
    .optional(),
  facts: z
    .object({
      author: text,
      isBotAuthor: z.boolean(),
      labels: z.array(text),
      baseRef: text,
      headRef: text,
      isDraft: z.boolean(),
    })
    .optional(),
  replyTo: json.optional(),
});

const remark = z.object({
  fingerprint: text,
  severity: z.enum(severities),
  title: text,
  detail: text,
  path: text,
  line: z.int(),
  endLine: z.int().optional(),
  side: z.enum(['old', 'new']),
  suggestion: text.optional(),
  place: z.literal('summary').optional(),
});

const replyContent = z.object({
  kind: z.enum(['answer', 'description']).optional(),
  apply: z
    .object({
      addLabels: z.array(text).optional(),
      removeLabels: z.array(text).optional(),
      description: text.optional(),
    })
    .optional(),
  verdict: z.enum(['pending', 'passed', 'attention', 'incomplete', 'not-done', 'skipped', 'cancelled']),
  title: text,
  markdown: text,
  progress: z.array(z.object({ label: text, state: z.enum(['waiting', 'running', 'done', 'failed']) })),
  choices: z
    .array(z.object({ label: text, command: text, consequence: text, isRefusal: z.boolean().optional() }))
    .optional(),
  remarks: z.array(remark),
  suggestions: z.object({ commit: text, remarks: z.array(remark) }).optional(),
  maxBeside: z.int().optional(),
  fixed: z.array(z.object({ fingerprint: text, isSeen: z.boolean() })).optional(),
  account: text.optional(),
  isNewMessage: z.boolean().optional(),
  links: z.array(z.object({ label: text, url: text })),
  footer: text,
});

export type ReplyContent = Omit<Reply, 'id' | 'taskId' | 'target'>;

const coverage = z.array(
  z.object({
    path: text,
    status: z.enum(['reviewed', 'partly', 'skipped']),
    reason: text.optional(),
    hunks: z.object({ left: z.int(), of: z.int() }).optional(),
  }),
);

const finding = z.object({
  fingerprint: text,
  severity: z.enum(severities),
  rule: text,
  category: z.enum(['security', 'correctness', 'maintainability', 'dependency', 'secret', 'configuration']),
  title: text,
  detail: text,
  location: z
    .object({ path: text, line: z.int(), endLine: z.int().optional(), side: z.enum(['old', 'new']) })
    .optional(),
  suggestion: text.optional(),
  evidence: z.enum(['rule', 'model']),
  alsoFoundBy: z.literal('model').optional(),
  confidence: z.number(),
  agent: text,
  cwe: text.optional(),
});

const outcome = z.object({
  kind: z.enum(['answered', 'needs-input', 'declined']),
  markdown: text,
  findings: z.array(finding),
  notes: z.array(text),
  model: z.enum(['not-configured', 'not-needed', 'answered', 'failed']),
  coverage,
  rulesRun: z.array(text).optional(),
  proposals: z
    .object({ title: text.optional(), body: text.optional(), labels: z.array(text).optional() })
    .optional(),
});

const issueText = z.object({
  reference: text,
  title: text,
  body: text,
  url: text,
  state: z.enum(['open', 'closed']),
  labels: z.array(text),
});

const material = z.object({
  question: text.optional(),
  issue: issueText.optional(),
  thread: z
    .object({
      path: text,
      line: z.int().optional(),
      side: z.enum(['old', 'new']),
      hunk: text,
      comments: z.array(z.object({ author: text, text })),
      finding: finding.optional(),
    })
    .optional(),
  linkedIssues: z.array(issueText).optional(),
  labels: z.array(z.object({ name: text, description: text })).optional(),
  candidates: z.array(issueText).optional(),
});

const scope = z.discriminatedUnion('mode', [
  z.object({
    mode: z.literal('full'),
    reason: z.enum([
      'first',
      'asked',
      'off',
      'same-commit',
      'rewritten',
      'settings',
      'model',
      'rules',
      'unknown-basis',
    ]),
    since: text.optional(),
  }),
  z.object({
    mode: z.literal('incremental'),
    since: text,
    again: z.int(),
    kept: z.int(),
    isQueued: z.literal(true).optional(),
  }),
]);

const basis = z.object({
  revision: text,
  settingsDigest: text,
  hasModel: z.boolean(),
  rulesDigest: text.optional(),
  digests: z.record(text, text),
});

const looked = z.object({
  scope,
  basis,
  kept: z.object({ files: coverage, findings: z.array(finding) }),
  renames: z.array(z.tuple([text, text])),
});

const report = z.object({
  conclusion: z.enum(['reviewed', 'partly-reviewed', 'not-reviewed']),
  files: coverage,
  findings: z.array(finding),
  scope: scope.optional(),
  basis: basis.optional(),
  open: z.array(z.object({ fingerprint: text, url: text.optional() })).optional(),
  fixed: z
    .array(
      z.object({
        fingerprint: text,
        title: text,
        path: text.optional(),
        line: z.int().optional(),
        url: text.optional(),
        isSeen: z.boolean(),
      }),
    )
    .optional(),
  said: z.array(z.object({ fingerprint: text, author: text, url: text })).optional(),
  suppressed: z
    .array(
      z.object({
        finding,
        scope: z.enum(['finding', 'path', 'rule']),
        by: text,
        reason: text,
        until: text.optional(),
      }),
    )
    .optional(),
  rehearsal: text.optional(),
  revertOf: text.optional(),
  rulesRun: z.int().optional(),
  packages: text.optional(),
  switchedOff: z.int().optional(),
  models: z.array(text),
  agents: z.array(
    z.object({ id: text, status: z.enum(['finished', 'failed', 'cancelled']), model: outcome.shape.model }),
  ),
  notes: z.array(text),
  costUsd: z.number().optional(),
  durationMs: z.number(),
});

const source = z.object({
  layer: z.enum(['system', 'organization', 'repository']),
  place: text.optional(),
  line: z.int().optional(),
});

/** A key that this version added or reads otherwise has its default. */
const configuration = z.object({
  settings: z.object(
    Object.fromEntries(
      keyNames.map((name) => {
        const { schema, standard }: Key = keys[name];
        return [name, schema.catch(() => standard)];
      }),
    ),
  ),
  sources: z.record(text, source),
  problems: z.array(text),
});

const dependencies = z.object({
  author: text,
  packages: z.array(
    z.object({
      name: text,
      from: text.optional(),
      to: text.optional(),
      jump: z.enum(packageJumps),
      use: z.enum(packageUses),
      path: text,
    }),
  ),
  rulesOnly: z.array(text),
});

const snapshot = z.object({
  changes: z.array(
    z.object({
      path: text,
      previousPath: text.optional(),
      status: z.enum(['added', 'modified', 'removed', 'renamed', 'copied']),
      patch: text.optional(),
      base: z.instanceof(Uint8Array).optional(),
      head: z.instanceof(Uint8Array).optional(),
      unavailable: text.optional(),
    }),
  ),
  left: coverage.optional(),
  looked: looked.optional(),
  dependencies: dependencies.optional(),
  revertOf: text.optional(),
  rehearsal: text.optional(),
  title: text,
  body: text,
  author: text,
  baseSha: text.optional(),
  texts: z.array(z.object({ label: text, text, isBystanders: z.boolean().optional() })).optional(),
  material: material.optional(),
  notes: z.array(text).optional(),
});

/** How far a review goes, and what it goes on from. */
export interface LookedAt {
  readonly scope: ReviewScope;
  readonly basis: ReviewBasis;
  readonly kept: { readonly files: readonly FileCoverage[]; readonly findings: readonly Finding[] };
  readonly renames: readonly (readonly [string, string])[];
}

export interface Snapshot {
  /** The files to look at. */
  readonly changes: readonly RawChange[];
  /** The others of the change, each with the reason. */
  readonly left?: readonly FileCoverage[];
  /** How far the review goes; absent in one that was planned by an earlier version. */
  readonly looked?: LookedAt;
  /** Set for the change of a dependency bot. */
  readonly dependencies?: DependencyFocus;
  /** The commit that it takes back exactly: then no agent looks at it. */
  readonly revertOf?: string;
  /** What the change's own configuration would do. */
  readonly rehearsal?: string;
  readonly title: string;
  readonly body: string;
  readonly author: string;
  readonly baseSha?: string;
  /** What people wrote beside title and body: the branch's name, commit messages, comments. */
  readonly texts?: readonly SubjectText[];
  /** What a request in words is about beyond the change. */
  readonly material?: Material;
  /** What could not be had for it, in public words. */
  readonly notes?: readonly string[];
}

export interface SubjectText {
  /** Where it stands, for a reader: `Commit message 1a2b3c4`. */
  readonly label: string;
  readonly text: string;
  /** Of somebody who did not make the change. */
  readonly isBystanders?: boolean;
}

const limits = z.object({ maxSteps: z.int(), maxCostUsd: z.number(), deadline: z.number() });

/** zod infers `field?: T | undefined`; our types say `field?: T`. Both mean the same once the value came out of JSON. */
const reader =
  <Value>(schema: z.ZodType) =>
  (value: unknown): Value =>
    schema.parse(value) as Value;

export const readEvent = reader<PlatformEvent>(platformEvent);
export const readReplyContent = reader<ReplyContent>(replyContent);
export const readOutcome = reader<Outcome>(outcome);
export const readReport = reader<Report>(report);
export const readSnapshot = reader<Snapshot>(snapshot);
/** Of a task from before there were configurations: the defaults. */
export const readConfiguration = (value: unknown): Effective =>
  value === null || value === undefined
    ? standardEffective
    : (configuration.parse(value) as unknown as Effective);
export const readLimits = reader<{ maxSteps: number; maxCostUsd: number; deadline: number }>(limits);
export const readJsonObject = reader<JsonObject>(json);

/** PostgreSQL's jsonb takes neither NUL nor lone surrogates; text from outside may hold both. */
export function toJsonColumn(value: object): never {
  if (isStorable(value)) return value as never;
  const clean = (_key: string, member: unknown) => (typeof member === 'string' ? cleanText(member) : member);
  return JSON.parse(JSON.stringify(value, clean)) as never;
}

/** Whether it is JSON already, and clean: looking costs far less than a copy, and each model call has three. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000');
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return value === null || typeof value === 'boolean';
  if (Array.isArray(value)) return value.every(isStorable);
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isStorable);
}

/** The same for a text column. */
export const cleanText = (value: string): string => value.replaceAll('\u0000', '\uFFFD').toWellFormed();
