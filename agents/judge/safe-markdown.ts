import { spellHidden } from './spell-hidden.ts';

/**
 * Makes text of a model fit to be posted: a change could have talked the model into tracking images, notifications
 * or markup. Code spans and fences stay as they are; outside of them images become links, tags become text and
 * mentions stop notifying.
 */
export function safeMarkdown(text: string, maxCharacters: number): string {
  const clipped = clip(spellHidden(text.trim()), maxCharacters);
  return clipped
    .split(/(```[\s\S]*?(?:```|$)|`[^`\n]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : defuse(part)))
    .join('');
}

/** One line of plain text. */
export function safeLine(text: string, maxCharacters: number): string {
  return clip(spellHidden(text.replaceAll(/\s+/g, ' ').trim()), maxCharacters);
}

function defuse(prose: string): string {
  return prose
    .replaceAll(/<(?=[a-z/!?])/gi, '&lt;')
    .replaceAll('![', '[')
    .replaceAll(/(?<![\w`])@([\w-]+(?:\/[\w-]+)?)/g, '`@$1`');
}

function clip(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const cut = text.slice(0, maxCharacters - 1).replace(/[\ud800-\udbff]$/, '');
  const openFence = (cut.match(/```/g) ?? []).length % 2 === 1;
  return `${cut}…${openFence ? '\n```' : ''}`;
}
