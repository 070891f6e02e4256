import { z } from 'zod';
import type { Finish, ToolCall, Usage } from '../contract.ts';
import type { Answer } from '../http/http-provider.ts';
import { toEcho } from './thought-echo.ts';

const part = z.looseObject({
  text: z.string().optional(),
  thought: z.boolean().optional(),
  functionCall: z
    .object({
      id: z.string().optional(),
      name: z.string(),
      args: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
});
type Part = z.infer<typeof part>;

/** Only what is read of an answer of `generateContent`; a stream consists of such. */
const generated = z.object({
  modelVersion: z.string().optional(),
  candidates: z
    .array(
      z.object({
        content: z.object({ parts: z.array(part).optional() }).optional(),
        finishReason: z.string().optional(),
      }),
    )
    .optional(),
  promptFeedback: z.object({ blockReason: z.string().optional() }).optional(),
  usageMetadata: z.unknown().optional(),
});

const finishes: ReadonlyMap<string, Finish> = new Map([
  ['STOP', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['SAFETY', 'content-filter'],
  ['RECITATION', 'content-filter'],
  ['BLOCKLIST', 'content-filter'],
  ['PROHIBITED_CONTENT', 'content-filter'],
  ['SPII', 'content-filter'],
  ['IMAGE_SAFETY', 'content-filter'],
]);

/** In one piece, there is a candidate, or a word on why there is none. */
const wholeAnswer = generated.refine(
  ({ candidates, promptFeedback }) => candidates?.length || promptFeedback,
  { path: ['candidates'] },
);

/** What an answer consists of, however many pieces it came in. */
export interface Pieces {
  readonly parts: readonly Part[];
  readonly reason: string | undefined;
  /** The prompt was blocked: there is no candidate then. */
  readonly isBlocked: boolean;
  readonly usage: unknown;
  readonly model: string;
}

export function readPieces(body: unknown, requestedModel: string): Pieces {
  const { candidates, promptFeedback, usageMetadata, modelVersion } = generated.parse(body);
  const candidate = candidates?.[0];
  return {
    parts: candidate?.content?.parts ?? [],
    reason: candidate?.finishReason,
    isBlocked: promptFeedback?.blockReason !== undefined,
    usage: usageMetadata,
    model: modelVersion ?? requestedModel,
  };
}

export function readWhole(body: unknown, requestedModel: string): Answer {
  return toAnswer(readPieces(wholeAnswer.parse(body), requestedModel));
}

export function toAnswer({ parts, reason, isBlocked, usage, model }: Pieces): Answer {
  const finish = finishOf(parts, reason, isBlocked);
  const isWhole = finish !== 'truncated';
  const vendorParts = isWhole ? toEcho(parts) : undefined;
  return {
    text: textOf(parts),
    // Of a cut answer no call is handed on: others may have been meant to follow.
    toolCalls: isWhole ? toToolCalls(parts) : [],
    finish,
    usage: toUsage(usage),
    model,
    ...(vendorParts ? { vendorParts } : {}),
  };
}

export const textOf = (parts: readonly Part[]): string =>
  parts.map(({ text = '', thought }) => (thought ? '' : text)).join('');

/** There is no terminator: the finish reason alone tells that an answer is whole. */
function finishOf(parts: readonly Part[], reason: string | undefined, isBlocked: boolean): Finish {
  if (isBlocked) return 'content-filter';
  if (reason === undefined) return 'truncated';
  const finish = finishes.get(reason) ?? 'other';
  return finish === 'stop' && parts.some(({ functionCall }) => functionCall) ? 'tool-calls' : finish;
}

/** Not every model names its calls: then their order does. */
function toToolCalls(parts: readonly Part[]): ToolCall[] {
  const calls = parts.flatMap(({ functionCall }) => functionCall ?? []);
  return calls.map(({ id, name, args = {} }, index) => ({
    id: id ?? `call_${index + 1}`,
    name,
    arguments: JSON.stringify(args),
  }));
}

const tokens = z.int().nonnegative().default(0);
const usageMetadata = z.object({
  promptTokenCount: z.int().nonnegative(),
  cachedContentTokenCount: tokens,
  toolUsePromptTokenCount: tokens,
  candidatesTokenCount: tokens,
  thoughtsTokenCount: tokens,
});

/** The prompt holds the cached tokens; thoughts stand outside of the candidates and are billed like them. */
function toUsage(reported: unknown): Usage | undefined {
  const { data } = usageMetadata.safeParse(reported);
  if (!data) return undefined;
  const cacheRead = data.cachedContentTokenCount;
  return {
    inputUncached: Math.max(0, data.promptTokenCount + data.toolUsePromptTokenCount - cacheRead),
    cacheRead,
    cacheWrite: 0,
    output: data.candidatesTokenCount + data.thoughtsTokenCount,
    reasoning: data.thoughtsTokenCount,
  };
}
