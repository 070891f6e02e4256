import type { MessageCreateParamsNonStreaming, MessageParam } from '@anthropic-ai/sdk/resources/messages';
import type { CompletionRequest, Message, ModelInfo, ToolCall } from '../contract.ts';
import { fitRequest } from '../http/fit-request.ts';
import { onlyAskedWarning } from '../fits.ts';
import { schemaInWords } from '../http/schema-in-words.ts';
import { withCacheMarks } from './cache-marks.ts';
import { toSchemaForm } from './schema-form.ts';
import { echoOf } from './thinking-echo.ts';
import { toolInput } from '../http/tool-input.ts';

export interface MessagesRequest {
  readonly body: MessageCreateParamsNonStreaming;
  /** What could not be honoured, in plain words. */
  readonly warnings: readonly string[];
}

export function toMessagesRequest(
  asked: CompletionRequest,
  model: string,
  models: readonly ModelInfo[],
): MessagesRequest {
  const { request, warnings } = fitRequest(asked, model, models);
  const format = outputFormat(request, model);
  const tooling = toolFields(request);
  const body = {
    model,
    max_tokens: request.maxOutputTokens,
    ...withCacheMarks({ system: format.system, tools: tooling.tools, messages: toTurns(request.messages) }),
    ...tooling,
    ...format.fields,
    ...(request.stop === undefined ? {} : { stop_sequences: [...request.stop] }),
    // The SDK's types no longer know it, but older models still take it.
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
  };
  return { body, warnings: [...warnings, ...format.warnings] };
}

type ToolFields = Pick<MessageCreateParamsNonStreaming, 'tools' | 'tool_choice'>;

function toolFields({ tools, toolChoice }: CompletionRequest): ToolFields {
  if (!tools?.length) return {};
  return {
    tools: tools.map(({ name, description, parameters }) => ({
      name,
      description,
      input_schema: { ...parameters, type: 'object' },
    })),
    ...(toolChoice === undefined ? {} : { tool_choice: toToolChoice(toolChoice) }),
  };
}

function toToolChoice(choice: NonNullable<CompletionRequest['toolChoice']>) {
  if (typeof choice !== 'string') return { type: 'tool', name: choice.name } as const;
  return { type: choice === 'required' ? 'any' : choice } as const;
}

interface OutputFormat {
  readonly system: string | undefined;
  readonly fields: Pick<MessageCreateParamsNonStreaming, 'output_config'>;
  readonly warnings: readonly string[];
}

function outputFormat({ system, schema }: CompletionRequest, model: string): OutputFormat {
  if (!schema) return { system, fields: {}, warnings: [] };
  const form = toSchemaForm(schema.schema);
  if (!form)
    return { system: schemaInWords(system, schema), fields: {}, warnings: [onlyAskedWarning(model)] };
  return {
    system,
    fields: { output_config: { format: { type: 'json_schema', schema: form.schema } } },
    warnings: form.isWhole ? [] : [`${model} is not held to every constraint of the JSON schema.`],
  };
}

type Block = Exclude<MessageParam['content'], string>[number];

/** One turn per side: the results of parallel calls must stand together in the turn after the calls. */
function toTurns(messages: readonly Message[]): MessageParam[] {
  const turns: { role: 'user' | 'assistant'; content: Block[] }[] = [];
  for (const message of messages) {
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...toBlocks(message));
    else turns.push({ role, content: toBlocks(message) });
  }
  return turns.filter(({ content }) => content.length > 0);
}

function toBlocks(message: Message): Block[] {
  if (message.role === 'user') return textBlocks(message.content);
  if (message.role === 'assistant') return toAssistantBlocks(message);
  return [
    {
      type: 'tool_result',
      tool_use_id: message.toolCallId,
      content: message.content,
      ...(message.isError ? { is_error: true } : {}),
    },
  ];
}

function toAssistantBlocks(message: Extract<Message, { role: 'assistant' }>): Block[] {
  // The vendor's own blocks, as it sent them.
  const echoed = echoOf(message.vendorParts) as unknown as Block[] | undefined;
  return echoed ?? [...textBlocks(message.content), ...(message.toolCalls ?? []).map(toToolUse)];
}

/** An empty text block is refused. */
const textBlocks = (text: string): Block[] => (text === '' ? [] : [{ type: 'text', text }]);

function toToolUse(call: ToolCall): Block {
  return { type: 'tool_use', id: call.id, name: call.name, input: toolInput(call.arguments) };
}
