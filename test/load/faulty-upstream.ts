import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom } from '#test/faults/schedule.ts';

/** Two vendors in one: below /a half of the calls fail and a twentieth hangs, below /b all are answered. */
const healthyMs = 20;
const random = createRandom(1);
const counts = { a: 0, b: 0 };
const answer = JSON.stringify({
  id: 'x',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'bench-model',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Yes.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 12, completion_tokens: 8, total_tokens: 20 },
});

async function answerAs(path: string, response: ServerResponse): Promise<void> {
  const isFaulty = path.startsWith('/a/');
  counts[isFaulty ? 'a' : 'b'] += 1;
  const dice = isFaulty ? random() : 1;
  if (dice < 0.05) return;
  await wait(healthyMs);
  const body = dice < 0.55 ? '{"error":{"message":"broken","type":"server_error"}}' : answer;
  response.writeHead(dice < 0.55 ? 500 : 200, { 'content-type': 'application/json' }).end(body);
}

const server = createServer((request, response) => {
  const { url = '/' } = request;
  if (url === '/counts') {
    response.end(JSON.stringify(counts));
    return;
  }
  request.resume().on('end', () => void answerAs(url, response));
});
server.listen(0, '127.0.0.1', () => console.log(`listens on ${(server.address() as AddressInfo).port}`));
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
});
