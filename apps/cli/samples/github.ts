import type { Samples } from './sample.ts';

const sender = { id: 583_231, login: 'octocat', type: 'User' };
const repository = { name: 'hello-amas', owner: { login: 'octo-org' } };
const installation = { id: 4_127_001 };
const pullRequestUrl = 'https://github.com/octo-org/hello-amas/pull/1';

export const githubSamples: Samples = {
  ping: () => ({
    zen: 'A sample that AMAS sent to itself.',
    hook_id: 1,
    hook: { type: 'App', id: 1, active: true, events: ['pull_request', 'issue_comment'] },
  }),
  pull_request: ({ now }) => ({
    action: 'opened',
    number: 1,
    pull_request: {
      title: 'Add a greeting',
      body: 'A sample pull request of `amas send`.',
      html_url: pullRequestUrl,
      draft: false,
      updated_at: new Date(now).toISOString(),
      user: sender,
      author_association: 'MEMBER',
      head: { sha: '5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e' },
    },
    repository,
    sender,
    installation,
  }),
  issue_comment: ({ now }) => ({
    action: 'created',
    issue: {
      number: 1,
      title: 'Add a greeting',
      html_url: pullRequestUrl,
      pull_request: { url: pullRequestUrl },
    },
    comment: {
      id: now,
      body: '/amas help',
      created_at: new Date(now).toISOString(),
      author_association: 'MEMBER',
      performed_via_github_app: null,
    },
    repository,
    sender,
    installation,
  }),
  installation: () => ({
    action: 'created',
    installation: {
      ...installation,
      html_url: `https://github.com/organizations/octo-org/settings/installations/${installation.id}`,
      account: { login: 'octo-org' },
    },
    repositories: [{ full_name: 'octo-org/hello-amas' }],
    sender,
  }),
};
