import type { Settings } from './keys.ts';
import { matchesGlob, matchesPath } from './glob.ts';

/** What a pull request says of itself. All of it is its author's word, and only ever compared. */
export interface PullRequestFacts {
  readonly title: string;
  readonly author: string;
  readonly isBotAuthor: boolean;
  readonly isDraft: boolean;
  readonly labels: readonly string[];
  readonly headRef: string;
  readonly baseRef: string;
}

export interface Skip {
  readonly reason: string;
  readonly title: string;
  readonly remedy: string;
}

export type ReviewEvent = Settings['review.on'][number];

/** Why a pull request is not reviewed unasked, or undefined. Whoever asks for a review gets one. */
export function skipOf(
  settings: Settings,
  facts: PullRequestFacts,
  event: ReviewEvent | undefined,
): Skip | undefined {
  if (!settings['review.enabled']) {
    return skip('disabled', 'reviews are switched off', '`review.enabled` in `.amas.yml` is false.');
  }
  if (event !== undefined && !settings['review.on'].includes(event)) {
    return skip(
      'event_off',
      `not reviewed when ${event}`,
      `\`review.on\` in \`.amas.yml\` does not name \`${event}\`.`,
    );
  }
  if (facts.isDraft && !settings['review.drafts']) {
    return skip(
      'draft',
      'a draft',
      'Mark the pull request as ready for review; `review.drafts: true` in `.amas.yml` has drafts reviewed.',
    );
  }
  if (facts.isBotAuthor && !settings['review.bots']) {
    return skip('bot', 'opened by a bot', '`review.bots` in `.amas.yml` is false.');
  }
  return ignoredBy(settings, facts);
}

/** In the order of their telling: of several rules the first is named. */
function ignoredBy(settings: Settings, facts: PullRequestFacts): Skip | undefined {
  const rules = [
    ['label', 'labels', facts.labels],
    ['title', 'titles', [facts.title]],
    ['branch', 'branches', [facts.headRef]],
    ['base', 'bases', [facts.baseRef]],
    ['author', 'authors', [facts.author]],
  ] as const;
  for (const [what, key, texts] of rules) {
    const glob = settings[`review.ignore.${key}`].find((each) =>
      texts.some((text) => matchesGlob(each, text)),
    );
    if (glob !== undefined) {
      const named = `\`${glob.replaceAll('`', '')}\``;
      return skip(
        what,
        `the ${what} matches ${named}`,
        `\`review.ignore.${key}\` in \`.amas.yml\` holds ${named}.`,
      );
    }
  }
  return undefined;
}

const skip = (code: string, title: string, why: string): Skip => ({
  reason: `config.${code}`,
  title: `Not reviewed: ${title}`,
  remedy: `${why} To have it reviewed all the same, comment \`/amas review\`.`,
});

/** Whether a file is left out, and by which glob. */
export function ignoredPath(settings: Settings, path: string): string | undefined {
  return settings['review.ignore.paths'].find((glob) => matchesPath(glob, path));
}
