import { closeMarkdown } from './close-markdown.ts';

/** GitHub's limit of a comment. */
export const maxBodyChars = 65_536;

/** Room for closing fences and for the sentence that says what was cut. */
const closingChars = 400;

/**
 * Cuts guarded Markdown at a line's end so that it fits `limitChars`, closes what the cut left open, and says how much
 * is missing. `limitChars` is never exceeded; a limit too small for that sentence gives an empty text.
 */
export function fitMarkdown(text: string, limitChars: number): string {
  if (text.length <= limitChars) return text;
  if (limitChars < closingChars) return '';
  const room = limitChars - closingChars;
  const lineEnd = text.lastIndexOf('\n', room);
  // A line that fills the whole room is cut inside, but not inside a surrogate pair.
  const kept = (lineEnd > room / 2 ? text.slice(0, lineEnd) : text.slice(0, room)).toWellFormed();
  const notice = `*Cut here: ${text.length - kept.length} of ${text.length} characters did not fit.*`;
  const fitted = `${closeMarkdown(kept)}\n\n${notice}`;
  // Hundreds of open `<details>` take more room than was kept for closing them.
  return fitted.length <= limitChars ? fitted : notice;
}
