import { generateKeyPairSync } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScene, numbered, sceneStart, signJwt, type Answered, type Scene } from './scene.ts';

/**
 * The refusals of GitHub that review apps meet, by the row of the table they come from. Each row sends the request
 * and states status, message and `errors` of the answer.
 */
interface Row {
  readonly row: number;
  readonly title: string;
  readonly act: (scene: Scene) => Promise<Answered>;
  readonly status: number;
  readonly message: string | RegExp;
  readonly errors?: unknown;
}

const seconds = sceneStart / 1000;
const apiVersion = (version: string) => ({ headers: { 'x-github-api-version': version } });

const mint = (scene: Scene, token: string, body: unknown = {}) =>
  scene.call('POST', `/app/installations/${scene.installation.id}/access_tokens`, { token, body });

const appRows: readonly Row[] = [
  {
    row: 1,
    title: 'a JWT that lives longer than ten minutes',
    act: (scene) => mint(scene, scene.jwt({ exp: seconds + 601 })),
    status: 401,
    message: "'Expiration time' claim ('exp') is too far in the future",
  },
  {
    row: 2,
    title: 'a JWT past its end',
    act: (scene) => mint(scene, scene.jwt({ exp: seconds - 1 })),
    status: 401,
    message:
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
  },
  {
    row: 3,
    title: 'a JWT from the future',
    act: (scene) => mint(scene, scene.jwt({ iat: seconds + 1 })),
    status: 401,
    message:
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
  },
  {
    row: 4,
    title: 'a JWT signed with another key',
    act: (scene) => {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
      const claims = { iss: scene.standIn.app.id, iat: seconds - 60, exp: seconds + 60 };
      return mint(scene, signJwt({ privateKey: pem }, claims));
    },
    status: 401,
    message: 'A JSON web token could not be decoded',
  },
  {
    row: 4,
    title: 'an installation token where a JWT belongs',
    act: (scene) => mint(scene, scene.token),
    status: 401,
    message: 'A JSON web token could not be decoded',
  },
  {
    row: 5,
    title: 'a JWT of an unknown app',
    act: (scene) => mint(scene, scene.jwt({ iss: 'Iv1.unknown' })),
    status: 404,
    message: 'Integration not found',
  },
  {
    row: 6,
    title: 'a garbage token',
    act: (scene) => scene.call('GET', '/repos/octo/shop', { token: 'ghs_nonsense' }),
    status: 401,
    message: 'Bad credentials',
  },
  {
    row: 6,
    title: 'an expired token',
    act: (scene) => {
      scene.clock.ms += 3_600_000;
      return scene.onRepository('GET', '');
    },
    status: 401,
    message: 'Bad credentials',
  },
  {
    row: 6,
    title: 'no credentials',
    act: (scene) => scene.call('GET', '/repos/octo/shop'),
    status: 401,
    message: 'Requires authentication',
  },
  {
    row: 7,
    title: 'a token for a suspended installation',
    act: (scene) => {
      scene.standIn.suspend(scene.installation);
      return mint(scene, scene.jwt());
    },
    status: 403,
    message: 'This installation has been suspended',
  },
  {
    row: 7,
    title: 'a token for an unknown installation',
    act: (scene) => scene.call('POST', '/app/installations/1/access_tokens', { token: scene.jwt() }),
    status: 404,
    message: 'Not Found',
  },
  {
    row: 8,
    title: 'a token with a permission that was not granted',
    act: (scene) => mint(scene, scene.jwt(), { permissions: { contents: 'write' } }),
    status: 422,
    message: 'The permissions requested are not granted to this installation.',
  },
  {
    row: 9,
    title: 'a token for a repository of somebody else',
    act: (scene) => {
      scene.standIn.addRepository({ owner: 'other', name: 'thing', files: { a: 'a' } });
      return mint(scene, scene.jwt(), { repositories: ['thing'] });
    },
    status: 422,
    message:
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
  },
  {
    row: 10,
    title: 'a missing permission',
    act: (scene) => {
      const token = scene.standIn.installationToken(scene.installation, { pull_requests: 'read' });
      return scene.call('POST', '/repos/octo/shop/issues/1/comments', { token, body: { body: 'x' } });
    },
    status: 403,
    message: 'Resource not accessible by integration',
  },
];

