/**
 * What follows the mention of the bot, still in Slack's form; undefined when nobody addressed it. A mention that is
 * only shown (in a code block, in back-ticks, in a quotation) addresses nobody. Without known ids the first mention
 * counts: Slack sends `app_mention` to the one who was mentioned.
 */
export function wordsAfterMention(slackText: string, botUserIds: readonly string[]): string | undefined {
  const spoken = withoutQuotations(slackText);
  for (const match of spoken.matchAll(/<@([A-Z0-9]+)(?:\|[^<>]*)?>/g)) {
    if (botUserIds.length > 0 && !botUserIds.includes(match[1] ?? '')) continue;
    return spoken.slice(match.index + match[0].length).replace(/^[\s:,]+/, '');
  }
  return undefined;
}

/** Slack escapes the `>` that starts a quoted line. An unclosed fence runs to the end, as Slack shows it. */
export function withoutQuotations(slackText: string): string {
  return slackText
    .replace(/```[\s\S]*?(?:```|$)/g, ' ')
    .replace(/`[^`\n]*`/g, ' ')
    .replace(/^[ \t]*(?:&gt;|>).*$/gm, '');
}
