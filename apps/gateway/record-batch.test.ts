import { afterEach, expect, it, vi } from 'vitest';
import { silentLogger } from '#monitoring/logger.ts';
import { createRecordBatch, type NewRecord, type RecordBatch } from './record-batch.ts';

let batch: RecordBatch | undefined;
afterEach(() => batch?.close());

const writeWords = vi.fn(async () => undefined);
const row = (model: string) => ({ model }) as never;
const away = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

it('a row that the database refuses does not keep the others', async () => {
  const written: string[] = [];
  const write = async (rows: readonly NewRecord[]) => {
    if (rows.some(({ model }) => model === 'poison'))
      throw Object.assign(new Error('null value'), { code: '23502' });
    written.push(...rows.map(({ model }) => model));
  };
  batch = createRecordBatch({ write, writeWords }, silentLogger());
  for (const model of ['a', 'b', 'poison', 'c', 'd']) batch.add(row(model));
  await batch.close();
  expect(written).toEqual(['a', 'b', 'c', 'd']);
});

it('rows wait while the database is away, and are written once', async () => {
  const written: string[] = [];
  let isAway = true;
  const write = vi.fn(async (rows: readonly NewRecord[]) => {
    if (isAway) throw away();
    written.push(...rows.map(({ model }) => model));
  });
  batch = createRecordBatch({ write, writeWords }, silentLogger());
  const id = batch.add(row('a'));
  batch.addWords(id, { answer: 'Yes.' });
  await vi.waitFor(() => expect(write).toHaveBeenCalled());
  // Words belong to a row, and follow it.
  expect(writeWords).not.toHaveBeenCalled();
  batch.add(row('b'));
  isAway = false;
  await batch.close();
  expect(written).toEqual(['a', 'b']);
  expect(writeWords).toHaveBeenCalledExactlyOnceWith(id, { answer: 'Yes.' });
});
