import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { Connection, PlatformEvent, Posted, Reply } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { createSlackStandIn, type SlackStandIn } from '#test/stand-ins/slack/stand-in.ts';
import { createTestClock, type TestClock } from '#test/stand-ins/slack/test-clock.ts';
import { bot } from './bot.ts';
import { isSlackHost } from './respond.ts';

let slack: SlackStandIn;
let clock: TestClock;
let connection: Connection;
/** What the host has stored of the reply; a crash forgets what was not recorded. */
let posted: Posted;
let recorded: number;

beforeEach(async () => {
  clock = createTestClock();
  slack = await createSlackStandIn({ clock, rateLimits: 'off', hubUrl: 'http://127.0.0.1:9/' });
  slack.workspace.addUser({ id: 'U1', name: 'ada' });
  slack.workspace.addChannel({ id: 'C1', name: 'dev' });
  slack.workspace.addChannel({ id: 'C2', name: 'elsewhere', members: new Set(['U1']) });
  slack.workspace.addChannel({ id: 'C3', name: 'old', isArchived: true });
  connection = connect();
  posted = {};
  recorded = 0;
});
afterEach(() => slack.close());

const connect = (changes: Record<string, string> = {}): Connection =>
  bot.connect(
    { signingSecret: slack.signingSecret, botToken: slack.botToken, apiUrl: slack.apiUrl, ...changes },
    slack.workspace.app.teamId,
    { clock, log: silentLogger() },
  );

const reply: Reply = {
  id: 'reply-1',
  taskId: 'task-1',
  target: { channel: 'C1', userId: 'U1' },
  verdict: 'pending',
  title: 'Review of octo/repo#12',
  markdown: 'Working on it.',
  progress: [{ label: 'code', state: 'running' }],
  remarks: [],
  links: [],
  footer: '',
};
const finished: Partial<Reply> = { verdict: 'passed', markdown: 'Nothing found.' };

const record = (state: Posted): Promise<void> => {
  posted = state;
  recorded += 1;
  return Promise.resolve();
};

async function say(changes: Partial<Reply> = {}, signal?: AbortSignal): Promise<void> {
  posted = await connection.reply({ ...reply, ...changes }, posted, record, signal);
}

async function failureOf(work: Promise<unknown>): Promise<AmasError> {
  try {
    await work;
  } catch (error) {
    return error as AmasError;
  }
  throw new Error('nothing failed');
}

const messages = (channel = 'C1') => slack.workspace.messages(channel);
const effects = () => slack.workspace.effects.map(({ kind }) => kind);

describe('a reply', () => {
  it('is one message, edited as work goes on', async () => {
    await say();
    await say({ progress: [{ label: 'code', state: 'done' }] });
    await say(finished);
    expect(messages()).toHaveLength(1);
    expect(effects()).toEqual(['posted', 'edited', 'edited']);
    expect(JSON.stringify(messages()[0]?.blocks)).toContain('Nothing found.');
    expect(posted).toMatchObject({ channel: 'C1', ts: messages()[0]?.ts });
    expect(posted['url']).toMatch(/^https:\/\/amas-demo\.slack\.com\/archives\/C1\/p\d+$/);
  });

  it('carries its id where a later try can find it, and keeps it through edits', async () => {
    await say();
    await say(finished);
    expect(messages()[0]?.metadata).toEqual({
      event_type: 'amas_reply',
      event_payload: { reply_id: 'reply-1' },
    });
  });

  it('asked for in a thread stands in that thread', async () => {
    const question = slack.workspace.add({ channel: 'C1', user: 'U1', text: 'hey' }, 'said');
    await say({ target: { channel: 'C1', threadTs: question.ts } });
    expect(messages()[1]).toMatchObject({ threadTs: question.ts });
    expect(posted['url']).toContain(`thread_ts=${question.ts}`);
  });

  it('of any length is taken', async () => {
    await say({ ...finished, markdown: `${'word '.repeat(200)}\n`.repeat(300) });
    expect(effects()).toEqual(['posted']);
  });

  it('is posted without reading anything back when nothing was tried before', async () => {
    await say();
    expect(slack.calls).toEqual(['chat.postMessage', 'chat.getPermalink']);
  });

  it('without a link is a reply all the same', async () => {
    slack.failNext({ method: 'chat.getPermalink', kind: 'status', status: 500, when: 'before' });
    await say();
    expect(posted).toEqual({ channel: 'C1', ts: messages()[0]?.ts });
  });
});

