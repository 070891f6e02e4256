import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it, test } from 'vitest';
import type { ChangedFile, Delivery, PlatformEvent, PullRequest } from '#bots/contract.ts';
import { systemClock, type Clock } from '#monitoring/clock.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { connect } from './connection.ts';
import { normalise } from './normalise.ts';
import {
  after,
  before,
  closeScenes,
  createPoster,
  createScene,
  failure,
  lines,
  remark,
  reply,
  shown,
  type Scene,
} from '#test/support/github-connection.ts';

afterEach(closeScenes);

describe('a receipt', () => {
  it('is a check run at once, then a review, one summary and a conclusion', async () => {
    const scene = await createScene();
    const { post, recorded } = createPoster(scene.connect());
    const progress = [
      { label: 'Read the change', state: 'done' },
      { label: 'Security', state: 'running' },
    ] as const;
    await post(reply(scene, { verdict: 'pending', title: 'Reviewing', progress, remarks: [], markdown: '' }));
    const [pending] = shown(scene).checkRuns;
    expect(pending).toMatchObject({ name: 'AMAS', status: 'in_progress', output: { title: 'Reviewing' } });
    expect(pending?.output.summary).toBe('- [x] Read the change\n- [ ] Security *(running)*');
    expect(shown(scene)).toMatchObject({ comments: [], reviews: [] });

    const posted = await post(reply(scene, { links: [{ label: 'Details', url: 'https://amas.test/t/1' }] }));
    const { checkRuns, comments, reviews, inline } = shown(scene);
    expect(checkRuns).toHaveLength(1);
    expect(checkRuns[0]).toMatchObject({
      status: 'completed',
      conclusion: 'failure',
      external_id: reply(scene).id,
      details_url: 'https://amas.test/t/1',
    });
    expect(reviews).toMatchObject([{ state: 'COMMENTED', commit_id: scene.pull.headSha }]);
    expect(inline).toMatchObject([{ path: 'src/service.ts', line: 5, side: 'RIGHT' }]);
    expect(comments).toHaveLength(1);
    expect(comments[0]?.body).toContain('All files were looked at.');
    expect(comments[0]?.body).toContain('[Details](https://amas.test/t/1)');
    expect(comments[0]?.body).toContain('no model was asked');
    expect(posted).toEqual(recorded.at(-1));
    expect(posted).toMatchObject({ url: comments[0]?.html_url, isFinal: true });
  });

  it('leaves threads to people unless it was set up to resolve them, and says so where there are some', async () => {
    const scene = await createScene({
      app: { permissions: { checks: 'write', contents: 'write', issues: 'write', pull_requests: 'write' } },
    });
    const { post } = createPoster(scene.connect());
    await post(reply(scene));
    scene.repository.push('feature', { 'src/service.ts': before });
    const { fingerprint } = remark();
    const later = (fixed: string) => ({
      id: '0190a000-0000-7000-8000-000000000009',
      remarks: [],
      fixed: [{ fingerprint: fixed, isSeen: true }],
    });
    await createPoster(scene.connect()).post(reply(scene, later(fingerprint)));
    expect(shown(scene).comments[0]?.body).toContain('are left for you to resolve');
    expect(scene.github.reviewThreads('octo/shop', 1)).toMatchObject([
      { isResolved: false, isOutdated: true },
    ]);
    await createPoster(scene.connect()).post(reply(scene, later('told-in-the-summary-alone')));
    expect(shown(scene).comments[0]?.body).not.toContain('are left for you to resolve');
  });

  it('links to the own server wherever words may link, and nowhere else', async () => {
    const scene = await createScene();
    const own = `${scene.github.url}/octo/shop/issues/7`;
    const words = `See [here](${own}) and [there](https://evil.test/x).`;
    const { post } = createPoster(scene.connect());
    const beside = remark({ detail: words });
    const elsewhere = remark({ detail: words, line: 39 });
    await post(reply(scene, { markdown: words, account: words, remarks: [beside, elsewhere] }));
    await createPoster(scene.connect()).post(
      reply(scene, { kind: 'answer', id: 'an-answer', markdown: words, remarks: [] }),
    );
    const { checkRuns, comments, inline } = shown(scene);
    const texts = [
      ...comments.map(({ body }) => body),
      ...inline.map(({ body }) => body),
      checkRuns[0]?.output.summary ?? '',
      checkRuns[0]?.output.text ?? '',
    ];
    expect(texts).toHaveLength(5);
    for (const text of texts) expect(text).toContain(`[here](${own})`);
    for (const text of texts) expect(text).not.toContain('](https://evil.test');
    expect(comments[0]?.body.split(`[here](${own})`)).toHaveLength(4);
  });

  it('is not opened again by progress that comes late', async () => {
    const scene = await createScene();
    const { post } = createPoster(scene.connect());
    await post(reply(scene));
    const effects = scene.github.effects.length;
    await post(reply(scene, { verdict: 'pending' }));
    expect(scene.github.effects).toHaveLength(effects);
  });

  test.each([
    ['passed', 'success', '1 remark'],
    ['incomplete', 'neutral', 'Partly reviewed: 1 remark'],
    ['not-done', 'neutral', 'Not reviewed: 1 remark'],
    ['cancelled', 'cancelled', 'Cancelled: 1 remark'],
  ] as const)('with verdict %s concludes %s and is called "%s"', async (verdict, conclusion, title) => {
    const scene = await createScene();
    await createPoster(scene.connect()).post(reply(scene, { verdict, remarks: [] }));
    expect(shown(scene).checkRuns).toMatchObject([{ conclusion, output: { title } }]);
  });

  it('of cancelled work that never showed does not cover the check run of the work itself', async () => {
    const scene = await createScene();
    await createPoster(scene.connect()).post(reply(scene));
    const late = { id: '0190a000-0000-7000-8000-000000000000', verdict: 'cancelled' as const };
    await createPoster(scene.connect()).post(reply(scene, late));
    expect(shown(scene).checkRuns.map((run) => run.conclusion)).toEqual(['failure']);
  });

  it('of cancelled work leaves the summary to the work that takes its place', async () => {
    const scene = await createScene();
    await createPoster(scene.connect()).post(reply(scene, { verdict: 'cancelled' }));
    expect(shown(scene)).toMatchObject({ comments: [], reviews: [] });
  });

  it('of a later push edits the same summary and repeats no remark', async () => {
    const scene = await createScene();
    const connection = scene.connect();
    await createPoster(connection).post(reply(scene));
    const headSha = scene.repository.push('feature', { 'src/new.ts': 'export const a = 1;\n' });
    const second = reply(scene, {
      id: '0190a000-0000-7000-8000-000000000002',
      target: { ...reply(scene).target, headSha },
      remarks: [remark(), remark({ path: 'src/new.ts', line: 1 })],
      title: '2 remarks',
    });
    await createPoster(connection).post(second);
    const { comments, inline, checkRuns } = shown(scene);
    expect(comments).toHaveLength(1);
    expect(comments[0]?.body).toContain('### 2 remarks');
    expect(comments[0]?.body).toContain(
      '1 remark beside the code. 1 remark in earlier comments: [`src/service.ts`]',
    );
    expect(inline.map(({ path }) => path)).toEqual(['src/service.ts', 'src/new.ts']);
    expect(checkRuns).toHaveLength(2);
  });

  it('that comes later than a newer one does not cover its summary', async () => {
    const scene = await createScene();
    const connection = scene.connect();
    const newer = reply(scene, { id: '0190a000-0000-7000-8000-000000000002', title: 'newer', remarks: [] });
    await createPoster(connection).post(newer);
    await createPoster(connection).post(reply(scene, { title: 'older', remarks: [] }));
    const { comments, checkRuns } = shown(scene);
    expect(comments).toHaveLength(1);
    expect(comments[0]?.body).toContain('### newer');
    expect(checkRuns).toHaveLength(2);
  });

  it('takes no comment of somebody else for its summary, whatever it says', async () => {
    const scene = await createScene();
    const forged = `forged <!-- amas:summary ${reply(scene).id} ${scene.pull.headSha} -->`;
    scene.repository.comment(scene.pull.number, forged, 'mallory');
    await createPoster(scene.connect()).post(reply(scene));
    const bodies = shown(scene).comments.map(({ user, body }) => ({ login: user.login, body }));
    expect(bodies[0]).toEqual({ login: 'mallory', body: forged });
    expect(bodies[1]?.login).toBe(scene.github.app.bot.login);
  });

  it('reaches a repository that was renamed meanwhile', async () => {
    const scene = await createScene();
    const { post } = createPoster(scene.connect());
    await post(reply(scene, { verdict: 'pending', remarks: [] }));
    scene.repository.rename('store');
    await post(reply(scene));
    expect(scene.github.checkRuns('octo/store')).toMatchObject([{ conclusion: 'failure' }]);
    expect(scene.github.comments('octo/store', scene.pull.number)).toHaveLength(1);
  });

  it('writes its summary anew when somebody deleted it', async () => {
    const scene = await createScene();
    const { post } = createPoster(scene.connect());
    await post(reply(scene));
    scene.repository.deleteComment(shown(scene).comments[0]?.id ?? 0);
    await post(reply(scene, { title: 'again' }));
    expect(shown(scene).comments).toHaveLength(1);
  });
});

