import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '#monitoring/clock.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { manifests } from '#providers/manifests.ts';
import { readLayer } from '#providers/router/policy/read-routing.ts';
import { routedCandidates } from '#providers/router/routed-candidates.ts';
import { createRouter } from '#providers/router/router.ts';
import { readRepositoryFile } from '#test/support/repository.ts';
import { tempDirectory } from '#test/support/temp-directory.ts';

const blocks = [...readRepositoryFile('docs/ROUTING.md').matchAll(/^```yaml\n(.*?)^```/gms)];
const [whole, named, tiers, stored, ...more] = blocks.map(([, text]) => text!);

let folder: Awaited<ReturnType<typeof tempDirectory>>;
beforeAll(async () => {
  folder = await tempDirectory('routing-page');
});
afterAll(() => folder.remove());

async function fileOf(text: string): Promise<string> {
  const path = join(folder.path, 'routing.yml');
  await writeFile(path, text);
  return path;
}

/** A router as AMAS makes it at its start, with a key for each of the providers. */
async function start(text: string, ids: readonly string[]) {
  const settings = { apiKey: 'k', baseUrl: 'http://127.0.0.1:9' };
  const host = { clock: systemClock, log: silentLogger() };
  const routed = await routedCandidates(Object.fromEntries(ids.map((id) => [id, settings])), {
    routingFile: await fileOf(text),
    ...host,
  });
  return createRouter({ ...routed, ...host });
}

const asked = { organizationId: 'o1', agent: 'security', inputTokens: 2_000, maxOutputTokens: 1_000 };

it('its whole example, and that of tiers, hold with the key of any one provider', async () => {
  const asking: string[] = [];
  for (const id of Object.keys(manifests)) {
    for (const text of [whole!, tiers!]) {
      const { candidates } = (await start(text, [id])).explain(asked);
      expect(candidates.map(({ provider }) => provider)).toEqual([id]);
      asking.push(...candidates.flatMap(({ refused, provider }) => (refused ? [] : [provider])));
      // Without a price of their own the others can't be asked, by whatever policy.
      expect(['price-unknown', undefined]).toContain(candidates[0]!.refused?.code);
    }
  }
  expect(new Set(asking).size).toBeGreaterThan(10);
});

it('its example of names needs the keys that it says, and without them says what is missing', async () => {
  expect((await start(named!, ['anthropic', 'mistral'])).models()).not.toEqual([]);
  expect((await start(named!, ['openai', 'local'])).models()).not.toEqual([]);
  const told = { code: 'providers.routing_invalid' };
  await expect(start(named!, ['groq', 'mistral'])).rejects.toMatchObject({
    ...told,
    publicMessage: expect.stringContaining('none of anthropic, openai/gpt-6.1-sol is configured') as string,
  });
  await expect(start(named!, ['anthropic'])).rejects.toMatchObject({
    ...told,
    publicMessage: expect.stringContaining('the organization hospital can never match') as string,
  });
});

it('its example of a stored policy is one, and there is no other example', async () => {
  expect(readLayer(await fileOf(stored!))).toEqual({ policy: 'careful', where: { regions: ['eu', 'own'] } });
  expect(more).toEqual([]);
});
