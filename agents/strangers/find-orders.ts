import { languageClauses } from './signals/clauses-of-languages.ts';
import { clauseSignals } from './signals/clauses.ts';
import { englishPhrases } from './signals/english-phrases.ts';
import { english as usualEnglish, squeezed } from './signals/english.ts';
import { forgedTurns } from './signals/forged-turns.ts';
import { meantOrders } from './signals/meant-orders.ts';
import { otherLanguages } from './signals/other-languages.ts';
import type { Signal, Want } from './signals/signal.ts';
import { hasInvisible, viewsOf, type Views } from './views.ts';

/** A text that speaks to a reviewer or a model. */
export interface Order {
  readonly wants: readonly Want[];
  readonly points: number;
  /** Points of its strongest sign: 3 where one of them suffices. */
  readonly strongest: number;
  /** How it is spelled so that people or filters overlook it; undefined for plain words. */
  readonly disguise?: string;
  /** Says so to somebody, now: an imperative or a "you", not a sentence about such texts. */
  readonly isDirect: boolean;
}

const english = [...usualEnglish, ...englishPhrases];

/** From here on a text is an order. */
export const orderPoints = 3;

/**
 * Texts without any of this are left after one look, because most are: words that orders are made of, other alphabets,
 * letters taken apart, digits among letters, and marks of forged turns.
 */
const worthALook =
  /ignor|disregard|forget|overrid|bypass|discard|instruc|instruk|prompt|approv|aprov|aprueb|approuv|review|finding|severity|\b[ak]i\b|\bia\b|llm|gpt|claude|copilot|amas|assist|pretend|\bmode\b|you are|from now|report|mention|signal|secret|token|credential|password|merge|lgtm|verdict|conclu|fail.?on|secur|admin|developer|system|human|anweisung|vergiss|melde|genehm|consigne|oublie|olvid|esquec|dimentic|negeer|vergeet|zapom|unut|yok say|abaikan|lupakan|istruzion|regole|consigne|regeln|talimat|pokyn|polece|role["']|severity|whitelist|automat|grader|\bduty\b|\btask\b|du bist|bewerte|befunde|m[aä]ngel|here on|evaluation|word for word|whoever|whatever|\bempty list|guidelin|\brules?\b|trusted|low risk|comment on|automated|reviewed|confirm|\bsafe\b|bots?\b|robot|model|pull request|overlook|above|\/?inst\]|\|>|sys>>|\bend\b|[\u0080-\uffff]|(?:(?<!\w)\w[\s._*-]+){4}|[a-z][0134578@$!|][a-z]|%[0-9a-f]{2}/i;

/** Finds what a text of a few lines orders a reader to do; undefined below `least` points. */
export function findOrder(text: string, least: number = orderPoints): Order | undefined {
  if (!worthALook.test(text)) return undefined;
  const views = viewsOf(text);
  const best = new Map<Want, number>();
  const raise = (want: Want, points: number): number => {
    const known = best.get(want) ?? 0;
    best.set(want, Math.max(known, points));
    return Math.max(0, points - known);
  };
  const count = (signals: readonly Signal[], view: string): number =>
    signals.reduce((sum, { want, points, form }) => {
      if (!form.test(view)) return sum;
      return sum + raise(want, points);
    }, 0);
  const said =
    count(english, views.plain) +
    count(clauseSignals, views.clauses) +
    count(languageClauses(views.clauses), views.clauses) +
    count(forgedTurns, text) +
    count(otherLanguages, views.bare);
  const meant = views.sentences
    .flatMap((sentence) => meantOrders(sentence))
    .reduce((sum, { want, points }) => sum + raise(want, points), 0);
  const plain = said + meant;
  const folded = count(english, views.latin);
  // Only what the words themselves do not say: these letters stand close together in any order.
  const taken = count(
    squeezed.filter(({ want }) => !best.has(want)),
    views.squeezed,
  );
  const points = plain + folded + taken;
  if (points < least) return undefined;
  return {
    wants: [...best.keys()],
    points,
    strongest: Math.max(...best.values()),
    ...disguiseOf(text, { plain, folded, least }),
    isDirect: isDirect(views, best),
  };
}

interface Points {
  /** Of the text as it stands. */
  readonly plain: number;
  /** What reading it in Latin letters adds. */
  readonly folded: number;
  readonly least: number;
}

function disguiseOf(text: string, { plain, folded, least }: Points): Pick<Order, 'disguise'> {
  if (hasInvisible(text)) return { disguise: 'with characters inside that nobody sees' };
  if (plain >= least) return {};
  return plain + folded >= least
    ? { disguise: 'in letters that only look like these' }
    : { disguise: 'with its words taken apart' };
}

/** A forged turn speaks to a machine by its form; other orders are direct where they begin a sentence or say "you". */
function isDirect({ plain, latin }: Views, best: ReadonlyMap<Want, number>): boolean {
  if (best.has('forged-turn')) return true;
  return !/\b(?:adds?|added|fix(?:es|ed)?|teach(?:es)?|make|makes|made|prevents?|detects?|so that|when a|tests? (?:that|for)|should not be able|attempts? to|tries to|such as|e g|example|for instance|phrases? like|texts? like)\b/.test(
    `${plain} ${latin}`,
  );
}
