import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScene, type Scene } from './scene.ts';
import type { Permissions } from './state/model.ts';

const threadsQuery = (threads = 'first: 2, after: $after', comments = 'first: 20') =>
  `query($owner: String!, $repo: String!, $number: Int!, $after: String) { repository { pullRequest { reviewThreads(${threads}) {
    nodes { id comments(${comments}) { totalCount } } } } } }`;
const resolveMutation = `mutation($threadId: ID!) { resolveReviewThread(input: { threadId: $threadId }) { thread { id isResolved } } }`;
const place = { owner: 'octo', repo: 'shop', number: 1 };

describe('GraphQL', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await createScene();
  });
  afterEach(() => scene.standIn.close());

  async function ask(query: unknown, variables: object = place, permissions?: Permissions) {
    const token = scene.standIn.installationToken(scene.installation, permissions);
    return await scene.call('POST', '/graphql', { token, body: { query, variables } });
  }
  const threads = async (after: string | null = null) =>
    (await ask(threadsQuery(), { ...place, after })).body.data.repository.pullRequest.reviewThreads;
  const beginThreads = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      scene.repository.commentOnLine(1, { path: 'src/service.ts', line: 5 }, { body: `Remark ${index}` }),
    );
  const resolvedCount = () =>
    scene.standIn.effects.filter(({ kind }) => kind === 'review_thread.resolved').length;

  it.each<[string, unknown, object, string | undefined, RegExp]>([
    ['no query', undefined, place, undefined, /must be specified/],
    ['a query it does not know', 'query { viewer { login } }', place, undefined, /Parse error/],
    [
      'an unknown repository',
      threadsQuery(),
      { ...place, repo: 'none' },
      'NOT_FOUND',
      /Repository with the name/,
    ],
    [
      'an unknown pull request',
      threadsQuery(),
      { ...place, number: 99 },
      'NOT_FOUND',
      /PullRequest with the number of 99/,
    ],
    [
      'a list without a size',
      threadsQuery('after: $after'),
      place,
      'MISSING_PAGINATION_BOUNDARIES',
      /reviewThreads/,
    ],
    ['a list of too many', threadsQuery('first: 101'), place, 'EXCESSIVE_PAGINATION', /from 1 to 100/],
    [
      'an inner list of none',
      threadsQuery('first: 1', 'first: 0'),
      place,
      'EXCESSIVE_PAGINATION',
      /comments/,
    ],
    [
      'a bad node id',
      resolveMutation,
      { threadId: 'PRRT_nonsense' },
      'NOT_FOUND',
      /global id of 'PRRT_nonsense'/,
    ],
  ])('refuses %s with status 200 and no data', async (...[, query, variables, type, message]) => {
    const { status, body } = await ask(query, variables);
    expect(status).toBe(200);
    expect(body.data).toBeNull();
    expect(body.errors).toHaveLength(1);
    expect(body.errors[0].type).toBe(type);
    expect(body.errors[0].message).toMatch(message);
  });

  it('lists threads in pages that join without a gap, and ends', async () => {
    beginThreads(5);
    const ids: string[] = [];
    const sizes: number[] = [];
    let after: string | null = null;
    for (let hasNextPage = true; hasNextPage;) {
      const page = await threads(after);
      ids.push(...page.nodes.map(({ id }: { id: string }) => id));
      sizes.push(page.nodes.length);
      ({ hasNextPage, endCursor: after } = page.pageInfo);
    }
    expect(sizes).toEqual([2, 2, 1]);
    expect(new Set(ids).size).toBe(5);
    expect((await threads(after)).nodes).toEqual([]);
  });

  it('reads threads only with the right to read pull requests', async () => {
    const { status, body } = await ask(threadsQuery(), place, { contents: 'read' });
    expect([status, body.data, body.errors[0].type]).toEqual([200, null, 'FORBIDDEN']);
  });

  it('resolves a thread only with contents: write, whatever else is held', async () => {
    beginThreads(1);
    const [{ id: threadId }] = (await threads()).nodes;
    const { body } = await ask(resolveMutation, { threadId });
    expect(body.errors[0]).toMatchObject({
      type: 'FORBIDDEN',
      message: 'Resource not accessible by integration',
    });
    expect((await threads()).nodes[0].isResolved).toBe(false);
    expect(resolvedCount()).toBe(0);
  });

  it('resolves a thread once: a second time changes nothing and is no error', async () => {
    beginThreads(1);
    const [{ id: threadId }] = (await threads()).nodes;
    scene.standIn.acceptPermissions(scene.installation, { contents: 'write', pull_requests: 'write' });
    for (let time = 0; time < 2; time += 1) {
      const { body } = await ask(resolveMutation, { threadId });
      expect(body.data.resolveReviewThread.thread).toEqual({ id: threadId, isResolved: true });
    }
    expect((await threads()).nodes[0].isResolved).toBe(true);
    expect(resolvedCount()).toBe(1);
  });
});
