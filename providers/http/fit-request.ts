import type { CompletionRequest, ModelInfo } from '../contract.ts';

export interface FittedRequest {
  readonly request: CompletionRequest;
  /** What could not be honoured, in plain words. */
  readonly warnings: readonly string[];
}

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
  const { temperature, stop, ...rest } = request;
  const drop = new Set((info ? [info] : models).flatMap(({ drop }) => drop));
  const asked = { temperature, stop: stop?.length ? stop : undefined };
  const names = (['temperature', 'stop'] as const).filter((name) => asked[name] !== undefined);
  const warnings = names
    .filter((name) => drop.has(name))
    .map((name) => `${model} takes no ${name}: it was left out.`);
  const limit = info?.maxOutputTokens ?? Infinity;
  if (rest.maxOutputTokens > limit) {
    warnings.push(`${model} writes at most ${limit} tokens: ${rest.maxOutputTokens} were asked for.`);
  }
  const kept = names.filter((name) => !drop.has(name)).map((name) => [name, asked[name]]);
  return {
    request: {
      ...rest,
      maxOutputTokens: Math.min(limit, rest.maxOutputTokens),
      ...(Object.fromEntries(kept) as Pick<CompletionRequest, 'temperature' | 'stop'>),
    },
    warnings,
  };
}