describe('a second try edits, never doubles', () => {
  const unknown = [
    ['cut after the effect', { kind: 'cut', when: 'after' }],
    ['cut before the effect', { kind: 'cut', when: 'before' }],
    ['a 503 after the effect', { kind: 'status', status: 503, when: 'after' }],
    ['a 500 before the effect', { kind: 'status', status: 500, when: 'before' }],
    ["Slack's own internal error", { kind: 'refused', error: 'internal_error' }],
    ['an answer that is not of Slack', { kind: 'status', status: 200, when: 'after' }],
  ] as const;

  test.each(unknown)('%s', async (_name, failure) => {
    slack.failNext({ method: 'chat.postMessage', ...failure });
    const error = await failureOf(say());
    expect(error).toMatchObject({ code: 'bots.unavailable', retry: 'backoff' });
    clock.advance(10_000);
    await say(finished);
    expect(messages()).toHaveLength(1);
    expect(JSON.stringify(messages()[0]?.blocks)).toContain('Nothing found.');
  });

  test.each(unknown)('in a thread: %s', async (_name, failure) => {
    const { ts: threadTs } = slack.workspace.add({ channel: 'C1', user: 'U1', text: 'hey' }, 'said');
    slack.failNext({ method: 'chat.postMessage', ...failure });
    await failureOf(say({ target: { channel: 'C1', threadTs } }));
    await say({ ...finished, target: { channel: 'C1', threadTs } });
    expect(messages().filter((each) => each.threadTs === threadTs)).toHaveLength(1);
  });

  it('after an answer that came too late', async () => {
    const waiting = Promise.withResolvers<void>();
    clock.sleep = () => waiting.promise;
    slack.failNext({ method: 'chat.postMessage', kind: 'slow', ms: 60_000 });
    const error = await failureOf(say({}, AbortSignal.timeout(200)));
    waiting.resolve();
    expect(error.code).toBe('bots.unavailable');
    await say(finished);
    expect(effects()).toEqual(['posted', 'edited']);
  });

  it('killed at any point of recording', async () => {
    await say();
    const points = recorded;
    expect(points).toBeGreaterThan(1);
    for (let survived = 0; survived < points; survived += 1) {
      const id = `killed-after-${survived}`;
      posted = {};
      let count = 0;
      const dying = (state: Posted) => {
        if (count === survived) return Promise.reject(new AmasError('test.killed', 'killed'));
        count += 1;
        return record(state);
      };
      await failureOf(connection.reply({ ...reply, id }, {}, dying));
      clock.advance(5_000);
      await say({ ...finished, id });
      const ofThis = messages().filter((each) => JSON.stringify(each.metadata).includes(`"${id}"`));
      expect(ofThis).toHaveLength(1);
    }
  });

  it('finds its message behind pages of others', async () => {
    slack.failNext({ method: 'chat.postMessage', kind: 'cut', when: 'after' });
    await failureOf(say());
    for (let count = 0; count < 450; count += 1) {
      slack.workspace.add({ channel: 'C1', user: 'U1', text: 'chatter' }, 'said');
    }
    await say(finished);
    expect(effects()).toEqual(['posted', 'edited']);
  });

  it("takes nobody else's message for its own, whatever it carries", async () => {
    const metadata = { event_type: 'amas_reply', event_payload: { reply_id: 'reply-1' } };
    slack.failNext({ method: 'chat.postMessage', kind: 'cut', when: 'before' });
    await failureOf(say());
    slack.workspace.add({ channel: 'C1', user: 'U2', botId: 'B2', text: 'mine', metadata }, 'said');
    await say(finished);
    expect(effects()).toEqual(['posted']);
  });

  it('when nothing can be read back, says which scope is missing instead of guessing', async () => {
    slack.failNext({ method: 'chat.postMessage', kind: 'cut', when: 'after' });
    await failureOf(say());
    slack.credentials.scopes = ['chat:write'];
    const error = await failureOf(say(finished));
    expect(error).toMatchObject({ code: 'bots.unauthorised', details: { needed: 'channels:history' } });
    expect(messages()).toHaveLength(1);
  });

  it('an edit whose outcome is unknown is simply made again', async () => {
    await say();
    slack.failNext({ method: 'chat.update', kind: 'cut', when: 'after' });
    expect(await failureOf(say(finished))).toMatchObject({ code: 'bots.unavailable' });
    await say(finished);
    expect(messages()).toHaveLength(1);
  });
});

