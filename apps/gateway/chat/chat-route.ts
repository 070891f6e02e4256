import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { ApiKeyRow } from '#prisma/repositories/api-keys.ts';
import type { Model } from '#providers/contract.ts';
import type { Call, RouteHost } from '../route.ts';
import { invalidRequest } from '../api-error.ts';
import { requireModel } from '../authenticate.ts';
import { bindingOf } from '../binding.ts';
import { sendJson } from '../send.ts';
import { tellRecord } from '../tell-record.ts';
import { chatAnswer } from './chat-answer.ts';
import { completeToSchema, streamToSchema } from './hold-to-schema.ts';
import { readChatRequest, type ChatRequest } from './chat-request.ts';
import { sendChatStream } from './chat-stream.ts';

/** `POST /v1/chat/completions` (OpenAI API reference, Chat Completions). */
export async function answerChat(host: RouteHost, call: Call, value: unknown, key: ApiKeyRow): Promise<void> {
  const chat = readChatRequest(value);
  requireModel(key, chat.want);
  const bound = host.router.bind({
    ...bindingOf(host, call, key),
    want: chat.want,
    ...(chat.conversationId === undefined ? {} : { conversationId: chat.conversationId }),
    ...(chat.userId === undefined ? {} : { userId: chat.userId }),
  });
  const model = host.words.watch(bound, key.organizationId);
  const frame = { id: `chatcmpl-${call.id}`, created: Math.floor(host.clock.now() / 1_000) };
  if (chat.stream) await stream(call, model, { ...chat, ...frame });
  else await complete(call, model, { ...chat, ...frame });
}

type Framed = ChatRequest & { readonly id: string; readonly created: number };

async function complete({ response, signal }: Call, model: Model, chat: Framed): Promise<void> {
  const result = await completeToSchema(model, chat.request, signal);
  tellRecord(response, result.record);
  sendJson(response, 200, chatAnswer(chat, result, chat.warnings));
}

/** What is known before the first part goes into headers; the rest stands in the last chunk. */
async function stream({ request, response, signal }: Call, model: Model, chat: Framed): Promise<void> {
  const asItComes = comesAsItIs(request.headers['x-amas-schema']);
  const parts = streamToSchema(model, { request: chat.request, asItComes }, signal);
  await sendChatStream(response, parts, chat);
  await ended(response);
}

/** Says nothing where the client says nothing: then a stream with a schema is held until it is known to follow. */
function comesAsItIs(text: string | readonly string[] | undefined): boolean {
  if (text === undefined || text === 'hold') return false;
  if (text === 'as-it-comes') return true;
  throw invalidRequest('The header x-amas-schema takes hold or as-it-comes.', 'x-amas-schema');
}

async function ended(response: ServerResponse): Promise<void> {
  if (!response.writableFinished && !response.destroyed) await once(response, 'close');
}