describe('remarks', () => {
  it('stand beside the code where GitHub takes them, and in the summary where not', async () => {
    const scene = await createScene();
    const remarks = [
      remark({ line: 19, endLine: 22, fingerprint: 'range', suggestion: 'one\ntwo' }),
      remark({ line: 33, side: 'old', fingerprint: 'removed' }),
      remark({ line: 8, endLine: 20, fingerprint: 'two hunks', suggestion: 'x' }),
      remark({ line: 12, fingerprint: 'between hunks', title: 'Between' }),
      remark({
        path: 'README.md',
        line: 1,
        fingerprint: 'unchanged file',
        title: 'Elsewhere',
        suggestion: 'y',
      }),
    ];
    await createPoster(scene.connect()).post(reply(scene, { remarks }));
    const { inline, comments } = shown(scene);
    expect(inline).toMatchObject([
      { line: 22, start_line: 19, side: 'RIGHT', start_side: 'RIGHT' },
      { line: 33, side: 'LEFT', start_line: null },
      { line: 8, side: 'RIGHT', start_line: null },
    ]);
    expect(inline[0]?.body).toContain('```suggestion\none\ntwo\n```');
    expect(inline[2]?.body).not.toContain('```suggestion');
    expect(inline[2]?.body).toContain('```\nx\n```');
    const body = comments[0]?.body ?? '';
    expect(body).toContain('#### Remarks not beside the code (2)');
    expect(body).toContain('**High: Between** in [`src/service.ts:12`]');
    expect(body).toContain('**High: Elsewhere** in [`README.md:1`]');
    expect(body).not.toContain('suggestion\n');
  });

  it('that share a fingerprint each have their place, and each is said once', async () => {
    const scene = await createScene();
    const connection = scene.connect();
    const twins = [5, 21].map((line) => remark({ line, fingerprint: 'twin' }));
    await createPoster(connection).post(reply(scene, { remarks: twins.slice(0, 1) }));
    const again = { id: '0190a000-0000-7000-8000-000000000002', remarks: twins };
    await createPoster(connection).post(reply(scene, again));
    await createPoster(connection).post(reply(scene, again));
    const { inline, comments } = shown(scene);
    expect(inline.map(({ line }) => line)).toEqual([5, 21]);
    expect(comments[0]?.body).toContain('1 remark beside the code. 1 remark in earlier comments');
  });

  it('beyond thirty stand in the summary, the gravest beside the code', async () => {
    const scene = await createScene({ changes: { 'src/long.ts': lines(60) } });
    const remarks = Array.from({ length: 40 }, (_, index) =>
      remark({ path: 'src/long.ts', line: index + 1, severity: index < 35 ? 'low' : 'critical' }),
    );
    await createPoster(scene.connect()).post(reply(scene, { remarks }));
    const { inline, comments } = shown(scene);
    expect(inline).toHaveLength(30);
    expect(inline.filter(({ body }) => body.includes('**Critical:'))).toHaveLength(5);
    expect(comments[0]?.body).toContain('Remarks not beside the code (10)');
    expect(comments[0]?.body).toContain('Only the 30 gravest remarks');
  });

  it('on a commit that was pushed over stand in the summary, which says why', async () => {
    const scene = await createScene();
    scene.repository.push('feature', { 'src/new.ts': 'x\n' });
    await createPoster(scene.connect()).post(reply(scene));
    const { inline, comments, checkRuns } = shown(scene);
    expect(inline).toEqual([]);
    expect(comments[0]?.body).toContain(`pushed to after commit ${scene.pull.headSha.slice(0, 7)}`);
    expect(comments[0]?.body).toContain('This breaks');
    expect(checkRuns).toMatchObject([{ head_sha: scene.pull.headSha, conclusion: 'failure' }]);
  });

  it('stand in the summary when GitHub refuses the review, and the review is not tried again', async () => {
    const scene = await createScene();
    const { post, recorded } = createPoster(scene.connect());
    // GitHub takes no review of someone who has a pending one.
    const pending = await fetch(`${scene.github.url}/repos/octo/shop/pulls/${scene.pull.number}/reviews`, {
      method: 'POST',
      headers: { authorization: `token ${scene.github.installationToken(scene.installation)}` },
      body: '{}',
    });
    expect(pending.status).toBe(200);
    await post(reply(scene));
    const refusals = scene.github.effects.length;
    await post(reply(scene));
    const { inline, comments, reviews } = shown(scene);
    expect(scene.github.effects.slice(refusals).map(({ kind }) => kind)).not.toContain('review.created');
    expect(inline).toEqual([]);
    expect(reviews).toMatchObject([{ state: 'PENDING' }]);
    expect(comments).toHaveLength(1);
    expect(comments[0]?.body).toContain('GitHub refused the comments beside the code');
    expect(comments[0]?.body).toContain('This breaks');
    expect(recorded.at(-1)).toMatchObject({ reviewRefused: true });
  });

  it('ping nobody, show no secret and hide nothing', async () => {
    const scene = await createScene();
    const secret = `ghs_${'a'.repeat(36)}`;
    const text = `@octo/team see ${secret}\n\n<!-- hidden\n\n<details>`;
    await createPoster(scene.connect()).post(
      reply(scene, { markdown: text, remarks: [remark({ detail: text, title: text })], title: text }),
    );
    const { inline, comments, checkRuns } = shown(scene);
    const bodies = [
      inline[0]?.body,
      comments[0]?.body,
      checkRuns[0]?.output.summary,
      checkRuns[0]?.output.text,
    ];
    for (const body of bodies) {
      expect(body).not.toContain(secret);
      expect(body).not.toContain('@octo');
      expect(body).not.toContain('<!-- hidden');
      expect(body).toContain('</details>');
    }
  });

  const long = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      remark({
        path: 'README.md',
        fingerprint: String(index),
        title: `Remark ${index}.`,
        detail: 'x'.repeat(5_000),
      }),
    );

  it('that fill more than one comment go on in others, which later edits fill again or remove', async () => {
    const scene = await createScene();
    const bodies = () => shown(scene).comments.map(({ body }) => body);
    await createPoster(scene.connect()).post(reply(scene, { remarks: long(30), markdown: 'First' }));
    expect(bodies()).toHaveLength(3);
    const whole = bodies().join('');
    for (const { title } of long(30)) expect(whole.split(title)).toHaveLength(2);
    expect(bodies()[0]).toMatch(/Part 1 of 3[\s\S]*<!-- amas:summary \S+ \S+ -->$/);
    await createPoster(scene.connect()).post(reply(scene, { remarks: long(14), markdown: 'Second' }));
    expect(bodies()).toHaveLength(2);
    expect(bodies()[1]).toContain('Part 2 of 2');
    await createPoster(scene.connect()).post(reply(scene, { remarks: [] }));
    expect(bodies()).toHaveLength(1);
    await createPoster(scene.connect()).post(reply(scene, { remarks: long(90) }));
    expect(bodies()).toHaveLength(5);
    expect(bodies()[4]).toMatch(/Cut here: \d+ of \d+ characters did not fit|more of the 90 remarks/);
  });
});

