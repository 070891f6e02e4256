type Node = Readonly<Record<string, unknown>>;

const types = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];
/** Keywords that hold one schema, a list of them, or one for each name (JSON Schema, 2020-12, and what came before). */
const single = ['additionalProperties', 'contains', 'else', 'if', 'items', 'not', 'propertyNames', 'then'];
const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const named = ['$defs', 'definitions', 'dependentSchemas', 'patternProperties', 'properties'];

/**
 * Why nothing can be held to this schema, as words that follow its place; undefined when something can. A vendor would
 * refuse it, or an answer be called wrong that is not, after it was paid for.
 */
export function schemaProblem(root: Node): string | undefined {
  const [problem] = problemsIn(root, '#', root);
  return problem;
}

function* problemsIn(schema: unknown, place: string, root: Node): Generator<string> {
  if (typeof schema === 'boolean') return;
  if (!isNode(schema)) {
    yield `${place} must be a schema: an object, true or false`;
    return;
  }
  yield* wordsIn(schema, place, root);
  for (const key of single.filter((name) => name in schema))
    // Before 2020-12 `items` could be a list.
    for (const each of [schema[key]].flat()) yield* problemsIn(each, `${place}/${key}`, root);
  for (const key of lists.filter((name) => name in schema)) {
    const list = schema[key];
    if (!Array.isArray(list) || list.length === 0) yield `${place}/${key} must be a list of schemas`;
    else for (const each of list) yield* problemsIn(each, `${place}/${key}`, root);
  }
  for (const key of named.filter((name) => name in schema)) {
    const members = schema[key];
    if (!isNode(members)) yield `${place}/${key} must be an object of schemas`;
    else
      for (const [name, each] of Object.entries(members))
        yield* problemsIn(each, `${place}/${key}/${name}`, root);
  }
}

/** What stands behind a keyword must be such; else what is to be said of it. */
const words: Readonly<
  Record<string, { readonly takes: (value: unknown, root: Node) => boolean; readonly told: string }>
> = {
  type: {
    takes: (value) => [value].flat().every((name) => types.some((known) => known === name)),
    told: `takes ${types.join(', ')}`,
  },
  pattern: { takes: compiles, told: 'is no regular expression' },
  patternProperties: {
    takes: (value) => !isNode(value) || Object.keys(value).every(compiles),
    told: 'has a name that is no regular expression',
  },
  required: {
    takes: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
    told: 'must be a list of names',
  },
  enum: { takes: Array.isArray, told: 'must be a list of values' },
  $ref: {
    takes: leads,
    told: 'leads nowhere: it takes a place in the schema itself, such as #/$defs/name',
  },
};

function* wordsIn(schema: Node, place: string, root: Node): Generator<string> {
  for (const [name, { takes, told }] of Object.entries(words))
    if (schema[name] !== undefined && !takes(schema[name], root)) yield `${place}/${name} ${told}`;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function compiles(pattern: unknown): boolean {
  try {
    return typeof pattern === 'string' && new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

/** Whether a reference names a place in the schema (RFC 6901, in a fragment). */
function leads(reference: unknown, root: Node): boolean {
  if (typeof reference !== 'string' || !/^#($|\/)/.test(reference)) return false;
  let at: unknown = root;
  for (const token of reference.split('/').slice(1)) {
    const name = decode(token).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return false;
    at = (at as Node)[name];
  }
  return true;
}

function decode(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}
