import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { emitterEventNames, type EmitterWebhookEvent } from '@octokit/webhooks';
import * as fc from 'fast-check';
import { describe, expect, expectTypeOf, it, test } from 'vitest';
import type { z } from 'zod';
import type { Delivery, Normalised } from '#bots/contract.ts';
import { normalise } from './normalise.ts';
import type {
  InstallationPayload,
  IssueCommentPayload,
  IssuePayload,
  PullRequestPayload,
  ReviewCommentPayload,
  ReviewPayload,
} from './payload.ts';

interface Example {
  readonly name: string;
  readonly examples: readonly Record<string, unknown>[];
}

const examplesFolder = createRequire(import.meta.url).resolve('@octokit/webhooks-examples/package.json');
const examplesOf = (source: string): Example[] =>
  JSON.parse(readFileSync(new URL(`${source}/index.json`, `file://${examplesFolder}`), 'utf8')) as Example[];
const sources = ['api.github.com', 'ghes-31', 'ghes-32', 'ghes-33', 'ghes-34', 'ghes-35'];

const settings = { appId: '5725', appSlug: 'acme-amas' };
const json = (payload: unknown) => new TextEncoder().encode(JSON.stringify(payload));

const deliver = (event: string, body: Uint8Array, contentType = 'application/json'): Normalised => {
  const delivery: Delivery = {
    id: 'delivery',
    organizationId: 'organization',
    projectId: 'project',
    platform: 'github',
    event,
    externalId: 'guid',
    headers: { 'content-type': contentType },
    body,
    receivedAt: Date.UTC(2026, 10, 20),
  };
  return normalise(delivery, settings);
};

type Payload = Record<string, unknown>;
type PullRequestAction =
  `pull_request.${'opened' | 'reopened' | 'synchronize' | 'ready_for_review' | 'closed'}`;

/** A published payload with some fields changed, each named by its path. */
const example = (event: string, action: string, changes: Payload = {}): Payload => {
  const found = examplesOf('api.github.com')
    .find(({ name }) => name === event)
    ?.examples.find((payload) => payload['action'] === action);
  if (!found) throw new Error(`no example of ${event}.${action}`);
  const payload = structuredClone(found);
  for (const [path, value] of Object.entries(changes)) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    const owner = names.reduce((fields, name) => fields[name] as Payload, payload);
    owner[last] = value;
  }
  return payload;
};

const eventOf = (normalised: Normalised) => {
  if (normalised.kind !== 'event') throw new Error('no event', { cause: normalised });
  return normalised.event;
};

describe('every payload that GitHub publishes', () => {
  test.each(sources)('of %s becomes an event or is ignored with a reason', (source) => {
    const outcomes = examplesOf(source).flatMap(({ name, examples }) =>
      examples.map((payload) => deliver(name, json(payload))),
    );
    expect(outcomes.length).toBeGreaterThan(20);
    expect(outcomes.filter(({ kind }) => kind === 'malformed')).toEqual([]);
    for (const outcome of outcomes) {
      if (outcome.kind === 'ignored') expect(outcome.reason).toMatch(/^github\.[a-z_]+$/);
    }
  });

  it('is more than three hundred', () => {
    const count = examplesOf('api.github.com').reduce((sum, { examples }) => sum + examples.length, 0);
    expect(count).toBe(329);
  });

  it('fits what is read of it, by the types of Octokit', () => {
    expectTypeOf<EmitterWebhookEvent<PullRequestAction>['payload']>().toExtend<
      z.input<typeof PullRequestPayload>
    >();
    expectTypeOf<EmitterWebhookEvent<'issue_comment'>['payload']>().toExtend<
      z.input<typeof IssueCommentPayload>
    >();
    expectTypeOf<EmitterWebhookEvent<'pull_request_review_comment.created'>['payload']>().toExtend<
      z.input<typeof ReviewCommentPayload>
    >();
    expectTypeOf<EmitterWebhookEvent<'pull_request_review.submitted'>['payload']>().toExtend<
      z.input<typeof ReviewPayload>
    >();
    expectTypeOf<EmitterWebhookEvent<'issues.opened'>['payload']>().toExtend<z.input<typeof IssuePayload>>();
    expectTypeOf<EmitterWebhookEvent<'installation'>['payload']>().toExtend<
      z.input<typeof InstallationPayload>
    >();
  });
});

