import type { CompletionRequest, Message, ModelInfo } from '../contract.ts';
import { fitRequest } from '../http/fit-request.ts';

export interface AgentRequest {
  readonly body: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

/** The body of `POST /v1/responses`, which took the place of chat completions on 2026-09-27 (docs.perplexity.ai). */
export function toAgentRequest(
  asked: CompletionRequest,
  model: string,
  models: readonly ModelInfo[],
): AgentRequest {
  const { request, warnings } = fitRequest(asked, model, models);
  const { system, schema } = request;
  const offer = offeredTools(request, model);
  const body = {
    model,
    ...(system === undefined ? {} : { instructions: system }),
    input: request.messages.flatMap(toItems),
    max_output_tokens: request.maxOutputTokens,
    // Nothing is kept at the vendor's.
    store: false,
    ...(offer.tools.length === 0
      ? {}
      : { tools: offer.tools.map((tool) => ({ type: 'function', ...tool })) }),
    ...(schema === undefined ? {} : { response_format: { type: 'json_schema', json_schema: schema } }),
  };
  return { body, warnings: [...warnings, ...offer.warnings] };
}

/** There is no word for the choice of a tool: fewer are offered, and what can't be said is told. */
function offeredTools({ tools = [], toolChoice = 'auto' }: CompletionRequest, model: string) {
  if (tools.length === 0 || toolChoice === 'auto') return { tools, warnings: [] };
  if (toolChoice === 'none') return { tools: [], warnings: [] };
  const wanted =
    typeof toolChoice === 'string' ? tools : tools.filter(({ name }) => name === toolChoice.name);
  return { tools: wanted, warnings: [`${model} can't be made to call a tool: it was left to choose.`] };
}

function toItems(message: Message): unknown[] {
  if (message.role === 'tool') {
    const output = message.isError ? `Error: ${message.content}` : message.content;
    return [{ type: 'function_call_output', call_id: message.toolCallId, output }];
  }
  const said =
    message.content === '' ? [] : [{ type: 'message', role: message.role, content: message.content }];
  if (message.role === 'user') return said;
  const calls = (message.toolCalls ?? []).map(({ id, name, arguments: text }) => ({
    type: 'function_call',
    call_id: id,
    name,
    arguments: text,
  }));
  return [...said, ...calls];
}
