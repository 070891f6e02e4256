import { describe, expect, it } from 'vitest';
import { toSchemaForm } from './schema-form.ts';

const closed = (properties: Record<string, unknown>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

describe('a schema is whole', () => {
  it.each([
    ['with plain parts', closed({ name: { type: 'string', description: 'Full name' } })],
    ['with enums', closed({ side: { type: 'string', enum: ['new', 'old'] }, one: { const: 'x' } })],
    [
      'with nullable parts and arrays',
      closed({ ages: { type: 'array', items: { type: ['number', 'null'] } } }),
    ],
    ['with unions', closed({ a: { anyOf: [{ type: 'string' }, { type: 'null' }] } })],
    ['with its dialect named', { $schema: 'https://json-schema.org/draft/2020-12/schema', ...closed({}) }],
    ['left open without a word', { type: 'object', properties: { type: { type: 'string' } } }],
  ])('%s', (_name, schema) => {
    expect(toSchemaForm(schema)).toMatchObject({ isWhole: true });
  });
});

describe('a schema loses something', () => {
  it.each([
    ['a bound', closed({ age: { type: 'number', minimum: 0 } })],
    ['a length', closed({ name: { type: 'string', minLength: 1 } })],
    ['free keys', { type: 'object', properties: {}, additionalProperties: { type: 'string' } }],
  ])('%s', (_name, schema) => {
    expect(toSchemaForm(schema)).toMatchObject({ isWhole: false, schema: { additionalProperties: false } });
  });
});

it('a part of any type has no form', () => {
  expect(toSchemaForm(closed({ anything: {} }))).toBeUndefined();
});
