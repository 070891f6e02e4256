import { describe, expect, it } from 'vitest';
import { analyse } from '../analyse.ts';
import { reviewSource } from '../cases/review-source.ts';
import { buildChangeSet } from '../change-set.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const review = (path: string, head: string, base?: string) =>
  reviewSource(head, { path, families: ['configuration'], ...(base === undefined ? {} : { base }) });
const workflow = `on: push
permissions:
  contents: read
jobs:
  a:
    runs-on: ubuntu-24.04
    steps:
      - run: echo "\${{ github.head_ref }}"
`;
const paths = [
  '.github/workflows/a.yml',
  'Dockerfile',
  'compose.yaml',
  'k8s/a.yaml',
  'main.tf',
  'nginx/nginx.conf',
];

describe('findings about configuration', () => {
  it('are the same for CRLF, a byte-order mark and no line break at the end', async () => {
    for (const text of [workflow.replaceAll('\n', '\r\n'), `\uFEFF${workflow}`, workflow.trimEnd()]) {
      const [finding, ...others] = await review('.github/workflows/a.yml', text);
      expect(finding).toMatchObject({
        rule: 'configuration/actions-script-injection',
        location: { line: 8 },
      });
      expect(others).toEqual([]);
    }
  });

  it('are silent about what moved to another file, and about what was only indented anew', async () => {
    const service = (name: string) =>
      `services:\n  ${name}:\n    image: a:1\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock\n`;
    const changeSet = buildChangeSet([
      {
        path: 'a/compose.yaml',
        status: 'modified',
        base: bytes(service('a')),
        head: bytes('services:\n  a:\n    image: a:1\n'),
      },
      { path: 'b/compose.yaml', status: 'added', head: bytes(service('b')) },
    ]);
    expect((await analyse(changeSet, { families: ['configuration'] })).findings).toEqual([]);
    const indented = service('a').replace('      - /var', '        - /var');
    expect(await review('compose.yaml', indented, service('a'))).toEqual([]);
  });

  it('are one for the same fault all over a file: the most serious place, which lists the others', async () => {
    const source =
      'FROM golang AS a\nFROM rust AS b\nFROM alpine\nCOPY --from=a /a /a\nCOPY --from=b /b /b\nUSER 1\n';
    const [finding, ...others] = await review('Dockerfile', source);
    expect(finding).toMatchObject({ severity: 'medium', location: { line: 3 } });
    expect(finding?.detail).toMatch(/Also in this file:\n\n- line 1: `golang` .*\n- line 2: `rust` /);
    expect(others).toEqual([]);
    const [added, ...more] = await review('Dockerfile', source, source.replace('FROM rust AS b\n', ''));
    expect(added).toMatchObject({ severity: 'low', location: { line: 2 } });
    expect(added?.detail).not.toContain('Also in this file');
    expect(more).toEqual([]);
  });

  it('weigh less where only containers beside it reach a service, and nothing in examples', async () => {
    const compose = (internal: boolean) =>
      `services:\n  db:\n    image: postgres:17\n    networks: [inner]\n    environment:\n      POSTGRES_HOST_AUTH_METHOD: trust\nnetworks:\n  inner:\n    internal: ${internal}\n`;
    const severities = async (path: string, internal: boolean) =>
      (await review(path, compose(internal))).map(({ severity }) => severity);
    expect(await severities('compose.yaml', false)).toEqual(['medium']);
    expect(await severities('compose.yaml', true)).toEqual(['low']);
    for (const path of ['load-test/compose.yaml', 'sample-shop/compose.yaml', 'compose_example.yml'])
      expect(await severities(path, false)).toEqual([]);
  });

  it('leave alone what the owner of the repository publishes, where it is known', async () => {
    const path = '.github/workflows/a.yml';
    const head = bytes(
      'on: push\npermissions: {contents: write}\njobs:\n  a:\n    steps:\n      - uses: Acme/tool@v1\n      - uses: acme/other@main\n',
    );
    const changeSet = buildChangeSet([{ path, status: 'added', head }]);
    const rulesFor = async (owner: string) =>
      (await analyse(changeSet, { families: ['configuration'], owner })).findings.map(({ rule }) => rule);
    expect(await rulesFor('acme')).toEqual([]);
    expect(await rulesFor('other')).toEqual(['configuration/actions-unpinned']);
  });

  it('carry a suggestion that replaces the located lines where one form is right', async () => {
    const [finding] = await review('nginx/nginx.conf', 'server {\n  ssl_protocols TLSv1 TLSv1.2;\n}\n');
    expect(finding).toMatchObject({ suggestion: '  ssl_protocols TLSv1.2;', location: { line: 2 } });
  });

  it('follow aliases and merge keys to the line that the change adds', async () => {
    const base = 'x-base: &base\n  privileged: true\nservices:\n  a:\n    image: a:1\n';
    const [finding] = await review(
      'compose.yaml',
      base.replace('image: a:1', '<<: *base\n    image: a:1'),
      base,
    );
    expect(finding).toMatchObject({ rule: 'configuration/compose-privileged', location: { line: 5 } });
  });

  it('say when a file is not valid in its own format', async () => {
    const changeSet = buildChangeSet([
      { path: '.github/workflows/a.yml', status: 'added', head: bytes('on: push\njobs: {a: [\n\tx\n') },
    ]);
    const { coverage } = await analyse(changeSet, { families: ['configuration'] });
    expect(coverage).toEqual([{ path: '.github/workflows/a.yml', status: 'partly', reason: 'malformed' }]);
  });
});

const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
  .split('')
  .map(
    (name, index) =>
      `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefghi'[index]}`).join()}]\n`,
  )
  .join('')}`;
const hostile: Readonly<Record<string, string>> = {
  'an alias bomb': `apiVersion: v1\nkind: Pod\nservices: *j\njobs: *j\n${bomb}`,
  'an alias of itself': 'apiVersion: v1\nkind: Pod\nservices: &a\n  x: *a\njobs: *a\nimage: *a\n',
  'a line of a megabyte': `apiVersion: v1\nkind: ${'x'.repeat(900_000)}\nservices:\n`,
  'deep brackets': `apiVersion: v1\nkind: Pod\nservices: ${'['.repeat(50_000)}\n`,
  'deep blocks': 'a {\n'.repeat(20_000),
  'deep maps': Array.from({ length: 600 }, (_, depth) => `${' '.repeat(depth)}services:\n`).join(''),
  'unfinished strings': `resource "a" "b" {\n  x = "${'${'.repeat(10_000)}`,
  'an unfinished heredoc': 'FROM a:1\nRUN <<EOF\nx\nresource "a" "b" {\n  y = <<-EOT\n',
  'many quotes': `services:\n  - ${'"'.repeat(20_000)}`,
  'tabs and controls': '\t\u0000\tservices:\n\t\tjobs:\n',
  continuations: `FROM a:1\n${'RUN x \\\n'.repeat(8_000)}`,
  pipes: `FROM a:1\nRUN ${'curl x | '.repeat(6_000)}\n`,
  expressions: `jobs:\n  a:\n    steps:\n      - run: "${'${{ ((((( '.repeat(4_000)}"\n`,
};

describe.each(Object.entries(hostile))('%s', (_, text) => {
  it.each(paths)('never throws and ends in bounded time as %s', async (path) => {
    const started = performance.now();
    await review(path, text, 'a: 1\n');
    expect(performance.now() - started).toBeLessThan(8_000);
  });
});
