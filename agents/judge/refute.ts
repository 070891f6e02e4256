import type { NewFinding } from '#agents/analysis/findings/to-findings.ts';
import { askModel, type Asker, type ModelReply } from './ask-model.ts';
import type { Batch } from './hunk-batches.ts';
import { createBoundary, fenced } from './judge-prompt.ts';
import { refutation } from './model-answer.ts';
import { refuteText, refuteVersion } from './prompts/refute-v1.ts';
import { safeLine } from './safe-markdown.ts';

/** Remarks in one question; a rule's beside them, the gravest. */
const maxRemarks = 20;
const maxOfRules = 10;
/** Lines shown before and after the place. */
const linesAround = 8;
const maxReasonCharacters = 300;
/** A verdict without a real reason is a guess. */
const leastReasonCharacters = 10;
const maxDoubts = 5;

export interface Refuted {
  /** What stands, in the given order. */
  readonly findings: readonly NewFinding[];
  readonly notes: readonly string[];
  readonly steps: number;
}

export interface Suspects {
  readonly byModel: readonly NewFinding[];
  /** What rules found: it may be doubted in a note, and stays as it is. */
  readonly byRules: readonly NewFinding[];
  readonly batches: readonly Batch[];
}

/**
 * Lets the model try to prove its own remarks wrong, without what else it was told, and drops what it refutes. Where
 * there is no usable verdict a remark stands. Nothing that a rule found is dropped or lowered.
 */
export async function refute(asker: Asker, suspects: Suspects, steps: number): Promise<Refuted> {
  const { byModel } = suspects;
  if (byModel.length === 0) return { findings: [], notes: [], steps: 0 };
  if (steps <= 0) {
    const note = 'The remarks of the model were not looked at a second time: no call was left for it.';
    return { findings: byModel, notes: [note], steps: 0 };
  }
  const asked = toRemarks(suspects);
  const reply = await askModel(
    asker,
    { text: promptOf(asked), schemaName: 'refutation', schema: refutation },
    steps,
  );
  if (reply.kind !== 'answer') {
    return { findings: byModel, notes: [unansweredNote(reply)], steps: reply.steps };
  }
  const reasons = new Map(
    reply.answer.verdicts
      .filter(({ verdict, reason }) => verdict === 'refuted' && reason.trim().length >= leastReasonCharacters)
      .map(({ id, reason }) => [id, safeLine(reason, maxReasonCharacters)]),
  );
  const dropped = new Set(
    asked.filter(({ id, isRules }) => !isRules && reasons.has(id)).map(({ finding }) => finding),
  );
  return {
    findings: byModel.filter((finding) => !dropped.has(finding)),
    notes: [
      ...(dropped.size === 0
        ? []
        : [`Remarks of the model that a second look refuted were dropped: ${dropped.size}.`]),
      ...uncheckedNotes(byModel.length - maxRemarks),
      ...doubtNotes(asked, reasons),
    ],
    steps: reply.steps,
  };
}

interface Asked {
  readonly id: string;
  readonly finding: NewFinding;
  readonly isRules: boolean;
  readonly excerpt: string;
}

function toRemarks({ byModel, byRules, batches }: Suspects): readonly Asked[] {
  const asRemarks = (findings: readonly NewFinding[], prefix: string) =>
    findings.map((finding, index) => ({
      id: `${prefix}${index + 1}`,
      finding,
      isRules: prefix === 'r',
      excerpt: excerptOf(finding, batches),
    }));
  const shownRules = asRemarks(
    byRules.filter(({ severity }) => severity === 'critical' || severity === 'high').slice(0, maxOfRules),
    'r',
  ).filter(({ excerpt }) => excerpt !== '');
  return [...asRemarks(byModel.slice(0, maxRemarks), 'm'), ...shownRules];
}

/** The numbered lines around a place, out of the hunk that shows it. Empty when none does. */
function excerptOf({ location }: NewFinding, batches: readonly Batch[]): string {
  if (!location) return '';
  const hunk = batches
    .flatMap((batch) => batch.hunks)
    .find(({ path, shown }) => path === location.path && shown[location.side].has(location.line));
  if (!hunk) return '';
  const rows = hunk.text.split('\n');
  const isPlace = location.side === 'old' ? /^old +(\d+) -/ : /^ +(\d+) [+ ]/;
  const at = rows.findIndex((row) => Number(isPlace.exec(row)?.[1]) === location.line);
  const last = at + (location.endLine ?? location.line) - location.line;
  return rows.slice(Math.max(1, at - linesAround), last + linesAround + 1).join('\n');
}

function promptOf(asked: readonly Asked[]) {
  const boundary = createBoundary();
  const data = asked
    .map(({ id, finding, excerpt }) =>
      [
        `[remark ${id}] ${JSON.stringify(finding.location?.path ?? '')} line ${finding.location?.line ?? 0} (${finding.location?.side ?? 'new'}), ${finding.severity}, ${finding.category}`,
        `claims: ${finding.title}`,
        finding.detail,
        excerpt,
      ].join('\n'),
    )
    .join('\n\n');
  return {
    version: refuteVersion,
    system: refuteText(boundary),
    user: [
      'Try to refute the remarks below.',
      fenced(data, boundary),
      'Answer with the JSON object only.',
    ].join('\n'),
  };
}

function unansweredNote(reply: Exclude<ModelReply<never>, { kind: 'answer' }>): string {
  return `The remarks of the model stand without a second look: ${reply.note}`;
}

function uncheckedNotes(unchecked: number): string[] {
  if (unchecked <= 0) return [];
  return [`Remarks of the model that were too many for a second look, and stand without it: ${unchecked}.`];
}

function doubtNotes(asked: readonly Asked[], reasons: ReadonlyMap<string, string>): string[] {
  return asked
    .filter(({ id, isRules }) => isRules && reasons.has(id))
    .slice(0, maxDoubts)
    .map(
      ({ id, finding }) =>
        `The model doubts \`${finding.rule}\` at \`${safeLine(finding.location?.path ?? '', 200)}:${finding.location?.line ?? 0}\`, which stands: ${reasons.get(id)}`,
    );
}
