import type { CompletionRequest, Message, ModelInfo, ToolSpec } from '../contract.ts';
import { fitRequest } from '../http/fit-request.ts';

export interface CohereRequest {
  readonly body: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

/** The body of `POST /v2/chat` (docs.cohere.com/reference/chat). */
export function toCohereRequest(
  asked: CompletionRequest,
  model: string,
  models: readonly ModelInfo[],
): CohereRequest {
  const { request, warnings } = fitRequest(asked, model, models);
  const { system, schema, temperature, stop } = request;
  const body = {
    model,
    messages: [
      ...(system === undefined ? [] : [{ role: 'system', content: system }]),
      ...request.messages.map(toCohereMessage),
    ],
    max_tokens: request.maxOutputTokens,
    ...toolFields(request),
    ...(temperature === undefined ? {} : { temperature }),
    ...(stop === undefined ? {} : { stop_sequences: stop }),
    ...(schema === undefined ? {} : { response_format: { type: 'json_object', json_schema: schema.schema } }),
  };
  return { body, warnings };
}

/** Without a choice the model decides. One tool is made the only one: there is no word for naming it. */
function toolFields({ tools = [], toolChoice = 'auto' }: CompletionRequest): Record<string, unknown> {
  if (tools.length === 0) return {};
  const offered =
    typeof toolChoice === 'string' ? tools : tools.filter(({ name }) => name === toolChoice.name);
  return {
    tools: offered.map(toFunction),
    ...(toolChoice === 'auto' ? {} : { tool_choice: toolChoice === 'none' ? 'NONE' : 'REQUIRED' }),
  };
}

const toFunction = (tool: ToolSpec) => ({ type: 'function', function: { ...tool } });

function toCohereMessage(message: Message): unknown {
  if (message.role === 'user') return message;
  if (message.role === 'tool') {
    const content = message.isError ? `Error: ${message.content}` : message.content;
    return { role: 'tool', tool_call_id: message.toolCallId, content };
  }
  if (!message.toolCalls?.length) return { role: 'assistant', content: message.content };
  return {
    role: 'assistant',
    // What the model says before it calls is its plan.
    ...(message.content === '' ? {} : { tool_plan: message.content }),
    tool_calls: message.toolCalls.map(({ id, name, arguments: text }) => ({
      id,
      type: 'function',
      function: { name, arguments: text },
    })),
  };
}
