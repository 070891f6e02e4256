import { expect, it } from 'vitest';
import { withCacheMarks } from './cache-marks.ts';

const mark = { type: 'ephemeral' };
const user = (text: string) => ({ role: 'user' as const, content: [{ type: 'text' as const, text }] });
const assistant = (text: string) => ({
  role: 'assistant' as const,
  content: [{ type: 'text' as const, text }],
});
const long = 'Every agent says this first. '.repeat(200);

it('long instructions are marked, with the tools before them', () => {
  const { system, messages } = withCacheMarks({ system: long, tools: undefined, messages: [user('Now')] });
  expect(system).toEqual([{ type: 'text', text: long, cache_control: mark }]);
  expect(messages).toEqual([user('Now')]);
});

it('a conversation that goes on is marked at its end', () => {
  const messages = [user(long), assistant('Yes.'), user('And now?')];
  const marked = withCacheMarks({ system: 'Be terse.', tools: undefined, messages }).messages;
  expect(marked.slice(0, 2)).toEqual(messages.slice(0, 2));
  expect(marked[2]?.content).toEqual([{ type: 'text', text: 'And now?', cache_control: mark }]);
});

it('what is too short to be cached stays as it is', () => {
  const messages = [user('Hello'), assistant('Hello.'), user('Bye')];
  expect(withCacheMarks({ system: 'Be terse.', tools: undefined, messages })).toEqual({
    system: 'Be terse.',
    messages,
  });
  expect(withCacheMarks({ system: undefined, tools: undefined, messages })).toEqual({ messages });
});
