import { z } from 'zod';
import { severities } from '../contract.ts';

/** What `.amas.yml` may say under one dotted name. `Value` is what the schema gives. */
export interface Key<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  /** The system's default. */
  readonly standard: z.output<Schema>;
  /** What it is for, in a few words. */
  readonly does: string;
  /** What to write, for the person who wrote something else. */
  readonly expected: string;
  /** A higher value than that of the layer below is not taken. */
  readonly onlyLowers?: true;
}

const key = <Schema extends z.ZodType>(definition: Key<Schema>): Key<Schema> => definition;

const shortText = z.string().min(1).max(200);
const texts = z.array(shortText).max(100);
const flag = (standard: boolean, does: string) =>
  key({ schema: z.boolean(), standard, does, expected: 'true or false' });
const globs = (does: string) =>
  key({
    schema: texts,
    standard: [] as string[],
    does,
    expected: "a list of texts in which * stands for anything, such as ['docs/**']",
  });

export const reviewEvents = ['opened', 'reopened', 'pushed', 'ready'] as const;
/** Roles on the repository, least first, each with those above it; `nobody` switches a command off. */
export const whoChoices = ['read', 'triage', 'write', 'maintain', 'admin', 'nobody'] as const;

const oneOf = (values: readonly string[]) => `one of ${values.join(', ')}`;
const thresholds = [...severities, 'never'] as const;

/** Every key there is. The documentation, the check, the explanation and the hints come from here. */
export const keys = {
  'review.enabled': flag(true, 'review pull requests without being asked'),
  'review.on': key({
    schema: z.array(z.enum(reviewEvents)).max(reviewEvents.length),
    standard: [...reviewEvents],
    does: 'the events that start a review',
    expected: `a list of some of ${reviewEvents.join(', ')}`,
  }),
  'review.drafts': flag(false, 'review drafts too'),
  'review.bots': flag(true, 'review pull requests that bots open'),
  'review.ignore.labels': globs('labels of pull requests that are not reviewed'),
  'review.ignore.titles': globs('titles of pull requests that are not reviewed'),
  'review.ignore.branches': globs('branches whose pull requests are not reviewed'),
  'review.ignore.bases': globs('branches into which pull requests are not reviewed'),
  'review.ignore.authors': globs('accounts whose pull requests are not reviewed'),
  'review.ignore.paths': globs('files that are not looked at'),
  'review.fail_on': key({
    schema: z.enum(thresholds),
    standard: 'high' as const,
    does: 'the severity from which findings fail the check',
    expected: oneOf(thresholds),
  }),
  'review.inline_from': key({
    schema: z.enum(severities),
    standard: 'info' as const,
    does: 'the severity from which findings stand beside the code; others stand in the summary',
    expected: oneOf(severities),
  }),
  'review.max_inline': key({
    schema: z.int().min(0).max(30),
    standard: 30,
    does: 'how many findings of one review stand beside the code',
    expected: 'a whole number from 0 to 30',
  }),
  'review.families.security': flag(true, 'report findings about security'),
  'review.families.correctness': flag(true, 'report findings about correctness'),
  'review.families.maintainability': flag(true, 'report findings about maintainability'),
  'review.families.dependency': flag(true, 'report findings about dependencies'),
  'review.families.secret': flag(true, 'report findings about credentials'),
  'review.families.configuration': flag(true, 'report findings about configuration files'),
  'review.rules_off': key({
    schema: z.array(z.strictObject({ id: shortText, reason: z.string().min(1).max(500) })).max(100),
    standard: [] as { id: string; reason: string }[],
    does: 'rules whose findings are not reported, each with the reason',
    expected: 'a list of {id, reason}; in an id * stands for anything',
  }),
  path_instructions: key({
    schema: z
      .array(z.strictObject({ paths: texts.min(1), instructions: z.string().min(1).max(4_000) }))
      .max(50),
    standard: [] as { paths: string[]; instructions: string }[],
    does: 'what a model should look at in some files; it changes neither severity nor outcome',
    expected: 'a list of {paths, instructions}',
  }),
  tone: key({
    schema: z.enum(['short', 'explaining']),
    standard: 'explaining' as const,
    does: 'how much the remarks of a model explain',
    expected: 'short or explaining',
  }),
  language: key({
    schema: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/),
    standard: 'en',
    does: 'the language of the remarks of a model',
    expected: 'a language tag such as en, de or pt-BR',
  }),
  notify: key({
    schema: z.enum(['edit', 'new-comment']),
    standard: 'edit' as const,
    does: 'edit the one summary, or write a new comment for each review, which notifies',
    expected: 'edit or new-comment',
  }),
  incremental: flag(true, 'look again only at what a push changed'),
  'limits.cost_usd': key({
    schema: z.number().min(0),
    standard: 1,
    does: 'what one review may spend on models, in dollars; only lowers the limit of the operator',
    expected: 'a number of dollars, 0 for no model',
    onlyLowers: true,
  }),
  'limits.max_files': key({
    schema: z.int().min(1),
    standard: 3_000,
    does: 'how many files one review looks at',
    expected: 'a whole number from 1',
    onlyLowers: true,
  }),
  commands: key({
    schema: z.record(
      z.string().max(40),
      z.strictObject({ who: z.union([z.enum(whoChoices), texts.min(1)]) }),
    ),
    standard: {},
    does: 'the right on the repository that a command needs',
    expected: `for each command {who}, where who is ${oneOf(whoChoices)}, or a list of accounts and organization/team`,
  }),
} as const satisfies Readonly<Record<string, Key>>;

export type KeyName = keyof typeof keys;
export const keyNames = Object.keys(keys) as readonly KeyName[];

/** Every key with its value. */
export type Settings = { readonly [Name in KeyName]: z.output<(typeof keys)[Name]['schema']> };

export const standardSettings = Object.fromEntries(
  keyNames.map((name) => [name, keys[name].standard]),
) as unknown as Settings;
