import { afterEach, expect, it } from 'vitest';
import type { Proving } from '#bots/contract.ts';
import { createGitHubStandIn, type GitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import type { AppOptions } from '#test/stand-ins/github/state/apps.ts';
import { prove } from './prove.ts';
import { heardEvents, rightsFor } from './rights.ts';
import { createTestHost, testPrivateKey } from './test-host.ts';

const open: GitHubStandIn[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((github) => github.close()));
});

const permissionsFor = (resolveThreads: 'yes' | 'no') =>
  Object.fromEntries(rightsFor({ resolveThreads }).map(({ name, level }) => [name, level]));

const everything = {
  permissions: permissionsFor('no'),
  events: heardEvents.map(({ name }) => name),
};

async function proofsOf(app: Partial<AppOptions>, proving: Partial<Proving> = {}, settings = {}) {
  const github = await createGitHubStandIn({ app: { privateKey: testPrivateKey, ...everything, ...app } });
  open.push(github);
  github.configureHook('http://127.0.0.1:1/webhooks/github');
  github.addRepository({ owner: 'octo', name: 'shop', files: { 'a.ts': '' } });
  github.install({ account: 'octo' });
  await github.settled();
  const proofs = await prove(
    {
      appId: String(github.app.id),
      privateKey: testPrivateKey,
      webhookSecret: 'secret',
      apiUrl: github.url,
      ...settings,
    },
    createTestHost(),
    { webhookUrl: 'http://127.0.0.1:1/webhooks/github', isStored: async () => true, ...proving },
  );
  return (id: string) =>
    proofs.filter((proof) => proof.id === id).map(({ status, message }) => `${status}: ${message}`);
}

it('the right to write contents is missing where threads are to be resolved, and else too much', async () => {
  const exact = ['ok: The App has exactly the permissions that AMAS uses'];
  const wanted = { resolveThreads: 'yes' };
  const [reading, writing] = [permissionsFor('no'), permissionsFor('yes')];
  expect([reading['contents'], writing['contents']]).toEqual(['read', 'write']);
  expect((await proofsOf({ permissions: reading }))('permissions')).toEqual(exact);
  expect((await proofsOf({ permissions: writing }, {}, wanted))('permissions')).toEqual(exact);
  expect((await proofsOf({ permissions: reading }, {}, wanted))('permissions')).toEqual([
    'warn: The App lacks the permission contents: write, for resolving its own threads: without it, threads of findings that are gone stay open',
  ]);
  expect((await proofsOf({ permissions: writing }))('permissions')).toEqual([
    'warn: The App has more than AMAS uses: contents: write',
  ]);
});

it('names what the App lacks and what it has too much of', async () => {
  const of = await proofsOf({
    permissions: {
      contents: 'read',
      pull_requests: 'write',
      issues: 'read',
      checks: 'write',
      administration: 'write',
    },
    events: ['pull_request', 'push', 'pull_request_review_comment', 'issues', 'merge_group'],
  });
  expect(of('permissions')).toEqual([
    'fail: The App lacks the permission issues: write, for comments and reactions in conversations',
    'warn: The App lacks the permission members: read, for teams that the configuration lets use a command',
    'warn: The App lacks the permission merge_queues: read, for the check of merge queues',
    'warn: The App has more than AMAS uses: administration: write',
  ]);
  expect(of('events')).toEqual([
    'fail: The App does not hear the event issue_comment, for commands',
    'warn: The App does not hear the event pull_request_review, for commands in reviews',
    'warn: The App hears more than AMAS uses: push',
  ]);
});

it('an App under another name, or with another key, is told as that', async () => {
  expect((await proofsOf({ slug: 'amas-of-octo' }))('identity')).toEqual([
    expect.stringMatching(/^fail: .*but it is called amas here$/),
  ]);
  const foreign = await proofsOf({}, {}, { appId: '1' });
  expect(foreign('identity')).toEqual([expect.stringMatching(/^fail: GitHub does not know this App/)]);
  expect(foreign('permissions')).toEqual([]);
});

it('events that go elsewhere, or reach nobody, are told', async () => {
  const of = await proofsOf({}, { webhookUrl: 'https://amas.example.com/webhooks/github' });
  expect(of('webhook')).toEqual(['fail: Events go to http://127.0.0.1:1/webhooks/github, not to this hub']);
  expect(of('round-trip')).toEqual([expect.stringMatching(/^fail: GitHub got no answer/)]);
});

it('a comment is wanted on this GitHub only', async () => {
  const of = await proofsOf({}, { commentOn: 'https://gitlab.example/octo/shop/pull/1' });
  expect(of('comment')).toEqual(['fail: That is no pull request or issue of this GitHub']);
});
