import { invalidRequest } from './refusal.ts';

export type Body = Readonly<Record<string, unknown>>;

/** Checks one value found at a schema path and answers what GitHub would complain of, line by line. */
export type Field = (value: unknown, path: string) => string[];

export interface ObjectShape {
  readonly required?: Readonly<Record<string, Field>>;
  readonly optional?: Readonly<Record<string, Field>>;
  /** Refuses keys that are not named. GitHub ignores them elsewhere. */
  readonly isClosed?: boolean;
}

/** Throws `Invalid request.` with every complaint; complaints that read the same are told once. */
export function checkBody(body: Body, shape: ObjectShape): void {
  const problems = object(shape)(body, '');
  if (problems.length > 0) throw invalidRequest(...new Set(problems));
}

export const text =
  (limit?: number): Field =>
  (value, path) => {
    if (typeof value !== 'string') return [wrongType(value, path, 'a string')];
    const length = Array.from(value).length;
    if (limit === undefined || length <= limit) return [];
    return [`Only ${limit} characters are allowed; ${length} were supplied.`];
  };

/** Text limited in bytes of UTF-8. */
export const bytes =
  (limit: number): Field =>
  (value, path) => {
    if (typeof value !== 'string') return [wrongType(value, path, 'a string')];
    const length = Buffer.byteLength(value);
    return length <= limit ? [] : [`Only ${limit} bytes are allowed; ${length} were supplied.`];
  };

export const integer: Field = (value, path) =>
  Number.isInteger(value) ? [] : [wrongType(value, path, 'an integer')];

export const time: Field = (value, path) => {
  if (typeof value !== 'string') return [wrongType(value, path, 'a string')];
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value));
  return isTime ? [] : [wrongType(value, path, 'a valid date-time')];
};

export const member =
  (allowed: readonly string[]): Field =>
  (value) =>
    typeof value === 'string' && allowed.includes(value)
      ? []
      : [`${typeof value === 'string' ? value : inspect(value)} is not a member of ${inspect(allowed)}.`];

export const list =
  (item: Field, limit?: number): Field =>
  (value, path) => {
    if (!Array.isArray(value)) return [wrongType(value, path, 'an array')];
    if (limit !== undefined && value.length > limit) {
      return [`No more than ${limit} items are allowed; ${value.length} were supplied.`];
    }
    return value.flatMap((entry) => item(entry, `${path}/items`));
  };

export const object =
  ({ required = {}, optional = {}, isClosed = false }: ObjectShape): Field =>
  (value, path) => {
    if (!isObject(value)) return [wrongType(value, path, 'an object')];
    const known = { ...required, ...optional };
    const extra = isClosed ? Object.keys(value).filter((key) => !Object.hasOwn(known, key)) : [];
    const missing = Object.keys(required).filter((key) => !Object.hasOwn(value, key));
    const wrong = Object.entries(known).flatMap(([key, field]) =>
      Object.hasOwn(value, key) ? field(value[key], `${path}${path === '' ? '' : '/'}properties/${key}`) : [],
    );
    return [...extra.map((key) => `"${key}" is not a permitted key.`), ...notSupplied(missing), ...wrong];
  };

export function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notSupplied(keys: readonly string[]): string[] {
  if (keys.length === 0) return [];
  const names = keys.toSorted().map((key) => `"${key}"`);
  return [`${names.join(', ')} ${keys.length === 1 ? "wasn't" : "weren't"} supplied.`];
}

function wrongType(value: unknown, path: string, wanted: string): string {
  return `For '${path}', ${inspect(value)} is not ${wanted}.`;
}

/** As Ruby prints values: GitHub's messages are Ruby's. */
function inspect(value: unknown): string {
  if (value === null || value === undefined) return 'nil';
  if (Array.isArray(value)) return `[${value.map(inspect).join(', ')}]`;
  if (isObject(value)) {
    return `{${Object.entries(value)
      .map(([key, inner]) => `"${key}"=>${inspect(inner)}`)
      .join(', ')}}`;
  }
  return JSON.stringify(value);
}

/** A checked text field, when it was sent. */
export function textOf(body: Body, key: string): string | undefined {
  const value = body[key];
  return typeof value === 'string' ? value : undefined;
}

export function integerOf(body: Body, key: string): number | undefined {
  const value = body[key];
  return typeof value === 'number' ? value : undefined;
}

export function timeOf(body: Body, key: string): number | undefined {
  const value = textOf(body, key);
  return value === undefined ? undefined : Date.parse(value);
}
