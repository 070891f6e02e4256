const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text that Slack shows as it is: without raw angle brackets no mention, no link, no `<!channel>` can form. */
export function escapeText(text: string): string {
  return displayable(text).replace(/[&<>]/g, (character) => entities[character] ?? character);
}

/**
 * Drops what no client shows: control characters, lone surrogates (a database refuses both) and the marks that turn
 * the direction of writing, by which a text can look like another.
 */
export function displayable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what this removes
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '');
}

/**
 * What a person wrote, out of the form in which Slack sends it: `<url|label>` becomes the URL, `<@U1|ann>` becomes
 * `@ann`, and the three entities become characters. Entities go last, so that escaped brackets stay text.
 */
export function readText(slackText: string): string {
  return displayable(slackText)
    .replace(/<([^<>|]*)(?:\|([^<>]*))?>/g, (_whole, target: string, label?: string) =>
      readReference(target, label),
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function readReference(target: string, label = ''): string {
  const id = target.slice(1);
  if (target.startsWith('@')) return `@${label || id}`;
  if (target.startsWith('#')) return `#${label || id}`;
  if (target.startsWith('!')) return label || `@${id.split('^')[0]}`;
  return target.startsWith('mailto:') ? label || target.slice('mailto:'.length) : target;
}
