import { z } from 'zod';
import type { ErrorOf } from './chat-vendor.ts';
import { usualUsage, type ScriptedAnswer } from './scripted-answer.ts';
import { Refusal, type AcceptedRequest, type SeenRequest, type VendorWire } from './vendor-stand-in.ts';

/** What one vendor of OpenAI's `POST …/embeddings` takes; whatever else is sent is refused. */
export interface EmbeddingRules {
  readonly models: Readonly<Record<string, { readonly dimensions: number; readonly shortens?: boolean }>>;
  readonly maxInputs: number;
  /** The vendor's word for the count of numbers; absent = `dimensions`. */
  readonly dimensionsField?: string;
}

interface Route {
  readonly path: string;
  readonly apiKey: string;
  readonly error: ErrorOf;
}

/** A vector that tells its text: its length, and where its characters stand. */
export function vectorOf(text: string, dimensions: number): number[] {
  const sum = Array.from(text).reduce(
    (total, letter, at) => (total + letter.codePointAt(0)! * (at + 1)) % 9_973,
    7,
  );
  return Array.from({ length: dimensions }, (_, at) => (at === 0 ? text.length : at === 1 ? sum : 0));
}

/** Tokens as the stand-ins count them: a word each, and one more. */
export const tokensOf = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + text.split(' ').length + 1, 0);

export function embeddingFace(
  rules: EmbeddingRules,
  { path, apiKey, error }: Route,
): NonNullable<VendorWire['embeddings']> {
  const { models, maxInputs, dimensionsField = 'dimensions' } = rules;
  const body = z.strictObject({
    model: z.string(),
    input: z.array(z.string().min(1)).min(1).max(maxInputs),
    [dimensionsField]: z.int().positive().optional(),
  });
  const wanted = (request: AcceptedRequest) => {
    const {
      model,
      input,
      [dimensionsField]: asked,
    } = request.body as { model: string; input: string[] } & Record<string, unknown>;
    return { model, input, dimensions: (asked as number | undefined) ?? models[model]!.dimensions };
  };
  const checkBody = (request: SeenRequest) => {
    const parsed = body.safeParse(request.body);
    if (!parsed.success) throw new Refusal(error(400, `Invalid: ${parsed.error.message}`));
    const { model, [dimensionsField]: asked } = parsed.data as { model: string } & Record<string, unknown>;
    const known = models[model];
    if (!known) throw new Refusal(error(404, `No model ${model}.`, { code: 'model_not_found' }));
    if (asked !== undefined && (!known.shortens || (asked as number) > known.dimensions)) {
      throw new Refusal(error(400, `${model} does not support ${dimensionsField} ${JSON.stringify(asked)}.`));
    }
  };
  return {
    matches: (asked) => asked === path,
    accept(request) {
      if (request.method !== 'POST') throw new Refusal(error(404, 'Not Found'));
      if (request.headers['authorization'] !== `Bearer ${apiKey}`) {
        throw new Refusal(error(401, 'Invalid API key.', { code: 'invalid_api_key' }));
      }
      checkBody(request);
      return request as AcceptedRequest;
    },
    toJson(answer, request) {
      const { model, input, dimensions } = wanted(request);
      const data = input.map((text, index) => ({
        object: 'embedding',
        index,
        embedding: vectorOf(text, dimensions),
      }));
      // Each says which text it is of: in whatever order they come.
      return { object: 'list', model, data: data.toReversed(), ...toUsage(answer, input) };
    },
  };
}

function toUsage({ usage = usualUsage }: ScriptedAnswer, input: readonly string[]): object {
  if (usage === null) return {};
  const tokens = tokensOf(input);
  return { usage: { prompt_tokens: tokens, total_tokens: tokens } };
}