test('every event name that GitHub knows has an answer to an empty payload', () => {
  for (const name of emitterEventNames) {
    const outcome = deliver(name.split('.')[0] ?? '', json({}));
    expect(outcome.kind).toMatch(/^(ignored|malformed)$/);
  }
});

describe('a pull request', () => {
  it('opened is an event with all that is needed later', () => {
    const payload = example('pull_request', 'opened');
    expect(eventOf(deliver('pull_request', json(payload)))).toEqual({
      key: 'guid',
      platform: 'github',
      kind: 'pull_request.opened',
      occurredAt: '2019-05-15T15:20:33.000Z',
      organizationId: 'organization',
      projectId: 'project',
      actor: { id: '21031067', name: 'Codertocat', isBot: false, isSelf: false, trust: 'owner' },
      subject: {
        type: 'pull_request',
        id: 'Codertocat/Hello-World#2',
        title: 'Update the README with new information.',
        url: 'https://github.com/Codertocat/Hello-World/pull/2',
        revision: 'ec26c3e57ca3a959ca5aad62de7213c562f8c821',
      },
      text: 'This is a pretty simple change that we need to pull into master.',
      facts: {
        author: 'Codertocat',
        isBotAuthor: false,
        labels: [],
        baseRef: 'master',
        headRef: 'changes',
        isDraft: false,
      },
      replyTo: {
        owner: 'Codertocat',
        repo: 'Hello-World',
        number: 2,
        headSha: 'ec26c3e57ca3a959ca5aad62de7213c562f8c821',
      },
    });
  });

  test.each(['opened', 'reopened', 'synchronize', 'ready_for_review', 'closed'])(
    '%s has its own kind',
    (action) => {
      const event = eventOf(deliver('pull_request', json(example('pull_request', action))));
      expect(event.kind).toBe(`pull_request.${action}`);
    },
  );

  test.each(['opened', 'reopened', 'synchronize'])(
    '%s as a draft is told as one: the repository decides',
    (action) => {
      const payload = example('pull_request', action, { 'pull_request.draft': true });
      expect(eventOf(deliver('pull_request', json(payload))).facts).toMatchObject({ isDraft: true });
    },
  );

  test.each(['ready_for_review', 'closed'])('%s counts although the payload still says draft', (action) => {
    const payload = example('pull_request', action, { 'pull_request.draft': true });
    expect(deliver('pull_request', json(payload)).kind).toBe('event');
  });

  it('of another bot is reviewed, of AMAS itself is not', () => {
    const by = (login: string) =>
      deliver(
        'pull_request',
        json(example('pull_request', 'opened', { sender: { id: 1, login, type: 'Bot' } })),
      );
    expect(eventOf(by('dependabot[bot]')).actor).toMatchObject({
      isBot: true,
      isSelf: false,
      trust: 'unknown',
    });
    expect(by('Acme-AMAS[bot]')).toMatchObject({ reason: 'github.own_event' });
  });

  it('carries the account it came through', () => {
    const payload = example('pull_request', 'opened', { installation: { id: 7 } });
    expect(eventOf(deliver('pull_request', json(payload))).accountId).toBe('7');
  });

  it('sent as a form is the same as sent as JSON', () => {
    const payload = example('pull_request', 'opened', { 'pull_request.title': 'Größe & 100 % +1' });
    const form = new TextEncoder().encode(`payload=${encodeURIComponent(JSON.stringify(payload))}`);
    expect(deliver('pull_request', form, 'application/x-www-form-urlencoded; charset=utf-8')).toEqual(
      deliver('pull_request', json(payload)),
    );
  });

  it('with text that no database takes is made storable', () => {
    const payload = example('pull_request', 'opened', { 'pull_request.body': 'a\0b\uD800c' });
    expect(eventOf(deliver('pull_request', json(payload))).text).toBe('a\uFFFDb\uFFFDc');
  });
});

