import { afterAll, beforeAll, expect, it } from 'vitest';
import { vendors } from '#test/contracts/provider-vendors.ts';
import type { ProviderStandIn } from './vendor-stand-in.ts';

const standIns = new Map<string, ProviderStandIn>();
const ids = ['ai21', 'anthropic', 'cohere', 'deepseek', 'google', 'groq', 'openai', 'perplexity', 'writer'];

beforeAll(async () => {
  for (const { manifest, start } of vendors.filter((vendor) => ids.includes(vendor.manifest.id)))
    standIns.set(manifest.id, await start());
});
afterAll(async () => {
  for (const standIn of standIns.values()) await standIn.close();
});

const messages = [{ role: 'user', content: 'Hi' }];
const parameters = { type: 'object', properties: {}, required: [], additionalProperties: false };
const tools = [{ type: 'function', function: { name: 'weather', description: 'x', parameters } }];
const schema = { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object' } } };
const gemini = '/models/gemini-3.8-flash:generateContent';
const contents = [{ role: 'user', parts: [{ text: 'Hi' }] }];

/** What the vendor refuses, and the same put right: a fake that takes both would prove nothing. */
interface Case {
  readonly wrong: Sent;
  readonly right: Sent;
  readonly status: number;
}
type Sent = readonly [path: string, body: object];

it.each<[string, string, Case]>([
  [
    'no max_tokens',
    'anthropic',
    {
      wrong: ['/v1/messages', { model: 'claude-sonnet-5-5', messages }],
      right: ['/v1/messages', { model: 'claude-sonnet-5-5', messages, max_tokens: 9 }],
      status: 400,
    },
  ],
  [
    'the path of OpenAI',
    'writer',
    {
      wrong: ['/chat/completions', { model: 'palmyra-x5', messages }],
      right: ['/chat', { model: 'palmyra-x5', messages }],
      status: 404,
    },
  ],
  [
    'tools with a stream',
    'ai21',
    {
      wrong: ['/chat/completions', { model: 'jamba-large', messages, tools, stream: true }],
      right: ['/chat/completions', { model: 'jamba-large', messages, tools }],
      status: 400,
    },
  ],
  [
    'the path that was retired',
    'perplexity',
    {
      wrong: ['/chat/completions', { model: 'perplexity/sonar', messages }],
      right: [
        '/responses',
        { model: 'perplexity/sonar', max_output_tokens: 9, input: [{ type: 'message', ...messages[0] }] },
      ],
      status: 404,
    },
  ],
  [
    'max_tokens of former models',
    'openai',
    {
      wrong: ['/chat/completions', { model: 'gpt-6.1-terra', messages, max_tokens: 9 }],
      right: ['/chat/completions', { model: 'gpt-6.1-terra', messages, max_completion_tokens: 9 }],
      status: 400,
    },
  ],
  [
    'a JSON schema',
    'deepseek',
    {
      wrong: ['/chat/completions', { model: 'deepseek-flash', messages, response_format: schema }],
      right: ['/chat/completions', { model: 'deepseek-flash', messages }],
      status: 400,
    },
  ],
  [
    'a model that was shut down',
    'groq',
    {
      wrong: ['/chat/completions', { model: 'llama-3.3-70b-versatile', messages }],
      right: ['/chat/completions', { model: 'openai/gpt-oss-120b', messages }],
      status: 404,
    },
  ],
  [
    'a field that is not its own',
    'cohere',
    {
      wrong: ['/v2/chat', { model: 'command-a-plus-05-2026', messages, max_tokens: 9, top_p: 0.5 }],
      right: ['/v2/chat', { model: 'command-a-plus-05-2026', messages, max_tokens: 9 }],
      status: 400,
    },
  ],
  [
    'OpenAI’s messages',
    'google',
    { wrong: [gemini, { messages }], right: [gemini, { contents }], status: 400 },
  ],
])('%s: %s refuses it, and takes what is right', async (_what, id, { wrong, right, status }) => {
  const { apiKey, baseUrl, requests } = standIns.get(id)!;
  const send = async ([path, body]: Sent) => {
    await fetch(`${baseUrl}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${apiKey}`,
        'x-api-key': apiKey,
        'x-goog-api-key': apiKey,
        'anthropic-version': '2026-10-21',
      },
      body: JSON.stringify(body),
    }).then((response) => response.text());
    return requests.at(-1)?.status;
  };
  expect([await send(wrong), await send(right)]).toEqual([status, 200]);
});
