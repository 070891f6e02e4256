import type { CompletionRequest, Message, ModelInfo } from '../contract.ts';
import { fitRequest } from '../http/fit-request.ts';
import { onlyAskedWarning } from '../fits.ts';
import { schemaInWords } from '../http/schema-in-words.ts';

export interface PredictionRequest {
  readonly input: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

/** The input of a prediction: a prompt, with the turns of the conversation written one under the other. */
export function toPredictionRequest(
  asked: CompletionRequest,
  model: string,
  models: readonly ModelInfo[],
): PredictionRequest {
  const { request, warnings } = fitRequest(asked, model, models);
  const { schema, temperature, tools = [] } = request;
  const system = schema ? schemaInWords(request.system, schema) : request.system;
  return {
    input: {
      prompt: toPrompt(request.messages),
      ...(system === undefined ? {} : { system_prompt: system }),
      max_tokens: request.maxOutputTokens,
      ...(temperature === undefined ? {} : { temperature }),
    },
    warnings: [
      ...warnings,
      ...(schema ? [onlyAskedWarning(model)] : []),
      ...(tools.length > 0 ? [`${model} takes no tools: they were left out.`] : []),
    ],
  };
}

function toPrompt(messages: readonly Message[]): string {
  const [only] = messages;
  if (messages.length === 1 && only?.role === 'user') return only.content;
  return `${messages.map(toTurn).join('\n\n')}\n\nAssistant:`;
}

function toTurn(message: Message): string {
  if (message.role === 'user') return `User: ${message.content}`;
  if (message.role === 'tool') return `Result of a tool: ${message.content}`;
  const calls = (message.toolCalls ?? []).map(({ name, arguments: text }) => `[called ${name} with ${text}]`);
  return `Assistant: ${[message.content, ...calls].filter((part) => part !== '').join(' ')}`;
}
