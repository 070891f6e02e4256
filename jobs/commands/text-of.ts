import { readCommand, type ReadCommand } from '#bots/commands/read-command.ts';
import type { PlatformEvent } from '#bots/contract.ts';
import { whereOf } from './where-of.ts';

/** The command of an event as it was taken up; undefined for work that nobody asked for in words. */
export function commandOf(event: PlatformEvent): ReadCommand | undefined {
  const reading = event.command && readCommand(event.command, whereOf(event));
  return reading?.kind === 'known' ? reading.command : undefined;
}

/** What a command with a text was told. */
export const textOf = (event: PlatformEvent): string => commandOf(event)?.text ?? '';

export const hasFlag = (event: PlatformEvent, name: string): boolean =>
  commandOf(event)?.flags[name] === true;
