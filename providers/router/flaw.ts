import { parseStrictText } from '#monitoring/http/strict-json.ts';
import type { CompletionRequest, CompletionResult, ToolCall } from '../contract.ts';
import { malformed, type ProviderError } from '../errors.ts';

/** Why an answer is none: it was cut, or nobody can tell what its JSON means. */
export function flawOf(
  provider: string,
  { schema }: Pick<CompletionRequest, 'schema'>,
  { text, toolCalls, finish }: CompletionResult,
): ProviderError | undefined {
  if (finish === 'truncated') return malformed(provider, 'truncated');
  const found = toolCalls.map((call) => flawOfCall(provider, call)).find((flaw) => flaw !== undefined);
  if (found) return found;
  return schema && repeatsName(text) ? malformed(provider, 'its JSON names something twice') : undefined;
}

/** Of a tool call by itself: in a stream it leaves before the answer is whole. */
export const flawOfCall = (provider: string, { arguments: json }: ToolCall): ProviderError | undefined =>
  repeatsName(json) ? malformed(provider, 'arguments of a tool name something twice') : undefined;

/** Readers differ in which of two values of one name counts. What is no JSON is left to whoever asked for it. */
function repeatsName(json: string): boolean {
  const parsed = parseStrictText(json);
  return !parsed.ok && parsed.trouble === 'repeated-key';
}
