import { isDeepStrictEqual } from 'node:util';
import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema';

type Schema = Readonly<Record<string, unknown>>;

export interface SchemaForm {
  readonly schema: Record<string, unknown>;
  /** False when a constraint is only described to the model, or a map of free keys became impossible. */
  readonly isWhole: boolean;
}

/**
 * The part of a JSON Schema that the vendor enforces, made by the vendor's own SDK, which moves the rest into
 * descriptions. Undefined for a schema that has no such form, such as one with a part of any type.
 */
export function toSchemaForm(schema: Schema): SchemaForm | undefined {
  try {
    const taken = transformJSONSchema(schema);
    return { schema: taken, isWhole: isDeepStrictEqual(taken, plain(schema)) };
  } catch {
    return undefined;
  }
}

/** The schema with the changes of form that take nothing away: no dialect, no `type` beside `enum`, objects closed. */
function plain(schema: Schema): unknown {
  const { $schema: _dialect, ...rest } = schema;
  return JSON.parse(JSON.stringify(rest), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const { type, ...others } = value as Schema;
    if (Array.isArray(others['enum']) || typeof others['const'] === 'string') return others;
    return type === 'object' ? { properties: {}, additionalProperties: false, ...value } : value;
  });
}
