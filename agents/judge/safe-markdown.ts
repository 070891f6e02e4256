import { spellHidden } from './spell-hidden.ts';

/**
 * Makes text of a model fit to be posted: a change could have talked the model into tracking images, notifications
 * or markup. Code spans and fences stay as they are; outside of them images and links become their words, addresses
 * the name of their host, tags text, and mentions stop notifying.
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
    .replaceAll(/\[([^[\]\n]*)\]\(([^()\n]*)\)/g, (_link, text: string, target: string) =>
      /^[\w./#-]*$/.test(target.trim()) && !target.includes('//') ? `[${text}](${target})` : text,
    )
    .replaceAll(/(?:\b[a-z][a-z0-9+.-]{1,20}:\/\/|\bwww\.)[^\s<>()"'`\]]*/gi, addressText)
    .replaceAll(/(?<![\w`])@([\w-]+(?:\/[\w-]+)?)/g, '`@$1`');
}

/** What stands behind the host could carry what the model read. */
function addressText(address: string): string {
  const host = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([\w.-]*)/i.exec(address)?.[1] ?? '';
  return host === '' ? '(an address)' : host;
}

function clip(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const cut = text.slice(0, maxCharacters - 1).replace(/[\ud800-\udbff]$/, '');
  const openFence = (cut.match(/```/g) ?? []).length % 2 === 1;
  return `${cut}…${openFence ? '\n```' : ''}`;
}
