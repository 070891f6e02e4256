/**
 * Characters that a reader cannot see but a model obeys or a terminal executes: controls except tab and newline,
 * soft hyphen, zero-width and bidirectional marks, separators, invisible operators, fillers, byte order mark,
 * variation selectors of plane 14 and tag characters.
 */
const hidden =
  // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\u{e0000}-\u{e0fff}]/gu;

/** Spells hidden characters as `\u{200b}`: nothing speaks to the model, or to a terminal, unseen by a person. */
export function spellHidden(text: string): string {
  return text.replace(
    hidden,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}}`,
  );
}
