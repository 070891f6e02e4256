import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScene, type Scene } from '../scene.ts';
import { markdown } from './markdown.ts';

describe('the page of a pull request', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await createScene();
  });
  afterEach(() => scene.standIn.close());

  it('shows check, conversation, review and line comments where they stand', async () => {
    const run = await scene.onRepository('POST', '/check-runs', {
      name: 'AMAS review',
      head_sha: scene.pull.headSha,
      conclusion: 'neutral',
      output: { title: 'Two remarks', summary: '**2** files read' },
    });
    await scene.onRepository('POST', '/issues/1/comments', {
      body: '## Summary\n\n| a | b |\n|---|---|\n| 1 | 2 |',
    });
    await scene.onRepository('POST', '/pulls/1/reviews', {
      event: 'COMMENT',
      body: 'See below',
      comments: [{ path: 'src/service.ts', line: 5, body: 'This line' }],
    });
    const { status, text } = await scene.call('GET', '/octo/shop/pull/1');
    expect(status).toBe(200);
    for (const shown of [
      'AMAS review',
      'Two remarks',
      '<strong>2</strong> files read',
      'See below',
      '<td>1</td>',
    ]) {
      expect(text).toContain(shown);
    }
    expect(text.indexOf('+line five')).toBeLessThan(text.indexOf('This line'));
    expect(text.indexOf('This line')).toBeLessThan(text.indexOf('+line 20a'));
    const page = await scene.call('GET', new URL(run.body.html_url).pathname);
    expect(page.text).toContain('Two remarks');
  });

  it('shows outdated comments apart', async () => {
    await scene.onRepository('POST', '/pulls/1/reviews', {
      event: 'COMMENT',
      body: 'x',
      comments: [{ path: 'src/service.ts', line: 5, body: 'Was here' }],
    });
    scene.repository.push('feature', { 'src/service.ts': 'all new\n' });
    const { text } = await scene.call('GET', '/octo/shop/pull/1');
    expect(text).toContain('Comments outside the current diff');
    expect(text).toContain('Was here');
  });

  it('runs nothing of what others wrote', async () => {
    const attack = '<script>alert(1)</script><img src=x onerror=alert(1)>';
    const { repository } = scene;
    repository.push('feature', { 'a<b>.ts': `${attack}\n` });
    repository.openPullRequest({ head: 'feature', title: attack, body: attack });
    repository.comment(
      2,
      `${attack} [x](javascript:alert(1)) [y](https://a/"onclick=alert(1)) \`${attack}\``,
    );
    const { text, headers } = await scene.call('GET', '/octo/shop/pull/2');
    expect(text).not.toMatch(/<script|<img|href="javascript|<b>|" ?onclick/i);
    expect(text).toContain('&lt;script&gt;');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('is there for pull requests that exist, and nothing else', async () => {
    for (const path of ['/octo/shop/pull/9', '/octo/nothing/pull/1', '/octo/shop/runs/1', '/']) {
      expect((await scene.call('GET', path)).status).toBe(401);
    }
  });
});

describe('markdown', () => {
  it.each([
    ['# Title', '<h3>Title</h3>'],
    ['- one\n- two', '<ul><li>one</li><li>two</li></ul>'],
    ['1. one', '<ol><li>one</li></ol>'],
    ['> said', '<blockquote><div>said</div></blockquote>'],
    ['```ts\nconst a = "<b>";\n```', '<pre><code>const a = &quot;&lt;b&gt;&quot;;</code></pre>'],
    ['````\n```\n````', '<pre><code>```</code></pre>'],
    [
      'a `code` and **bold** and _soft_',
      '<p>a <code>code</code> and <strong>bold</strong> and <em>soft</em></p>',
    ],
    ['**`a` is _not_ b**', '<p><strong><code>a</code> is <em>not</em> b</strong></p>'],
    ['`**a**` and `<sub>`', '<p><code>&#42;&#42;a&#42;&#42;</code> and <code>&#60;sub&#62;</code></p>'],
    ['[`a.ts`](https://example.org)', '<a href="https://example.org" rel="noreferrer"><code>a.ts</code></a>'],
    ['snake_case_name stays', '<p>snake_case_name stays</p>'],
    ['[link](https://example.org/a)', '<p><a href="https://example.org/a" rel="noreferrer">link</a></p>'],
    ['<details><summary>More</summary>', '<details><summary>More</summary>'],
    ['<!-- hidden -->shown', '<p>shown</p>'],
  ])('%j', (source, expected) => {
    expect(markdown(source).html).toContain(expected);
  });
});
