import { findDeclaration } from '#bots/commands/catalog.ts';
import type { Access, Command } from '#bots/contract.ts';

/** Who may use a command. What nobody knows is answered with the help, to those who may read it. */
export function accessOf(command: Pick<Command, 'name'>): Access {
  return { role: findDeclaration(command.name)?.access ?? 'read' };
}
