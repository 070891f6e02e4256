import type { ProviderErrorCode, VendorRefusal } from '../errors.ts';

/** The error codes that vendors of this shape took over from OpenAI. */
const byCode: ReadonlyMap<string, ProviderErrorCode> = new Map([
  ['content_filter', 'providers.refused'],
  ['content_policy_violation', 'providers.refused'],
  ['context_length_exceeded', 'providers.context_too_long'],
  ['invalid_api_key', 'providers.unauthorised'],
  ['model_not_found', 'providers.model_not_found'],
]);

/** Undefined where the status says enough. */
export function classifyRefusal(refusal: VendorRefusal): ProviderErrorCode | undefined {
  const known = refusal.code === undefined ? undefined : byCode.get(refusal.code);
  return known ?? (isTooLong(refusal) ? 'providers.context_too_long' : undefined);
}

/** llama.cpp answers some prompts that do not fit with 500 (github.com/ggml-org/llama.cpp/issues/19774). */
const statuses: ReadonlySet<number | undefined> = new Set([400, 413, 422, 500]);

/** Most servers of this shape have no code for a prompt that does not fit, and say it in words. */
const wordings: readonly RegExp[] = [
  // DeepSeek (github.com/evalstate/fast-agent/issues/621), vLLM and what is built on it, Fireworks.
  /maximum context length/i,
  // Text generation inference, at Together (github.com/BerriAI/litellm/issues/4934) and Hugging Face.
  /`inputs` (tokens .*must be <=|must have less than)/i,
  // llama.cpp, LM Studio.
  /exceeds? the available context size|context size has been exceeded|greater than the context length/i,
];

const isTooLong = ({ status, type, message }: VendorRefusal): boolean =>
  type === 'exceed_context_size_error' ||
  (statuses.has(status) && wordings.some((wording) => wording.test(message)));
