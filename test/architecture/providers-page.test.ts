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
import type { startChatVendor } from '#test/stand-ins/providers/chat-vendor.ts';
import type { VendorError } from '#test/stand-ins/providers/scripted-answer.ts';
import { readRepositoryFile, root } from '#test/support/repository.ts';
import { tempDirectory } from '#test/support/temp-directory.ts';

const page = readRepositoryFile('docs/PROVIDERS.md');
const steps = page.slice(page.indexOf('## How to add a provider'));
const codes = [...steps.matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code!.replaceAll(/^ {3}/gm, ''));
const [models, manifestCode, adapter, price, standInCode, entry, ...more] = codes;

/** The files as the page has them, by name; imports of their neighbours lead to the repository. */
const files: readonly (readonly [string, string | undefined])[] = [
  ['models.ts', models],
  ['manifest.ts', manifestCode],
  ['provider.ts', adapter],
  ['stand-in.ts', standInCode],
];
const placed = (code = '') =>
  code
    .replaceAll(`from '../`, `from '${join(root, 'providers')}/`)
    .replaceAll(
      /from '\.\/(chat-vendor|vendor-stand-in)/g,
      `from '${join(root, 'test/stand-ins/providers')}/$1`,
    );

it('who follows the steps has a provider that works', async () => {
  const directory = await tempDirectory('acme');
  const folder = join(directory.path, 'acme');
  await mkdir(folder);
  expect([more, price, entry]).toEqual([
    [],
    expect.stringContaining("'acme-large': { input: 1, output: 3, source:"),
    expect.stringContaining('...likeOpenai(acmeErrors)'),
  ]);
  for (const [name, code] of files) await writeFile(join(folder, name), placed(code));
  const { manifest } = (await import(join(folder, 'manifest.ts'))) as { manifest: ProviderManifest };
  const { createProvider } = (await import(join(folder, 'provider.ts'))) as {
    createProvider: CreateProvider;
  };

  const { startAcmeStandIn, acmeErrors } = (await import(join(folder, 'stand-in.ts'))) as {
    startAcmeStandIn: () => ReturnType<typeof startChatVendor>;
    acmeErrors: { readonly contextTooLong: VendorError };
  };
  const standIn = await startAcmeStandIn();
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
  standIn.enqueue({ error: acmeErrors.contextTooLong });
  await expect(provider.complete(question, context)).rejects.toMatchObject({
    code: 'providers.context_too_long',
  });
  expect(await provider.check!(context.signal)).toEqual({ models: ['acme-large'] });
  await standIn.close();
  await directory.remove();

  const registries = [...registryFiles('providers', ['acme']).values()].join('\n');
  expect(registries).toContain(`await import('./acme/provider.ts')`);
});
