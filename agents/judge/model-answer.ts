import { z } from 'zod';
import { parseStrictText, type JsonTrouble } from '#monitoring/http/strict-json.ts';
import { severities, type Finding } from '../contract.ts';

/** What the model is asked to write. Every key is required of it; the two that may lack are read tolerantly. */
export function modelAnswer(categories: readonly [Finding['category'], ...Finding['category'][]]) {
  return z.object({
    findings: z.array(
      z.object({
        path: z.string(),
        side: z.enum(['new', 'old']),
        line: z.number(),
        endLine: z.number().nullable().default(null),
        quote: z.string(),
        severity: z.enum(severities),
        category: z.enum(categories),
        title: z.string().min(1),
        detail: z.string(),
        suggestion: z.string().nullable().default(null),
        confidence: z.number(),
      }),
    ),
  });
}

export type ModelFinding = z.infer<ReturnType<typeof modelAnswer>>['findings'][number];

/** What the second look answers: one verdict for each remark, by its id. */
export const refutation = z.object({
  verdicts: z.array(
    z.object({ id: z.string(), verdict: z.enum(['refuted', 'stands', 'unsure']), reason: z.string() }),
  ),
});

/** The schema in the words that every vendor's structured output takes: no defaults, no bounds. */
export function answerJsonSchema(schema: z.ZodObject): Record<string, unknown> {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    override: ({ jsonSchema }) => {
      delete jsonSchema.default;
      delete jsonSchema.minLength;
    },
  });
  return json;
}

export type Parsed<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'unreadable'; readonly error: string };

/** Reads the answer out of what the model wrote: bare JSON, or JSON with a fence or words around it. */
export function parseAnswer<Schema extends z.ZodObject>(
  schema: Schema,
  text: string,
): Parsed<z.output<Schema>> {
  const from = text.indexOf('{');
  const to = text.lastIndexOf('}');
  if (from === -1 || to < from) return { kind: 'unreadable', error: 'it holds no JSON object' };
  const read = parseStrictText(text.slice(from, to + 1));
  if (!read.ok) return { kind: 'unreadable', error: troubles[read.trouble] };
  const parsed = schema.safeParse(read.value);
  if (parsed.success) return { kind: 'answer', answer: parsed.data };
  return { kind: 'unreadable', error: `it does not follow the schema: ${issuesText(parsed.error)}` };
}

const troubles: Readonly<Record<JsonTrouble, string>> = {
  'not-utf8': 'it is not JSON',
  'not-json': 'it is not JSON',
  'too-deep': 'it nests too deep',
  'repeated-key': 'it names something twice in one object',
};

function issuesText(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'the root'}: ${issue.message}`)
    .join('; ');
}
