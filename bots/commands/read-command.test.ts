import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Command } from '#bots/contract.ts';
import { catalog, type Where } from './catalog.ts';
import { closest, editDistance } from './closest.ts';
import { commandHelpMarkdown, helpMarkdown, misuseMarkdown, usageOf } from './help.ts';
import { readCommand } from './read-command.ts';
import { splitWords } from './words.ts';

const said = (text: string): Command => {
  const [name = '', ...args] = text.split(' ');
  return { name, args, rest: text.slice(name.length).trimStart() };
};
const read = (text: string, where: Where = 'pull_request') => readCommand(said(text), where);
const known = (text: string, where?: Where) => {
  const reading = read(text, where);
  if (reading.kind !== 'known') throw new Error(`${text} is ${reading.kind}`, { cause: reading });
  return reading.command;
};

describe('words', () => {
  test.each([
    ['a  b', ['a', 'b']],
    [`"docs/read me.md" 'x y'`, ['docs/read me.md', 'x y']],
    [String.raw`"say \"hi\" \\ \n"`, [String.raw`say "hi" \ \n`]],
    [`'a\\'`, ['a\\']],
    [`doesn't don't`, ["doesn't", "don't"]],
    ['$(rm -rf /) `id` ;', ['$(rm', '-rf', '/)', '`id`', ';']],
    ['', []],
  ])('of %s are %j', (line, words) => {
    expect(splitWords(line).words.map(({ text }) => text)).toEqual(words);
  });

  it('tell a quote that nobody closed', () => {
    expect(splitWords('src "docs')).toMatchObject({ openQuote: '"' });
  });

  it('that were quoted come back as they were, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { maxLength: 4 }), (values) => {
        const line = values.map((value) => `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`).join(' ');
        expect(splitWords(line).words.map(({ text }) => text)).toEqual(values);
      }),
    );
  });
});

describe('a command', () => {
  it('has options, a subject and words', () => {
    expect(known('review --full https://x.test/o/r/pull/1 src "docs/read me.md"')).toMatchObject({
      flags: { full: true },
      url: 'https://x.test/o/r/pull/1',
      words: ['src', 'docs/read me.md'],
    });
  });

  it('takes a quoted word for what it is, not for an option', () => {
    expect(known('review "--full"')).toMatchObject({ flags: {}, words: ['--full'] });
  });

  test.each([
    ['review --fulll', 'There is no option `--fulll`: did you mean `--full`?'],
    ['review --full=yes', '`--full` takes no value.'],
    ['review --depth', 'There is no option `--depth`.'],
    ['review "src', 'The quote " is not closed.'],
    ['status now', 'It does not take `now`.'],
  ])('%s is wrong use, and says how', (text, problem) => {
    expect(read(text)).toMatchObject({ kind: 'wrong-use', problem });
  });

  it('that nobody knows gets a hint where one is near, and none where it is not', () => {
    expect(read('revew')).toEqual({ kind: 'unknown', name: 'revew', didYouMean: 'review' });
    expect(read('dance')).toEqual({ kind: 'unknown', name: 'dance' });
  });

  it('that works elsewhere says where', () => {
    const reading = read('review', 'issue');
    expect(reading.kind).toBe('elsewhere');
    expect(reading.kind !== 'known' && misuseMarkdown(reading, 'issue')).toContain('pull requests');
  });

  it('is read without an error, whatever it says', () => {
    const names = fc.constantFrom(...catalog.map(({ name }) => name), '__proto__', 'constructor');
    fc.assert(
      fc.property(names, fc.string({ unit: 'binary' }), (name, rest) => {
        for (const where of ['pull_request', 'thread', 'issue', 'chat'] as const) {
          const reading = readCommand({ name, args: [], rest }, where);
          if (reading.kind !== 'known') expect(misuseMarkdown(reading, where)).not.toBe('');
        }
      }),
    );
  });
});

describe('the catalogue', () => {
  it('shows every command with usage, example and who may use it', () => {
    const help = helpMarkdown('pull_request') + helpMarkdown('thread') + helpMarkdown('issue');
    for (const declaration of catalog) {
      expect(help).toContain(`\`${usageOf(declaration)}\`: ${declaration.does}. Example: \`/amas`);
      expect(commandHelpMarkdown(declaration)).toContain('Who may:');
      for (const flag of Object.keys(declaration.flags)) {
        expect(commandHelpMarkdown(declaration)).toContain(`--${flag}`);
      }
    }
  });

  it('holds only examples that can be used as they stand', () => {
    for (const { examples, where } of catalog) {
      for (const example of examples) expect(read(example, where[0]).kind, example).toBe('known');
    }
  });

  it('leaves what costs money to people who may write, and what only tells to readers', () => {
    for (const { name, kind, access } of catalog) {
      // Made for those who can commit what it shows.
      if (name === 'fix') expect(access).toBe('write');
      else if (kind === 'answer') expect(access, name).toBe('read');
      else expect(['triage', 'write', 'maintain'], name).toContain(access);
    }
  });
});

test.each([
  ['revew', 'review', 1],
  ['reivew', 'review', 1],
  ['', 'ask', 3],
  ['ask', 'ask', 0],
])('from %j to %j are %i edits', (one, other, edits) => {
  expect(editDistance(one, other)).toBe(edits);
});

it('asks for the nearest word only', () => {
  expect(closest('stauts', ['stop', 'status'])).toBe('status');
  expect(closest('x', ['stop', 'status'])).toBeUndefined();
});
