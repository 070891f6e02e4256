import type { QualityCase } from '../../quality-case.ts';
import { changesOf } from '../../changed-file.ts';

const release = `name: Release notes

on:
  pull_request_target:
    types: [opened, edited, synchronize]
  issue_comment:
    types: [created]

permissions:
  contents: read
  pull-requests: write

jobs:
  notes:
    name: Collect notes
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - name: Check out the default branch
        uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
      - uses: actions/setup-node@v4
        with:
          node-version-file: .nvmrc
      - name: Install the tools
        run: npm ci --ignore-scripts
      - name: Write the draft
        run: node scripts/draft.mjs --number "$NUMBER"
        env:
          NUMBER: \${{ github.event.pull_request.number }}
          GH_TOKEN: \${{ github.token }}
`;

const build = `name: Build and publish
on:
  push:
    branches: [main]
  pull_request:

permissions:
  contents: read

concurrency:
  group: build-\${{ github.ref }}
  cancel-in-progress: true

jobs:
  test:
    runs-on: ubuntu-24.04
    strategy:
      matrix:
        python: ['3.12', '3.13']
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-python@v6
        with:
          python-version: \${{ matrix.python }}
      - run: pip install -r requirements-dev.txt
      - run: pytest --junitxml=report.xml
      - uses: actions/upload-artifact@v4
        with:
          name: report-\${{ matrix.python }}
          path: report.xml
  publish:
    needs: test
    if: github.event_name == 'push'
    runs-on: ubuntu-24.04
    permissions:
      contents: read
      packages: write
    steps:
      - uses: actions/checkout@v5
      - name: Push the image
        run: make image push
        env:
          REGISTRY_TOKEN: \${{ secrets.REGISTRY_TOKEN }}
`;

