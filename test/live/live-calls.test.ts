import { expect, it } from 'vitest';
import { systemClock } from '#monitoring/clock.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { candidatesFrom } from '#providers/router/candidates.ts';
import { startOpenaiStandIn } from '#test/stand-ins/providers/openai.ts';
import type { ScriptedAnswer } from '#test/stand-ins/providers/scripted-answer.ts';
import { liveCalls } from './live-calls.ts';

async function outcomes(answers: readonly ScriptedAnswer[]): Promise<(string | undefined)[]> {
  const standIn = await startOpenaiStandIn();
  const openai = { apiKey: standIn.apiKey, baseUrl: standIn.baseUrl };
  const [candidate] = await candidatesFrom({ openai }, { log: silentLogger(), clock: systemClock });
  standIn.enqueue(...answers);
  const found: (string | undefined)[] = [];
  for (const { run } of liveCalls(candidate!)) found.push(await run(new AbortController().signal));
  await standIn.close();
  return found;
}

it('a vendor that does what its stand-in does passes', async () => {
  const call = { name: 'weather', arguments: '{"city":"Oslo"}' };
  const answers = [
    { text: 'pong' },
    { text: 'Pong.' },
    { toolCalls: [call] },
    { json: { name: 'Ada', age: 36 } },
  ];
  expect(await outcomes(answers)).toEqual(Array.from({ length: 6 }, () => undefined));
});

it('one that does not is told from it, call by call', async () => {
  const answers: ScriptedAnswer[] = [
    { text: 'pong', usage: null },
    { text: 'pong', stream: { end: 'no-finish' } },
    { text: 'No.' },
    { text: '{}' },
  ];
  expect(await outcomes(answers)).toEqual([
    undefined,
    'no usage was told',
    'ended with truncated',
    'no call of the tool, but 0',
    'not what was asked for',
    undefined,
  ]);
});
