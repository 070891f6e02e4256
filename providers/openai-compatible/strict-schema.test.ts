import { describe, expect, it } from 'vitest';
import { isStrictSchema } from './strict-schema.ts';

const closed = (properties: Record<string, unknown>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const text = { type: 'string' };

describe('may be asked for strictly', () => {
  it.each([
    ['a closed object', closed({ name: text })],
    ['an object without properties', closed({})],
    [
      'nested arrays and nullable parts',
      closed({ list: { type: 'array', items: closed({ a: { anyOf: [text, { type: 'null' }] } }) } }),
    ],
    ['definitions', { ...closed({ a: { $ref: '#/$defs/a' } }), $defs: { a: closed({ b: text }) } }],
  ])('%s', (_name, schema) => {
    expect(isStrictSchema(schema)).toBe(true);
  });
});

describe('may not', () => {
  it.each([
    ['an optional property', closed({ name: text, age: text }, ['name'])],
    ['an open object', { type: 'object', properties: {}, required: [] }],
    ['an open object deep inside', closed({ list: { type: 'array', items: { type: 'object' } } })],
    ['an open object in a union', closed({ a: { anyOf: [text, { type: 'object' }] } })],
    ['an open definition', { ...closed({}), $defs: { a: { type: 'object' } } }],
    ['oneOf', closed({ a: { oneOf: [text] } })],
    ['a boolean schema', closed({ a: true })],
  ])('%s', (_name, schema) => {
    expect(isStrictSchema(schema)).toBe(false);
  });
});
