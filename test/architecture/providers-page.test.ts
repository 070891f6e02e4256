import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock } from '#monitoring/clock.ts';
import { silentLogger } from '#monitoring/logger.ts';
import type {
  CompletionPart,
  CompletionRequest,
  CreateProvider,
  ProviderManifest,
} from '#providers/contract.ts';
import { registryFiles } from '#test/registries/registry-files.ts';
import { startChatVendor } from '#test/stand-ins/providers/chat-vendor.ts';
import { readRepositoryFile, root } from '#test/support/repository.ts';
import { tempDirectory } from '#test/support/temp-directory.ts';

const page = readRepositoryFile('docs/PROVIDERS.md');

/** The files as the page has them, by name; imports of their neighbours lead to the repository. */
function filesOfThePage(): Map<string, string> {
  const steps = page.slice(page.indexOf('## How to add a provider'));
  const files = [...steps.matchAll(/^\d\. `(\w+\.ts)`[^]*?```ts\n([^]*?)```/gm)];
  return new Map(
    files.map(([, name, code]) => [
      name!,
      code!.replaceAll(/^ {3}/gm, '').replaceAll(`from '../`, `from '${join(root, 'providers')}/`),
    ]),
  );
}

it('who follows the steps has a provider that works', async () => {
  const directory = await tempDirectory('acme');
  const folder = join(directory.path, 'acme');
  await mkdir(folder);
  const files = filesOfThePage();
  expect([...files.keys()]).toEqual(['models.ts', 'manifest.ts', 'provider.ts']);
  for (const [name, code] of files) await writeFile(join(folder, name), code);
  const { manifest } = (await import(join(folder, 'manifest.ts'))) as { manifest: ProviderManifest };
  const { createProvider } = (await import(join(folder, 'provider.ts'))) as {
    createProvider: CreateProvider;
  };

  const standIn = await startChatVendor({
    id: 'acme',
    apiKey: 'standin-acme-1',
    basePath: '/v1',
    models: new Set(['acme-large']),
    maxOutputTokens: 8_192,
    usage: 'when-asked',
  });
  const provider = createProvider(
    { apiKey: standIn.apiKey, baseUrl: standIn.baseUrl },
    { log: silentLogger(), clock: systemClock },
  );
  const context = { model: manifest.models[0]!.id, signal: new AbortController().signal };
  const question: CompletionRequest = { messages: [{ role: 'user', content: 'Hi' }], maxOutputTokens: 10 };
  expect(await provider.complete(question, context)).toMatchObject({ text: 'Hello.', finish: 'stop' });
  const parts: CompletionPart[] = [];
  for await (const part of provider.stream(question, context)) parts.push(part);
  expect(parts.at(-1)).toMatchObject({ type: 'finish', result: { text: 'Hello.' } });
  expect(await provider.check!(context.signal)).toEqual({ models: ['acme-large'] });
  await standIn.close();
  await directory.remove();

  const registries = [...registryFiles('providers', ['acme']).values()].join('\n');
  expect(registries).toContain(`await import('./acme/provider.ts')`);
});
