type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keywords whose values are schemas by name, lists of schemas, and one schema. */
const named = ['properties', '$defs'];
const listed = ['anyOf'];
const single = ['items'];

/** Keywords that `strict` does not take. */
const refused = ['allOf', 'oneOf', 'not', 'if', 'patternProperties', 'prefixItems', 'propertyNames'];

/**
 * Whether `strict: true` may be asked for: every object closed, with all its properties required. A vendor answers
 * 400 to a strict request with any other schema.
 */
export function isStrictSchema(schema: unknown): boolean {
  if (!isSchema(schema)) return false;
  if (refused.some((keyword) => keyword in schema)) return false;
  if (schema['type'] === 'object' && !isClosed(schema)) return false;
  const parts = [
    ...named.flatMap((keyword) => (isSchema(schema[keyword]) ? Object.values(schema[keyword]) : [])),
    ...listed.flatMap((keyword) => (Array.isArray(schema[keyword]) ? (schema[keyword] as unknown[]) : [])),
    ...single.flatMap((keyword) => (keyword in schema ? [schema[keyword]] : [])),
  ];
  return parts.every(isStrictSchema);
}

function isClosed(schema: Schema): boolean {
  const required = Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : [];
  const properties = isSchema(schema['properties']) ? Object.keys(schema['properties']) : [];
  return schema['additionalProperties'] === false && properties.every((name) => required.includes(name));
}
