import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainWhy } from '#jobs/answers/why.ts';
import { createGitHubStandIn, type GitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import type { OpenedPull, RepositoryHandle } from '#test/stand-ins/github/repository-handle.ts';
import { startAmas, type Amas } from '#test/support/amas.ts';
import { eventually as eventuallyWithin } from '#test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { openRows, type Rows } from '#test/support/rows.ts';

/** A busy machine takes its time; what must be quick is measured by itself. */
const eventually: typeof eventuallyWithin = (what, look) =>
  eventuallyWithin(what, look, { timeoutMs: 25_000 });

const risky = [
  `import { exec } from 'node:child_process';`,
  `import type { Request } from 'express';`,
  ``,
  `export function run(request: Request): void {`,
  '  exec(`ls ${request.query.folder}`);',
  `}`,
  ``,
].join('\n');

describe('words on GitHub', () => {
  let database: TestDatabase;
  let rows: Rows;
  let github: GitHubStandIn;
  let amas: Amas;
  let count = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    rows = await openRows(database.url);
    github = await createGitHubStandIn();
    amas = await startAmas({ databaseUrl: database.url, github });
  });

  afterAll(async () => {
    await amas?.stop();
    await github?.close();
    await rows?.close();
    await database?.drop();
  });

  function openRepository(isPrivate = false): RepositoryHandle {
    count += 1;
    const files = { 'a.ts': 'export const a = 1;\n' };
    // Each in an account of its own, because GitHub limits how much is written in one.
    const owner = `octo-${count}`;
    const repository = github.addRepository({ owner, name: 'words', files, isPrivate });
    github.install({ account: owner });
    repository.setRole('rosa', 'write');
    repository.createBranch('change');
    repository.commit('change', { 'src/run.ts': risky });
    return repository;
  }

  async function reviewed(repository: RepositoryHandle, body?: string): Promise<OpenedPull> {
    const pull = repository.openPullRequest({ head: 'change', title: 'Run', ...(body ? { body } : {}) });
    await eventually('the review', () =>
      github.checkRuns(repository.fullName, pull.headSha).some((run) => run.status === 'completed'),
    );
    return pull;
  }

  /** The newest comment of AMAS in the conversation that says this. */
  const said = (repository: RepositoryHandle, { number }: { number: number }, text: string | RegExp) =>
    eventually(
      `a comment with ${String(text)}`,
      () =>
        github
          .comments(repository.fullName, number)
          .filter(({ user }) => user.login === 'amas[bot]')
          .findLast(({ body }) => body.search(text) >= 0)?.body,
    );

  const findingComment = (repository: RepositoryHandle, { number }: OpenedPull) =>
    github
      .reviewComments(repository.fullName, number)
      .find(({ user, in_reply_to_id: parent }) => user.login === 'amas[bot]' && parent === undefined)?.id ??
    0;

  const eyes = () =>
    github.effects.filter(({ kind, login }) => kind === 'reaction.created' && login === 'amas[bot]').length;

  it('that name a pull request of another repository need a right there', async () => {
    const repository = openRepository();
    const pull = await reviewed(repository);
    const [owner = ''] = repository.fullName.split('/');
    const other = github.addRepository({ owner, name: 'other', files: { 'a.ts': '1;\n' }, isPrivate: true });
    other.createBranch('change');
    other.commit('change', { 'src/run.ts': risky });
    const secret = other.openPullRequest({ head: 'change', title: 'Secret', draft: true });
    repository.comment(pull.number, `/amas review ${secret.url}`, 'rosa');
    const [refused] = await eventually('the refusal', async () => {
      const found = await rows.database.pool.query<{ reason: string }>(
        `select t.reason from tasks t where t.subject_url = $1 and t.event->>'kind' = 'command' and t.status = 'cancelled'`,
        [secret.url],
      );
      return found.rows.length > 0 ? found.rows : undefined;
    });
    expect(refused?.reason).toBe('github.no_permission');
    expect(github.reviews(other.fullName, secret.number)).toEqual([]);
  });

  describe('are acknowledged within a second', () => {
    it.for(['conversation', 'thread', 'issue'] as const)(
      'in a %s, while a review is under way',
      // What else runs on the machine may take a second; three times in a row it does not.
      { retry: 2 },
      async (where) => {
        const repository = openRepository();
        const pull = await reviewed(repository);
        github.failNext({
          kind: 'slow',
          delayMs: 3_000,
          path: new RegExp(`${repository.fullName}/compare/`),
        });
        repository.push('change', { 'src/two.ts': 'export const two = 2;\n' });
        const before = eyes();
        const askedAt = Date.now();
        if (where === 'conversation') repository.comment(pull.number, '/amas status', 'rosa');
        if (where === 'thread')
          repository.replyInThread(findingComment(repository, pull), '/amas status', 'rosa');
        if (where === 'issue') repository.comment(repository.openIssue('A question'), '/amas status', 'rosa');
        await eventually('the eyes', () => eyes() > before);
        expect(Date.now() - askedAt).toBeLessThan(1_000);
      },
    );
  });

  it('beside the code are answered in their thread, once', async () => {
    const repository = openRepository();
    const pull = await reviewed(repository);
    const thread = findingComment(repository, pull);
    repository.replyInThread(thread, '/amas help', 'rosa');
    const answers = await eventually('the answer', () => {
      const found = github
        .reviewComments(repository.fullName, pull.number)
        .filter(({ in_reply_to_id: parent, user }) => parent === thread && user.login === 'amas[bot]');
      return found.length > 0 ? found : undefined;
    });
    expect(answers.map(({ body }) => body)).toEqual([expect.stringContaining('What AMAS can do')]);
    expect(answers[0]?.body).toContain('May: write access and up.');
  });

  it('of a review as a whole are answered in the conversation', async () => {
    const repository = openRepository();
    const pull = await reviewed(repository);
    repository.review(pull.number, '/amas help review', 'rosa');
    expect(await said(repository, pull, '/amas review')).toContain('--full');
  });

  it('of people to each other are left alone, in threads of their own too', async () => {
    const repository = openRepository();
    const pull = await reviewed(repository);
    const before = github.reviewComments(repository.fullName, pull.number).length;
    const thread = repository.commentOnLine(
      pull.number,
      { path: 'src/run.ts', line: 4 },
      { body: 'Hm', author: 'rosa' },
    );
    repository.replyInThread(thread, 'Do we need this?', 'rosa');
    await eventually('the reason', async () =>
      (await explainWhy(rows.database.store, pull.url)).some(({ reason }) =>
        /thread_of_others|no_work/.test(reason ?? ''),
      ),
    );
    expect(github.reviewComments(repository.fullName, pull.number)).toHaveLength(before + 2);
  });

  it('of readers get what is free where reading means belonging, and of strangers nothing', async () => {
    const repository = openRepository(true);
    repository.setRole('ann', 'read');
    const pull = await reviewed(repository);
    repository.comment(pull.number, '/amas why', 'ann');
    await said(repository, pull, 'What became of recent events');
    const open = openRepository();
    const other = await reviewed(open);
    open.comment(other.number, '/amas why', 'stranger');
    const entry = await eventually('the refusal', async () =>
      (await explainWhy(rows.database.store, other.url)).find(
        ({ reason, remedy }) => reason === 'github.no_permission' && remedy !== null,
      ),
    );
    expect(entry.remedy).toContain('collaborator');
  });

  it('of a review with paths look at these files alone, name the others, and count for no review', async () => {
    const repository = openRepository();
    repository.commit('change', { 'docs/run.ts': risky, 'docs/deep/two.md': '# Two\n' });
    const pull = await reviewed(repository);
    const runs = github.checkRuns(repository.fullName, pull.headSha).length;
    repository.comment(pull.number, '/amas review src/*.ts "docs/deep/**"', 'rosa');
    const body = await said(repository, pull, 'Limited to');
    expect(body).toContain('Partly reviewed');
    expect(body).toContain(
      'Limited to `src/*.ts`, `docs/deep/**`, as it was asked for: 2 of 3 changed files.',
    );
    expect(body).toMatch(/not among the paths that were asked for: `docs\/run\.ts`/);
    expect(body).toContain('src/run.ts:5');
    expect(body).not.toContain('docs/run.ts:5');
    repository.comment(pull.number, '/amas review src docs', 'rosa');
    expect(await said(repository, pull, '3 of 3 changed files')).toContain('Partly reviewed');
    repository.comment(pull.number, '/amas review please', 'rosa');
    expect(await said(repository, pull, 'No file of the change matches `please`')).toContain('Not reviewed');
    expect(github.checkRuns(repository.fullName, pull.headSha)).toHaveLength(runs);
  });

  describe('where `commands` of `.amas.yml` says who may', () => {
    const ruled = (commands: string): RepositoryHandle => {
      const repository = openRepository();
      repository.commit('main', { '.amas.yml': `commands:\n${commands}` });
      return repository;
    };
    const refused = (pull: { url: string }, reason: string) =>
      eventually(`the refusal ${reason}`, async () =>
        (await explainWhy(rows.database.store, pull.url)).find(
          (entry) => entry.reason === reason && entry.remedy !== null,
        ),
      );

    it('keep out whom it does not name, with the rule as the remedy; help and config tell the rule', async () => {
      const repository = ruled(`  ask: { who: [ann] }\n  wrong: { who: nobody }\n  revew: { who: admin }\n`);
      const pull = await reviewed(repository);
      repository.comment(pull.number, '/amas ask why?', 'rosa');
      expect((await refused(pull, 'github.not_named')).remedy).toMatch(
        /leaves this to ann.*`commands\.ask\.who` in .*@main:\.amas\.yml:1/,
      );
      repository.comment(pull.number, '/amas wrong src/run.ts:5 no', 'rosa');
      expect((await refused(pull, 'config.command_off')).remedy).toContain('`commands.wrong.who`');
      repository.comment(pull.number, '/amas ask why?', 'ann');
      await said(repository, pull, 'A model is needed');
      repository.comment(pull.number, '/amas help ask', 'rosa');
      await said(repository, pull, 'Who may: `ann`');
      repository.comment(pull.number, '/amas config commands', 'rosa');
      const config = await said(repository, pull, 'Who may, by `commands`');
      expect(config).toContain('`/amas wrong`: nobody here');
      expect(config).toContain('`revew` is no command');
    });

    it('open a command as far as the catalogue allows and no further', async () => {
      const repository = ruled(`  explain: { who: triage }\n  confirm: { who: [tom] }\n`);
      repository.setRole('tom', 'triage');
      const pull = await reviewed(repository);
      repository.replyInThread(findingComment(repository, pull), '/amas explain', 'tom');
      await eventually('the explanation', () =>
        github
          .reviewComments(repository.fullName, pull.number)
          .some(({ body }) => body.includes('What this finding means')),
      );
      repository.comment(pull.number, '/amas confirm', 'tom');
      expect((await refused(pull, 'github.no_permission')).remedy).toContain('maintain access');
    });

    it('of the base branch alone; a broken one keeps the declared roles, and issues read the default branch', async () => {
      const repository = ruled(`  ask: { who: [nobody-at, 1] }\n`);
      repository.commit('change', { '.amas.yml': 'commands:\n  status: { who: nobody }\n' });
      const pull = await reviewed(repository);
      repository.comment(pull.number, '/amas status', 'rosa');
      await said(repository, pull, /\*\*Status\*\*/);
      repository.comment(pull.number, '/amas ask why?', 'rosa');
      await said(repository, pull, 'A model is needed');
      const other = ruled(`  plan: { who: maintain }\n`);
      const number = other.openIssue('A question');
      other.comment(number, '/amas plan', 'rosa');
      const url = pull.url.replace(/[^/]+\/[^/]+\/pull\/.*$/, `${other.fullName}/issues/${number}`);
      await refused({ url }, 'github.no_permission');
      other.comment(number, '/amas config commands', 'rosa');
      expect(await said(other, { number }, 'Who may, by')).toContain('maintainers and admins');
    });
  });

  describe('that ask for work are answered without a model from what is known', () => {
    const inThread = (repository: RepositoryHandle, pull: OpenedPull, thread: number, text: string) =>
      eventually(`an answer in the thread with ${text}`, () =>
        github
          .reviewComments(repository.fullName, pull.number)
          .find(
            ({ in_reply_to_id: parent, user, body }) =>
              parent === thread && user.login === 'amas[bot]' && body.includes(text),
          ),
      );

    it('explain: the rule of the finding, in its thread', async () => {
      const repository = openRepository();
      const pull = await reviewed(repository);
      const thread = findingComment(repository, pull);
      repository.replyInThread(thread, '/amas explain', 'rosa');
      const answer = await inThread(repository, pull, thread, 'What this finding means');
      expect(answer.body).toContain('`security/command-injection`');
      expect(answer.body).toContain('No model was asked');
    });

    it('a question in a thread of AMAS: that a model is needed', async () => {
      const repository = openRepository();
      const pull = await reviewed(repository);
      const thread = findingComment(repository, pull);
      repository.replyInThread(thread, 'Is the folder not checked before?', 'rosa');
      expect((await inThread(repository, pull, thread, 'A model is needed')).body).toContain(
        'OPENAI_API_KEY',
      );
    });

    it('describe: one comment, edited by the next, and the description only when asked, in its own section', async () => {
      const repository = openRepository();
      const number = repository.openIssue('Run it', 'mona', '- [ ] exec runs the folder of the request\n');
      repository.addLabel('security');
      const pull = await reviewed(repository, `Mine.\n\nFixes #${number}`);
      repository.comment(pull.number, '/amas describe', 'rosa');
      const body = await said(repository, pull, 'What this pull request does');
      expect(body).toContain(`| #${number} | exec runs the folder of the request | unclear |`);
      expect(github.bodyOf(repository.fullName, pull.number)).toBe(`Mine.\n\nFixes #${number}`);
      repository.comment(pull.number, '/amas describe --apply', 'rosa');
      await eventually('the section', () =>
        github.bodyOf(repository.fullName, pull.number)?.includes('amas:section:end'),
      );
      expect(github.bodyOf(repository.fullName, pull.number)).toMatch(
        new RegExp(`^Mine\\.\\n\\nFixes #${number}\\n\\n<!-- amas:section:start -->[\\s\\S]*What changes`),
      );
      await eventually('one description', () => {
        const described = github
          .comments(repository.fullName, pull.number)
          .filter(({ body }) => body.includes('amas:description'));
        return described.length === 1;
      });
      repository.push('change', {
        'src/folder.ts': 'export const folder = 1; // exec runs the folder of the request\n',
      });
      const again = await said(repository, pull, 'src/folder.ts:1');
      expect(again).toContain('What this pull request does');
    });

    it('triage and plan: labels that exist, similar issues, and the checklist, with nothing changed', async () => {
      const repository = openRepository();
      repository.addLabel('bug', 'Something is wrong');
      repository.openIssue('Login crashes on Safari', 'mona', 'It crashes.');
      const number = repository.openIssue(
        'Safari login crash',
        'mona',
        '## Requirements\n- must not crash\n',
      );
      repository.comment(number, '/amas triage', 'rosa');
      const triage = await said(repository, { number }, 'Proposed labels');
      expect(triage).toContain('- `bug`');
      expect(triage).toContain('Login crashes on Safari (open');
      expect(github.labels(repository.fullName, number)).toEqual([]);
      repository.comment(number, '/amas plan', 'rosa');
      expect(await said(repository, { number }, 'What the issue asks for')).toContain('- [ ] must not crash');
    });
  });

  describe('that contest a finding', () => {
    const answerIn = (repository: RepositoryHandle, pull: OpenedPull, text: string) =>
      eventually(`an answer with ${text}`, () =>
        github
          .reviewComments(repository.fullName, pull.number)
          .findLast(({ user, body }) => user.login === 'amas[bot]' && body.includes(text)),
      );
    const again = async (repository: RepositoryHandle, pull: OpenedPull, login = 'rosa') => {
      const runs = github.checkRuns(repository.fullName, pull.headSha).length;
      repository.comment(pull.number, '/amas review --full', login);
      return await eventually('another review', () => {
        const found = github.checkRuns(repository.fullName, pull.headSha);
        return found.length > runs && found[0]?.status === 'completed' ? found[0] : undefined;
      });
    };

    it('by a 👎 count for this finding alone once something happens there, once, and undo takes them back', async () => {
      const repository = openRepository();
      const pull = await reviewed(repository);
      const thread = findingComment(repository, pull);
      repository.reactInThread(thread, '-1', 'stranger');
      repository.reactInThread(thread, '-1', 'rosa');
      repository.comment(pull.number, '/amas status', 'rosa');
      const { body } = await answerIn(repository, pull, 'Recorded');
      expect(body).toContain('Scope: `finding`; while this pull request lives');
      expect(body).toContain('Who: rosa; why: a 👎 on the comment');
      expect(body).toContain('`/amas undo`');
      expect((await again(repository, pull)).conclusion).toBe('success');
      repository.comment(pull.number, '/amas undo', 'rosa');
      await said(repository, pull, 'it counts again');
      expect((await again(repository, pull)).conclusion).toBe('failure');
      const recorded = github
        .reviewComments(repository.fullName, pull.number)
        .filter((comment) => comment.body.includes('Recorded'));
      expect(recorded).toHaveLength(1);
    });

    it('by a 👎 are found within the hour where nothing else happens, after a limit and behind a crowd', async () => {
      const repository = openRepository();
      const pull = await reviewed(repository);
      const thread = findingComment(repository, pull);
      await eventually('the place of the finding to be known', async () => {
        const { rowCount } = await rows.database.pool.query(
          `select 1 from review_findings f join tasks t on t.subject_id = f.subject_id
           where f.subject_id = $1 and f.comment_id is not null and t.status = 'finished'`,
          [`${repository.fullName}#${pull.number}`],
        );
        return rowCount === 1;
      });
      // A page of reactions holds a hundred.
      for (let bot = 0; bot < 100; bot += 1) repository.reactInThread(thread, '-1', `bot-${bot}[bot]`);
      repository.reactInThread(thread, '-1', 'rosa');
      const path = new RegExp(`/pulls/comments/${thread}/reactions$`);
      github.failNext({ kind: 'secondary-limit', retryAfterSeconds: 1, path, skip: 1 });
      // A worker reads them when it starts, and each hour from then on.
      await amas.worker().stop();
      await amas.startWorker();
      await amas.worker().waitForLine(/reactions to findings were not read/, 25_000);
      expect(github.reviewComments(repository.fullName, pull.number)).toHaveLength(1);
      await amas.worker().stop();
      await amas.startWorker();
      expect((await answerIn(repository, pull, 'Recorded')).body).toContain(
        'Who: rosa; why: a 👎 on the comment',
      );
    });

    it('reach further only when a maintainer confirms, and outsiders record nothing', async () => {
      const repository = openRepository();
      repository.setRole('max', 'maintain');
      const pull = await reviewed(repository);
      const thread = findingComment(repository, pull);
      repository.replyInThread(thread, '/amas wrong --scope rule generated code', 'rosa');
      const { body } = await answerIn(repository, pull, 'Requested, not in force');
      expect(body).toContain('the rule `security/command-injection` everywhere in the repository');
      expect((await again(repository, pull)).conclusion).toBe('failure');
      repository.replyInThread(thread, 'wrong because I say so', 'stranger');
      repository.replyInThread(thread, 'confirm', 'rosa');
      await eventually('both refusals', async () => {
        const reasons = (await explainWhy(rows.database.store, pull.url)).map(({ reason }) => reason);
        return reasons.filter((reason) => reason === 'github.no_permission').length === 2;
      });
      repository.replyInThread(thread, 'confirm', 'max');
      await answerIn(repository, pull, 'Confirmed by max');
      expect((await again(repository, pull)).conclusion).toBe('success');
      expect(await said(repository, pull, 'confirmed by max, until')).toContain(
        'this rule in the repository',
      );
    });
  });

  it('labels of a triage are set only when asked, exactly these, and undo takes them back', async () => {
    const repository = openRepository();
    repository.addLabel('bug', 'Something is wrong');
    repository.setRole('tom', 'triage');
    const number = repository.openIssue('It crashes', 'mona', 'A crash.');
    repository.comment(number, '/amas triage', 'rosa');
    await said(repository, { number }, 'Proposed labels');
    repository.comment(number, '/amas triage --apply', 'tom');
    await said(repository, { number }, 'Labels set');
    expect(github.labels(repository.fullName, number)).toEqual(['bug']);
    repository.comment(number, '/amas undo', 'tom');
    await said(repository, { number }, 'Taken back');
    expect(github.labels(repository.fullName, number)).toEqual([]);
  });
});
