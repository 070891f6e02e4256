import { expect, test } from 'vitest';
import { eventually } from './eventually.ts';

test('the first useful answer is returned, after empty ones and failed assertions', async () => {
  const answers = [undefined, false, null, new Error('not yet'), 0];
  const value = await eventually('an answer', () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  });
  expect(value).toBe(0);
});

test('a failure says what was waited for, for how long, and why the last try did not do', async () => {
  const options = { timeoutMs: 30, intervalMs: 5 };
  await expect(eventually('the reply', () => false, options)).rejects.toThrow(
    'waited 30 ms for the reply; the last answer was false',
  );
  const cause = new Error('expected 1 to be 2');
  await expect(eventually('the reply', () => Promise.reject(cause), options)).rejects.toMatchObject({
    message: 'waited 30 ms for the reply: expected 1 to be 2',
    cause,
  });
});