describe('killed between an effect and its record, a second try', () => {
  const effects = [
    ['check run', { method: 'POST', path: /check-runs$/ }],
    ['review', { method: 'POST', path: /reviews$/ }],
    ['summary', { method: 'POST', path: /issues\/\d+\/comments$/ }],
    ['conclusion', { method: 'PATCH', path: /check-runs\/\d+$/ }],
  ] as const;

  test.each(effects)('after the %s finds it: nothing is doubled', async (_name, match) => {
    const scene = await createScene();
    const { post, recorded } = createPoster(scene.connect());
    const once = reply(scene);
    if (match.method === 'PATCH') await post({ ...once, verdict: 'pending' });
    scene.github.failNext({ kind: 'cut', isApplied: true, ...match });
    const error = await failure(post(once));
    expect(error).toMatchObject({ code: 'bots.unavailable', retry: 'backoff' });

    await createPoster(scene.connect()).post(once);
    await post(once);
    const { checkRuns, comments, reviews, inline } = shown(scene);
    expect([checkRuns.length, comments.length, reviews.length, inline.length]).toEqual([1, 1, 1, 1]);
    expect(checkRuns[0]?.conclusion).toBe('failure');
    expect(comments[0]?.body).toContain('1 remark beside the code.');
    expect(recorded.at(-1)).toMatchObject({ isFinal: true });
  });

  it('with nothing recorded at all repeats nothing', async () => {
    const scene = await createScene();
    await createPoster(scene.connect()).post(reply(scene));
    const created = () => scene.github.effects.filter(({ kind }) => kind.endsWith('.created')).length;
    const before = created();
    await createPoster(scene.connect()).post(reply(scene));
    expect(created()).toBe(before);
  });
});