describe('what Slack refuses comes out with what to do', () => {
  test.each([
    ['a revoked token', { kind: 'refused', error: 'token_revoked' }, 'bots.unauthorised', 'never'],
    ['a missing scope', { kind: 'refused', error: 'missing_scope' }, 'bots.unauthorised', 'never'],
    ['a restriction', { kind: 'refused', error: 'restricted_action' }, 'bots.refused', 'never'],
    [
      'too many messages',
      { kind: 'refused', error: 'message_limit_exceeded' },
      'bots.rate_limited',
      { afterMs: 30_000 },
    ],
    ['a limit', { kind: 'rate_limited', retryAfterSeconds: 7 }, 'bots.rate_limited', { afterMs: 7_000 }],
    ['a limit without its time', { kind: 'rate_limited' }, 'bots.unavailable', 'backoff'],
  ] as const)('%s', async (_name, failure, code, retry) => {
    slack.failNext({ method: 'chat.postMessage', ...failure });
    const error = await failureOf(say());
    expect(error).toMatchObject({ code, retry });
    expect(error.publicMessage).toBeTruthy();
    await say(finished);
    expect(messages()).toHaveLength(1);
  });

  it('a limit that was obeyed costs no reading back', async () => {
    slack.failNext({ method: 'chat.postMessage', kind: 'rate_limited', retryAfterSeconds: 1 });
    await failureOf(say());
    await say();
    expect(slack.calls).not.toContain('conversations.history');
  });

  test.each([
    ['an archived channel', 'C3'],
    ['a channel that is gone', 'C404'],
    ['a channel it was not invited to', 'C2'],
  ])('%s is a target that is gone', async (_name, channel) => {
    const error = await failureOf(say({ target: { channel } }));
    expect(error).toMatchObject({ code: 'bots.target_gone', retry: 'never' });
    expect(error.publicMessage).toContain(channel === 'C3' ? 'archived' : '/invite');
  });

  it('a message that somebody deleted is not posted again', async () => {
    await say();
    const [message] = messages();
    if (message) slack.workspace.remove(message);
    expect(await failureOf(say(finished))).toMatchObject({ code: 'bots.target_gone' });
    expect(messages()).toEqual([]);
  });

  it('names no token anywhere', async () => {
    slack.failNext({ method: 'chat.postMessage', kind: 'cut', when: 'before' });
    const error = await failureOf(say());
    const all = JSON.stringify([error.message, error.details, String(error.cause), error.stack]);
    expect(all).not.toContain(slack.botToken);
  });

  it('a record that cannot be read stops the posting, because it may stand for a message', async () => {
    posted = { ts: 12 };
    expect(await failureOf(say())).toMatchObject({ code: 'bots.refused' });
    expect(effects()).toEqual([]);
  });

  it('missing settings are said at once', () => {
    expect(() => connect({ botToken: '' })).toThrow(expect.objectContaining({ code: 'bots.unauthorised' }));
  });
});

describe('where the app is no member, the response URL of the command takes the end of the work', () => {
  let target: Reply['target'];

  beforeEach(async () => {
    const { responseUrl } = await slack.slashCommand({ channel: 'C2', user: 'U1', text: 'review x' });
    target = { channel: 'C2', userId: 'U1', responseUrl, responseUrlUntil: clock.now() + 29 * 60_000 };
  });
  const answers = () => messages('C2').filter((each) => each.text.includes('Review of'));

  it('once, and nothing before', async () => {
    await say({ target });
    expect(answers()).toEqual([]);
    await say({ ...finished, target });
    await say({ ...finished, target });
    expect(answers()).toHaveLength(1);
    expect(answers()[0]?.visibleTo).toBeUndefined();
  });

  it('unless the app was invited meanwhile', async () => {
    await say({ target });
    slack.workspace.channels.get('C2')?.members.add(slack.workspace.app.botUserId);
    await say({ ...finished, target });
    expect(effects()).toEqual(['responded', 'posted']);
  });

  it('is not used after its time', async () => {
    clock.advance(29 * 60_000);
    expect(await failureOf(say({ ...finished, target }))).toMatchObject({ code: 'bots.target_gone' });
    expect(slack.calls).not.toContain('response_url');
  });

  it('that is used up asks for an invitation', async () => {
    slack.failNext({ method: 'response_url', kind: 'status', status: 404, when: 'before' });
    const error = await failureOf(say({ ...finished, target }));
    expect(error.code).toBe('bots.target_gone');
    expect(error.publicMessage).toContain('/invite');
  });

  it('is tried again after a limit', async () => {
    slack.failNext({ method: 'response_url', kind: 'rate_limited', retryAfterSeconds: 3 });
    const error = await failureOf(say({ ...finished, target }));
    expect(error).toMatchObject({ code: 'bots.rate_limited', retry: { afterMs: 3_000 } });
    await say({ ...finished, target });
    expect(answers()).toHaveLength(1);
  });

  it('never takes the same answer twice, though nobody can read it back', async () => {
    slack.failNext({ method: 'response_url', kind: 'cut', when: 'after' });
    expect(await failureOf(say({ ...finished, target }))).toMatchObject({ code: 'bots.unavailable' });
    expect(await failureOf(say({ ...finished, target }))).toMatchObject({ code: 'bots.target_gone' });
    expect(answers()).toHaveLength(1);
  });

  it('is never called at a foreign host', async () => {
    const foreign = { ...target, responseUrl: 'https://attacker.test/commands/x' };
    expect(await failureOf(say({ ...finished, target: foreign }))).toMatchObject({ code: 'bots.refused' });
  });
});

