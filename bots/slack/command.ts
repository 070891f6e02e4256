import { commandsFor, findDeclaration, type CommandDeclaration } from '#bots/commands/catalog.ts';
import { closest } from '#bots/commands/closest.ts';
import { readCommand } from '#bots/commands/read-command.ts';
import { splitWords } from '#bots/commands/words.ts';
import type { Command } from '#bots/contract.ts';
import { escapeText } from './text.ts';

/** What the words after `/amas` or a mention ask for. `command` holds them as they stand, whatever they are. */
export type Understood = { readonly command: Command } & (
  | { readonly kind: 'known' | 'help' | 'unknown' }
  | { readonly kind: 'incomplete'; readonly problem: string; readonly remedy: string }
);

const declarations = commandsFor('chat');

/** Reads a command from de-escaped text. Only its first line counts, unless the command takes a text. */
export function understand(text: string): Understood {
  const trimmed = text.trim();
  const [verb = ''] = trimmed.split(/\s+/, 1);
  const name = verb === '' ? 'help' : verb.toLowerCase();
  const rest = withOptions(trimmed.slice(verb.length).trim());
  const [line = ''] = rest.split('\n', 1);
  const args = splitWords(line).words.map((word) => word.text);
  const command: Command = { name, args, ...(rest === '' ? {} : { rest }) };
  const reading = readCommand(command, 'chat');
  if (reading.kind === 'unknown' || reading.kind === 'elsewhere') return { kind: 'unknown', command };
  if (reading.kind === 'wrong-use') {
    const { problem } = reading;
    return {
      kind: 'incomplete',
      command,
      problem,
      remedy: `Write \`${name} ${reading.declaration.usage}\`.`,
    };
  }
  const { declaration, url } = reading.command;
  if (declaration.isAboutSubject && url === undefined) {
    const problem = 'That needs the URL of a pull request.';
    return { kind: 'incomplete', command, problem, remedy: 'Add the URL of a pull request.' };
  }
  return { kind: name === 'help' ? 'help' : 'known', command };
}

/** Slack on a Mac turns the `--` of an option into a dash as it is typed. */
const withOptions = (text: string): string => text.replaceAll(/(^|\s)[–—](?=[a-z])/gi, '$1--');

/**
 * The answer to a slash command within Slack's three seconds, in mrkdwn: what was understood, or how to ask.
 * `slash` is the command as it was typed, such as `/amas`.
 */
export function acknowledge(understood: Understood, slash: string): string {
  const { name, args } = understood.command;
  if (understood.kind === 'incomplete') return `${escapeText(understood.problem)}\n${help(slash)}`;
  if (understood.kind === 'unknown') return `${unknown(name, slash)}\n${help(slash)}`;
  if (understood.kind === 'help') return helpAbout(args[0], slash);
  return `On it: ${code([slash, name, ...args].join(' '))}. The answer comes here.`;
}

function unknown(name: string, slash: string): string {
  if (findDeclaration(name))
    return `${code(name)} does not work in chat: write it on the pull request or issue.`;
  const near = closest(
    name,
    declarations.map((declaration) => declaration.name),
  );
  const hint = near === undefined ? '' : ` Did you mean ${code(`${slash} ${near}`)}?`;
  return `I do not know ${code(name)}.${hint}`;
}

function helpAbout(name: string | undefined, slash: string): string {
  const declaration = declarations.find((each) => each.name === name?.toLowerCase());
  if (!declaration) return name === undefined ? help(slash) : `${unknown(name, slash)}\n${help(slash)}`;
  const flags = Object.entries(declaration.flags).map(
    ([flag, { does }]) => `• ${code(`--${flag}`)} ${escapeText(does)}`,
  );
  const examples = declaration.examples.map((example) => code(`${slash} ${example}`)).join(', ');
  return [line(declaration, slash), ...flags, `Examples: ${examples}`].join('\n');
}

function help(slash: string): string {
  return ['This is what I do:', ...declarations.map((declaration) => line(declaration, slash))].join('\n');
}

const line = ({ name, usage, does }: CommandDeclaration, slash: string): string =>
  `• ${code(`${slash} ${name} ${usage}`.trim())} ${escapeText(does)}`;

/** A code span cannot hold a back-tick, and a person's words must not end it. */
function code(text: string): string {
  const cut = text.length > 300 ? `${text.slice(0, 300)}…` : text;
  return `\`${escapeText(cut.replaceAll('`', "'"))}\``;
}
