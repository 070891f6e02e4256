import { holdConfigurationCases } from '../configuration-cases.ts';

const workflow = (on: string, steps: string, more = '') => `name: checks
on: ${on}
permissions:
  contents: read
jobs:
  build:
    runs-on: ubuntu-24.04
${more}    steps:
${steps
  .split('\n')
  .map((line) => `      ${line}`)
  .join('\n')}
`;
const sha = '8f4b7f84864484a7bf31766abe9204da3cbe65b3';
const headCheckout = `- uses: actions/checkout@v4
  with:
    ref: \${{ github.event.pull_request.head.sha }}
- run: npm ci && npm test`;

holdConfigurationCases('.github/workflows/checks.yml', {
  'configuration/actions-script-injection': {
    faulty: [
      workflow('issues', `- run: echo "\${{ github.event.issue.title }}"`),
      workflow('pull_request', `- run: |\n    git fetch\n    git checkout \${{ github.head_ref }}`),
      workflow('[push]', `- {name: Say, run: "echo \${{ github.event.head_commit.message }}"}`),
      workflow('discussion', `- run: echo \${{ github.event['discussion']['body'] }}`),
      workflow('issue_comment', `- run: echo \${{ format('{0}', github.event.comment.body) }}`),
      workflow('pull_request', `- run: x="\${{ github.head_ref || github.ref_name }}"`),
      workflow('issues', `- run: echo '\${{ toJSON(github.event) }}'`),
      workflow(
        'issues',
        `- uses: actions/github-script@v7\n  with:\n    script: |\n      const t = '\${{ github.event.issue.title }}';`,
      ),
      workflow(
        'issues',
        `- run: echo \${{ env.TITLE }}\n  env:\n    TITLE: \${{ github.event.issue.title }}`,
      ),
      workflow('push', `- run: echo "\${{ github.event.commits[0].author.name }}"`),
      workflow('{workflow_dispatch: {inputs: {tag: {type: string}}}}', `- run: git tag \${{ inputs.tag }}`),
    ],
    safe: [
      workflow('issues', `- run: echo "$TITLE"\n  env:\n    TITLE: \${{ github.event.issue.title }}`),
      workflow('pull_request', `- run: echo \${{ github.event.pull_request.number }} \${{ github.sha }}`),
      workflow('pull_request', `- run: echo \${{ contains(github.event.pull_request.title, 'x') }}`),
      workflow('pull_request', `- run: echo \${{ github.head_ref == 'main' && 'a' || 'b' }}`),
      workflow('{workflow_dispatch: {inputs: {dry: {type: boolean}}}}', `- run: go \${{ inputs.dry }}`),
      workflow(
        'issues',
        `- name: \${{ github.event.issue.title }}\n  if: github.event.issue.title != ''\n  run: echo hi`,
      ),
      workflow('push', `- run: echo \${{ matrix.os }} \${{ secrets.X }} \${{ steps.a.outputs.version }}`),
    ],
  },
  'configuration/actions-untrusted-checkout': {
    faulty: [
      workflow('pull_request_target', headCheckout),
      workflow('[pull_request_target]', headCheckout),
      workflow('issue_comment', `- run: gh pr checkout 1\n- run: make test`),
      workflow(
        '{workflow_run: {workflows: [ci], types: [completed]}}',
        `- uses: actions/checkout@${sha}\n  with: {ref: "\${{ github.event.workflow_run.head_branch }}"}\n- uses: ./.github/actions/build`,
      ),
      workflow(
        'pull_request_target',
        `- uses: actions/checkout@v7\n  with:\n    allow-unsafe-pr-checkout: true`,
      ),
    ],
    safe: [
      workflow('pull_request', headCheckout),
      workflow('pull_request_target', `- uses: actions/checkout@v4\n- run: npm ci`),
      workflow(
        'pull_request_target',
        `- uses: actions/checkout@v4\n  with:\n    ref: \${{ github.event.pull_request.head.sha }}\n- uses: actions/labeler@v5`,
      ),
      workflow(
        'pull_request_target',
        headCheckout,
        `    if: github.event.pull_request.head.repo.full_name == github.repository\n`,
      ),
    ],
    removed: [
      [
        workflow(
          'pull_request_target',
          '- run: ./deploy.sh',
          `    if: github.event.pull_request.head.repo.full_name == github.repository\n`,
        ),
        workflow('pull_request_target', '- run: ./deploy.sh'),
      ],
    ],
  },
  'configuration/actions-environment-injection': {
    faulty: [
      workflow(
        'pull_request',
        `- env:\n    REF: \${{ github.head_ref }}\n  run: echo "BRANCH=$REF" >> $GITHUB_ENV`,
      ),
      workflow('{workflow_run: {workflows: [ci]}}', `- run: echo "PR=$(cat pr.txt)" >> "$GITHUB_ENV"`),
    ],
    safe: [
      workflow(
        'pull_request',
        `- env:\n    REF: \${{ github.head_ref }}\n  run: echo "BRANCH=\${REF//[^a-z]/}" >> $GITHUB_ENV`,
      ),
      workflow('push', `- run: echo "VERSION=$(cat version.txt)" >> "$GITHUB_ENV"`),
      workflow(
        'pull_request',
        `- env:\n    REF: \${{ github.head_ref }}\n  run: echo "branch=$REF" >> $GITHUB_OUTPUT`,
      ),
    ],
  },
  'configuration/actions-unpinned': {
    faulty: [
      workflow('push', '- uses: docker/login-action@v3\n  with: {password: "${{ secrets.HUB }}"}'),
      workflow('push', `- uses: some/action@v2\n- uses: other/action@${sha}`),
      workflow('pull_request_target', '- uses: some/labels@v2').replace(
        'permissions:\n  contents: read\n',
        '',
      ),
      workflow('push', '- uses: some/release@v2').replace('contents: read', 'contents: write'),
      workflow('push', '- uses: actions/checkout@main'),
      workflow('push', `- uses: some/action@8f4b7f8\n- uses: other/action@${sha}`),
      `on: push\npermissions: {}\njobs:\n  call:\n    uses: org/shared/.github/workflows/ci.yml@master\n`,
    ],
    safe: [
      workflow('push', `- uses: docker/login-action@${sha} # v3`),
      workflow(
        'push',
        '- uses: actions/checkout@v5\n- uses: ./.github/actions/x\n- uses: github/codeql-action/init@v3',
      ),
      // Nothing is at stake, or labels and comments are, and nobody else is pinned.
      workflow('push', '- uses: denoland/setup-deno@v2\n- run: deno test'),
      workflow('pull_request_target', '- uses: some/labels@v2'),
      workflow(
        'schedule',
        '- uses: some/stale@v9\n  with: {token: "${{ secrets.GITHUB_TOKEN }}"}',
        '    permissions: {issues: write, pull-requests: write}\n',
      ),
      workflow('push', `- uses: acme/setup@v1\n  if: github.repository_owner == 'acme'`),
    ],
    kept: [
      [
        workflow('push', '- uses: docker/login-action@v3'),
        workflow('push', '- uses: docker/login-action@v4'),
      ],
    ],
  },
  'configuration/actions-permissions': {
    faulty: [
      `on: push\npermissions: write-all\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: []\n`,
      `on: push\njobs:\n  a:\n    permissions: "write-all"\n    runs-on: ubuntu-24.04\n    steps: []\n`,
      `on: issue_comment\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: []\n`,
    ],
    safe: [
      `on: push\njobs:\n  a:\n    permissions: {contents: read}\n    runs-on: ubuntu-24.04\n    steps: []\n`,
      `on: workflow_call\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: []\n`,
      `on: push\npermissions: read-all\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: []\n`,
    ],
    removed: [
      [workflow('push', '- run: make'), workflow('push', '- run: make').replace(/permissions:\n.*\n/, '')],
    ],
    kept: [
      [
        workflow('push', '- run: make'),
        workflow('push', '- run: make', '    permissions: { contents: read }\n').replace(
          /^permissions:\n.*\n/m,
          '',
        ),
      ],
    ],
  },
  'configuration/actions-secrets-inherit': {
    faulty: [
      `on: push\npermissions: {}\njobs:\n  call:\n    uses: org/shared/.github/workflows/ci.yml@${sha}\n    secrets: inherit\n`,
    ],
    safe: [
      `on: push\npermissions: {}\njobs:\n  call:\n    uses: org/shared/.github/workflows/ci.yml@${sha}\n    secrets:\n      token: \${{ secrets.T }}\n`,
      `on: push\npermissions: {}\njobs:\n  call:\n    uses: ./.github/workflows/ci.yml\n    secrets: inherit\n`,
    ],
  },
  'configuration/actions-secrets-dump': {
    faulty: [workflow('push', '- run: deploy\n  env:\n    ALL: ${{ toJSON(secrets) }}')],
    safe: [
      workflow('push', '- run: deploy\n  env:\n    ONE: ${{ secrets.ONE }}\n    M: ${{ toJSON(matrix) }}'),
    ],
  },
  'configuration/actions-credentials-in-artifact': {
    faulty: [
      workflow(
        'push',
        `- uses: actions/checkout@v5\n- uses: actions/upload-artifact@v4\n  with:\n    path: .`,
      ),
      workflow(
        'push',
        `- uses: actions/checkout@v5\n- uses: actions/upload-artifact@v4\n  with: {path: "\${{ github.workspace }}"}`,
      ),
    ],
    safe: [
      workflow(
        'push',
        `- uses: actions/checkout@v5\n  with: {persist-credentials: false}\n- uses: actions/upload-artifact@v4\n  with:\n    path: .`,
      ),
      workflow(
        'push',
        `- uses: actions/checkout@v5\n- uses: actions/upload-artifact@v4\n  with:\n    path: dist`,
      ),
    ],
    removed: [
      [
        workflow(
          'push',
          `- uses: actions/checkout@v5\n  with:\n    fetch-depth: 0\n    persist-credentials: false\n- run: make`,
        ),
        workflow('push', `- uses: actions/checkout@v5\n  with:\n    fetch-depth: 0\n- run: make`),
      ],
    ],
  },
  'configuration/actions-bot-condition': {
    faulty: [
      workflow(
        'pull_request_target',
        `- run: gh pr merge --auto "$URL"\n  if: github.actor == 'dependabot[bot]'`,
      ),
      workflow('pull_request', '- run: approve', `    if: \${{ github.actor == 'renovate[bot]' }}\n`),
    ],
    safe: [
      workflow(
        'pull_request_target',
        `- run: gh pr merge --auto "$URL"\n  if: github.event.pull_request.user.login == 'dependabot[bot]'`,
      ),
      workflow('pull_request', `- run: make\n  if: github.actor != 'dependabot[bot]'`),
    ],
  },
  'configuration/actions-substring-condition': {
    faulty: [
      workflow('push', `- run: deploy\n  if: contains('refs/heads/main refs/heads/develop', github.ref)`),
    ],
    safe: [
      workflow(
        'push',
        `- run: deploy\n  if: contains(fromJSON('["refs/heads/main", "refs/heads/develop"]'), github.ref)`,
      ),
      workflow('push', `- run: deploy\n  if: contains(github.ref, 'release')`),
    ],
  },
  'configuration/actions-always-true-condition': {
    faulty: [
      workflow('push', `- run: deploy\n  if: |\n    \${{ github.ref == 'refs/heads/main' }}`),
      workflow('push', `- run: deploy\n  if: \${{ github.ref == 'refs/heads/main' }} && success()`),
    ],
    safe: [
      workflow('push', `- run: deploy\n  if: >-\n    \${{ github.ref == 'refs/heads/main' }}`),
      workflow('push', `- run: deploy\n  if: |\n    github.ref == 'refs/heads/main' &&\n    success()`),
    ],
  },
  'configuration/actions-unsecure-commands': {
    faulty: [
      workflow('push', `- run: make\n  env:\n    ACTIONS_ALLOW_UNSECURE_COMMANDS: true`),
      workflow('push', `- run: make\n  env: {ACTIONS_ALLOW_UNSECURE_COMMANDS: 'true'}`),
    ],
    safe: [workflow('push', `- run: make\n  env:\n    ACTIONS_ALLOW_UNSECURE_COMMANDS: false`)],
  },
  'configuration/actions-self-hosted': {
    faulty: [
      workflow('pull_request', '- run: make').replace('ubuntu-24.04', '[self-hosted, linux]'),
      workflow('pull_request', '- run: make').replace('ubuntu-24.04', 'self-hosted'),
    ],
    safe: [
      workflow('push', '- run: make').replace('ubuntu-24.04', 'self-hosted'),
      workflow(
        'pull_request',
        '- run: make',
        `    if: github.event.pull_request.head.repo.fork == false\n`,
      ).replace('ubuntu-24.04', 'self-hosted'),
    ],
  },
  'configuration/remote-script': {
    faulty: [
      workflow('push', '- run: curl -fsSL https://example.com/install.sh | bash'),
      workflow('push', '- run: |\n    wget -qO- https://example.com/i.sh | \\\n      sudo sh -s -- -b'),
      workflow('push', '- run: bash <(curl -s https://example.com/bash)'),
      workflow('push', '- run: sh -c "$(curl -fsSL https://example.com/i.sh)"'),
    ],
    safe: [
      workflow('push', '- run: curl -fsSL https://example.com/key.asc | gpg --dearmor -o key.gpg'),
      workflow('push', '- run: curl -s https://example.com/data.json | jq .version'),
      workflow('push', '- run: |\n    # curl https://example.com | sh\n    make'),
      workflow('push', `- run: curl -s https://example.com/a.json | python3 -c 'import json'`),
    ],
  },
  'configuration/tls-verification-off': {
    faulty: [
      workflow('push', '- run: curl -k https://internal.example.com/x'),
      workflow('push', '- run: curl -sSkL -o x https://internal.example.com/x'),
      workflow('push', '- run: make\n  env:\n    NODE_TLS_REJECT_UNAUTHORIZED: "0"'),
      workflow('push', '- run: git config --global http.sslVerify false'),
    ],
    safe: [
      workflow('push', '- run: curl --cacert ca.pem https://internal.example.com/x -o k'),
      workflow('push', '- run: curl -k https://localhost:8443/health'),
      workflow('push', '- run: make\n  env:\n    NODE_TLS_REJECT_UNAUTHORIZED: "1"'),
    ],
  },
});
