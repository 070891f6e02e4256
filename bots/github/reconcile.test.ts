import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Reconciling } from '#bots/contract.ts';
import { createGitHubStandIn, type GitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import { createTestHost, testPrivateKey } from './test-host.ts';
import { reconcile } from './reconcile.ts';

const hourMs = 3_600_000;
let github: GitHubStandIn;
let hub: Server;
let status = 200;
const clock = { ms: Date.UTC(2026, 10, 27, 12) };

beforeEach(async () => {
  status = 200;
  github = await createGitHubStandIn({
    clock: { now: () => clock.ms },
    app: { privateKey: testPrivateKey, events: ['pull_request', 'issue_comment', 'push'] },
  });
  hub = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status).end());
  });
  hub.listen(0, '127.0.0.1');
  await once(hub, 'listening');
  github.configureHook(`http://127.0.0.1:${(hub.address() as AddressInfo).port}/`);
});

afterEach(async () => {
  await github.close();
  hub.close();
});

const settingsOf = () => ({
  appId: String(github.app.id),
  privateKey: testPrivateKey,
  webhookSecret: 'secret',
  apiUrl: github.url,
});

const none: Reconciling['stored'] = async () => new Set();

function look(options: Partial<Reconciling> = {}, waits: number[] = []) {
  const host = createTestHost({ now: () => clock.ms }, waits);
  return reconcile(settingsOf(), host, { since: undefined, stored: none, ...options });
}

async function send(event: string, withStatus: number): Promise<string> {
  status = withStatus;
  const delivery = github.deliver(event, { action: 'created' });
  await github.settled();
  status = 200;
  clock.ms += 1_000;
  return delivery?.guid ?? '';
}

it('asks once more for what was not acknowledged, with a second between, and for nothing else', async () => {
  await send('issue_comment', 200);
  const refused = await send('issue_comment', 503);
  const unauthorised = await send('pull_request', 401);
  await send('push', 500);
  const late = await send('issue_comment', 500);
  clock.ms += 120_000;
  const waits: number[] = [];
  const gap = await look({ stored: async () => new Set([late]) }, waits);
  expect(gap).toMatchObject({ listed: 5, missed: 2, redelivered: 2, discovered: 2, givenUp: 0 });
  expect(waits).toEqual([1_000]);
  await github.settled();
  const again = github.deliveries().filter(({ isRedelivery }) => isRedelivery);
  expect(again.map(({ guid }) => guid).toReversed()).toEqual([refused, unauthorised]);
  clock.ms += hourMs;
  expect(await look({ since: gap.resumeFrom, stored: async () => new Set([late]) })).toMatchObject({
    missed: 0,
  });
});

it('sees what got no answer at all, which the filter of GitHub leaves out', async () => {
  github.configureHook('http://127.0.0.1:1/');
  github.deliver('pull_request', { action: 'opened' });
  await github.settled();
  clock.ms += 120_000;
  expect(await look()).toMatchObject({ missed: 1, redelivered: 1 });
});

it('waits twice as long each time, and gives up in the end', async () => {
  github.configureHook('http://127.0.0.1:1/');
  github.deliver('pull_request', { action: 'opened' });
  await github.settled();
  const redelivered: number[] = [];
  let since = 0;
  let givenUp = 0;
  for (let hour = 0; hour < 40; hour += 1) {
    clock.ms += hourMs;
    const found = await look({ since });
    since = found.resumeFrom;
    givenUp += found.givenUp;
    await github.settled();
    if (found.redelivered > 0) redelivered.push(hour);
  }
  expect(redelivered).toEqual([0, 1, 3, 7, 15]);
  expect(givenUp).toBe(1);
});

it('leaves alone what may still be under way, and comes back to it', async () => {
  await send('pull_request', 500);
  const gap = await look();
  expect(gap).toMatchObject({ missed: 0, redelivered: 0 });
  clock.ms += 120_000;
  expect(await look({ since: gap.resumeFrom })).toMatchObject({ missed: 1, redelivered: 1 });
});

it('goes on where it stopped, page by page', async () => {
  for (let count = 0; count < 130; count += 1) github.deliver('issue_comment', { action: 'created' });
  await github.settled();
  clock.ms += 120_000;
  const gap = await look();
  expect(gap.listed).toBe(130);
  clock.ms += hourMs;
  expect((await look({ since: gap.resumeFrom })).listed).toBe(0);
});
