import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { createSlackStandIn, type SlackStandIn, type SlackStandInOptions } from './stand-in.ts';
import { createTestClock, type TestClock } from './test-clock.ts';

let slack: SlackStandIn;
let clock: TestClock;

async function start(options: SlackStandInOptions = {}): Promise<void> {
  clock = createTestClock();
  slack = await createSlackStandIn({ clock, rateLimits: 'off', ...options });
  slack.workspace.addUser({ id: 'U1', name: 'ada' });
  slack.workspace.addUser({ id: 'U9', name: 'guest', isUltraRestricted: true });
  slack.workspace.addChannel({ id: 'C1', name: 'dev' });
  slack.workspace.addChannel({ id: 'C2', name: 'elsewhere', members: new Set(['U1']) });
  slack.workspace.addChannel({ id: 'G1', name: 'secret', kind: 'private', members: new Set(['U1']) });
  slack.workspace.addChannel({ id: 'C3', name: 'old', isArchived: true });
}

beforeEach(() => start());
afterEach(() => slack.close());

type Answer = Record<string, unknown> & { ok: boolean; ts?: string; status: number };

async function call(
  method: string,
  args: Record<string, unknown> = {},
  token = slack.botToken,
): Promise<Answer> {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(args)) {
    form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return send(method, form.toString(), {
    'content-type': 'application/x-www-form-urlencoded',
    ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
  });
}

async function send(method: string, body: string, headers: Record<string, string>): Promise<Answer> {
  const answer = await fetch(`${slack.apiUrl}${method}`, { method: 'POST', body, headers });
  return { ...((await answer.json()) as Answer), status: answer.status };
}

const post = (args: Record<string, unknown> = {}) =>
  call('chat.postMessage', { channel: 'C1', text: 'hi', ...args });