export const cases: readonly QualityCase[] = [
  ...changesOf(
    {
      family: 'github-actions',
      language: 'yaml',
      path: '.github/workflows/release-notes.yml',
      base: release,
    },
    [
      {
        what: 'title-on-the-command-line',
        replaces: 'run: node scripts/draft.mjs --number "$NUMBER"',
        faulty:
          'run: node scripts/draft.mjs --number "$NUMBER" --title "${{ github.event.pull_request.title }}"',
        safe: 'run: node scripts/draft.mjs --number "$NUMBER" --attempt "${{ github.run_attempt }}"',
        at: '--title',
      },
      {
        what: 'branch-in-a-block-of-script',
        replaces: 'run: node scripts/draft.mjs --number "$NUMBER"',
        faulty: `run: |
          echo "Drafting for \${{ github.event.pull_request.head.label }}"
          node scripts/draft.mjs --number "$NUMBER"`,
        safe: `run: |
          echo "Drafting for $LABEL"
          node scripts/draft.mjs --number "$NUMBER"`,
        at: 'head.label',
      },
      {
        what: 'checks-out-the-pull-request',
        replaces: '          persist-credentials: false\n',
        faulty:
          '          persist-credentials: false\n          ref: refs/pull/${{ github.event.number }}/merge\n',
        safe: '          persist-credentials: false\n          ref: ${{ github.event.repository.default_branch }}\n',
        at: 'refs/pull/',
      },
      {
        what: 'comment-read-by-a-script-action',
        replaces: '      - name: Write the draft\n',
        faulty: `      - uses: actions/github-script@v8
        with:
          script: |
            const text = \`\${{ github.event.comment.body }}\`;
            core.setOutput('wanted', text.startsWith('/notes'));
      - name: Write the draft
`,
        safe: `      - uses: actions/github-script@v8
        with:
          script: |
            const text = context.payload.comment?.body ?? '';
            core.setOutput('wanted', text.startsWith('/notes'));
      - name: Write the draft
`,
        at: 'comment.body }}',
      },
      {
        what: 'variable-for-later-steps',
        replaces: 'run: node scripts/draft.mjs --number "$NUMBER"\n        env:\n',
        faulty: `run: echo "SUBJECT=$SUBJECT" >> "$GITHUB_ENV"
        env:
          SUBJECT: \${{ github.event.pull_request.title }}
`,
        safe: `run: echo "SUBJECT=\${SUBJECT//[^[:alnum:] ]/}" >> "$GITHUB_ENV"
        env:
          SUBJECT: \${{ github.event.pull_request.title }}
`,
        at: '>> "$GITHUB_ENV"',
      },
      {
        what: 'bot-by-actor',
        replaces: '    runs-on: ubuntu-24.04\n',
        faulty: `    if: github.actor == 'renovate[bot]'\n    runs-on: ubuntu-24.04\n`,
        safe: `    if: github.event.pull_request.user.login == 'renovate[bot]'\n    runs-on: ubuntu-24.04\n`,
        at: 'github.actor',
      },
      {
        what: 'permissions-dropped',
        replaces: 'permissions:\n  contents: read\n  pull-requests: write\n\n',
        faulty: '',
        safe: 'permissions:\n  pull-requests: write\n\n',
        at: 'permissions:',
        side: 'old',
      },
    ],
  ),
  ...changesOf(
    { family: 'github-actions', language: 'yaml', path: '.github/workflows/build.yaml', base: build },
    [
      {
        what: 'third-party-by-tag',
        replaces: '      - name: Push the image\n',
        faulty: '      - uses: docker/setup-buildx-action@v3\n      - name: Push the image\n',
        safe: '      - uses: docker/setup-buildx-action@e468171a9de216ec08956ac3ada2f0791b6bd435 # v3.11.1\n      - name: Push the image\n',
        at: 'setup-buildx',
      },
      {
        what: 'everything-writable',
        replaces: '    permissions:\n      contents: read\n      packages: write\n',
        faulty: '    permissions: write-all\n',
        safe: '    permissions:\n      contents: read\n      packages: write\n      id-token: write\n',
        at: 'write-all',
      },
      {
        what: 'whole-workspace-as-artifact',
        replaces: '          path: report.xml\n',
        faulty: '          path: ./\n          include-hidden-files: true\n',
        safe: '          path: |\n            report.xml\n            htmlcov/\n',
        at: 'path: ./',
      },
      {
        what: 'installer-from-the-net',
        replaces: '      - run: pip install -r requirements-dev.txt\n',
        faulty: '      - run: curl -LsSf https://astral.sh/uv/install.sh | sh && uv sync\n',
        safe: '      - run: pip install uv==0.8.3 && uv sync --locked\n',
        at: 'curl',
      },
      {
        what: 'all-secrets-in-one-variable',
        replaces: '          REGISTRY_TOKEN: ${{ secrets.REGISTRY_TOKEN }}\n',
        faulty: '          SECRETS_JSON: ${{ toJson(secrets) }}\n',
        safe: '          REGISTRY_TOKEN: ${{ secrets.REGISTRY_TOKEN }}\n          REGISTRY_USER: ${{ secrets.REGISTRY_USER }}\n',
        at: 'SECRETS_JSON',
      },
      {
        what: 'condition-that-is-a-text',
        replaces: `    if: github.event_name == 'push'\n`,
        faulty: `    if: \${{ github.event_name == 'push' }} && \${{ github.ref == 'refs/heads/main' }}\n`,
        safe: `    if: \${{ github.event_name == 'push' && github.ref == 'refs/heads/main' }}\n`,
        at: 'if: ${{',
      },
      {
        what: 'branch-list-as-text',
        replaces: `    if: github.event_name == 'push'\n`,
        faulty: `    if: contains('main, release', github.ref_name)\n`,
        safe: `    if: github.ref_name == 'main' || github.ref_name == 'release'\n`,
        at: 'contains(',
      },
      {
        what: 'own-machine-for-pull-requests',
        replaces: '  test:\n    runs-on: ubuntu-24.04\n',
        faulty: '  test:\n    runs-on: [self-hosted, gpu]\n',
        safe: '  test:\n    runs-on: ubuntu-24.04-arm\n',
        at: 'self-hosted',
      },
    ],
  ),
];