const requestRows: readonly Row[] = [
  {
    row: 11,
    title: 'a repository the token does not cover',
    act: (scene) => {
      scene.standIn.addRepository({ owner: 'other', name: 'thing', files: { a: 'a' } });
      return scene.call('GET', '/repos/other/thing', { token: scene.token });
    },
    status: 404,
    message: 'Not Found',
  },
  {
    row: 11,
    title: 'a renamed repository the token does not cover, without telling where it went',
    act: (scene) => {
      scene.standIn.addRepository({ owner: 'other', name: 'thing', files: { a: 'a' } }).rename('else');
      return scene.call('GET', '/repos/other/thing', { token: scene.token });
    },
    status: 404,
    message: 'Not Found',
  },
  {
    row: 11,
    title: 'a wrong verb',
    act: (scene) => scene.onRepository('PUT', '/pulls/1/files'),
    status: 404,
    message: 'Not Found',
  },
  {
    row: 11,
    title: 'a slash at the end',
    act: (scene) => scene.onRepository('GET', '/pulls/1/'),
    status: 404,
    message: 'Not Found',
  },
  {
    row: 11,
    title: 'a path that does not exist',
    act: (scene) => scene.onRepository('POST', '/dispatches', {}),
    status: 404,
    message: 'Not Found',
  },
  {
    row: 13,
    title: 'an API version that never was',
    act: (scene) => scene.call('GET', '/app', { token: scene.jwt(), ...apiVersion('v3') }),
    status: 400,
    message:
      /^The version you specified in the "X-GitHub-API-Version" request header, "v3", is not a supported version\./,
  },
  {
    row: 14,
    title: 'a body that is no JSON',
    act: (scene) =>
      scene.call('POST', '/repos/octo/shop/issues/1/comments', { token: scene.token, body: '{"body":' }),
    status: 400,
    message: 'Problems parsing JSON',
  },
  {
    row: 14,
    title: 'a body that is no object',
    act: (scene) => scene.onRepository('POST', '/issues/1/comments', ['body']),
    status: 400,
    message: 'Body should be a JSON object',
  },
];

const annotation = (extra: object = {}) => ({
  path: 'src/service.ts',
  start_line: 5,
  end_line: 5,
  annotation_level: 'warning',
  message: 'Look here',
  ...extra,
});

const createRun = (scene: Scene, extra: object) =>
  scene.onRepository('POST', '/check-runs', { name: 'review', head_sha: scene.pull.headSha, ...extra });

const withOutput = (scene: Scene, output: object) =>
  createRun(scene, { output: { title: 'Review', summary: 'Fine', ...output } });

