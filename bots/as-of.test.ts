import { describe, expect, it } from 'vitest';
import { textAsOf } from './as-of.ts';

const asked = '2026-11-27T10:00:00Z';

describe('a text as of the request', () => {
  it.each([
    ['written before', '2026-11-27T09:00:00Z', undefined, 'use'],
    ['written with the request', asked, asked, 'use'],
    ['edited before', '2026-11-27T08:00:00Z', '2026-11-27T09:59:59Z', 'use'],
    ['written before in another zone', '2026-11-27T10:30:00+01:00', undefined, 'use'],
  ])('%s is used', (_case, createdAt, editedAt, kind) => {
    expect(textAsOf({ text: 'x', createdAt, editedAt }, asked)).toEqual({ kind, text: 'x' });
  });

  it.each([
    ['written later', '2026-11-27T10:00:01Z', undefined],
    ['edited later', '2026-11-27T08:00:00Z', '2026-11-27T10:00:01Z'],
    ['of unknown age', 'yesterday', undefined],
    ['of unknown age', '2026-11-27T08:00:00Z', ''],
  ])('that is %s is left out', (reason, createdAt, editedAt) => {
    expect(textAsOf({ text: 'x', createdAt, editedAt }, asked)).toEqual({ kind: 'leave-out', reason });
  });
});
