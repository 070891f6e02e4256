import { readFileSync } from 'node:fs';
import { lintSource } from '@secretlint/core';
import { creator as preset } from '@secretlint/secretlint-rule-preset-recommend';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitHubStandIn, type GitHubStandIn } from './github-stand-in.ts';
import { addSampleRepository, sampleRepository } from './sample-repository.ts';

const changed = (path: string) => sampleRepository.changes[path] ?? '';

async function secretsIn(content: string): Promise<number> {
  const { messages } = await lintSource({
    source: { filePath: 'file.ts', content, ext: '.ts', contentType: 'text' },
    options: { config: { rules: [{ id: 'preset', rule: preset }] }, noPhysicFilePath: true },
  });
  return messages.length;
}

describe('the sample repository', () => {
  let standIn: GitHubStandIn;
  beforeAll(async () => {
    standIn = await createGitHubStandIn();
  });
  afterAll(() => standIn.close());

  it('opens as a pull request whose files come with patches', async () => {
    const opened = addSampleRepository(standIn).openPullRequest(sampleRepository.pull);
    const { owner, name } = sampleRepository;
    const installation = standIn.install({ account: owner });
    const response = await fetch(`${standIn.url}/repos/${owner}/${name}/pulls/${opened.number}/files`, {
      headers: { authorization: `token ${standIn.installationToken(installation)}`, 'user-agent': 'test' },
    });
    const listed = (await response.json()) as { filename: string; status: string; patch?: string }[];
    expect(listed.map(({ filename, status }) => `${status} ${filename}`)).toEqual([
      'modified README.md',
      'modified package.json',
      'modified src/labels.ts',
      'renamed src/money.ts',
      'modified src/notifications.ts',
      'modified src/orders.ts',
      'modified src/pricing.ts',
      'modified src/server.ts',
      'modified src/settings.ts',
    ]);
    expect(listed.every(({ patch }) => patch?.startsWith('@@ '))).toBe(true);
  });

  it('holds each of its faults', () => {
    expect(changed('src/orders.ts')).toContain("like '%${customer}%'");
    expect(changed('src/labels.ts')).toContain('exec(`lp -d ${printer} ');
    expect(changed('package.json')).toContain('"postinstall"');
    expect(JSON.parse(changed('package.json')).dependencies['label-kit']).toMatch(/^git\+https:/);
    expect(changed('src/notifications.ts')).toMatch(/\n {2}recordAnnouncement\(order\);\n/);
    const lengthOf =
      changed('src/pricing.ts').split('export function surchargeOf')[1]?.split('\n').length ?? 0;
    expect(lengthOf).toBeGreaterThan(50);
  });

  it('shows its credential to a scanner of the pull request, and to none of this repository', async () => {
    expect(await secretsIn(changed('src/settings.ts'))).toBe(1);
    const source = readFileSync(new URL('sample/head-changes.ts', import.meta.url), 'utf8');
    expect(await secretsIn(source)).toBe(0);
  });
});
