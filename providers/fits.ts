import type { CompletionRequest, ModelInfo, ProviderManifest } from './contract.ts';

/** Whether a model can take a request: as it is, adapted (each change is a warning), or not at all. */
export type Fit =
  | { readonly ok: true; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly code: 'tools' | 'context' | 'ended'; readonly reason: string };

export interface FitOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The request's estimated size; absent = its length is not looked at. */
  readonly inputTokens?: number;
  readonly stream?: boolean;
}

/**
 * The one place that says what a model can take. Adapters carry the adaptations out (`http/fit-request.ts`); the router
 * leaves out who is refused. Tools are never silently left out of a request that is routed: whoever offers them needs them.
 */
export function fits(request: CompletionRequest, model: ModelInfo, options: FitOptions): Fit {
  const { now, inputTokens = 0, stream = false } = options;
  if (hasEnded(model, now)) {
    const instead = model.replacedBy === undefined ? '' : `; its successor is ${model.replacedBy}`;
    return refuse('ended', `the vendor ended ${model.id} on ${model.endsAt}${instead}`);
  }
  if (!model.tools && needsTools(request)) return refuse('tools', `${model.id} takes no tools`);
  const asked = Math.min(request.maxOutputTokens, model.maxOutputTokens);
  const room = model.contextTokens - Math.min(asked, leastAnswerTokens);
  if (inputTokens > room) {
    return refuse(
      'context',
      `about ${inputTokens} tokens of input are more than the ${room} that ${model.id} has room for`,
    );
  }
  return {
    ok: true,
    warnings: [...adaptationsOf(request, model, inputTokens), ...streamWarnings(request, model, stream)],
  };
}

/** An answer shorter than this is seldom whole: who has no room for as much is not asked. */
const leastAnswerTokens = 1_000;

type Room = Pick<ModelInfo, 'contextTokens' | 'maxOutputTokens'>;

/** How long the answer may become: what was asked for, unless the model writes less or the question leaves less. */
export function answerTokens(
  { maxOutputTokens }: CompletionRequest,
  model: Room,
  inputTokens: number,
): number {
  const left = Math.max(leastAnswerTokens, model.contextTokens - inputTokens);
  return Math.min(maxOutputTokens, model.maxOutputTokens, left);
}

/** What changes when a request is made to fit, in plain words. */
export function adaptationsOf(
  request: CompletionRequest,
  model: Pick<ModelInfo, 'id' | 'drop'> & Room,
  inputTokens: number,
): string[] {
  const { id, drop } = model;
  const dropped = askedParameters(request)
    .filter((name) => drop.includes(name))
    .map((name) => `${id} takes no ${name}: it was left out.`);
  const most = answerTokens(request, model, inputTokens);
  if (request.maxOutputTokens <= most) return dropped;
  const why =
    most === model.maxOutputTokens
      ? `writes at most ${most} tokens`
      : `has room for an answer of ${most} tokens`;
  return [...dropped, `${id} ${why}: ${request.maxOutputTokens} were asked for.`];
}

/**
 * Three and a half bytes of UTF-8 to a token: generous for English and code, and not too little for scripts whose
 * characters are tokens of their own.
 */
const bytesPerToken = 3.5;

export function estimateInputTokens(request: CompletionRequest): number {
  const known = estimates.get(request);
  if (known !== undefined) return known;
  const { system, messages, tools, schema } = request;
  const text = JSON.stringify([system, messages, tools, schema]);
  const tokens = Math.ceil(Buffer.byteLength(text) / bytesPerToken);
  estimates.set(request, tokens);
  return tokens;
}

/** Of one request the router, the budget and the adapter ask alike. */
const estimates = new WeakMap<CompletionRequest, number>();

/** The parameters of a request that a model may refuse. */
export function askedParameters({ temperature, stop }: CompletionRequest): ModelInfo['drop'][number][] {
  return [
    ...(temperature === undefined ? [] : (['temperature'] as const)),
    ...(stop?.length ? (['stop'] as const) : []),
  ];
}

export const onlyAskedWarning = (model: string): string =>
  `${model} can't be held to the JSON schema: it was only asked to follow it.`;

/**
 * What is known of a model, or assumed when the manifest does not list it: the least context and output of those that
 * are listed, every parameter dropped that any of them refuses, tools and schema where all of them have them.
 */
export function modelInfoOf(
  manifest: Pick<ProviderManifest, 'models' | 'unlisted' | 'endings'>,
  id: string,
): { readonly info: ModelInfo; readonly listed: boolean } {
  const info = manifest.models.find((model) => model.id === id);
  if (info) return { info, listed: true };
  if (manifest.unlisted) return { info: { ...manifest.unlisted, id }, listed: true };
  const ending = manifest.endings?.find((model) => model.id === id);
  const end = ending && { endsAt: ending.endsAt, replacedBy: ending.replacedBy };
  return { info: { ...assumed(manifest.models, id), ...end }, listed: false };
}

function assumed(models: readonly ModelInfo[], id: string): ModelInfo {
  const least = (read: (model: ModelInfo) => number) => Math.min(...models.map(read));
  return {
    id,
    contextTokens: least(({ contextTokens }) => contextTokens),
    maxOutputTokens: least(({ maxOutputTokens }) => maxOutputTokens),
    tools: models.every(({ tools }) => tools),
    schema: models.every(({ schema }) => schema),
    ...(models.some(({ streamsTools }) => streamsTools === false) ? { streamsTools: false } : {}),
    drop: [...new Set(models.flatMap(({ drop }) => drop))],
    source: 'assumed from the models that are listed',
    checkedAt: models[0]?.checkedAt ?? '',
  };
}

/** The whole of the day that is named still counts: vendors name days, in zones of their own. */
export const hasEnded = ({ endsAt }: Pick<ModelInfo, 'endsAt'>, now: number): boolean =>
  endsAt !== undefined && now >= Date.parse(endsAt) + 86_400_000;

const refuse = (code: Extract<Fit, { ok: false }>['code'], reason: string): Fit => ({
  ok: false,
  code,
  reason,
});

const needsTools = ({ tools, toolChoice }: CompletionRequest): boolean =>
  Boolean(tools?.length) && toolChoice !== 'none';

function streamWarnings({ tools, schema }: CompletionRequest, model: ModelInfo, stream: boolean): string[] {
  const inOnePiece = stream && Boolean(tools?.length) && model.streamsTools === false;
  return [
    ...(schema && !model.schema ? [onlyAskedWarning(model.id)] : []),
    ...(inOnePiece
      ? [`${model.id} can't stream an answer to a request with tools: it comes in one piece.`]
      : []),
  ];
}
