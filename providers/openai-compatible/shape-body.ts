import type { ChatBody } from './dialect.ts';

/** The limit of the output under OpenAI's older name, which most vendors of this shape kept. */
export function withMaxTokens({ max_completion_tokens, ...body }: ChatBody): ChatBody {
  return { ...body, max_tokens: max_completion_tokens };
}
