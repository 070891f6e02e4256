type Schema = Readonly<Record<string, unknown>>;

const refusedKeywords = ['oneOf', 'allOf', 'not', 'patternProperties'];

/** The first place of a schema that structured output with `strict` refuses; undefined when there is none. */
export function strictProblem(schema: unknown, place = 'schema'): string | undefined {
  if (typeof schema !== 'object' || schema === null) return `${place} is no object`;
  const own = problemOf(schema as Schema);
  if (own !== undefined) return `${place} ${own}`;
  for (const [name, part] of partsOf(schema as Schema)) {
    const problem = strictProblem(part, `${place}.${name}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function problemOf(schema: Schema): string | undefined {
  const refused = refusedKeywords.find((keyword) => keyword in schema);
  if (refused !== undefined) return `has ${refused}`;
  if (schema['type'] !== 'object') return undefined;
  if (schema['additionalProperties'] !== false) return 'needs additionalProperties: false';
  const required = (schema['required'] ?? []) as readonly string[];
  const missing = Object.keys(schema['properties'] ?? {}).find((name) => !required.includes(name));
  return missing === undefined ? undefined : `must require ${missing}`;
}

function partsOf(schema: Schema): [string, unknown][] {
  const items: [string, unknown][] = 'items' in schema ? [['items', schema['items']]] : [];
  return [
    ...['properties', '$defs', 'anyOf'].flatMap((keyword) => Object.entries(schema[keyword] ?? {})),
    ...items,
  ];
}
