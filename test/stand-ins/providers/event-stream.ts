import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { Connection } from './connection.ts';
import type { StreamScript } from './scripted-answer.ts';

/** One event: its `event` field, where the vendor has such, and its data. */
export interface WireEvent {
  readonly event?: string;
  readonly data: string;
  /** Where `no-terminator` and `no-finish` cut. */
  readonly part?: 'finish' | 'terminator';
}

export interface EventStream {
  readonly events: readonly WireEvent[];
  readonly script: StreamScript;
  /** How the vendor writes an error inside a stream. */
  readonly errorEvent: WireEvent | undefined;
}

/** Streams the events as the script says. Stops when the client leaves. */
export async function sendEvents({ response, cut }: Connection, stream: EventStream): Promise<void> {
  const { script } = stream;
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
  response.flushHeaders();
  for (const event of scripted(stream)) {
    if (script.pauseMs) await wait(script.pauseMs);
    if (response.destroyed) return;
    if (script.keepAlive) await write(response, comment(script), script);
    await write(response, frame(event, script), script);
  }
  if (script.end === 'hang') return;
  if (script.end === 'cut') await cut();
  else response.end();
}

function scripted({ events, script, errorEvent }: EventStream): readonly WireEvent[] {
  const half = events.slice(0, Math.ceil(events.length / 2));
  const rest = events.slice(half.length);
  if (errorEvent) return [...half, errorEvent];
  if (script.end === 'cut' || script.end === 'hang') return half;
  if (script.end === 'garbage') return [...half, { ...rest[0], data: '{"half": tru' }, ...rest];
  if (script.end === 'no-terminator') return events.filter(({ part }) => part !== 'terminator');
  if (script.end === 'no-finish') return events.filter(({ part }) => part !== 'finish');
  return events;
}

function frame({ event, data }: WireEvent, { lineEnding = '\n' }: StreamScript): string {
  const name = event === undefined ? '' : `event: ${event}${lineEnding}`;
  const lines = data.split('\n').map((line) => `data: ${line}${lineEnding}`);
  return `${name}${lines.join('')}${lineEnding}`;
}

const comment = ({ lineEnding = '\n' }: StreamScript): string => `: keep-alive${lineEnding}${lineEnding}`;

async function write(response: ServerResponse, text: string, { pieceBytes }: StreamScript): Promise<void> {
  const bytes = Buffer.from(text);
  const size = pieceBytes ?? bytes.length;
  for (let from = 0; from < bytes.length; from += size) {
    response.write(bytes.subarray(from, from + size));
    if (pieceBytes !== undefined) await nextTurn();
  }
}