describe('a comment', () => {
  const comment = (changes: Payload = {}) => {
    const asked = { 'issue.pull_request': { url: 'x' }, 'comment.body': '/amas review --full' };
    return deliver('issue_comment', json(example('issue_comment', 'created', { ...asked, ...changes })));
  };

  it('with a command on a pull request is that command, by whoever wrote it', () => {
    const event = eventOf(comment());
    expect(event).toMatchObject({
      kind: 'command',
      command: { name: 'review', args: ['--full'] },
      text: '/amas review --full',
      actor: { name: 'Codertocat', trust: 'owner' },
      replyTo: { owner: 'Codertocat', repo: 'Hello-World', number: 1, commentId: 492700400 },
    });
    expect(event.subject).toMatchObject({ type: 'pull_request', id: 'Codertocat/Hello-World#1' });
    expect(event.subject).not.toHaveProperty('revision');
  });

  it('that mentions the App by its own name is a command too', () => {
    const event = eventOf(comment({ 'comment.body': '@acme-amas help' }));
    expect(event.command).toEqual({ name: 'help', args: [] });
  });

  test.each([
    ['no_command', { 'comment.body': 'Looks good' }],
    ['no_command', { 'comment.body': null }],
    ['comment_edited', { action: 'edited' }],
    ['event_not_used', { action: 'deleted' }],
    ['own_event', { 'comment.performed_via_github_app': { id: 5725 } }],
    ['own_event', { sender: { id: 1, login: 'acme-amas[bot]', type: 'Bot' } }],
  ])('is ignored as github.%s, and says so', (reason, changes) => {
    const outcome = comment(changes);
    expect(outcome).toMatchObject({ kind: 'ignored', reason: `github.${reason}` });
    if (!['own_event', 'event_not_used'].includes(reason)) expect(outcome).toHaveProperty('remedy');
  });
});

describe('words in other places', () => {
  const command = { 'comment.body': '/amas explain' };

  it('on an issue are a command about the issue', () => {
    const asked = { 'issue.pull_request': undefined, 'comment.body': '/amas triage' };
    const event = eventOf(deliver('issue_comment', json(example('issue_comment', 'created', asked))));
    expect(event).toMatchObject({ command: { name: 'triage' }, subject: { type: 'issue' } });
  });

  it('beside a line name the thread that the answer belongs to', () => {
    const asked = example('pull_request_review_comment', 'created', {
      ...command,
      'comment.in_reply_to_id': 77,
    });
    const event = eventOf(deliver('pull_request_review_comment', json(asked)));
    expect(event).toMatchObject({
      command: { name: 'explain' },
      thread: { id: '77' },
      replyTo: { threadId: 77, commentId: 284312630 },
      subject: { type: 'pull_request' },
    });
  });

  test.each([
    ['Why is that so?', 'ask'],
    ['wrong because it is tested', 'wrong'],
  ])('%j as a reply in a thread means %s when the thread is ours', (body, name) => {
    const reply = { 'comment.body': body, 'comment.in_reply_to_id': 77 };
    const asked = example('pull_request_review_comment', 'created', reply);
    expect(eventOf(deliver('pull_request_review_comment', json(asked))).command).toMatchObject({
      name,
      isImplied: true,
    });
  });

  test.each([
    ['a first comment with a question', { 'comment.body': 'Why is that so?' }, 'no_command'],
    [
      "another bot's question in a thread",
      { 'comment.body': 'Why?', 'comment.in_reply_to_id': 77, 'sender.type': 'Bot' },
      'no_command',
    ],
    ['an edited one', { ...command, action: 'edited' }, 'comment_edited'],
    ['one of AMAS', { ...command, sender: { id: 1, login: 'acme-amas[bot]', type: 'Bot' } }, 'own_event'],
  ])('beside a line, %s asks for nothing', (_name, changes, reason) => {
    const said = example('pull_request_review_comment', 'created', changes);
    expect(deliver('pull_request_review_comment', json(said))).toMatchObject({ reason: `github.${reason}` });
  });

  it('of a whole review are a command of the pull request', () => {
    const said = example('pull_request_review', 'submitted', { 'review.body': '/amas describe' });
    expect(eventOf(deliver('pull_request_review', json(said)))).toMatchObject({
      command: { name: 'describe' },
      subject: { type: 'pull_request' },
    });
  });

  test.each(['opened', 'edited', 'labeled'])(
    'an issue that was %s leads to nothing, and says what to do',
    (action) => {
      expect(deliver('issues', json(example('issues', action)))).toMatchObject({
        reason: 'github.issue_not_asked',
        remedy: expect.stringContaining('/amas triage'),
      });
    },
  );
});

