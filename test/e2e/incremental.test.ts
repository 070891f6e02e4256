import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitHubStandIn, type GitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import type { OpenedPull, RepositoryHandle } from '#test/stand-ins/github/repository-handle.ts';
import { startAmas, type Amas } from '#test/support/amas.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';

const risky = (name: string) =>
  [
    `import { exec } from 'node:child_process';`,
    `import type { Request } from 'express';`,
    ``,
    `export function ${name}(request: Request): void {`,
    '  exec(`ls ${request.query.folder}`);',
    `}`,
    ``,
  ].join('\n');
const harmless = `export const run = 1;\n`;

describe('review after review', () => {
  let database: TestDatabase;
  let github: GitHubStandIn;
  let amas: Amas;
  let count = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    github = await createGitHubStandIn({ limits: { contentPerMinute: 1_000, contentPerHour: 1_000 } });
    const permissions = { checks: 'write', issues: 'write', pull_requests: 'write' } as const;
    github.install({ account: 'octo', permissions: { ...permissions, contents: 'write' } });
    github.install({ account: 'reader', permissions: { ...permissions, contents: 'read' } });
    amas = await startAmas({
      databaseUrl: database.url,
      github,
      environment: { GITHUB_RESOLVE_THREADS: 'yes' },
    });
  });

  afterAll(async () => {
    await amas?.stop();
    await github?.close();
    await database?.drop();
  });

  interface Story {
    readonly repository: RepositoryHandle;
    readonly pull: OpenedPull;
    /** Pushes and waits for the review of it. */
    push(changes: Record<string, string | null>): Promise<void>;
    reviewed(sha: string): Promise<string | null>;
    summary(): string;
    threads(): ReturnType<GitHubStandIn['reviewComments']>;
  }

  /** A reviewed pull request with a finding in each of two files. */
  async function begin(options: { owner?: string; configuration?: string } = {}): Promise<Story> {
    count += 1;
    const { owner = 'octo', configuration } = options;
    const repository = github.addRepository({
      owner,
      name: `story-${count}`,
      files: {
        'a.ts': 'export const a = 1;\n',
        ...(configuration === undefined ? {} : { '.amas.yml': configuration }),
      },
    });
    repository.setRole('rosa', 'write');
    repository.createBranch('change');
    repository.commit('change', { 'src/one.ts': risky('one'), 'src/two.ts': risky('two') });
    const pull = repository.openPullRequest({ head: 'change', title: 'Run' });
    const story: Story = {
      repository,
      pull,
      push: async (changes) => {
        await story.reviewed(repository.push('change', changes));
      },
      reviewed: async (sha) => {
        const run = await eventually(
          `the review of ${sha.slice(0, 7)}`,
          () => github.checkRuns(repository.fullName, sha).find(({ status }) => status === 'completed'),
          { timeoutMs: 15_000 },
        );
        return run.conclusion;
      },
      summary: () =>
        github
          .comments(repository.fullName, pull.number)
          .findLast(({ body }) => body.includes('amas:summary'))?.body ?? '',
      threads: () => github.reviewComments(repository.fullName, pull.number),
    };
    expect(await story.reviewed(pull.headSha)).toBe('failure');
    expect(story.threads()).toHaveLength(2);
    return story;
  }

  const resolved = ({ repository }: Story) =>
    github.effects.filter(
      ({ kind, repository: name }) => kind === 'review_thread.resolved' && name === repository.fullName,
    ).length;

  it('a push looks at what it changed; what stands in the other files is still open, with its thread', async () => {
    const story = await begin();
    const [first] = story.threads();
    await story.push({ 'src/two.ts': harmless });
    const summary = story.summary();
    expect(summary).toContain('Incremental review: 1 of 2 files changed since');
    expect(summary).toContain('0 new, 1 still open, 1 no longer found.');
    expect(summary).toContain(`still open: [thread](${first?.html_url}`);
    expect(summary).toMatch(/#### No longer found \(1\)\n\n- .*`src\/two\.ts:5`/);
    expect(story.threads()).toHaveLength(2);
    expect(resolved(story)).toBe(1);
  });

  it('nothing is told again when lines move or the file is renamed', async () => {
    const story = await begin();
    await story.push({ 'src/one.ts': `// A comment.\n// Another.\n${risky('one')}` });
    await story.push({ 'src/one.ts': null, 'src/three.ts': `// A comment.\n// Another.\n${risky('one')}` });
    expect(story.threads()).toHaveLength(2);
    expect(story.summary()).toContain('0 new, 2 still open, 0 no longer found.');
    await story.push({ 'src/three.ts': `// One more.\n${risky('one')}` });
    expect(story.threads()).toHaveLength(2);
    expect(resolved(story)).toBe(0);
  });

  it('a thread in which a person wrote is never resolved', async () => {
    const story = await begin();
    const thread = story.threads().find(({ path }) => path === 'src/two.ts');
    story.repository.replyInThread(thread?.id ?? 0, 'Is that so?', 'rosa');
    await story.push({ 'src/two.ts': harmless });
    expect(story.summary()).toContain('1 no longer found');
    expect(resolved(story)).toBe(0);
  });

  it('without the right to resolve, the receipt says which one is missing', async () => {
    const story = await begin({ owner: 'reader' });
    await story.push({ 'src/two.ts': harmless });
    expect(story.summary()).toContain('contents: write');
    expect(resolved(story)).toBe(0);
  });

  it('a rewritten branch is reviewed in full, and the receipt says why; nothing is told again', async () => {
    const story = await begin();
    const { repository } = story;
    const rebased = repository.commitOnto(repository.tip('main'), {
      'src/one.ts': risky('one'),
      'src/two.ts': risky('two'),
      'src/new.ts': risky('fresh'),
    });
    repository.forcePush('change', rebased);
    await story.reviewed(rebased);
    expect(story.summary()).toContain('Full review: the branch was rewritten since (force-push or rebase).');
    expect(story.summary()).toContain('1 new, 2 still open, 0 no longer found.');
    expect(story.threads().map(({ path }) => path)).toEqual(['src/one.ts', 'src/two.ts', 'src/new.ts']);
  });

  it('review --full looks at everything again and tells nothing twice', async () => {
    const story = await begin();
    story.repository.comment(story.pull.number, '/amas review --full', 'rosa');
    await eventually('the second summary', () => story.summary().includes('Full review: it was asked for.'));
    expect(story.threads()).toHaveLength(2);
  });

  it('what a person said at the same place is agreed with in one line, not in a second thread', async () => {
    const repository = github.addRepository({
      owner: 'octo',
      name: 'voices',
      files: { 'a.ts': 'export const a = 1;\n' },
    });
    repository.createBranch('change');
    repository.commit('change', { 'src/one.ts': risky('one'), 'src/two.ts': risky('two') });
    const pull = repository.openPullRequest({ head: 'change', title: 'Run', draft: true });
    const { number } = pull;
    const about = { path: 'src/one.ts', line: 4 };
    repository.commentOnLine(number, about, { body: 'This is a command injection.', author: 'rosa' });
    const unrelated = { body: 'Please sort the imports.', author: 'coderabbit[bot]' };
    repository.commentOnLine(number, { path: 'src/two.ts', line: 5 }, unrelated);
    repository.markReadyForReview(number);
    const summary = await eventually('the summary', () =>
      github.comments(repository.fullName, number).find(({ body }) => body.includes('amas:summary')),
    );
    expect(summary.body).toContain('#### AMAS agrees with others (1)');
    expect(summary.body).toMatch(/already said by `rosa`: \[thread\]\(http/);
    expect(summary.body).toContain('1 already said by others');
    const own = github
      .reviewComments(repository.fullName, number)
      .filter(({ user }) => user.login === 'amas[bot]');
    expect(own.map(({ path }) => path)).toEqual(['src/two.ts']);
  });

  it('where a new comment is wanted each review writes one, and the earlier leads to it', async () => {
    const story = await begin({ configuration: 'notify: new-comment\n' });
    await story.push({ 'src/two.ts': harmless });
    const own = await eventually('two comments', () => {
      const comments = github.comments(story.repository.fullName, story.pull.number);
      return comments.length === 2 && comments[0]?.body.includes('took the place') && comments;
    });
    expect(own[0]?.body).toContain(own[1]?.html_url);
    expect(own[0]?.body).not.toContain('amas:summary');
  });
});
