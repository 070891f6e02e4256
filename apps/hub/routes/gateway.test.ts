import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLogger } from '#monitoring/logger.ts';
import { eventually } from '#test/support/eventually.ts';
import { createGatewayRoute } from './gateway.ts';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const step of cleanUp.splice(0)) step();
});

async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function hubBefore(gatewayUrl: string | undefined): Promise<string> {
  const passOn = createGatewayRoute(gatewayUrl, silentLogger());
  const app = express().use('/v1', (request, response) => {
    request.url = request.originalUrl;
    passOn(request, response);
  });
  return await serve(app);
}

describe('/v1 of the hub', () => {
  it('passes method, path, query, headers and body on, and the answer back', async () => {
    const gateway = await serve((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        response.writeHead(418, { 'x-amas-cost-usd': '0.1', 'content-type': 'application/json' });
        const { method, url, headers } = request;
        response.end(
          JSON.stringify({ method, url, key: headers.authorization, body: Buffer.concat(pieces).toString() }),
        );
      });
    });
    const answer = await fetch(`${await hubBefore(gateway)}/v1/chat/completions?x=%2F1`, {
      method: 'POST',
      headers: { authorization: 'Bearer abc' },
      body: 'Grüße',
    });
    expect(answer.status).toBe(418);
    expect(answer.headers.get('x-amas-cost-usd')).toBe('0.1');
    expect(await answer.json()).toEqual({
      method: 'POST',
      url: '/v1/chat/completions?x=%2F1',
      key: 'Bearer abc',
      body: 'Grüße',
    });
  });

  it('passes each piece of a stream on when it comes', async () => {
    let finish = () => {};
    const gateway = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: one\n\n');
      finish = () => void response.end('data: two\n\n');
    });
    const answer = await fetch(`${await hubBefore(gateway)}/v1/x`);
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe('data: one\n\n');
    finish();
    expect((await reader.read()).value).toBe('data: two\n\n');
  });

  it('ends the call at the gateway when the client leaves', async () => {
    let hasLeft = false;
    const gateway = await serve((_request, response) => {
      response.once('close', () => (hasLeft = true));
    });
    const leaving = new AbortController();
    const call = fetch(`${await hubBefore(gateway)}/v1/x`, { signal: leaving.signal });
    setTimeout(() => leaving.abort(), 50);
    await expect(call).rejects.toThrow();
    await eventually('the end at the gateway', () => hasLeft);
  });

  it('breaks a stream off, instead of ending it, when the gateway dies in it', async () => {
    const gateway = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: one\n\n');
      setTimeout(() => response.destroy(), 20);
    });
    const answer = await fetch(`${await hubBefore(gateway)}/v1/x`);
    await expect(answer.text()).rejects.toThrow();
  });

  it.each([
    ['no gateway', undefined, 'apps.no_gateway'],
    ['a gateway that is away', 'http://127.0.0.1:9', 'apps.gateway_away'],
  ])('%s is a 503 that says what to do', async (_, gatewayUrl, code) => {
    const answer = await fetch(`${await hubBefore(gatewayUrl)}/v1/models`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code });
  });
});
