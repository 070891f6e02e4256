import type { CompletionRequest, ModelInfo } from '../contract.ts';
import { adaptationsOf, answerTokens, askedParameters, estimateInputTokens } from '../fits.ts';

export interface FittedRequest {
  readonly request: CompletionRequest;
  /** What could not be honoured, in plain words. */
  readonly warnings: readonly string[];
}

/** Nothing is known: what is asked for stands. */
const unlimited = { contextTokens: Infinity, maxOutputTokens: Infinity };

/**
 * The request as the model takes it: parameters that it refuses left out, the output inside its limit. A model that
 * is not listed is taken to refuse whatever any listed one refuses. Nothing here is OpenAI's: every adapter uses it.
 */
export function fitRequest(
  request: CompletionRequest,
  model: string,
  models: readonly ModelInfo[],
): FittedRequest {
  const info = models.find(({ id }) => id === model);
  const drop = info?.drop ?? models.flatMap(({ drop }) => drop);
  const { contextTokens, maxOutputTokens } = info ?? unlimited;
  const room = { contextTokens, maxOutputTokens };
  const inputTokens = estimateInputTokens(request);
  const { temperature, stop, ...rest } = request;
  const kept = askedParameters(request)
    .filter((name) => !drop.includes(name))
    .map((name) => [name, name === 'stop' ? stop : temperature]);
  return {
    request: {
      ...rest,
      maxOutputTokens: answerTokens(request, room, inputTokens),
      ...(Object.fromEntries(kept) as Pick<CompletionRequest, 'temperature' | 'stop'>),
    },
    warnings: adaptationsOf(request, { id: model, drop, ...room }, inputTokens),
  };
}
