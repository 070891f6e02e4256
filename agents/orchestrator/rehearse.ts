import { isSwitchedOff } from '#agents/configuration/choose-findings.ts';
import type { Effective } from '#agents/configuration/effective.ts';
import { valueText } from '#agents/configuration/explain.ts';
import { keyNames, type Settings } from '#agents/configuration/keys.ts';
import { skipOf, type PullRequestFacts, type ReviewEvent } from '#agents/configuration/skip.ts';
import { severities, type Finding, type Report } from '../contract.ts';
import { codeSpan, inlineText } from './markdown-text.ts';
import { amount } from './report-words.ts';
import { verdictOf } from './verdict.ts';

/** Something that happened to a pull request of the repository, and what a review of it found. */
export interface PastEvent {
  /** `octo/repo#12`. */
  readonly subjectId: string;
  /** Absent when somebody asked: then nothing skips. */
  readonly trigger?: ReviewEvent;
  readonly facts?: PullRequestFacts;
  readonly report?: Pick<Report, 'conclusion' | 'findings'>;
}

const maxListed = 20;

/**
 * What a changed configuration would have done to past events, as CommonMark. It is computed from what is stored:
 * nothing is posted, and no model is asked. A rule that the new one switches on again cannot be told, because what it
 * would have found was not kept.
 */
export function rehearse(before: Effective, after: Effective, events: readonly PastEvent[]): string {
  const changed = keyNames.filter(
    (name) => JSON.stringify(before.settings[name]) !== JSON.stringify(after.settings[name]),
  );
  const effects = events.flatMap((event) => effectsOf(before.settings, after.settings, event));
  const shown = effects.slice(0, maxListed).map((effect) => `- ${effect}`);
  const rest = effects.length - shown.length;
  return [
    after.problems.length === 0
      ? 'The new file is valid.'
      : `In the new file this would not be used:\n\n${after.problems.map((each) => `- ${inlineText(each)}`).join('\n')}`,
    changed.length === 0
      ? 'It changes no value.'
      : changed
          .map(
            (name) =>
              `- ${codeSpan(name)}: ${codeSpan(valueText(before.settings[name]))} → ${codeSpan(valueText(after.settings[name]))}`,
          )
          .join('\n'),
    effects.length === 0
      ? `Of the last ${amount(events.length, 'event')} here none would have ended otherwise.`
      : [
          `Of the last ${amount(events.length, 'event')} here:`,
          '',
          ...shown,
          ...(rest > 0 ? [`- and ${rest} more`] : []),
        ].join('\n'),
  ].join('\n\n');
}

function effectsOf(before: Settings, after: Settings, event: PastEvent): string[] {
  const { trigger, facts, report, subjectId } = event;
  const skipUnder = (settings: Settings) =>
    facts && trigger !== undefined ? skipOf(settings, facts, trigger) : undefined;
  const [skipBefore, skipAfter] = [skipUnder(before), skipUnder(after)];
  const place = codeSpan(subjectId);
  if (skipAfter && !skipBefore) return [`${place} would be skipped (${codeSpan(skipAfter.reason)})`];
  if (skipBefore && !skipAfter) return [`${place} would be reviewed instead of skipped`];
  if (!report || skipAfter) return [];
  const kept = report.findings.filter((finding) => !isSwitchedOff(after, finding));
  const gone = report.findings.length - kept.length;
  const moved = kept.filter((finding) => isBeside(before, finding) && !isBeside(after, finding)).length;
  const verdicts = [
    verdictOf(report, before['review.fail_on']),
    verdictOf({ ...report, findings: kept }, after['review.fail_on']),
  ] as const;
  const effects = [
    ...(gone > 0 ? [`${amount(gone, 'finding')} switched off`] : []),
    ...(moved > 0 ? [`${amount(moved, 'finding')} in the summary instead of beside the code`] : []),
    ...(verdicts[0] === verdicts[1] ? [] : [`\`${verdicts[1]}\` instead of \`${verdicts[0]}\``]),
  ];
  return effects.length === 0 ? [] : [`${place}: ${effects.join(', ')}`];
}

const isBeside = (settings: Settings, { severity }: Finding): boolean =>
  severities.indexOf(severity) <= severities.indexOf(settings['review.inline_from']);
