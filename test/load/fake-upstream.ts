import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An OpenAI-compatible server as quick as Node allows: what it costs is the floor of every number beside it. */
const usage = { prompt_tokens: 12, completion_tokens: 8, total_tokens: 20 };
const common = { id: 'chatcmpl-bench', created: 1_700_000_000, model: 'bench-model' };
const whole = JSON.stringify({
  ...common,
  object: 'chat.completion',
  choices: [
    { index: 0, message: { role: 'assistant', content: 'Hello from the bench.' }, finish_reason: 'stop' },
  ],
  usage,
});
const chunk = (delta: object, reason: string | null = null) =>
  `data: ${JSON.stringify({ ...common, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`;
const streamed = [
  chunk({ role: 'assistant', content: 'Hello' }),
  ...Array.from({ length: 18 }, () => chunk({ content: ' word' })),
  `${chunk({}, 'stop')}data: ${JSON.stringify({ ...common, object: 'chat.completion.chunk', choices: [], usage })}\n\ndata: [DONE]\n\n`,
];
const models = JSON.stringify({ object: 'list', data: [{ id: 'bench-model', object: 'model' }] });

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(models);
    return;
  }
  let isStream = false;
  request.on('data', (bytes: Buffer) => {
    isStream ||= bytes.includes('"stream":true');
  });
  request.on('end', () => {
    if (!isStream) {
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length })
        .end(whole);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of streamed) response.write(event);
    response.end();
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(`listens on ${(server.address() as AddressInfo).port}`);
});
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
});
