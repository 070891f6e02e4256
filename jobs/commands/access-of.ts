import type { Settings } from '#agents/configuration/keys.ts';
import { findDeclaration, type CommandDeclaration } from '#bots/commands/catalog.ts';
import { roles, type Access, type Command, type Role } from '#bots/contract.ts';

/** What `.amas.yml` says about commands. */
export type CommandRules = Settings['commands'];

/**
 * Who may use a command the way it is used: some options need less, or more, than the command. What nobody knows is
 * answered with the help, to those who may read it.
 */
export function accessOf({ name, args }: Command, rules: CommandRules = {}): Access | 'nobody' {
  const declaration = findDeclaration(name);
  if (!declaration) return { role: 'read' };
  const own = Object.entries(declaration.flags).find(
    ([flag, { access }]) => access !== undefined && args.includes(`--${flag}`),
  );
  return ruledAccess(declaration, rules, own?.[1].access);
}

/**
 * Who may use a command where these rules hold: they narrow it as they like, and open it as far as the catalogue allows.
 * @param ofFlag what the option in use needs, which no rule opens further.
 */
export function ruledAccess(
  declaration: CommandDeclaration,
  rules: CommandRules,
  ofFlag?: Role,
): Access | 'nobody' {
  const { name, access, loosenedTo = access } = declaration;
  const who = Object.hasOwn(rules, name) ? rules[name]?.who : undefined;
  if (who === undefined) return { role: ofFlag ?? access };
  const least = ofFlag ?? loosenedTo;
  if (who === 'nobody') return 'nobody';
  if (typeof who === 'string') return { role: higher(who, least) };
  // Whoever is named need not have a role, unless the command is of those that nobody gets without one.
  return least === 'read' ? { names: who } : { names: who, role: least };
}

/** Whether somebody with the declared role may be kept out: then only the platform of the repository can tell. */
export function isNarrowed(command: Command, access: Access): boolean {
  const declared = accessOf(command);
  if (declared === 'nobody' || !('role' in declared) || declared.role === undefined) return false;
  return 'names' in access || roles.indexOf(access.role) > roles.indexOf(declared.role);
}

const higher = (one: Role, other: Role): Role => (roles.indexOf(one) >= roles.indexOf(other) ? one : other);