describe('an answer', () => {
  it('about a commit is no check run and leaves the summary alone', async () => {
    const scene = await createScene();
    const connection = scene.connect();
    await createPoster(connection).post(reply(scene));
    const id = '0190a000-0000-7000-8000-000000000009';
    await createPoster(connection).post(reply(scene, { id, kind: 'answer', title: 'Help', remarks: [] }));
    const { comments, checkRuns } = shown(scene);
    expect(comments.map(({ body }) => body.split('\n', 1)[0])).toEqual(['### 1 remark', '**Help**']);
    expect(checkRuns).toHaveLength(1);
  });

  it('without a commit is one comment of its own, edited while work goes on', async () => {
    const scene = await createScene();
    const { post } = createPoster(scene.connect());
    const target = { owner: 'octo', repo: 'shop', number: scene.pull.number };
    const progress = [{ label: 'Think', state: 'running' }] as const;
    await post(reply(scene, { target, verdict: 'pending', progress }));
    expect(shown(scene).comments[0]?.body).toContain('- [ ] Think');
    await post(reply(scene, { target, verdict: 'passed', title: 'Help', markdown: '`/amas review`' }));
    const { comments, checkRuns } = shown(scene);
    expect(comments).toHaveLength(1);
    expect(comments[0]?.body).toContain('**Help**');
    expect(checkRuns).toEqual([]);
  });
});

