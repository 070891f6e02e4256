import type { Command } from '#bots/contract.ts';
import { escapeText } from './text.ts';

/** What the words after `/amas` or a mention ask for. `command` holds them as they stand, whatever they are. */
export type Understood = { readonly command: Command } & (
  | { readonly kind: 'known' | 'help' | 'unknown' }
  | { readonly kind: 'incomplete'; readonly missing: string }
);

interface Word {
  readonly usage: string;
  readonly summary: string;
  /** What the word cannot do without. */
  readonly needs?: string;
}

const words: Readonly<Record<string, Word>> = {
  review: {
    usage: 'review <pull request URL>',
    summary: 'review a pull request and answer here',
    needs: 'the URL of a pull request',
  },
  status: { usage: 'status [pull request URL]', summary: 'what is being worked on, or was' },
  why: {
    usage: 'why <URL>',
    summary: 'why something was not answered, and the remedy',
    needs: 'the URL it is about',
  },
  help: { usage: 'help', summary: 'this list' },
};

/** Reads a command from de-escaped text. Only its first line counts: what follows is a person talking on. */
export function understand(text: string): Understood {
  const [first = 'help', ...args] = wordsOf(text);
  const name = first.toLowerCase();
  const command = { name, args };
  const known = Object.hasOwn(words, name) ? words[name] : undefined;
  if (!known) return { kind: 'unknown', command };
  if (known.needs && args.length === 0) return { kind: 'incomplete', command, missing: known.needs };
  return { kind: name === 'help' ? 'help' : 'known', command };
}

/** Slack on a Mac turns the `--` of an option into a dash as it is typed. */
function wordsOf(text: string): string[] {
  const line = text.trim().split('\n', 1)[0] ?? '';
  return line
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => word.replace(/^[–—]/, '--'));
}

/**
 * The answer to a slash command within Slack's three seconds, in mrkdwn: what was understood, or how to ask.
 * `slash` is the command as it was typed, such as `/amas`.
 */
export function acknowledge(understood: Understood, slash: string): string {
  const { name, args } = understood.command;
  if (understood.kind === 'incomplete') return `That needs ${understood.missing}.\n${help(slash)}`;
  if (understood.kind === 'unknown') return `I do not know ${code(name)}.\n${help(slash)}`;
  if (understood.kind === 'help') return help(slash);
  return `On it: ${code([slash, name, ...args].join(' '))}. The answer comes here.`;
}

function help(slash: string): string {
  const lines = Object.values(words).map((word) => `• ${code(`${slash} ${word.usage}`)} ${word.summary}`);
  return ['This is what I do:', ...lines].join('\n');
}

/** A code span cannot hold a back-tick, and a person's words must not end it. */
function code(text: string): string {
  const cut = text.length > 300 ? `${text.slice(0, 300)}…` : text;
  return `\`${escapeText(cut.replaceAll('`', "'"))}\``;
}
