import { closeMarkdown, closesFence, fenceOpenedBy } from './close-markdown.ts';
import { guardLinks, platformHosts } from './guard-links.ts';
import { redactSecrets } from './redact.ts';

/** Breaks what GitHub would act on, and shows nothing: it works inside code as well. */
const zeroWidthSpace = '\u200B';

const harmlessTag = '(?!/?(?:details|summary|sub|sup|br|b|i|code|kbd)\\b)';
const activeTag = new RegExp(`<(?=[a-z/!?])${harmlessTag}`, 'gi');

/**
 * Makes text of a model, or of a pull request, safe to post: no mention pings anyone, no HTML hides what follows, no
 * image loads, no link leads away, no secret shows, no code offers itself to be committed, and code fences and `<details>` are closed.
 * Code at the left margin stays exact. Code within lists and quotations cannot be told apart for certain, so a text
 * that has such is guarded in all its lines.
 */
export function guardMarkdown(text: string, hosts: readonly string[] = platformHosts): string {
  const lines = redactSecrets(text.toWellFormed()).split(/\r\n|\r|\n/);
  const isCertain = !lines.some((line) => /^[\s>*+\d.)-]+(`{3}|~{3})/.test(line));
  let fence: string | undefined;
  let isHtml = false;
  const guarded = lines.map((line) => {
    if (fence !== undefined) {
      if (closesFence(line, fence)) fence = undefined;
      return isCertain ? line : guardProse(line, hosts);
    }
    // In an HTML block a fence is plain text, until a blank line ends the block.
    isHtml = line.trim() !== '' && (isHtml || /^ {0,3}<[a-z/]/i.test(line));
    fence = isHtml ? undefined : fenceOpenedBy(line);
    return guardProse(line, hosts);
  });
  return closeMarkdown(guarded.join('\n'));
}

/** The same for a single line, such as a title: line breaks become spaces. */
export function guardLine(text: string, hosts: readonly string[] = platformHosts): string {
  return guardProse(redactSecrets(text.toWellFormed()).replaceAll(/[\r\n]+/g, ' '), hosts);
}

function guardProse(line: string, hosts: readonly string[]): string {
  return guardLinks(line, hosts)
    .replaceAll(/&(?:#0*64|#x0*40|commat);/gi, '@')
    .replaceAll(/(?<![a-z0-9])@(?=[a-z0-9])/gi, `@${zeroWidthSpace}`)
    .replaceAll(activeTag, `<${zeroWidthSpace}`)
    .replaceAll('![', `!${zeroWidthSpace}[`)
    .replaceAll(/(?<!`)(`{3,})[ \t]*suggestion\b|(?<!~)(~{3,})[ \t]*suggestion\b/gi, '$1$2text');
}
