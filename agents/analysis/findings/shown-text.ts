/** Text of the repository as a code span inside a finding's texts. */
export function code(text: string): string {
  return `\`${oneLine(text)}\``;
}

/** Longer names tell a reader no more. */
const maxShownChars = 60;

export function oneLine(text: string): string {
  // Credentials inside a URL are nobody's to repeat.
  const open = text.replace(/:\/\/[^/@\s]+@/g, '://…@');
  const flat = open.replace(/\s+/g, ' ').replaceAll('`', "'").trim();
  return flat.length > maxShownChars ? `${flat.slice(0, maxShownChars - 1)}…` : flat;
}
