import type { CompletionRequest, Message } from '../contract.ts';
import type { ChatBody, ChatDialect } from './dialect.ts';
import { fitRequest } from '../http/fit-request.ts';
import { onlyAskedWarning } from '../fits.ts';
import { schemaInWords } from '../http/schema-in-words.ts';
import { isStrictSchema } from './strict-schema.ts';
import { thinkingField } from './thinking.ts';

export interface ChatRequest {
  readonly body: ChatBody;
  /** What could not be honoured, in plain words. */
  readonly warnings: readonly string[];
}

export function toChatRequest(
  asked: CompletionRequest,
  model: string,
  { models, echoesReasoning = false }: Pick<ChatDialect, 'models' | 'echoesReasoning'>,
): ChatRequest {
  const { request, warnings } = fitRequest(asked, model, models);
  const holdsSchema = models.find(({ id }) => id === model)?.schema ?? true;
  const format = responseFormat(request, model, holdsSchema);
  const body = {
    model,
    messages: toChatMessages(format.system, request.messages, echoesReasoning),
    max_completion_tokens: request.maxOutputTokens,
    ...toolFields(request),
    ...format.fields,
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...(request.stop === undefined ? {} : { stop: request.stop }),
  };
  return { body, warnings: [...warnings, ...format.warnings] };
}

function toolFields({ tools, toolChoice }: CompletionRequest): Record<string, unknown> {
  if (!tools?.length) return {};
  return {
    tools: tools.map((tool) => ({ type: 'function', function: { ...tool } })),
    ...(toolChoice === undefined ? {} : { tool_choice: toToolChoice(toolChoice) }),
  };
}

const toToolChoice = (choice: NonNullable<CompletionRequest['toolChoice']>) =>
  typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } };

interface ResponseFormat {
  readonly system: string | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

/** The wish for JSON of a schema: held to it where the model can be, else asked for in words. */
function responseFormat(
  { schema, system }: CompletionRequest,
  model: string,
  holdsSchema: boolean,
): ResponseFormat {
  if (!schema) return { system, fields: {}, warnings: [] };
  if (!holdsSchema) {
    return {
      system: schemaInWords(system, schema),
      fields: { response_format: { type: 'json_object' } },
      warnings: [onlyAskedWarning(model)],
    };
  }
  const strict = isStrictSchema(schema.schema);
  const json_schema = { name: schema.name, schema: schema.schema, strict };
  return {
    system,
    fields: { response_format: { type: 'json_schema', json_schema } },
    warnings: strict
      ? []
      : [`The JSON schema has optional or open parts, so ${model} is not held to it strictly.`],
  };
}

function toChatMessages(
  system: string | undefined,
  messages: readonly Message[],
  echoesReasoning: boolean,
): unknown[] {
  const conversation = messages.map((message) => toChatMessage(message, echoesReasoning));
  return system === undefined ? conversation : [{ role: 'system', content: system }, ...conversation];
}

function toChatMessage(message: Message, echoesReasoning: boolean): unknown {
  if (message.role === 'user') return { role: 'user', content: message.content };
  if (message.role === 'assistant') {
    const thinking = echoesReasoning ? thinkingField(message.vendorParts) : {};
    return { ...toAssistantMessage(message), ...thinking };
  }
  // There is no field for a tool's failure: it is said in the text.
  const content = message.isError ? `Error: ${message.content}` : message.content;
  return { role: 'tool', tool_call_id: message.toolCallId, content };
}

function toAssistantMessage({ content, toolCalls }: Extract<Message, { role: 'assistant' }>): object {
  if (!toolCalls?.length) return { role: 'assistant', content };
  return {
    role: 'assistant',
    content: content === '' ? null : content,
    tool_calls: toolCalls.map((call) => ({
      id: call.id,
      type: 'function',
      function: { name: call.name, arguments: call.arguments },
    })),
  };
}