describe('refuses what Slack refuses', () => {
  test.each([
    ['no token', ['auth.test', {}, ''], 'not_authed'],
    ['an unknown token', ['auth.test', {}, 'xoxb-other'], 'invalid_auth'],
    ['an app-level token', ['auth.test', {}, 'xapp-1'], 'not_allowed_token_type'],
    ['an unknown method', ['chat.postMassage', {}], 'unknown_method'],
    ['an unknown channel', ['chat.postMessage', { channel: 'C404', text: 'x' }], 'channel_not_found'],
    ['a channel by its name', ['chat.postMessage', { channel: 'dev', text: 'x' }], 'channel_not_found'],
    ['a channel it did not join', ['chat.postMessage', { channel: 'C2', text: 'x' }], 'not_in_channel'],
    ['a private channel', ['chat.postMessage', { channel: 'G1', text: 'x' }], 'channel_not_found'],
    ['an archived channel', ['chat.postMessage', { channel: 'C3', text: 'x' }], 'is_archived'],
    ['an empty message', ['chat.postMessage', { channel: 'C1', text: ' ' }], 'no_text'],
    [
      'blocks that are no JSON',
      ['chat.postMessage', { channel: 'C1', blocks: '[' }],
      'invalid_blocks_format',
    ],
    [
      'blocks of more than 13 kB',
      [
        'chat.postMessage',
        {
          channel: 'C1',
          blocks: Array.from({ length: 5 }, () => ({
            type: 'section',
            text: { type: 'mrkdwn', text: 'x'.repeat(2_900) },
          })),
        },
      ],
      'msg_blocks_too_long',
    ],
    [
      'two kinds of text',
      ['chat.postMessage', { channel: 'C1', text: 'a', markdown_text: 'b' }],
      'markdown_text_conflict',
    ],
    [
      'metadata without a payload',
      ['chat.postMessage', { channel: 'C1', text: 'a', metadata: { event_type: 'x' } }],
      'invalid_metadata_schema',
    ],
    [
      'a thread that is not there',
      ['chat.postMessage', { channel: 'C1', text: 'a', thread_ts: '1.0' }],
      'thread_not_found',
    ],
    ['an edit of nothing', ['chat.update', { channel: 'C1', ts: '1.0', text: 'a' }], 'message_not_found'],
    ['an edit by a user id', ['chat.update', { channel: 'U1', ts: '1.0', text: 'a' }], 'channel_not_found'],
    [
      'a whisper to a stranger',
      ['chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'a' }],
      'user_not_in_channel',
    ],
    ['the history of others', ['conversations.history', { channel: 'C2' }], 'not_in_channel'],
    ['a page beyond 999', ['conversations.history', { channel: 'C1', limit: 1000 }], 'invalid_limit'],
    ['a made-up cursor', ['conversations.history', { channel: 'C1', cursor: 'x' }], 'invalid_cursor'],
    [
      'a thread without a parent',
      ['conversations.replies', { channel: 'C1', ts: '1.0' }],
      'thread_not_found',
    ],
    ['an unknown person', ['users.info', { user: 'U404' }], 'user_not_found'],
    [
      'an unknown emoji',
      ['reactions.add', { channel: 'C1', timestamp: '1.0', name: 'amas' }],
      'invalid_name',
    ],
    [
      'a reaction to nothing',
      ['reactions.add', { channel: 'C1', timestamp: '1.0', name: 'eyes' }],
      'message_not_found',
    ],
  ] satisfies [string, [string, Record<string, unknown>, string?], string][])(
    '%s',
    async (_name, [method, args, token], error) => {
      expect(await call(method, args, token)).toMatchObject({ status: 200, ok: false, error });
      expect(slack.workspace.effects).toEqual([]);
    },
  );

  it('an argument that is absent, by name', async () => {
    expect(await call('chat.postMessage', { text: 'x' })).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] missing required field: channel'] },
    });
  });

  it('a revoked token', async () => {
    slack.credentials.tokens.set(slack.botToken, 'token_revoked');
    expect(await post()).toMatchObject({ error: 'token_revoked' });
  });

  it('a scope that was not given, naming it', async () => {
    slack.credentials.scopes = ['chat:write'];
    expect(await call('conversations.history', { channel: 'C1' })).toMatchObject({
      error: 'missing_scope',
      needed: 'channels:history',
      provided: 'chat:write',
    });
  });

  test.each([
    ['XML', 'text/xml', '<x/>', 'invalid_post_type'],
    ['a broken form', 'application/x-www-form-urlencoded', 'text=%zz', 'invalid_form_data'],
    ['broken JSON', 'application/json', '{', 'invalid_json'],
  ])('%s', async (_name, type, body, error) => {
    const headers = { 'content-type': type, authorization: `Bearer ${slack.botToken}` };
    expect(await send('auth.test', body, headers)).toMatchObject({ ok: false, error });
  });

  it('invalid blocks, in two places of the answer', async () => {
    const problem = 'unsupported type: foo [json-pointer:/blocks/0/type]';
    expect(await post({ blocks: [{ type: 'foo' }] })).toMatchObject({
      error: 'invalid_blocks',
      errors: [problem],
      response_metadata: { messages: [`[ERROR] ${problem}`] },
    });
  });

  it("another's message, an overlong edit, the same reaction twice, a reply to a reply", async () => {
    const said = slack.workspace.add({ channel: 'C1', user: 'U1', text: 'mine' }, 'said');
    expect(await call('chat.update', { channel: 'C1', ts: said.ts, text: 'x' })).toMatchObject({
      error: 'cant_update_message',
    });
    expect(await call('chat.delete', { channel: 'C1', ts: said.ts })).toMatchObject({
      error: 'cant_delete_message',
    });
    const { ts } = await post();
    expect(await call('chat.update', { channel: 'C1', ts, text: 'é'.repeat(2_001) })).toMatchObject({
      error: 'msg_too_long',
    });
    const reaction = { channel: 'C1', timestamp: ts, name: 'eyes' };
    expect(await call('reactions.add', reaction)).toMatchObject({ ok: true });
    expect(await call('reactions.add', reaction)).toMatchObject({ error: 'already_reacted' });
    const reply = await post({ thread_ts: ts });
    expect(await post({ thread_ts: reply.ts })).toMatchObject({ error: 'cannot_reply_to_message' });
  });
});

