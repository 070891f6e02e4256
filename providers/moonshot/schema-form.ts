/**
 * Moonshot takes a subset of JSON Schema: no `type` beside `anyOf`. There it says nothing that the alternatives do not
 * say themselves, so it is left out.
 */
export function toMoonshotSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(toMoonshotSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).filter(([key]) => key !== 'type' || !('anyOf' in schema));
  return Object.fromEntries(entries.map(([key, value]) => [key, toMoonshotSchema(value)]));
}
