import { z } from 'zod';
import type { Usage } from '../contract.ts';
import type { Answer } from '../http/http-provider.ts';

const url = z.url({ protocol: /^https?$/ });
const tokens = z.int().nonnegative();

/** Only what is read of a prediction. */
export const prediction = z.object({
  status: z.string(),
  output: z.union([z.array(z.string()), z.string()]).nullish(),
  metrics: z.unknown().optional(),
  urls: z.object({ get: url, cancel: url, stream: url.optional() }),
});
export type Prediction = z.infer<typeof prediction>;

export const isUnderWay = ({ status }: Prediction): boolean =>
  status === 'starting' || status === 'processing';

const counts = z.object({ input_token_count: tokens, output_token_count: tokens });

function toUsage(metrics: unknown): Usage | undefined {
  const { data } = counts.safeParse(metrics);
  if (!data) return undefined;
  return {
    inputUncached: data.input_token_count,
    cacheRead: 0,
    cacheWrite: 0,
    output: data.output_token_count,
    reasoning: 0,
  };
}

/** There is no finish reason: an answer that used up its tokens is taken to be cut off by them. */
export function toAnswer(
  { output, metrics }: Pick<Prediction, 'output' | 'metrics'>,
  { model, maxOutputTokens }: { readonly model: string; readonly maxOutputTokens: number },
): Answer {
  const usage = toUsage(metrics);
  return {
    text: typeof output === 'string' ? output : (output ?? []).join(''),
    toolCalls: [],
    finish: usage && usage.output >= maxOutputTokens ? 'length' : 'stop',
    usage,
    model,
  };
}
