import { findDeclaration } from '#bots/commands/catalog.ts';
import type { Access, Command } from '#bots/contract.ts';

/**
 * Who may use a command the way it is used: some options need less, or more, than the command. What nobody knows is
 * answered with the help, to those who may read it.
 */
export function accessOf({ name, args }: Command): Access {
  const declaration = findDeclaration(name);
  if (!declaration) return { role: 'read' };
  const own = Object.entries(declaration.flags).find(
    ([flag, { access }]) => access !== undefined && args.includes(`--${flag}`),
  );
  return { role: own?.[1].access ?? declaration.access };
}