test.each([
  ['https://hooks.slack.com/commands/T1/1/x', 'https://slack.com/api/', true],
  ['http://hooks.slack.com/commands/T1/1/x', 'https://slack.com/api/', false],
  ['https://slack.com/commands', 'https://slack.com/api/', false],
  ['https://hooks.slack.com.attacker.test/', 'https://slack.com/api/', false],
  ['https://hooks.slack.com@attacker.test/', 'https://slack.com/api/', false],
  ['https://user@hooks.slack.com/', 'https://slack.com/api/', false],
  ['http://127.0.0.1:4000/commands/x', 'http://127.0.0.1:4000/api/', true],
  ['http://127.0.0.1:4001/commands/x', 'http://127.0.0.1:4000/api/', false],
  ['file:///etc/passwd', 'http://127.0.0.1:4000/api/', false],
  ['not a URL', 'https://slack.com/api/', false],
])('%s with the API at %s may be called: %s', (url, apiUrl, allowed) => {
  expect(isSlackHost(url, apiUrl)).toBe(allowed);
});

describe('who may ask', () => {
  const asked = (userId: string, trust: PlatformEvent['actor']['trust'] = 'unknown'): PlatformEvent => ({
    key: 'k',
    platform: 'slack',
    kind: 'command',
    occurredAt: '2026-01-05T09:00:00.000Z',
    organizationId: 'o',
    projectId: 'p',
    accountId: slack.workspace.app.teamId,
    actor: { id: userId, name: userId, isBot: false, isSelf: false, trust },
    text: '',
  });
  const decide = (event: PlatformEvent) => connection.authorise?.(event, { role: 'write' });

  it('a full member', async () => {
    expect(await decide(asked('U1'))).toEqual({ allowed: true });
  });

  test.each([
    ['a guest of several channels', { isRestricted: true }, 'slack.guest'],
    ['a guest of one channel', { isUltraRestricted: true }, 'slack.guest'],
    ['a stranger', { isStranger: true }, 'slack.guest'],
    ['someone of another workspace', { teamId: 'T0OTHER' }, 'slack.guest'],
    ['someone who left', { deleted: true }, 'slack.person_unknown'],
    ['a bot', { isBot: true }, 'slack.person_unknown'],
  ])('not %s', async (_name, changes, reason) => {
    slack.workspace.addUser({ id: 'U2', name: 'bob', ...changes });
    expect(await decide(asked('U2'))).toMatchObject({ allowed: false, reason });
  });

  it('not somebody Slack does not know, nor whom the payload gave away', async () => {
    expect(await decide(asked('U404'))).toMatchObject({ reason: 'slack.person_unknown' });
    expect(await decide(asked('U1', 'outsider'))).toMatchObject({ reason: 'slack.guest' });
  });

  it('nobody, when the app may not look, with the remedy', async () => {
    slack.credentials.scopes = ['chat:write'];
    const decision = await decide(asked('U1'));
    expect(decision).toMatchObject({ allowed: false, reason: 'slack.scope_missing' });
    expect(JSON.stringify(decision)).toContain('users:read');
  });

  it('is asked again later when Slack does not answer', async () => {
    slack.failNext({ method: 'users.info', kind: 'cut', when: 'before' });
    expect(await failureOf(Promise.resolve(decide(asked('U1'))))).toMatchObject({ retry: 'backoff' });
  });
});

describe('the sign that a request was seen', () => {
  const seen = (replyTo: PlatformEvent['replyTo']) =>
    connection.acknowledge?.({ replyTo } as unknown as PlatformEvent);

  it('is a pair of eyes on the message', async () => {
    const { ts } = slack.workspace.add({ channel: 'C1', user: 'U1', text: 'hey' }, 'said');
    await seen({ channel: 'C1', messageTs: ts });
    await seen({ channel: 'C1', messageTs: ts });
    expect(messages()[0]?.reactions).toEqual([{ name: 'eyes', user: slack.workspace.app.botUserId }]);
  });

  it('fails nothing for lack of a right, a message or an answer', async () => {
    slack.credentials.scopes = [];
    await seen({ channel: 'C1', messageTs: '1.0' });
    slack.failNext({ kind: 'cut', when: 'before' });
    await seen({ channel: 'C1', messageTs: '1.0' });
    await seen({ channel: 'C1' });
    await seen(undefined);
    expect(effects()).toEqual([]);
  });
});