const checkRows: readonly Row[] = [
  {
    row: 15,
    title: '51 annotations',
    act: (scene) => withOutput(scene, { annotations: Array.from({ length: 51 }, () => annotation()) }),
    status: 422,
    message: 'Invalid request.\n\nNo more than 50 items are allowed; 51 were supplied.',
  },
  {
    row: 16,
    title: 'a text of 65,536 characters',
    act: (scene) => withOutput(scene, { text: 'x'.repeat(65_536) }),
    status: 422,
    message: 'Invalid request.\n\nOnly 65535 characters are allowed; 65536 were supplied.',
  },
  {
    row: 17,
    title: 'one column without the other',
    act: (scene) => withOutput(scene, { annotations: [annotation({ start_column: 3 })] }),
    status: 422,
    message: 'Validation Failed',
    errors: [{ resource: 'CheckRun', field: 'annotations', code: 'invalid' }],
  },
  {
    row: 17,
    title: 'columns on several lines',
    act: (scene) =>
      withOutput(scene, { annotations: [annotation({ end_line: 6, start_column: 1, end_column: 2 })] }),
    status: 422,
    message: 'Validation Failed',
    errors: [{ resource: 'CheckRun', field: 'annotations', code: 'invalid' }],
  },
  {
    row: 18,
    title: 'completed without a conclusion',
    act: (scene) => createRun(scene, { status: 'completed' }),
    status: 422,
    message: 'Validation Failed',
    errors: [{ resource: 'CheckRun', field: 'conclusion', code: 'missing_field' }],
  },
  {
    row: 19,
    title: 'a status of GitHub Actions',
    act: (scene) => createRun(scene, { status: 'waiting' }),
    status: 422,
    message: 'Invalid request.\n\nwaiting is not a member of ["queued", "in_progress", "completed"].',
  },
  {
    row: 19,
    title: 'the conclusion that only GitHub gives',
    act: (scene) => createRun(scene, { conclusion: 'stale' }),
    status: 422,
    message: /^Invalid request\.\n\nstale is not a member of \[/,
  },
  {
    row: 19,
    title: 'four buttons',
    act: (scene) => {
      const action = { label: 'Fix', description: 'Fix it', identifier: 'fix' };
      return createRun(scene, { actions: [action, action, action, action] });
    },
    status: 422,
    message: 'Invalid request.\n\nNo more than 3 items are allowed; 4 were supplied.',
  },
  {
    row: 20,
    title: "another app's run",
    act: async (scene) => {
      const other = await scene.standIn.addApp({ slug: 'other', permissions: { checks: 'write' } });
      const installation = scene.standIn.install({ account: 'octo', app: other });
      const run = await createRun(scene, {});
      const token = scene.standIn.installationToken(installation);
      return scene.call('PATCH', `/repos/octo/shop/check-runs/${run.body.id}`, { token, body: {} });
    },
    status: 403,
    message: /^Invalid app_id `\d+` - check run can only be modified by the GitHub App that created it\.$/,
  },
  {
    row: 21,
    title: 'a check by a person',
    act: (scene) => {
      const body = { name: 'review', head_sha: scene.pull.headSha };
      return scene.call('POST', '/repos/octo/shop/check-runs', {
        token: scene.standIn.personalToken('mona'),
        body,
      });
    },
    status: 403,
    message: 'You must authenticate via a GitHub App.',
  },
  {
    row: 22,
    title: 'a commit that does not exist',
    act: (scene) => createRun(scene, { head_sha: 'f'.repeat(40) }),
    status: 422,
    message: `No commit found for SHA: ${'f'.repeat(40)}`,
  },
];

const review = (scene: Scene, ...comments: readonly object[]) =>
  scene.onRepository('POST', '/pulls/1/reviews', {
    event: 'COMMENT',
    body: 'A review',
    comments: comments.map((comment) => ({ path: 'src/service.ts', body: 'Look', ...comment })),
  });

const single = (scene: Scene, extra: object) =>
  scene.onRepository('POST', '/pulls/1/comments', {
    path: 'src/service.ts',
    body: 'Look',
    commit_id: scene.pull.headSha,
    ...extra,
  });

const thread = (field: string, code: string, says?: string) => {
  const name = `pull_request_review_thread.${field}`;
  const base = { resource: 'PullRequestReviewComment', field: name, code };
  return says === undefined ? base : { ...base, message: `${name} ${says}` };
};

const reviewRows: readonly Row[] = [
  {
    row: 23,
    title: 'a review on a line outside the hunks, good comments beside it included',
    act: (scene) => review(scene, { line: 5 }, { line: 12 }),
    status: 422,
    message: 'Unprocessable Entity',
    errors: ['Line could not be resolved'],
  },
  {
    row: 23,
    title: 'a review on a deleted line of the wrong side',
    act: (scene) => review(scene, { line: 99, side: 'LEFT' }),
    status: 422,
    message: 'Unprocessable Entity',
    errors: ['Line could not be resolved'],
  },
  {
    row: 24,
    title: 'a review on a file that did not change',
    act: (scene) => review(scene, { path: 'README.md', line: 1 }),
    status: 422,
    message: 'Unprocessable Entity',
    errors: ['Path could not be resolved'],
  },
  {
    row: 25,
    title: 'a comment on a line outside the hunks',
    act: (scene) => single(scene, { line: 12 }),
    status: 422,
    message: 'Validation Failed',
    errors: [thread('line', 'custom', 'must be part of the diff'), thread('diff_hunk', 'missing_field')],
  },
  {
    row: 26,
    title: 'a range over two hunks',
    act: (scene) => single(scene, { start_line: 5, start_side: 'RIGHT', line: 21, side: 'RIGHT' }),
    status: 422,
    message: 'Validation Failed',
    errors: [thread('start_line', 'custom', 'must be part of the same hunk as the line.')],
  },
  {
    row: 27,
    title: 'a range that ends where it starts',
    act: (scene) => single(scene, { start_line: 5, start_side: 'RIGHT', line: 5 }),
    status: 422,
    message: 'Validation Failed',
    errors: [thread('start_line', 'custom', 'must precede the end line.')],
  },
  {
    row: 27,
    title: 'a range without the side of its start',
    act: (scene) => single(scene, { start_line: 4, line: 5 }),
    status: 422,
    message: 'Validation Failed',
    errors: [thread('start_line', 'custom', 'must precede the end line.')],
  },
  {
    row: 27,
    title: 'the same in a review',
    act: (scene) => review(scene, { start_line: 6, start_side: 'RIGHT', line: 5 }),
    status: 422,
    message: 'Unprocessable Entity',
    errors: ['Pull request review thread start line must precede the end line.'],
  },
  {
    row: 28,
    title: 'a commit that is not part of the pull request',
    act: (scene) => single(scene, { line: 5, commit_id: scene.pull.baseSha }),
    status: 422,
    message: 'Validation Failed',
    errors: [
      thread('end_commit_oid', 'custom', 'is not part of the pull request'),
      thread('diff_hunk', 'missing_field'),
    ],
  },
  {
    row: 29,
    title: 'a subject type in capitals',
    act: (scene) => single(scene, { subject_type: 'FILE' }),
    status: 422,
    message:
      'Invalid request.\n\nNo subschema in "oneOf" matched.\n"positioning" wasn\'t supplied.\n' +
      '"position" wasn\'t supplied.\n"in_reply_to" wasn\'t supplied.\n"subject_type" is not a permitted key.\n' +
      '"line" wasn\'t supplied.\nFILE is not a member of ["line", "file"].',
  },
  {
    row: 30,
    title: 'a COMMENT review without a body',
    act: (scene) => scene.onRepository('POST', '/pulls/1/reviews', { event: 'COMMENT' }),
    status: 422,
    message: 'Validation Failed',
    errors: [{ resource: 'PullRequestReview', field: 'body', code: 'missing_field' }],
  },
  {
    row: 30,
    title: 'submitting a review without an event',
    act: async (scene) => {
      const pending = await scene.onRepository('POST', '/pulls/1/reviews', {});
      return scene.onRepository('POST', `/pulls/1/reviews/${pending.body.id}/events`, { body: 'x' });
    },
    status: 422,
    message: 'Invalid request.\n\n"event" wasn\'t supplied.',
  },
  {
    row: 30,
    title: 'deleting a submitted review',
    act: async (scene) => {
      const submitted = await review(scene, { line: 5 });
      return scene.onRepository('DELETE', `/pulls/1/reviews/${submitted.body.id}`);
    },
    status: 422,
    message: 'Unprocessable Entity',
    errors: ['Can not delete a non-pending pull request review'],
  },
  {
    row: 30,
    title: 'a reaction outside the eight',
    act: (scene) => scene.onRepository('POST', '/issues/1/reactions', { content: 'tada' }),
    status: 422,
    message: /^Invalid request\.\n\ntada is not a member of \["\+1", /,
  },
  {
    row: 31,
    title: 'approving an own pull request',
    act: (scene) => {
      scene.repository.openPullRequest({ head: 'feature', title: 'By the bot', author: 'amas[bot]' });
      return scene.onRepository('POST', '/pulls/2/reviews', { event: 'APPROVE' });
    },
    status: 422,
    message: 'Unprocessable Entity',
    errors: ['Can not approve your own pull request'],
  },
  {
    row: 31,
    title: 'requesting changes on an own pull request',
    act: (scene) => {
      scene.repository.openPullRequest({ head: 'feature', title: 'By the bot', author: 'amas[bot]' });
      return scene.onRepository('POST', '/pulls/2/reviews', { event: 'REQUEST_CHANGES', body: 'No' });
    },
    status: 422,
    message: 'Unprocessable Entity',
    errors: ['Can not request changes on your own pull request'],
  },
  {
    row: 32,
    title: 'a second pending review',
    act: async (scene) => {
      await scene.onRepository('POST', '/pulls/1/reviews', {});
      return scene.onRepository('POST', '/pulls/1/reviews', {});
    },
    status: 422,
    message: 'Unprocessable Entity',
    errors: ['User can only have one pending review per pull request'],
  },
  {
    row: 33,
    title: 'a reply to a reply',
    act: async (scene) => {
      const first = await single(scene, { line: 5 });
      const reply = await scene.onRepository('POST', `/pulls/1/comments/${first.body.id}/replies`, {
        body: 'Yes',
      });
      expect(reply.status).toBe(201);
      return scene.onRepository('POST', `/pulls/1/comments/${reply.body.id}/replies`, { body: 'No' });
    },
    status: 404,
    message: 'Not Found',
  },
  {
    row: 33,
    title: 'a reply by the path without the number',
    act: async (scene) => {
      const first = await single(scene, { line: 5 });
      return scene.onRepository('POST', `/pulls/comments/${first.body.id}/replies`, { body: 'Yes' });
    },
    status: 404,
    message: 'Not Found',
  },
];

const tooLong = (resource: string) => [
  {
    resource,
    field: 'data',
    code: 'unprocessable',
    message: 'Body is too long (maximum is 65536 characters)',
  },
];

const tooLarge = [{ resource: 'PullRequest', field: 'diff', code: 'too_large' }];
const asDiff = { headers: { accept: 'application/vnd.github.diff' } };

const otherRows: readonly Row[] = [
  {
    row: 35,
    title: 'a comment of 65,537 characters',
    act: (scene) => scene.onRepository('POST', '/issues/1/comments', { body: 'x'.repeat(65_537) }),
    status: 422,
    message: 'Validation Failed',
    errors: tooLong('IssueComment'),
  },
  {
    row: 35,
    title: 'a line comment of 65,537 characters',
    act: (scene) => review(scene, { line: 5, body: 'x'.repeat(65_537) }),
    status: 422,
    message: 'Validation Failed',
    errors: tooLong('PullRequestReviewComment'),
  },
  {
    row: 36,
    title: 'a diff of 301 files',
    act: (scene) => {
      const files = Object.fromEntries(Array.from({ length: 301 }, (_, n) => [`many/${n}.txt`, `${n}\n`]));
      scene.repository.push('feature', files);
      return scene.call('GET', '/repos/octo/shop/pulls/1', { token: scene.token, ...asDiff });
    },
    status: 406,
    message: /^Sorry, the diff exceeded the maximum number of files \(300\)\. Consider using/,
    errors: tooLarge,
  },
  {
    row: 36,
    title: 'a diff of 20,001 lines',
    act: (scene) => {
      scene.repository.push('feature', { a: numbered(10_001), b: numbered(10_000) });
      return scene.call('GET', '/repos/octo/shop/pulls/1', { token: scene.token, ...asDiff });
    },
    status: 406,
    message: /^Sorry, the diff exceeded the maximum number of lines \(20000\)\./,
    errors: tooLarge,
  },
  {
    row: 37,
    title: 'a spent hour',
    act: async (scene) => {
      scene.standIn.setLimits({ requestsPerHour: 1 });
      await scene.onRepository('GET', '');
      return scene.onRepository('GET', '');
    },
    status: 403,
    message: /^API rate limit exceeded for installation ID \d+\.$/,
  },
  {
    row: 38,
    title: 'a burst of writes',
    act: async (scene) => {
      scene.standIn.setLimits({ contentPerMinute: 1 });
      await scene.onRepository('POST', '/issues/1/comments', { body: 'one' });
      return scene.onRepository('POST', '/issues/1/comments', { body: 'two' });
    },
    status: 403,
    message:
      /^You have exceeded a secondary rate limit and have been temporarily blocked from content creation\./,
  },
  {
    row: 38,
    title: 'a burst told as abuse',
    act: (scene) => {
      scene.standIn.failNext({ kind: 'abuse' });
      return scene.onRepository('POST', '/issues/1/comments', { body: 'one' });
    },
    status: 422,
    message: 'Validation Failed',
    errors: [{ resource: 'Issue', field: 'body', code: 'abuse' }],
  },
  {
    row: 44,
    title: 'reading a renamed repository',
    act: (scene) => {
      scene.repository.rename('store');
      return scene.onRepository('GET', '/pulls/1?x=1');
    },
    status: 301,
    message: 'Moved Permanently',
  },
  {
    row: 44,
    title: 'writing to a renamed repository',
    act: (scene) => {
      scene.repository.rename('store');
      return scene.onRepository('POST', '/issues/1/comments', { body: 'x' });
    },
    status: 307,
    message: 'Moved Permanently',
  },
  {
    row: 45,
    title: 'writing to an archived repository',
    act: (scene) => {
      scene.repository.archive();
      return scene.onRepository('POST', '/issues/1/comments', { body: 'x' });
    },
    status: 403,
    message: 'Repository was archived so is read-only.',
  },
  {
    row: 45,
    title: 'a repository taken down',
    act: (scene) => {
      scene.repository.block(451);
      return scene.onRepository('GET', '/pulls/1');
    },
    status: 451,
    message: 'Repository access blocked',
  },
  {
    row: 45,
    title: 'an issue where issues are off',
    act: (scene) => {
      const number = scene.repository.openIssue('Help');
      scene.repository.disableIssues();
      return scene.onRepository('GET', `/issues/${number}/comments`);
    },
    status: 410,
    message: 'Issues are disabled for this repo',
  },
];

describe('the refusal table', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await createScene();
  });
  afterEach(() => scene.standIn.close());

  it.each([...appRows, ...requestRows, ...checkRows, ...reviewRows, ...otherRows])(
    'row $row refuses $title',
    async ({ act, status, message, errors }) => {
      const before = JSON.stringify(scene.standIn.reviewComments('octo/shop', 1));
      const answered = await act(scene);
      expect({ status: answered.status, message: answered.body.message }).toEqual({
        status,
        message: message instanceof RegExp ? expect.stringMatching(message) : message,
      });
      expect(answered.body.status).toBe(String(status));
      expect(answered.body.documentation_url).toMatch(/^https:\/\/docs\.github\.com\/rest/);
      expect(answered.body.errors).toEqual(errors);
      // Nothing is half done: a review with one bad comment posts none.
      if (status === 422 && answered.body.errors?.[0] === 'Line could not be resolved') {
        expect(JSON.stringify(scene.standIn.reviewComments('octo/shop', 1))).toBe(before);
        expect(scene.standIn.reviews('octo/shop', 1)).toEqual([]);
      }
    },
  );

  it('row 12 refuses a request without User-Agent as text', async () => {
    const status = await new Promise<string>((resolve, reject) => {
      const url = new URL(`${scene.standIn.url}/rate_limit`);
      const sent = httpRequest(url, { headers: { authorization: `Bearer ${scene.token}` } }, (response) => {
        response.resume();
        resolve(`${response.statusCode} ${response.headers['content-type']}`);
      });
      sent.on('error', reject).end();
    });
    expect(status).toBe('403 text/html; charset=utf-8');
  });

  it('row 13 answers 410 for a retired API version', async () => {
    const old = await createScene({ retiredApiVersions: ['2022-11-28'] });
    const answered = await old.onRepository('GET', '');
    await old.standIn.close();
    expect(answered.status).toBe(410);
  });

  it('rows 37 and 38 say when to come back, and 429 as well as 403', async () => {
    scene.standIn.setLimits({ requestsPerHour: 1, refusalStatus: 429 });
    await scene.onRepository('GET', '');
    const primary = await scene.onRepository('GET', '');
    expect(primary.status).toBe(429);
    expect(primary.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(Number(primary.headers.get('x-ratelimit-reset'))).toBe(seconds + 3_600);

    scene.standIn.setLimits({ requestsPerHour: 100, contentPerMinute: 0 });
    const secondary = await scene.onRepository('POST', '/issues/1/comments', { body: 'x' });
    expect(secondary.status).toBe(429);
    expect(secondary.headers.get('retry-after')).toBe('60');
  });

  it('row 44 leads to the repository by its id', async () => {
    scene.repository.rename('store');
    const moved = await scene.onRepository('GET', '/pulls/1?x=1');
    const location = moved.headers.get('location') ?? '';
    expect(location).toBe(`${scene.standIn.url}/repositories/${scene.repository.id}/pulls/1?x=1`);
    expect(moved.body.url).toBe(location);
    const followed = await scene.call('GET', location.slice(scene.standIn.url.length), {
      token: scene.token,
    });
    expect(followed.body).toMatchObject({ number: 1, base: { repo: { full_name: 'octo/store' } } });
  });

  it('401s and unknown paths point to the root of the documentation, others to their operation', async () => {
    const documentation = async (answer: Promise<Answered>) => (await answer).body.documentation_url;
    expect(await documentation(scene.call('GET', '/repos/octo/shop'))).toBe('https://docs.github.com/rest');
    expect(await documentation(scene.onRepository('GET', '/nothing'))).toBe('https://docs.github.com/rest');
    expect(await documentation(scene.onRepository('GET', '/pulls/9'))).toBe(
      'https://docs.github.com/rest/pulls/pulls#get-a-pull-request',
    );
  });
});
