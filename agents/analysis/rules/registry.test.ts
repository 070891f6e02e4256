import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from './registry.ts';

const folder = (name: string) => new URL(`./${name}/`, import.meta.url);
const sources = ['correctness', 'security'].flatMap((name) =>
  readdirSync(folder(name)).map((file) => ({
    file,
    text: readFileSync(new URL(file, folder(name)), 'utf8'),
  })),
);
const tests = sources.filter(({ file }) => file.endsWith('.test.ts'));

describe('the registry of rules', () => {
  it('holds every rule that a file defines, once', () => {
    const defined = sources.flatMap(({ text }) =>
      [...text.matchAll(/^ {2}id: '(.+)',$/gm)].map(([, id]) => id),
    );
    expect(new Set(rules.map(({ id }) => id))).toEqual(new Set(defined));
    expect(rules).toHaveLength(defined.length);
  });

  it.each(rules.map(({ id }) => id))('%s has cases', (id) => {
    expect(tests.some(({ text }) => text.includes(`'${id}'`))).toBe(true);
  });
});
