import { expect, test } from 'vitest';
import { uuidv7 } from './uuid.ts';

test('ids are UUIDs of version 7 of this moment, each once, and in the order in which they were made', () => {
  const before = Date.now();
  const ids = Array.from({ length: 20_000 }, () => uuidv7());
  const after = Date.now();
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted((one, other) => (one < other ? -1 : 1))).toEqual(ids);
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const time = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(after);
  }
});