describe('messages', () => {
  const metadata = { event_type: 'amas_reply', event_payload: { reply_id: 'r1' } };

  it('are posted, edited in place and keep their history and metadata', async () => {
    const { ts } = await post({ metadata });
    await call('chat.update', { channel: 'C1', ts, text: 'done' });
    expect(slack.workspace.messages('C1')).toMatchObject([
      { text: 'done', edits: [{ text: 'hi' }], metadata },
    ]);
    expect(slack.workspace.effects.map(({ kind }) => kind)).toEqual(['posted', 'edited']);
  });

  it('show their metadata only to who asks for it, and lose it on {}', async () => {
    const { ts } = await post({ metadata });
    const read = async (more: object) =>
      ((await call('conversations.history', { channel: 'C1', ...more }))['messages'] as object[])[0];
    expect(await read({})).not.toHaveProperty('metadata');
    expect(await read({ include_all_metadata: true })).toHaveProperty('metadata', metadata);
    await call('chat.update', { channel: 'C1', ts, text: 'x', metadata: {} });
    expect(await read({ include_all_metadata: true })).not.toHaveProperty('metadata');
  });

  it('come in pages, newest first, without replies; threads oldest first with their parent', async () => {
    const roots = [await post(), await post(), await post()].map(({ ts }) => ts);
    const reply = await post({ thread_ts: roots[0] });
    const first = await call('conversations.history', { channel: 'C1', limit: 2 });
    const cursor = (first['response_metadata'] as { next_cursor: string }).next_cursor;
    const second = await call('conversations.history', { channel: 'C1', limit: 2, cursor });
    const ts = (answer: Answer) => (answer['messages'] as { ts: string }[]).map((each) => each.ts);
    expect([...ts(first), ...ts(second)]).toEqual(roots.toReversed());
    expect(second['has_more']).toBe(false);
    expect(ts(await call('conversations.replies', { channel: 'C1', ts: roots[0] }))).toEqual([
      roots[0],
      reply.ts,
    ]);
    expect(ts(await call('conversations.history', { channel: 'C1', oldest: roots[0] }))).toEqual(
      roots.slice(1).toReversed(),
    );
  });

  it('have a permanent link', async () => {
    const { ts = '' } = await post();
    expect(await call('chat.getPermalink', { channel: 'C1', message_ts: ts })).toMatchObject({
      permalink: `https://amas-demo.slack.com/archives/C1/p${ts.replace('.', '')}`,
    });
  });

  it('to a person open the direct conversation', async () => {
    slack.credentials.scopes = [...slack.credentials.scopes, 'im:write'];
    const { channel } = await call('conversations.open', { users: 'U1' });
    expect(await post({ channel: 'U1' })).toMatchObject({
      ok: true,
      channel: (channel as { id: string }).id,
    });
  });

  it('JSON bodies are taken like forms', async () => {
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      authorization: `Bearer ${slack.botToken}`,
    };
    const body = JSON.stringify({ channel: 'C1', blocks: [{ type: 'divider' }] });
    expect(await send('chat.postMessage', body, headers)).toMatchObject({ ok: true });
  });
});

describe('limits', () => {
  it('one message a second in a channel', async () => {
    await slack.close();
    await start({ rateLimits: 'internal' });
    await post();
    expect(await post()).toMatchObject({ status: 429, error: 'ratelimited' });
    clock.advance(1_000);
    expect(await post()).toMatchObject({ ok: true });
  });

  it('fifty edits a minute, and a wait that is enough', async () => {
    await slack.close();
    await start({ rateLimits: 'internal' });
    const { ts } = await post();
    const edit = () =>
      fetch(`${slack.apiUrl}chat.update`, {
        method: 'POST',
        headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ channel: 'C1', ts, text: 'x' }),
      });
    for (let count = 0; count < 50; count += 1) await edit();
    const refused = await edit();
    expect(refused.status).toBe(429);
    clock.advance(Number(refused.headers.get('retry-after')) * 1_000);
    expect((await edit()).status).toBe(200);
  });

  it('one reading a minute for commercial apps outside the marketplace', async () => {
    await slack.close();
    await start({ rateLimits: 'unlisted' });
    const read = () => call('conversations.history', { channel: 'C1' });
    expect(await read()).toMatchObject({ ok: true });
    expect(await read()).toMatchObject({ status: 429 });
  });
});

describe('failures on order', () => {
  test.each([
    ['cut before the effect', { kind: 'cut', when: 'before' }, 0],
    ['cut after the effect', { kind: 'cut', when: 'after' }, 1],
  ] as const)('%s', async (_name, failure, messages) => {
    slack.failNext({ method: 'chat.postMessage', ...failure });
    await expect(post()).rejects.toThrow();
    expect(slack.workspace.messages('C1')).toHaveLength(messages);
    expect(await post()).toMatchObject({ ok: true });
  });

  it('a limit with and without its header, and an error of Slack, in order', async () => {
    slack.failNext(
      { kind: 'rate_limited', retryAfterSeconds: 7 },
      { kind: 'refused', error: 'internal_error' },
    );
    expect(await post()).toMatchObject({ status: 429 });
    expect(await post()).toMatchObject({ error: 'internal_error' });
    expect(await post()).toMatchObject({ ok: true });
  });
});

