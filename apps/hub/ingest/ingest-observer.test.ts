import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { AmasError } from '#monitoring/errors.ts';
import { createLogger } from '#monitoring/logger.ts';
import { createMetrics } from '#monitoring/metrics.ts';
import { createIngestObserver } from './ingest-observer.ts';

test('an outage is one line when it begins and one when it ends, however many writes fail', () => {
  const lines: { msg: string; failedWrites?: number }[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as { msg: string });
      done();
    },
  });
  const metrics = createMetrics();
  const observer = createIngestObserver(metrics, createLogger({ level: 'info', name: 'test', destination }));
  const down = new AmasError('test.down', 'down', { retry: 'backoff' });
  observer.failed(new Error('a row at fault'), 1);
  observer.written(3, 2);
  for (let count = 0; count < 100; count += 1) observer.failed(down, 5);
  observer.written(3, 2);
  observer.written(3, 2);
  metrics.close();
  expect(lines.map(({ msg, failedWrites }) => [msg, failedWrites])).toEqual([
    ['deliveries cannot be stored, senders are told to retry', undefined],
    ['deliveries are stored again', 100],
  ]);
});
