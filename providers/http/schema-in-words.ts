import type { CompletionRequest } from '../contract.ts';

/** The system text with the wish for JSON of a schema, for models that can't be held to one. */
export function schemaInWords(
  system: string | undefined,
  { schema }: NonNullable<CompletionRequest['schema']>,
): string {
  const wish = `Answer with one JSON object that follows this JSON Schema:\n${JSON.stringify(schema)}`;
  return system === undefined ? wish : `${system}\n\n${wish}`;
}