describe('toward the hub', () => {
  let hub: Server;
  let requests: { headers: Record<string, unknown>; body: string; at: number }[];
  let answers: { status: number; headers?: Record<string, string>; body?: string }[];

  beforeEach(async () => {
    requests = [];
    answers = [];
    hub = createServer((request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        requests.push({ headers: request.headers, body: Buffer.concat(chunks).toString(), at: clock.now() });
        const { status, headers = {}, body = '' } = answers.shift() ?? { status: 200 };
        response.writeHead(status, headers).end(body);
      })();
    });
    await new Promise<void>((resolve) => {
      hub.listen(0, '127.0.0.1', resolve);
    });
    slack.setHubUrl(`http://127.0.0.1:${(hub.address() as AddressInfo).port}/webhooks/slack`);
  });
  afterEach(() => {
    hub.close();
    hub.closeAllConnections();
  });

  it('an event that is refused comes again at once, after one and after five minutes, unchanged', async () => {
    answers = [{ status: 500 }, { status: 500 }, { status: 500 }, { status: 500 }];
    const startedAt = clock.now();
    const outcome = await slack.mention({ channel: 'C1', user: 'U1', text: 'status' });
    expect(outcome.accepted).toBe(false);
    expect(requests.map(({ at }) => at - startedAt)).toEqual([0, 0, 60_000, 360_000]);
    expect(requests.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3']);
    expect(requests[1]?.headers['x-slack-retry-reason']).toBe('http_error');
    expect(new Set(requests.map(({ body }) => body)).size).toBe(1);
  });

  it('a refusal that forbids retries is the last', async () => {
    answers = [{ status: 500, headers: { 'x-slack-no-retry': '1' } }];
    await slack.mention({ channel: 'C1', user: 'U1', text: 'status' });
    expect(requests).toHaveLength(1);
  });

  it('a command comes once, and its answer is for the eyes of the person alone', async () => {
    const body = JSON.stringify({ response_type: 'ephemeral', text: 'On it' });
    answers = [{ status: 200, headers: { 'content-type': 'application/json' }, body }];
    const outcome = await slack.slashCommand({ channel: 'C2', user: 'U1', text: 'status' });
    expect(outcome.shown).toMatchObject({ text: 'On it', visibleTo: 'U1' });
    expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toMatchObject({
      command: '/amas',
      text: 'status',
      channel_id: 'C2',
      user_name: 'ada',
      response_url: outcome.responseUrl,
      trigger_id: outcome.triggerId,
    });
  });

  it('a command that the hub refuses fails before the eyes of the person, and is not repeated', async () => {
    answers = [{ status: 503 }];
    const outcome = await slack.slashCommand({ channel: 'C1', user: 'U1', text: 'status' });
    expect(outcome.shown?.text).toBe('/amas failed with the error "dispatch_failed"');
    expect(requests).toHaveLength(1);
  });

  it('what is typed is escaped as Slack does', async () => {
    const { message } = await slack.directMessage({ user: 'U1', text: 'a < b & https://x.test/?a=1&b=2' });
    expect(message.text).toBe('a &lt; b &amp; <https://x.test/?a=1&amp;b=2>');
  });
});

describe('the response URL of a command', () => {
  const use = async (url: string) => {
    const body = JSON.stringify({ text: 'x', response_type: 'in_channel' });
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return `${answer.status} ${await answer.text()}`;
  };

  beforeEach(() => slack.setHubUrl('http://127.0.0.1:9/'));

  it('works five times', async () => {
    const { responseUrl } = await slack.slashCommand({ channel: 'C2', user: 'U1', text: 'status' });
    for (let count = 0; count < 5; count += 1) expect(await use(responseUrl)).toBe('200 ok');
    expect(await use(responseUrl)).toBe('404 used_url');
  });

  it('works for thirty minutes', async () => {
    const { responseUrl } = await slack.slashCommand({ channel: 'C2', user: 'U1', text: 'status' });
    clock.advance(30 * 60_000 + 1);
    expect(await use(responseUrl)).toBe('404 expired_url');
  });
});

describe('the page of a channel', () => {
  it('shows formatting, and whatever else was written as text', async () => {
    slack.workspace.add(
      { channel: 'C1', user: 'U1', text: '&lt;script&gt; <img src=x> *b* <!channel>' },
      'said',
    );
    await post({
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: '*bold* <https://x.test/?a=1&amp;b=2|"l">' } },
        { type: 'section', text: { type: 'mrkdwn', text: '*`a*b` is _not_ b*' } },
      ],
    });
    const page = await (await fetch(slack.pageUrl('C1'))).text();
    expect(page).toContain('&lt;script&gt; img src=x <b>b</b> <mark>!channel</mark>');
    expect(page).toContain(
      '<b>bold</b> <a href="https://x.test/?a=1&amp;b=2" rel="noreferrer">&quot;l&quot;</a>',
    );
    expect(page).toContain('<b><code>a&#42;b</code> is <i>not</i> b</b>');
    expect(page).not.toMatch(/<(script|img)/);
  });

  it('of an unknown channel is not there', async () => {
    expect((await fetch(slack.pageUrl('C404'))).status).toBe(404);
    expect(await (await fetch(slack.origin)).text()).toContain('href="/channels/C1"');
  });
});
