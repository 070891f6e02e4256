const maxCriteria = 30;
const maxCriterionChars = 300;
const heading =
  /^#{1,6}\s*(acceptance criteria|acceptance|definition of done|requirements|criteria|todo|tasks?)\b/i;
const boldHeading = /^\*\*(acceptance criteria|definition of done|requirements)\W*\*\*\W*$/i;

export interface Criterion {
  readonly text: string;
  /** A box that somebody has ticked. */
  readonly isTicked: boolean;
}

/**
 * What an issue asks for, as far as it says so in a form: check boxes anywhere, and the list items below a heading such
 * as "Acceptance criteria". In their order, each once.
 */
export function acceptanceCriteria(body: string): Criterion[] {
  const found = new Map<string, Criterion>();
  let isInSection = false;
  for (const line of proseLines(body)) {
    if (isHeading(line)) isInSection = namesCriteria(line);
    const criterion = criterionOf(line, isInSection);
    if (criterion && !found.has(criterion.text)) found.set(criterion.text, criterion);
  }
  return [...found.values()].slice(0, maxCriteria);
}

/** Lines outside code and comments. */
function proseLines(body: string): string[] {
  let isInFence = false;
  return body
    .replaceAll(/<!--[\s\S]*?(-->|$)/g, '')
    .split(/\r\n|\r|\n/)
    .filter((line) => {
      const isFence = /^ {0,3}(`{3,}|~{3,})/.test(line);
      if (isFence) isInFence = !isInFence;
      return !isFence && !isInFence;
    });
}

const isHeading = (line: string): boolean => /^#{1,6}\s/.test(line) || boldHeading.test(line);
const namesCriteria = (line: string): boolean => heading.test(line) || boldHeading.test(line);

function criterionOf(line: string, isInSection: boolean): Criterion | undefined {
  const item = /^\s*(?:[-*+]|\d+[.)])\s+(?:\[([ xX])\]\s+)?(\S.*)$/.exec(line);
  if (!item || (item[1] === undefined && !isInSection)) return undefined;
  const text = (item[2] ?? '').trim().slice(0, maxCriterionChars).toWellFormed();
  return { text, isTicked: (item[1] ?? ' ') !== ' ' };
}
