import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createScene, numbered, serviceAfter, type Answered, type Scene } from './scene.ts';

describe('reading', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await createScene();
  });
  afterAll(() => scene.standIn.close());

  const get = (path: string, accept?: string) =>
    scene.call('GET', `/repos/octo/shop${path}`, {
      token: scene.token,
      ...(accept === undefined ? {} : { headers: { accept } }),
    });

  describe('a pull request', () => {
    it('tells where it stands, with real counts', async () => {
      const { body } = await get('/pulls/1');
      expect(body).toMatchObject({
        number: 1,
        state: 'open',
        draft: false,
        head: { ref: 'feature', sha: scene.pull.headSha, label: 'octo:feature' },
        base: { ref: 'main', sha: scene.pull.baseSha },
        additions: 4,
        deletions: 2,
        changed_files: 2,
        commits: 1,
        html_url: `${scene.standIn.url}/octo/shop/pull/1`,
      });
    });

    it('gives hunks without file headers', async () => {
      const { body } = await get('/pulls/1/files');
      expect(body.map((file: { filename: string }) => file.filename)).toEqual([
        'src/new.ts',
        'src/service.ts',
      ]);
      expect(body[0].patch).toBe('@@ -0,0 +1 @@\n+export const a = 1;');
      expect(body[1].patch.split('\n').slice(0, 5)).toEqual([
        '@@ -2,7 +2,7 @@ line 1',
        ' line 2',
        ' line 3',
        ' line 4',
        '-line 5',
      ]);
    });

    it('gives the whole diff with file headers when asked for it', async () => {
      const { text, headers } = await get('/pulls/1', 'application/vnd.github.v3.diff');
      expect(headers.get('content-type')).toContain('application/vnd.github.diff');
      expect(text).toMatch(/^diff --git a\/src\/new\.ts b\/src\/new\.ts\nnew file mode 100644\n/);
    });

    it('is the difference from the merge base, not from the tip of the base', async () => {
      const own = await createScene();
      own.repository.commit('main', { 'README.md': '# Moved on\n' });
      own.repository.push('feature', { 'src/new.ts': 'export const a = 2;\n' });
      const { body } = await own.onRepository('GET', '/pulls/1/files');
      await own.standIn.close();
      expect(body.map((file: { filename: string }) => file.filename)).toEqual([
        'src/new.ts',
        'src/service.ts',
      ]);
    });

    it('merged joins both sides in the base', async () => {
      const own = await createScene();
      own.repository.commit('main', { 'README.md': '# Moved on\n' });
      own.repository.mergePullRequest(1);
      const text = async (path: string) => {
        const { body } = await own.onRepository('GET', `/contents/${path}`);
        return Buffer.from(body.content, 'base64').toString();
      };
      expect(await text('README.md')).toBe('# Moved on\n');
      expect(await text('src/service.ts')).toBe(serviceAfter);
      const { body } = await own.onRepository('GET', '/compare/feature...main');
      await own.standIn.close();
      expect(body).toMatchObject({ status: 'ahead', behind_by: 0, total_commits: 2 });
    });

    it('of a fork names the fork, until it is deleted', async () => {
      const own = await createScene();
      const fork = own.repository.fork('rosa');
      fork.commit('feature', { 'README.md': '# Fork\n' });
      own.repository.openPullRequest({ head: 'rosa:feature', title: 'From a fork', author: 'rosa' });
      const open = await own.onRepository('GET', '/pulls/2');
      expect(open.body.head).toMatchObject({
        label: 'rosa:feature',
        repo: { full_name: 'rosa/shop', fork: true },
      });
      fork.delete();
      const orphaned = await own.onRepository('GET', '/pulls/2');
      const files = await own.onRepository('GET', '/pulls/2/files');
      await own.standIn.close();
      expect(orphaned.body.head).toMatchObject({ sha: open.body.head.sha, repo: null });
      expect(files.body).toHaveLength(3);
    });
  });

  describe('a list', () => {
    it('comes in pages of 30, linked by the repository id', async () => {
      const own = await createScene();
      const files = Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`f/${n}`, `${n}\n`]));
      own.repository.push('feature', files);
      const first = await own.onRepository('GET', '/pulls/1/files');
      expect(first.body).toHaveLength(30);
      const base = `${own.standIn.url}/repositories/${own.repository.id}/pulls/1/files`;
      expect(first.headers.get('link')).toBe(`<${base}?page=2>; rel="next", <${base}?page=3>; rel="last"`);

      const seen = [...first.body];
      for (let next = nextOf(first); next !== undefined;) {
        const page = await own.call('GET', next.slice(own.standIn.url.length), { token: own.token });
        seen.push(...page.body);
        next = nextOf(page);
      }
      expect(new Set(seen.map((file: { filename: string }) => file.filename)).size).toBe(67);

      const cut = await own.onRepository('GET', '/pulls/1/files?per_page=1000');
      expect(cut.body).toHaveLength(67);
      const past = await own.onRepository('GET', '/pulls/1/files?page=9');
      expect(past.body).toEqual([]);
      await own.standIn.close();
    });

    it('never holds more than 100 a page', async () => {
      const own = await createScene();
      own.repository.push(
        'feature',
        Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`f/${n}`, `${n}\n`])),
      );
      const { body, headers } = await own.onRepository('GET', '/pulls/1/files?per_page=500');
      await own.standIn.close();
      expect(body).toHaveLength(100);
      expect(headers.get('link')).toContain('rel="next"');
    });

    it('of a paged read works by repository id', async () => {
      const { status, body } = await scene.call('GET', `/repositories/${scene.repository.id}/pulls/1`, {
        token: scene.token,
      });
      expect([status, body.number]).toEqual([200, 1]);
    });
  });

  describe('a validator', () => {
    it('sent back saves the answer and its cost, until something changes', async () => {
      const own = await createScene();
      const path = '/repos/octo/shop/issues/1/comments';
      const first = await own.onRepository('GET', '/issues/1/comments');
      const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
      const again = await own.call('GET', path, { token: own.token, headers });
      expect([again.status, again.text]).toEqual([304, '']);
      expect(again.headers.get('x-ratelimit-used')).toBe('1');
      own.repository.comment(1, 'New');
      const changed = await own.call('GET', path, { token: own.token, headers });
      expect(changed.status).toBe(200);
      expect(changed.headers.get('x-ratelimit-used')).toBe('2');
      await own.standIn.close();
    });
  });

  describe('contents', () => {
    it('come as base64, as bytes, or as an object', async () => {
      const plain = await get('/contents/src/service.ts?ref=feature');
      expect(Buffer.from(plain.body.content, 'base64').toString()).toBe(serviceAfter);
      expect(plain.body.content.split('\n')[0]).toHaveLength(60);
      const raw = await get('/contents/src/service.ts?ref=feature', 'application/vnd.github.raw+json');
      expect(raw.text).toBe(serviceAfter);
      const object = await get('/contents/src?ref=feature', 'application/vnd.github.object+json');
      expect(object.body).toMatchObject({
        type: 'dir',
        entries: [{ name: 'new.ts' }, { name: 'service.ts' }],
      });
    });

    it('stand by the default branch, any ref, or the head of a pull request', async () => {
      expect((await get('/contents/src/new.ts')).status).toBe(404);
      expect((await get('/contents/src/service.ts/deeper')).status).toBe(404);
      expect((await get('/contents/nowhere')).status).toBe(404);
      expect((await get(`/contents/src/new.ts?ref=${scene.pull.headSha}`)).status).toBe(200);
      expect((await get('/contents/src/new.ts?ref=refs/pull/1/head')).status).toBe(200);
      expect((await get('/contents/README.md?ref=nope')).body.message).toBe(
        'No commit found for the ref nope',
      );
    });

    it('past one megabyte come raw or as an object without content', async () => {
      const own = await createScene();
      own.repository.commit('main', { 'big.txt': 'x'.repeat(1_100_000) });
      const ask = (accept: string) =>
        own.call('GET', '/repos/octo/shop/contents/big.txt', { token: own.token, headers: { accept } });
      const plain = await ask('application/vnd.github+json');
      expect([plain.status, plain.body.errors[0].code]).toEqual([403, 'too_large']);
      expect((await ask('application/vnd.github.raw')).text).toHaveLength(1_100_000);
      expect((await ask('application/vnd.github.object')).body).toMatchObject({
        content: '',
        encoding: 'none',
      });
      await own.standIn.close();
    });

    it('tell links, submodules and folders apart, by the API version', async () => {
      const own = await createScene();
      own.repository.commit('main', {
        link: { linkTo: 'README.md' },
        vendor: { submodule: '1'.repeat(40) },
      });
      const list = async (version: string) => {
        const headers = { 'x-github-api-version': version };
        const { body } = await own.call('GET', '/repos/octo/shop/contents', { token: own.token, headers });
        return Object.fromEntries(body.map(({ name, type }: { name: string; type: string }) => [name, type]));
      };
      const old = { 'README.md': 'file', link: 'symlink', src: 'dir', vendor: 'file' };
      expect(await list('2022-11-28')).toEqual(old);
      expect(await list('2026-03-10')).toEqual({ ...old, vendor: 'submodule' });
      await own.standIn.close();
    });
  });

  describe('git objects', () => {
    it('come by their ids', async () => {
      const tree = await get('/git/trees/feature?recursive=1');
      expect(
        tree.body.tree.map(({ path, type }: { path: string; type: string }) => `${type} ${path}`),
      ).toEqual(['blob README.md', 'tree src', 'blob src/new.ts', 'blob src/service.ts']);
      expect(tree.body.truncated).toBe(false);
      const blob = await get(`/git/blobs/${tree.body.tree[2].sha}`);
      expect(Buffer.from(blob.body.content, 'base64').toString()).toBe('export const a = 1;\n');
      expect((await get(`/git/blobs/${'0'.repeat(40)}`)).status).toBe(404);
    });

    it('of a huge tree are cut, and the cut is told', async () => {
      const own = await createScene();
      own.repository.commit(
        'main',
        Object.fromEntries(Array.from({ length: 40_000 }, (_, n) => [`f/${n}`, ''])),
      );
      const { body } = await own.onRepository('GET', '/git/trees/main?recursive=1');
      await own.standIn.close();
      expect(body.truncated).toBe(true);
      expect(body.tree.length).toBeLessThan(40_000);
    });
  });

  describe('a comparison', () => {
    it('starts from the merge base', async () => {
      const { body } = await get('/compare/main...feature');
      expect(body).toMatchObject({
        status: 'ahead',
        ahead_by: 1,
        behind_by: 0,
        merge_base_commit: { sha: scene.pull.baseSha },
      });
      expect(body.files).toHaveLength(2);
    });

    it('gives files with the first page only', async () => {
      expect((await get('/compare/main...feature?page=2')).body.files).toBeUndefined();
    });

    it.each(['main..feature', 'main...nowhere', 'main', '...feature'])(
      'of %s is not found',
      async (range) => {
        expect((await get(`/compare/${range}`)).status).toBe(404);
      },
    );

    it('of histories that never met is not found, and such a pull request shows no files', async () => {
      const own = await createScene();
      const sha = own.repository.createUnrelatedBranch('other', { 'z.txt': 'z\n' });
      const compared = await own.onRepository('GET', '/compare/main...other');
      expect([compared.status, compared.body.message]).toEqual([
        404,
        'No common ancestor between main and other.',
      ]);
      own.repository.forcePush('feature', sha);
      expect((await own.onRepository('GET', '/pulls/1/files')).body).toEqual([]);
      await own.standIn.close();
    });

    it('reaches branches of forks', async () => {
      const own = await createScene();
      own.repository.fork('rosa').commit('main', { 'README.md': '# Fork\n' });
      const { body } = await own.onRepository('GET', '/compare/main...rosa:main');
      await own.standIn.close();
      expect(body.files.map((file: { filename: string }) => file.filename)).toEqual(['README.md']);
    });
  });

  describe('people', () => {
    it.each([
      ['admin', 'admin'],
      ['maintain', 'write'],
      ['write', 'write'],
      ['triage', 'read'],
      ['read', 'read'],
      ['none', 'none'],
    ] as const)('with role %s have permission %s', async (role, permission) => {
      scene.repository.setRole('rosa', role);
      const { body } = await get('/collaborators/rosa/permission');
      expect(body).toMatchObject({ permission, role_name: role, user: { login: 'rosa' } });
    });

    it('unknown to the platform are not found', async () => {
      expect((await get('/collaborators/nobody-at-all/permission')).body.message).toBe(
        'nobody-at-all is not a user',
      );
    });

    it('include the bot of an app', async () => {
      const { body } = await scene.call('GET', '/users/amas%5Bbot%5D', { token: scene.token });
      expect(body).toMatchObject({ id: scene.standIn.app.bot.id, type: 'Bot' });
    });
  });

  it('a form of answer that is not held is refused', async () => {
    expect((await get('/pulls/1', 'text/csv')).status).toBe(415);
  });

  it('of 3,000 files and more stops at 3,000', async () => {
    const own = await createScene();
    own.repository.push(
      'feature',
      Object.fromEntries(Array.from({ length: 3_050 }, (_, n) => [`f/${n}`, '1\n'])),
    );
    const { body } = await own.onRepository('GET', '/pulls/1/files?per_page=100&page=31');
    const full = await own.onRepository('GET', '/pulls/1/files?per_page=100&page=30');
    await own.standIn.close();
    expect([body.length, full.body.length]).toEqual([0, 100]);
  });

  it('keeps line endings and long lines as they are', async () => {
    const own = await createScene();
    own.repository.push('feature', { 'crlf.txt': 'one\r\ntwo\r\n', 'n.txt': numbered(3).trimEnd() });
    const { body } = await own.onRepository('GET', '/pulls/1/files');
    await own.standIn.close();
    expect(body[0].patch).toBe('@@ -0,0 +1,2 @@\n+one\r\n+two\r');
    expect(body[1].patch).toBe('@@ -0,0 +1,3 @@\n+line 1\n+line 2\n+line 3\n\\ No newline at end of file');
  });
});

function nextOf({ headers }: Answered): string | undefined {
  return /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
}
