import type { CompletionRequest, Message, ModelInfo, ToolCall } from '../contract.ts';
import { fitRequest } from '../http/fit-request.ts';
import { toolInput } from '../http/tool-input.ts';
import { echoOf } from './thought-echo.ts';

export interface GenerateRequest {
  readonly body: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

/** The body of `generateContent` (ai.google.dev/api/generate-content). */
export function toGenerateRequest(
  asked: CompletionRequest,
  model: string,
  models: readonly ModelInfo[],
): GenerateRequest {
  const { request, warnings } = fitRequest(asked, model, models);
  const { system, schema, temperature, stop } = request;
  const body = {
    contents: toContents(request.messages),
    ...(system === undefined ? {} : { systemInstruction: { parts: [{ text: system }] } }),
    ...toolFields(request),
    generationConfig: {
      maxOutputTokens: request.maxOutputTokens,
      ...(temperature === undefined ? {} : { temperature }),
      ...(stop === undefined ? {} : { stopSequences: stop }),
      ...(schema === undefined
        ? {}
        : { responseMimeType: 'application/json', responseJsonSchema: schema.schema }),
    },
  };
  return { body, warnings };
}

const modes = { auto: 'AUTO', none: 'NONE', required: 'ANY' } as const;

function toolFields({ tools, toolChoice }: CompletionRequest): Record<string, unknown> {
  if (!tools?.length) return {};
  const functionDeclarations = tools.map(({ name, description, parameters }) => ({
    name,
    description,
    parametersJsonSchema: parameters,
  }));
  return {
    tools: [{ functionDeclarations }],
    ...(toolChoice === undefined ? {} : { toolConfig: { functionCallingConfig: toMode(toolChoice) } }),
  };
}

const toMode = (choice: NonNullable<CompletionRequest['toolChoice']>) =>
  typeof choice === 'string' ? { mode: modes[choice] } : { mode: 'ANY', allowedFunctionNames: [choice.name] };

type Part = Readonly<Record<string, unknown>>;

/** One turn per side; results of parallel calls stand together in the turn after the calls. */
function toContents(messages: readonly Message[]): unknown[] {
  const names = new Map<string, string>();
  const turns: { role: 'user' | 'model'; parts: Part[] }[] = [];
  for (const message of messages) {
    if (message.role === 'assistant') message.toolCalls?.forEach(({ id, name }) => names.set(id, name));
    const role = message.role === 'assistant' ? 'model' : 'user';
    const parts = toParts(message, names);
    const last = turns.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else turns.push({ role, parts });
  }
  return turns.filter(({ parts }) => parts.length > 0);
}

function toParts(message: Message, names: ReadonlyMap<string, string>): Part[] {
  if (message.role === 'user') return textParts(message.content);
  if (message.role === 'assistant') {
    // The vendor's own parts, as it sent them: their signatures are wanted back.
    return (
      echoOf(message.vendorParts) ?? [
        ...textParts(message.content),
        ...(message.toolCalls ?? []).map(toFunctionCall),
      ]
    );
  }
  const response = message.isError ? { error: message.content } : { result: message.content };
  // A result is told by the name of its function; the id alone is not enough.
  const name = names.get(message.toolCallId) ?? message.toolCallId;
  return [{ functionResponse: { id: message.toolCallId, name, response } }];
}

const textParts = (text: string): Part[] => (text === '' ? [] : [{ text }]);

const toFunctionCall = ({ id, name, arguments: text }: ToolCall): Part => ({
  functionCall: { id, name, args: toolInput(text) },
});
