import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '#test/support/repository.ts';

export type UnitFolder = 'bots' | 'agents' | 'providers';

/** Ids of the units of a folder: its sub-folders that hold a `manifest.ts`, in alphabetical order. */
export function unitsOf(folder: UnitFolder): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, folder, entry.name, 'manifest.ts')))
    .map((entry) => entry.name)
    .toSorted();
}
