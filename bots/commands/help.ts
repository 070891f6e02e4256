import type { Access, Role } from '#bots/contract.ts';
import { commandsFor, type CommandDeclaration, type Where } from './catalog.ts';
import type { CommandReading } from './read-command.ts';

/** Who may use a command here, in words; the configuration may say otherwise than the declaration. */
export type WhoMay = (declaration: CommandDeclaration) => string;

const roleWords: Readonly<Record<Role, string>> = {
  read: 'whoever may read the repository; of a public one, its collaborators',
  triage: 'triage access and up',
  write: 'write access and up',
  maintain: 'maintainers and admins',
  admin: 'admins',
};

const declaredAccess: WhoMay = ({ access }) => accessWords({ role: access });

const maxNames = 10;

export function accessWords(access: Access): string {
  if (!('names' in access)) return roleWords[access.role];
  const names = access.names.slice(0, maxNames).map((name) => `\`${name.replaceAll('`', '')}\``);
  const more = access.names.length - names.length;
  const role = access.role === undefined ? '' : `, with ${roleWords[access.role]}`;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}${role}`;
}

/** Every command of the place: usage, what it does, an example and who may use it. Markdown. */
export function helpMarkdown(where: Where, whoMay: WhoMay = declaredAccess): string {
  const rows = commandsFor(where).map(
    (declaration) =>
      `- \`${usageOf(declaration)}\`: ${declaration.does}. Example: \`/amas ${declaration.examples[0]}\`. May: ${whoMay(declaration)}.`,
  );
  return `${rows.join('\n')}\n\nMention me with the same words where slash commands do not work. One command in full: \`/amas help <command>\``;
}

/** One command with its options and examples. */
export function commandHelpMarkdown(
  declaration: CommandDeclaration,
  whoMay: WhoMay = declaredAccess,
): string {
  const options = Object.entries(declaration.flags).map(
    ([name, flag]) => `- \`--${name}${flag.values ? ` <${flag.values.join('|')}>` : ''}\`: ${flag.does}`,
  );
  return [
    `\`${usageOf(declaration)}\`: ${declaration.does}.`,
    ...(options.length === 0 ? [] : [options.join('\n')]),
    `Examples: ${declaration.examples.map((example) => `\`/amas ${example}\``).join(', ')}`,
    `Where: ${whereText(declaration)}. Who may: ${whoMay(declaration)}.`,
  ].join('\n\n');
}

/** How far `.amas.yml` can move who may use a command, for the guide. Narrowing needs no leave, opening has an end. */
export function rightsMarkdown({ name, access, loosenedTo = access, flags }: CommandDeclaration): string {
  const opened =
    loosenedTo === access
      ? `it cannot be opened below ${roleWords[access]}`
      : `it can be opened as far as ${roleWords[loosenedTo]}`;
  const kept = Object.entries(flags).flatMap(([flag, { access: needed }]) =>
    needed === undefined ? [] : [`\`--${flag}\` keeps needing ${roleWords[needed]}.`],
  );
  const example = loosenedTo === access ? 'maintain' : loosenedTo;
  return [
    `In \`.amas.yml\`, such as \`commands: { ${name}: { who: ${example} } }\`: ${opened}, and narrowed to a higher role, to accounts and teams, or to \`nobody\`.`,
    ...kept,
  ].join(' ');
}

/** What a person reads whose command cannot be served as it stands. */
export function misuseMarkdown(
  reading: Exclude<CommandReading, { kind: 'known' }>,
  where: Where,
  whoMay?: WhoMay,
): string {
  if (reading.kind === 'unknown') {
    const hint = reading.didYouMean === undefined ? '' : ` Did you mean \`/amas ${reading.didYouMean}\`?`;
    return `I do not know \`${reading.name}\`.${hint}\n\n${helpMarkdown(where, whoMay)}`;
  }
  const { declaration } = reading;
  if (reading.kind === 'elsewhere') {
    return `\`${declaration.name}\` does not work here. It works on: ${whereText(declaration)}.`;
  }
  return `${reading.problem}\n\nUsage: \`${usageOf(declaration)}\`\n\nExample: \`/amas ${declaration.examples[0]}\``;
}

export const usageOf = ({ name, usage }: CommandDeclaration): string => `/amas ${name} ${usage}`.trim();

const whereWords: Readonly<Record<Where, string>> = {
  pull_request: 'pull requests',
  thread: 'threads beside the code',
  issue: 'issues',
  chat: 'chat',
};

const whereText = ({ where }: CommandDeclaration): string => where.map((each) => whereWords[each]).join(', ');
