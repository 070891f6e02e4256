import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, type FormatConfig } from 'oxfmt';
import type { BotManifest } from '#bots/contract.ts';
import type { ProviderManifest } from '#providers/contract.ts';
import { readRepositoryFile, root } from '#test/support/repository.ts';
import { commandsPage } from './commands-page.ts';
import { envExample } from './env-example.ts';
import { providersPage } from './providers-page.ts';
import { registryFiles } from './registry-files.ts';
import { rulesPage } from './rules-page.ts';
import { unitsOf, type UnitFolder } from './units.ts';

/** Path → text of every generated file, as it should be now. */
export async function render(): Promise<Map<string, string>> {
  const folders: readonly UnitFolder[] = ['agents', 'bots', 'providers'];
  const files = new Map<string, string>();
  for (const folder of folders) {
    for (const [path, text] of registryFiles(folder, unitsOf(folder)))
      files.set(path, await formatted(path, text));
  }
  const bots = await manifestsOf<BotManifest>('bots');
  const providers = await manifestsOf<ProviderManifest>('providers');
  return files
    .set('deploy/env.example', envExample(bots, providers))
    .set('docs/RULES.md', rulesPage())
    .set('docs/COMMANDS.md', commandsPage())
    .set('docs/PROVIDERS.md', providersPage(readRepositoryFile('docs/PROVIDERS.md'), providers));
}

/** Read from the folders, not from the registry: that may be what is stale. */
function manifestsOf<Manifest>(folder: UnitFolder): Promise<Manifest[]> {
  return Promise.all(
    unitsOf(folder).map(async (unit) => {
      const url = pathToFileURL(join(root, folder, unit, 'manifest.ts'));
      return ((await import(url.href)) as { manifest: Manifest }).manifest;
    }),
  );
}

async function formatted(path: string, text: string): Promise<string> {
  const options = JSON.parse(readRepositoryFile('.oxfmtrc.json')) as FormatConfig;
  const { code, errors } = await format(path, text, options);
  if (errors.length > 0) throw new Error(`${path}: ${errors.map((error) => error.message).join('; ')}`);
  return code;
}
