import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import type { RoutedPart } from '#providers/contract.ts';
import { sendChatStream } from './chat-stream.ts';

it('a client that reads slowly holds the stream up, and leaves no listeners behind with each wait', async () => {
  const listeners: number[] = [];
  const server = createServer((_request, response) => {
    async function* parts(): AsyncGenerator<RoutedPart> {
      for (let part = 0; part < 40; part += 1) {
        yield { type: 'text', text: 'x'.repeat(200_000) };
        listeners.push(response.listenerCount('close') + response.listenerCount('error'));
      }
      throw new Error('the end');
    }
    void sendChatStream(response, parts(), {
      id: 'chatcmpl-1',
      created: 0,
      want: 'auto',
      includeUsage: false,
      warnings: [],
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}`);
  expect((await answer.text()).length).toBeGreaterThan(8_000_000);
  expect(listeners).toHaveLength(40);
  expect(Math.max(...listeners)).toBeLessThan(listeners[0]! + 4);
  server.close();
});