describe('an installation', () => {
  test.each([
    ['installation', 'created', 'integration.added'],
    ['installation', 'deleted', 'integration.removed'],
    ['installation', 'suspend', 'integration.suspended'],
    ['installation', 'unsuspend', 'integration.resumed'],
    ['installation', 'new_permissions_accepted', 'integration.changed'],
    ['installation_repositories', 'added', 'integration.changed'],
    ['installation_repositories', 'removed', 'integration.changed'],
  ])('%s %s is %s, with the account and its name', (name, action, kind) => {
    const payload = example(name, action);
    const { id, account } = payload['installation'] as { id: number; account: { login: string } };
    const event = eventOf(deliver(name, json(payload)));
    expect(event).toMatchObject({
      kind,
      accountId: String(id),
      subject: { type: 'installation', title: account.login },
      text: expect.stringContaining(account.login),
    });
  });

  it('of an enterprise is called by its slug, and many repositories are counted', () => {
    const payload = example('installation', 'created', {
      'installation.account': { slug: 'big-corp', name: 'Big Corp' },
      repositories: Array.from({ length: 12 }, (_, index) => ({ full_name: `big/r${index}` })),
    });
    const { text } = eventOf(deliver('installation', json(payload)));
    expect(text).toMatch(/^The GitHub App of big-corp was installed: big\/r0, .* and 2 more$/);
  });
});

test('ping is ignored under its own name', () => {
  expect(deliver('ping', json({ zen: 'x' }))).toEqual({ kind: 'ignored', reason: 'github.ping' });
});

describe('what is no payload', () => {
  const nested = '['.repeat(100_000) + ']'.repeat(100_000);
  const used = [
    'pull_request',
    'pull_request_review',
    'pull_request_review_comment',
    'issues',
    'issue_comment',
    'installation',
    'installation_repositories',
    'ping',
    'push',
  ];

  test.each([
    ['truncated', new TextEncoder().encode('{"action":"opened","num'), 'invalid_json'],
    ['empty', new Uint8Array(), 'invalid_json'],
    ['invalid UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'invalid_utf8'],
    ['a list', json([]), 'unreadable: body'],
    ['null', json(null), 'unreadable: body'],
    ['without an action', json({}), 'unreadable: action'],
    ['nested and no object', new TextEncoder().encode(nested), 'unreadable: body'],
    ['without its fields', json({ action: 'opened' }), /^unreadable: number, pull_request/],
    [
      'nested 100,000 deep',
      new TextEncoder().encode(`{"action":"opened","number":${nested}}`),
      /^unreadable: number/,
    ],
  ])('%s is malformed, not thrown at', (_name, body, reason) => {
    const outcome = deliver('pull_request', body);
    expect(outcome).toMatchObject({ kind: 'malformed' });
    expect(outcome.kind === 'malformed' && outcome.reason).toMatch(reason);
  });

  it('as a form without its field is malformed', () => {
    const body = new TextEncoder().encode('other=1');
    expect(deliver('push', body, 'application/x-www-form-urlencoded')).toEqual({
      kind: 'malformed',
      reason: 'unreadable: payload',
    });
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...used), fc.uint8Array({ maxLength: 200 }), (event, body) => {
        expect(deliver(event, body).kind).toMatch(/^(event|ignored|malformed)$/);
      }),
    );
  });

  it('never throws, whatever the JSON, nor repeats its values in the reason', () => {
    fc.assert(
      fc.property(fc.constantFrom(...used), fc.json(), (event, text) => {
        const outcome = deliver(event, new TextEncoder().encode(text));
        if (outcome.kind === 'malformed') expect(outcome.reason).toMatch(/^[a-z_0-9.:, ]+$/);
      }),
    );
  });

  it('never throws when one field of a true payload is replaced by anything', () => {
    const payload = example('pull_request', 'opened');
    const paths = ['action', 'number', 'sender', 'repository', 'pull_request', 'installation'];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        expect(deliver('pull_request', json({ ...payload, [path]: value })).kind).toMatch(
          /^(event|ignored|malformed)$/,
        );
      }),
    );
  });
});