describe('failures', () => {
  it('of a limit say when to come back', async () => {
    const clock = { now: () => Date.now() };
    const scene = await createScene({ clock });
    const connection = scene.connect();
    const post = () => failure(createPoster(connection).post(reply(scene)));
    scene.github.failNext({ kind: 'secondary-limit', retryAfterSeconds: 7 });
    expect(await post()).toMatchObject({ code: 'bots.rate_limited', retry: { afterMs: 7_000 } });
    scene.github.failNext({ kind: 'secondary-limit', status: 429, path: /pulls/ });
    const secondary = await post();
    expect(secondary.code).toBe('bots.rate_limited');
    expect((secondary.retry as { afterMs: number }).afterMs).toBeGreaterThanOrEqual(60_000);
    scene.github.failNext({ kind: 'primary-limit', path: /pulls/ });
    const primary = await post();
    expect(primary.code).toBe('bots.rate_limited');
    expect((primary.retry as { afterMs: number }).afterMs).toBeGreaterThan(1_000);
    scene.github.failNext({ kind: 'abuse', method: 'POST', path: /reviews$/ });
    expect(await post()).toMatchObject({ code: 'bots.rate_limited', retry: { afterMs: 60_000 } });
  });

  test.each([500, 502, 503, 504] as const)(
    '%i is tried again by the queue, not by the client',
    async (status) => {
      const scene = await createScene();
      const connection = scene.connect();
      scene.github.failNext({ kind: 'server-error', status });
      expect(await failure(connection.pullRequest!('octo/shop#1'))).toMatchObject({
        code: 'bots.unavailable',
        retry: 'backoff',
      });
      expect(await connection.pullRequest!('octo/shop#1')).toMatchObject({ author: 'mona' });
    },
  );

  it('of an installation uninstalled in mid-run tell what the owner can do', async () => {
    const scene = await createScene();
    const connection = scene.connect();
    await connection.pullRequest!('octo/shop#1');
    scene.github.uninstall(scene.installation);
    const error = await failure(createPoster(connection).post(reply(scene)));
    expect(error).toMatchObject({ code: 'bots.target_gone', retry: 'never' });
    expect(error.publicMessage).toContain('no longer installed');
  });

  it('of a suspended installation say so', async () => {
    const scene = await createScene();
    const connection = scene.connect();
    scene.github.suspend(scene.installation);
    const error = await failure(connection.pullRequest!('octo/shop#1'));
    expect(error).toMatchObject({ code: 'bots.target_gone' });
    expect(error.publicMessage).toContain('suspended');
  });

  it('of a permission that was never granted name it', async () => {
    const scene = await createScene({ app: { permissions: { pull_requests: 'write', contents: 'read' } } });
    const error = await failure(createPoster(scene.connect()).post(reply(scene, { verdict: 'pending' })));
    expect(error).toMatchObject({ code: 'bots.unauthorised', retry: 'never' });
    expect(error.publicMessage).toContain('(checks: write)');
  });

  it('of the credentials never show the key', async () => {
    const scene = await createScene();
    const wrong = [
      { privateKey: '-----BEGIN PRIVATE KEY-----no key' },
      { appId: '999999' },
      { privateKey: otherKey() },
    ];
    for (const change of wrong) {
      const host = { log: silentLogger(), clock: systemClock };
      const connection = connect({ ...scene.settings, ...change }, '1', host);
      const error = await failure(connection.pullRequest!('octo/shop#1'));
      expect(error).toMatchObject({ code: 'bots.unauthorised', retry: 'never' });
      expect(error.publicMessage).toContain('GITHUB_PRIVATE_KEY');
      expect(JSON.stringify([error.message, error.details, String(error.cause)])).not.toContain('no key');
    }
  });

  it('of missing settings name them before anything is called', () => {
    const host = { log: silentLogger(), clock: systemClock };
    expect(() => connect({ appId: '1' }, undefined, host)).toThrow(
      expect.objectContaining({
        code: 'bots.unauthorised',
        publicMessage: expect.stringContaining('privateKey'),
      }),
    );
  });

  it('of an archived repository are final', async () => {
    const scene = await createScene();
    scene.repository.archive();
    const error = await failure(createPoster(scene.connect()).post(reply(scene)));
    expect(error).toMatchObject({ code: 'bots.refused', retry: 'never' });
    expect(error.publicMessage).toContain('archived');
  });

  it('of a caller that gave up are its own reason, not an error of GitHub', async () => {
    const scene = await createScene();
    const connection = scene.connect();
    const pullRequest = await connection.pullRequest!('octo/shop#1');
    const reason = new Error('task cancelled');
    await expect(connection.changedFiles!(pullRequest, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

const otherKey = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();

describe('tokens', () => {
  it('that GitHub does not know yet are tried again, for 5 s at most', async () => {
    let ms = Date.now();
    const scene = await createScene({ clock: { now: () => ms }, tokenLagMs: 3_000 });
    const clock: Clock = {
      now: () => ms,
      sleep: async (wait) => {
        ms += wait;
        scene.waits.push(wait);
      },
    };
    const host = { log: silentLogger(), clock };
    const connection = connect(scene.settings, String(scene.installation.id), host);
    expect(await connection.pullRequest!('octo/shop#1')).toMatchObject({ author: 'mona' });
    expect(scene.waits).toEqual([1_000, 2_000]);
  });

  it('that expired are replaced', async () => {
    let ms = Date.now();
    const scene = await createScene({ clock: { now: () => ms } });
    const connection = scene.connect();
    await connection.pullRequest!('octo/shop#1');
    ms += 61 * 60_000;
    expect(await connection.pullRequest!('octo/shop#1')).toMatchObject({ author: 'mona' });
    expect(scene.waits).toEqual([]);
  });

  it('are minted although our clock is wrong by an hour', async () => {
    const scene = await createScene({ clock: { now: () => Date.now() + 3_600_000 } });
    expect(await scene.connect().pullRequest!('octo/shop#1')).toMatchObject({ author: 'mona' });
  });
});

describe('a pull request', () => {
  it('is found by its id, its address, and under the former name of its repository', async () => {
    const scene = await createScene();
    const connection = scene.connect();
    const expected: Partial<PullRequest> = {
      subject: {
        type: 'pull_request',
        id: 'octo/shop#1',
        title: 'Change the service',
        url: scene.pull.url,
        revision: scene.pull.headSha,
      },
      author: 'mona',
      body: 'Why',
      baseRef: 'main',
      headRef: 'feature',
      baseSha: scene.pull.baseSha,
      state: 'open',
      isDraft: false,
      isFork: false,
    };
    for (const name of ['octo/shop#1', scene.pull.url, `${scene.pull.url}/files?w=1#diff`]) {
      expect(await connection.pullRequest!(name)).toMatchObject(expected);
    }
    scene.repository.rename('store');
    const renamed = await connection.pullRequest!('octo/shop#1');
    expect(renamed).toMatchObject({ subject: { id: 'octo/store#1' }, replyTo: { repo: 'store' } });
  });

  it('of a fork is known as one, and its changes are read', async () => {
    const scene = await createScene();
    const fork = scene.repository.fork('mallory');
    fork.createBranch('patch');
    fork.commit('patch', { 'src/evil.ts': 'export {};\n' });
    const pull = scene.repository.openPullRequest({ head: 'mallory:patch', title: 'From outside' });
    const connection = scene.connect();
    const read = await connection.pullRequest!(`octo/shop#${pull.number}`);
    expect(read.isFork).toBe(true);
    expect((await connection.changedFiles!(read)).map(({ path }) => path)).toEqual(['src/evil.ts']);
  });

  test.each([
    ['https://elsewhere.test/octo/shop/pull/1', 'only to 127.0.0.1'],
    ['https://github.com/octo/shop/issues/1', 'no pull request of GitHub'],
    ['octo/shop', 'no pull request of GitHub'],
    ['octo/shop#77', 'deleted or moved'],
  ])('%s is no such, and the answer says why', async (name, message) => {
    const scene = await createScene();
    const error = await failure(scene.connect().pullRequest!(name));
    expect(error.code).toBe('bots.target_gone');
    expect(error.publicMessage).toContain(message);
  });

  it('is reached through whichever installation covers it when none is named', async () => {
    const scene = await createScene();
    scene.github.addRepository({ owner: 'other', name: 'shop', files: { a: '1\n' } });
    const connection = connect(scene.settings, undefined, { log: silentLogger(), clock: systemClock });
    expect(await connection.pullRequest!('octo/shop#1')).toMatchObject({ author: 'mona' });
    const error = await failure(connection.pullRequest!('other/shop#1'));
    expect(error.publicMessage).toContain('not installed on other/shop');
  });
});

describe('changed files', () => {
  const read = async (scene: Scene): Promise<Map<string, ChangedFile>> => {
    const connection = scene.connect();
    const files = await connection.changedFiles!(await connection.pullRequest!('octo/shop#1'));
    return new Map(files.map((file) => [file.path, file]));
  };
  const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('latin1');

  it('come with their exact bytes on both sides, or the reason why not', async () => {
    const long = `${lines(20)}end\n`;
    const scene = await createScene({
      base: {
        'crlf.ts': 'a\r\nb\r\n',
        'latin1.txt': new Uint8Array([0x63, 0x61, 0x66, 0xe9, 0x0a]),
        'old name.ts': long,
        'gone.ts': 'x\n',
        'logo.png': new Uint8Array([0x89, 0x50, 0, 1]),
        'big.txt': `${'x'.repeat(2_000_000)}\n`,
        'pointer.bin': 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n',
        'linked.ts': 'export {};\n',
      },
      changes: {
        'crlf.ts': 'a\r\nc\r\n',
        'latin1.txt': new Uint8Array([0x63, 0x61, 0x66, 0xe8, 0x0a]),
        'old name.ts': null,
        'new #1?.ts': long.replace('end', 'END'),
        'gone.ts': null,
        'logo.png': new Uint8Array([0x89, 0x50, 0, 2]),
        'big.txt': `${'x'.repeat(2_000_000)}y\n`,
        'pointer.bin': 'version https://git-lfs.github.com/spec/v1\noid sha256:2\nsize 1\n',
        'empty.ts': '',
        'link.ts': { linkTo: 'linked.ts' },
        sub: { submodule: 'a'.repeat(40) },
        'quoting.ts': `Subproject commit ${'a'.repeat(40)}\nreal code\n`,
      },
    });
    const files = await read(scene);
    const sides = [...files].map(([path, { status, base, head, unavailable, patch }]) => [
      path,
      {
        status,
        base: text(base)?.slice(0, 8),
        head: text(head)?.slice(0, 8),
        unavailable,
        patch: patch !== undefined,
      },
    ]);
    expect(Object.fromEntries(sides)).toEqual({
      'crlf.ts': { status: 'modified', base: 'a\r\nb\r\n', head: 'a\r\nc\r\n', patch: true },
      'latin1.txt': { status: 'modified', base: 'caf\xe9\n', head: 'caf\xe8\n', patch: true },
      'new #1?.ts': { status: 'renamed', base: 'line 1\nl', head: 'line 1\nl', patch: true },
      'gone.ts': { status: 'removed', patch: true },
      'logo.png': { status: 'modified', unavailable: 'binary-or-mode-only', patch: false },
      'big.txt': { status: 'modified', base: 'xxxxxxxx', head: 'xxxxxxxx', patch: false },
      'pointer.bin': { status: 'modified', unavailable: 'lfs-pointer', patch: false },
      'empty.ts': { status: 'added', head: '', patch: true },
      'link.ts': { status: 'added', unavailable: 'symlink', patch: false },
      sub: { status: 'added', unavailable: 'submodule', patch: false },
      'quoting.ts': { status: 'added', head: 'Subproje', patch: true },
    });
    expect(files.get('new #1?.ts')?.previousPath).toBe('old name.ts');
    expect(files.get('big.txt')?.head).toHaveLength(2_000_002);
  });

  it('start at the merge base, not at where the base branch is now', async () => {
    const scene = await createScene();
    scene.repository.commit('main', { 'src/service.ts': `new first line\n${before}` });
    const files = await read(scene);
    expect([...files.keys()]).toEqual(['src/service.ts']);
    expect(text(files.get('src/service.ts')?.base)).toBe(before);
  });

  it('of more than 300 are all named, and what was not read in full is told', async () => {
    const names = Array.from({ length: 310 }, (_, index) => `f${String(index).padStart(3, '0')}.ts`);
    const scene = await createScene({
      changes: Object.fromEntries(names.map((name) => [name, `${name}\n`])),
      limits: { pointsPerMinute: 5_000 },
    });
    const files = await read(scene);
    expect([...files.keys()]).toEqual(names);
    const cut = [...files.values()].filter(({ unavailable }) => unavailable === 'too-many-files');
    expect(cut).toHaveLength(10);
    expect(cut.every(({ patch }) => patch !== undefined)).toBe(true);
  });

  it('past the 3,000 of GitHub’s list are all found by the trees, and what matters most is read', async () => {
    const names = Array.from({ length: 3_020 }, (_, index) => `f${String(index).padStart(4, '0')}.ts`);
    const scene = await createScene({
      changes: Object.fromEntries(names.map((name) => [name, 'x\n'])),
      limits: { pointsPerMinute: 5_000 },
    });
    const connection = scene.connect();
    const pullRequest = await connection.pullRequest!('octo/shop#1');
    const isLast = ({ path }: { readonly path: string }) => Number(path === 'f3015.ts');
    const files = (await connection.changedFiles!(pullRequest, undefined, isLast)) ?? [];
    expect(files.map(({ path }) => path)).toEqual(names);
    expect(text(files[3_015]?.head)).toBe('x\n');
    expect(files.filter(({ head }) => head !== undefined)).toHaveLength(300);
    expect(files[3_016]).toEqual({ path: 'f3016.ts', status: 'added', unavailable: 'too-many-files' });
  });

  it('of a push in between are not mixed: the review is begun again', async () => {
    const names = Array.from({ length: 310 }, (_, index) => `f${index}.ts`);
    const scene = await createScene({ changes: Object.fromEntries(names.map((name) => [name, 'x\n'])) });
    const connection = scene.connect();
    const pullRequest = await connection.pullRequest!('octo/shop#1');
    scene.repository.push('feature', { 'one-more.ts': 'x\n' });
    expect(await failure(connection.changedFiles!(pullRequest))).toMatchObject({
      code: 'bots.target_moved',
      retry: 'backoff',
    });
  });

  it('without a common commit are refused with what to do', async () => {
    const scene = await createScene();
    const sha = scene.repository.createUnrelatedBranch('orphan', { 'a.ts': 'x\n' });
    const connection = scene.connect();
    const pullRequest = { ...(await connection.pullRequest!('octo/shop#1')), headSha: sha };
    const error = await failure(connection.changedFiles!(pullRequest));
    expect(error).toMatchObject({ code: 'bots.no_common_history', retry: 'never' });
    expect(error.publicMessage).toContain('Rebase');
  });
});

describe('files beyond the change', () => {
  const base = {
    'src/service.ts': before,
    'src/a b/übung#1.ts': 'export const one = 1;\n',
    'latin.txt': new Uint8Array([0x66, 0xfc, 0x72]),
    'zero.txt': 'a\0b',
    'large.txt': 'x'.repeat(200_001),
  };

  it('are read at the commit that is asked for, whatever their names', async () => {
    const scene = await createScene({ base });
    const connection = scene.connect();
    const at = (commit: string, path: string) =>
      connection.fileAt?.(`octo/shop#${scene.pull.number}`, commit, path);
    expect(await at(scene.pull.headSha, 'src/a b/übung#1.ts')).toBe('export const one = 1;\n');
    expect(await at(scene.pull.headSha, 'src/service.ts')).toBe(after);
    expect(await at(scene.pull.baseSha, 'src/service.ts')).toBe(before);
  });

  test.each(['latin.txt', 'zero.txt', 'large.txt', 'src', 'no/such/file.ts'])(
    '%s is no text that can be had, and no failure',
    async (path) => {
      const scene = await createScene({ base });
      const read = scene.connect().fileAt?.(`octo/shop#${scene.pull.number}`, scene.pull.headSha, path);
      expect(await read).toBeUndefined();
    },
  );

  it('are listed with their sizes at a commit, without folders and links', async () => {
    const scene = await createScene({ base });
    const list = await scene.connect().filesAt?.(`octo/shop#${scene.pull.number}`, scene.pull.headSha);
    expect(list?.isWhole).toBe(true);
    expect(list?.files).toContainEqual({ path: 'src/a b/übung#1.ts', bytes: 22 });
    expect(list?.files).toContainEqual({ path: 'large.txt', bytes: 200_001 });
    expect(list?.files.some(({ path }) => path === 'src')).toBe(false);
  });

  it('commit messages come with their commits, oldest first', async () => {
    const scene = await createScene();
    scene.repository.push('feature', { 'b.ts': 'b\n' }, { message: 'Second\n\nwith a body' });
    const connection = scene.connect();
    const pull = await connection.pullRequest?.(`octo/shop#${scene.pull.number}`);
    const messages = await connection.commitMessages?.(pull as PullRequest);
    expect(messages?.map(({ message }) => message).at(-1)).toBe('Second\n\nwith a body');
    expect(messages).toHaveLength(2);
  });
});

describe('a command', () => {
  const eventOf = (scene: Scene, login: string): PlatformEvent => {
    const commentId = scene.repository.comment(scene.pull.number, '/amas review', login);
    const delivery = scene.github.deliveries().find(({ event }) => event === 'issue_comment');
    const normalised = normalise(
      {
        id: 'd',
        organizationId: 'o',
        projectId: 'p',
        platform: 'github',
        event: 'issue_comment',
        externalId: delivery?.guid ?? '',
        headers: { 'content-type': 'application/json' },
        body: new TextEncoder().encode(JSON.stringify(delivery?.payload)),
        receivedAt: 0,
      } satisfies Delivery,
      scene.settings,
    );
    if (normalised.kind !== 'event') throw new Error('no event', { cause: normalised });
    expect(normalised.event.replyTo).toMatchObject({ commentId });
    return normalised.event;
  };

  test.each([
    ['admin', true],
    ['maintain', true],
    ['write', true],
    ['triage', false],
    ['read', false],
    ['none', false],
  ] as const)('of someone with the role %s is allowed: %s', async (role, allowed) => {
    const scene = await createScene();
    scene.github.configureHook('http://127.0.0.1:1/');
    scene.repository.setRole('ada', role);
    const answer = await scene.connect().authorise!(eventOf(scene, 'ada'), { role: 'write' });
    expect(answer).toMatchObject(allowed ? { allowed } : { allowed, reason: 'github.no_permission' });
  });

  it('is acknowledged with eyes, and a lack of rights is no failure', async () => {
    const scene = await createScene();
    scene.github.configureHook('http://127.0.0.1:1/');
    const event = eventOf(scene, 'mona');
    const connection = scene.connect();
    await connection.acknowledge!(event);
    expect(shown(scene).comments[0]?.reactions).toMatchObject({ eyes: 1 });
    scene.github.uninstall(scene.installation);
    await expect(connection.acknowledge!(event)).resolves.toBeUndefined();
  });
});
