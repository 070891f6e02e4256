import { existsSync } from 'node:fs';
import { join, matchesGlob, posix } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { readRepositoryFile, repositoryFiles, root } from '#test/support/repository.ts';

const files = repositoryFiles();
const documents = files.filter((path) => path.endsWith('.md') && !path.includes('/fixtures/'));
/** Documents of the present: what tells of the past may name what is gone. */
const current = documents.filter((path) => path !== 'CHANGELOG.md' && !path.startsWith('docs/decisions/'));

/** Paths of this repository that a text names: `apps/hub/config.ts`, `bots/<platform>/receive.ts`. */
function pathsIn(text: string): string[] {
  const folders = 'agents|apps|bots|deploy|docs|jobs|monitoring|prisma|providers|test|\\.ci';
  const named = text.match(new RegExp(`(?<![\\w@#./<>-])(?:${folders})/[\\w./<>*-]*[\\w>*/]`, 'g')) ?? [];
  return [...new Set(named)];
}

function exists(path: string): boolean {
  if (!/[<*]/.test(path)) return existsSync(join(root, path));
  const glob = path.replace(/<[^>]*>/g, '*');
  return files.some((file) => matchesGlob(file, glob) || matchesGlob(file, posix.join(glob, '**')));
}

/** Targets of the relative links of a Markdown text, as `[path, fragment]`. */
function relativeLinks(text: string): [string, string][] {
  return [...text.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)]
    .map((match) => match[1]!)
    .filter((target) => !/^[a-z][a-z+.-]*:/i.test(target))
    .map((target) => target.split('#') as [string, string?])
    .map(([path, fragment = '']) => [decodeURI(path), fragment]);
}

/** The fragments of a document's headings, as GitHub makes them. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#{1,6} +(.+)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('the README shows the way of an event by at least nine real paths', () => {
  expect(pathsIn(readRepositoryFile('README.md')).length).toBeGreaterThanOrEqual(9);
});

test.each(current)('%s names paths that exist', (document) => {
  expect(pathsIn(readRepositoryFile(document)).filter((path) => !exists(path))).toEqual([]);
});

describe.each(documents)('%s', (document) => {
  const text = readRepositoryFile(document);

  it('links to files and headings that exist', () => {
    const broken = relativeLinks(text).filter(([path, fragment]) => {
      const target = path === '' ? document : posix.join(posix.dirname(document), path);
      if (!existsSync(join(root, target))) return true;
      return (
        fragment !== '' &&
        target.endsWith('.md') &&
        !headingsOf(readRepositoryFile(target)).includes(fragment)
      );
    });
    expect(broken).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    const { scripts } = JSON.parse(readRepositoryFile('package.json')) as { scripts: Record<string, string> };
    const named = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map((match) => match[1]!);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('what a document names is found', () => {
  it.each([
    ['see `apps/hub/config.ts`, and bots/slack/.', ['apps/hub/config.ts', 'bots/slack/']],
    ['──▶ bots/<platform>/receive.ts (verify)', ['bots/<platform>/receive.ts']],
    ['https://example.com/docs/page and node_modules/apps/x and #bots/contract.ts', []],
  ])('%s', (text, paths) => {
    expect(pathsIn(text)).toEqual(paths);
  });

  it('a link with a fragment, a title and a foreign scheme', () => {
    const text = '[a](docs/A.md#the-way "Title") [b](#here) [c](https://example.com) ![d](<./d e.png>)';
    expect(relativeLinks(text)).toEqual([
      ['docs/A.md', 'the-way'],
      ['', 'here'],
      ['./d', ''],
    ]);
  });
});
