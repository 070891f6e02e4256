import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { build, type Histogram } from 'hdr-histogram-js';
import type { RawRequest } from './signed-requests.ts';

export interface LoadResult {
  readonly sent: number;
  readonly accepted: number;
  readonly otherAnswers: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly latency: { readonly p50: number; readonly p99: number; readonly max: number };
}

/** Closed loop: `inFlight` connections, each sends its next request when it has the answer. Finds the ceiling. */
export async function closedLoop(
  port: number,
  requests: readonly RawRequest[],
  inFlight: number,
): Promise<LoadResult> {
  const run = createRun();
  let next = 0;
  const lane = async (connection: Lane) => {
    for (let request = requests[next++]; request; request = requests[next++]) {
      const startedAt = performance.now();
      run.note(await connection.send(request), performance.now() - startedAt);
    }
    connection.close();
  };
  const lanes = await Promise.all(Array.from({ length: inFlight }, () => openLane(port)));
  run.start();
  await Promise.all(lanes.map(lane));
  return run.result(requests.length);
}

/**
 * Open loop: one request every `1/perSecond`, whatever the answers do; latency counts from the moment it was due, so a
 * stall is not hidden by a generator that waits (coordinated omission).
 */
export async function openLoop(
  port: number,
  requests: readonly RawRequest[],
  perSecond: number,
): Promise<LoadResult> {
  const run = createRun();
  const idle: Lane[] = await Promise.all(Array.from({ length: 32 }, () => openLane(port)));
  const underWay: Promise<void>[] = [];
  run.start();
  const startedAt = performance.now();
  for (const [index, request] of requests.entries()) {
    const dueAt = startedAt + (index * 1_000) / perSecond;
    const waitMs = dueAt - performance.now();
    if (waitMs > 0) await new Promise((done) => setTimeout(done, waitMs));
    const send = async () => {
      const lane = idle.pop() ?? (await openLane(port));
      run.note(await lane.send(request), performance.now() - dueAt);
      idle.push(lane);
    };
    underWay.push(send());
  }
  await Promise.all(underWay);
  for (const lane of idle) lane.close();
  return run.result(requests.length);
}

interface Lane {
  send(request: RawRequest): Promise<string>;
  close(): void;
}

/** One connection; answers are small and come one at a time, so the status line and the length are all that is read. */
async function openLane(port: number): Promise<Lane> {
  const socket: Socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  await once(socket, 'connect');
  let text = '';
  let answered: ((status: string) => void) | undefined;
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    const headEnd = text.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
    if (text.length < headEnd + 4 + length) return;
    const status = text.slice(9, 12);
    text = text.slice(headEnd + 4 + length);
    answered?.(status);
  });
  socket.on('error', () => answered?.('cut'));
  socket.on('close', () => answered?.('cut'));
  return {
    send: (request) =>
      new Promise((done) => {
        answered = done;
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

function createRun() {
  const histogram: Histogram = build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000 });
  const answers: Record<string, number> = {};
  let startedAt = 0;
  return {
    start: () => {
      startedAt = performance.now();
    },
    note: (status: string, latencyMs: number) => {
      answers[status] = (answers[status] ?? 0) + 1;
      histogram.recordValue(Math.max(1, Math.round(latencyMs * 1_000)));
    },
    result: (sent: number): LoadResult => {
      const seconds = (performance.now() - startedAt) / 1_000;
      const { '200': accepted = 0, ...otherAnswers } = answers;
      const at = (percentile: number) => histogram.getValueAtPercentile(percentile) / 1_000;
      return {
        sent,
        accepted,
        otherAnswers,
        seconds,
        perSecond: accepted / seconds,
        latency: { p50: at(50), p99: at(99), max: at(100) },
      };
    },
  };
}
