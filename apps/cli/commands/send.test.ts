import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStoreBatch } from '#apps/hub/store-batch.ts';
import { startTestHub } from '#apps/hub/test-hub.ts';
import { receivers } from '#bots/receivers.ts';
import { createJobs } from '#jobs/queue.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';
import { runAmas } from '#test/support/run-amas.ts';
import { tempDirectory, type TempDirectory } from '#test/support/temp-directory.ts';
import { explainAnswer } from '../sending/explain-answer.ts';

const secrets = { GITHUB_WEBHOOK_SECRET: 'github secret', SLACK_SIGNING_SECRET: 'slack secret' };
const settings = { webhookSecret: 'github secret', signingSecret: 'slack secret' };

let target: TestDatabase;
let rows: Rows;
let hub: Awaited<ReturnType<typeof startTestHub>>;
let directory: TempDirectory;

/** A real hub that stores into a real database. */
beforeAll(async () => {
  target = await createTestDatabase();
  rows = await openRows(target.url);
  directory = await tempDirectory('send');
  const log = silentLogger();
  const jobs = createJobs({
    database: rows.database,
    backend: { kind: 'postgres', pool: rows.database.pool },
    log,
  });
  hub = await startTestHub({
    receivers,
    integrations: (_platform, project) =>
      project === undefined ? [{ ...rows.tenant, settings }] : undefined,
    write: createStoreBatch(rows.database, jobs, log),
  });
});

afterAll(async () => {
  await hub.close();
  await rows.close();
  await target.drop();
  await directory.remove();
});

const send = (...args: string[]) => runAmas(['send', ...args, '--to', hub.url], secrets);

interface Sent {
  readonly body: { readonly delivery: string; readonly outcome: string };
}

describe('amas send', () => {
  it('delivers a sample that the hub verifies, stores and lists', async () => {
    const run = await send('github', 'ping', '--json');
    expect(run).toMatchObject({ code: 0, err: '' });
    const sent: Sent = run.json();
    expect(sent).toEqual({
      platform: 'github',
      event: 'ping',
      url: `${hub.url}/webhooks/github`,
      status: 200,
      body: { delivery: expect.any(String), outcome: 'accepted' },
      durationMs: expect.any(Number),
    });
    const shown = await runAmas(['show', sent.body.delivery, '--json'], { DATABASE_URL: target.url });
    expect(shown.json()).toMatchObject({
      delivery: { platform: 'github', event: 'ping', status: 'received' },
    });
  });

  it('signs as Slack does, forms included', async () => {
    expect(await send('slack', 'slash_command')).toMatchObject({ code: 0 });
    expect(await send('slack', 'app_mention')).toMatchObject({ code: 0 });
    expect((await send('slack', 'url_verification')).out).toContain('200');
  });

  it('sends a file byte for byte, so that a second time is a duplicate at Slack', async () => {
    const path = join(directory.path, 'event.json');
    await writeFile(
      path,
      '{ "type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": { "type": "app_mention" } }',
    );
    const outcomes = [];
    for (let time = 0; time < 2; time += 1) {
      const { body }: Sent = (await send('slack', path, '--json')).json();
      outcomes.push(body.outcome);
    }
    expect(outcomes).toEqual(['accepted', 'duplicate']);
  });

  it('says how to follow what was sent', async () => {
    expect((await send('github', 'issue_comment')).out).toMatch(/amas show [0-9a-f-]{36}/);
  });
});

describe('what goes wrong is explained', () => {
  it('another secret than the hub has', async () => {
    const run = await runAmas(['send', 'github', 'ping', '--to', hub.url, '--json'], {
      GITHUB_WEBHOOK_SECRET: 'other',
    });
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({ status: 401, body: { code: 'apps.signature_wrong' } });
    expect(run.err).toContain('GITHUB_WEBHOOK_SECRET has to be the same');
  });

  it('a hub that has no secret', () => {
    const body = { status: 401, code: 'apps.not_configured', detail: 'No secret.' };
    expect(explainAnswer({ status: 401, body }, 'SLACK_SIGNING_SECRET')).toMatch(
      /^The hub has no secret .* SLACK_SIGNING_SECRET .*amas connect$/,
    );
  });

  it('a project that does not exist', async () => {
    const run = await runAmas(
      ['send', 'github', 'ping', '--to', `${hub.url}/webhooks/github/other`],
      secrets,
    );
    expect(run.code).toBe(1);
    expect(run.err).toContain('Nothing takes webhooks there');
  });

  it('no hub', async () => {
    const run = await runAmas(['send', 'github', 'ping'], { ...secrets, PORT: '1' });
    expect(run).toMatchObject({ code: 3, out: '' });
    expect(run.err).toContain('No hub answers at http://127.0.0.1:1/webhooks/github');
  });

  it('no secret', async () => {
    const run = await runAmas(['send', 'slack', 'message']);
    expect(run.code).toBe(2);
    expect(run.err).toContain('SLACK_SIGNING_SECRET is not set');
    expect((await runAmas(['send', 'slack', 'mesage'])).err).toContain('Did you mean message?');
  });

  it.each([
    [['jira', 'ping'], 'Events can be sent for github and slack'],
    [['github', 'pull-request'], 'Did you mean pull_request?'],
    [['github', 'ping.now'], 'neither a file nor a sample'],
    [['github', './missing.json'], 'There is no file ./missing.json'],
    [['github', 'package.json'], '--event'],
    [['github', 'ping', '--to', 'nowhere'], '--to takes the address of a hub'],
  ])('%j', async (args, words) => {
    const run = await runAmas(['send', ...args], secrets);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain(words);
  });
});
