import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { registryFiles } from '#test/registries/registry-files.ts';
import { render } from '#test/registries/render.ts';
import { readRepositoryFile, root } from '#test/support/repository.ts';

const generated = await render();

test.each([...generated.keys()])('%s is what `npm run registries` writes', (path) => {
  expect(existsSync(join(root, path)) ? readRepositoryFile(path) : 'missing').toBe(generated.get(path));
});

test('a unit whose id is no identifier is registered under its id', () => {
  const files = registryFiles('providers', ['azure-openai']);
  expect(files.get('providers/manifests.ts')).toContain(
    `import { manifest as azureOpenai } from './azure-openai/manifest.ts';`,
  );
  expect(files.get('providers/registry.ts')).toContain(
    `'azure-openai': async () => (await import('./azure-openai/provider.ts')).createProvider,`,
  );
});
