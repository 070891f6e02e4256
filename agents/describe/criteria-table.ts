import { acceptanceCriteria } from '#agents/dialogue/criteria.ts';
import { placeOf, provenLines, type Evidence } from '#agents/dialogue/shown-lines.ts';
import { tellingWords } from '#agents/dialogue/similarity.ts';
import type { Batch } from '#agents/judge/hunk-batches.ts';
import { safeLine } from '#agents/judge/safe-markdown.ts';
import type { Change, IssueText } from '../contract.ts';
import { plain } from './change-map.ts';

const maxPlaces = 3;

/** One criterion of a linked issue, numbered over all of them. */
export interface LinkedCriterion {
  readonly number: number;
  readonly reference: string;
  readonly text: string;
}

/** What a model says of one; only what its lines prove is believed. */
export interface Judgement {
  readonly criterion: number;
  readonly state: 'met' | 'not met' | 'unclear';
  readonly reason: string;
  readonly evidence: readonly Evidence[];
}

export function linkedCriteria(issues: readonly IssueText[]): LinkedCriterion[] {
  return issues
    .flatMap(({ reference, body }) => acceptanceCriteria(body).map(({ text }) => ({ reference, text })))
    .map((criterion, index) => ({ number: index + 1, ...criterion }));
}

/** `met` needs a line that shows it: without one the criterion is unclear, whatever the model says. */
export function criteriaTable(
  criteria: readonly LinkedCriterion[],
  judged: {
    readonly judgements: readonly Judgement[];
    readonly shown: Batch;
    readonly changes: readonly Change[];
  },
): string {
  const rows = criteria.map((criterion) => {
    const { state, why } = verdictOn(criterion, judged);
    return `| ${criterion.reference} | ${plain(safeLine(criterion.text, 200))} | ${state} | ${why} |`;
  });
  return ['| issue | criterion | state | shown by |', '|---|---|---|---|', ...rows].join('\n');
}

function verdictOn(
  criterion: LinkedCriterion,
  { judgements, shown, changes }: Parameters<typeof criteriaTable>[1],
): { readonly state: string; readonly why: string } {
  const judgement = judgements.find((each) => each.criterion === criterion.number);
  if (!judgement) return { state: 'unclear', why: mentions(criterion.text, changes) };
  const reason = plain(safeLine(judgement.reason, 200));
  const proven = provenLines(shown, judgement.evidence).slice(0, maxPlaces).map(placeOf).join(', ');
  if (judgement.state === 'not met')
    return { state: '**not met**', why: [reason, proven].filter(Boolean).join(' ') };
  if (judgement.state === 'met' && proven !== '') return { state: 'met', why: proven };
  return { state: 'unclear', why: proven === '' ? `no line shows it: ${reason}` : `${reason} ${proven}` };
}

/** Added lines that speak of it: where a person would look first. */
function mentions(text: string, changes: readonly Change[]): string {
  const wanted = [...tellingWords(text).keys()].filter((word) => word.length > 3);
  const places = changes.flatMap(({ path, hunks }) =>
    hunks.flatMap(({ lines }) =>
      lines.flatMap(({ kind, text: line, newLine }) => {
        if (kind !== 'added') return [];
        const lower = line.toLowerCase();
        const count = wanted.filter((word) => lower.includes(word)).length;
        return count >= Math.min(2, wanted.length) && count > 0
          ? [{ place: `\`${plain(path)}:${newLine}\``, count }]
          : [];
      }),
    ),
  );
  const best = places.toSorted((one, other) => other.count - one.count).slice(0, maxPlaces);
  return best.length === 0
    ? 'no added line speaks of it'
    : `not judged; ${best.map(({ place }) => place).join(', ')} speak of it`;
}
