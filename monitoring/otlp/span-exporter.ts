import type { Logger } from '../logger.ts';
import { toOtlpAttributes, toOtlpSpan, type Span } from './span.ts';

export interface SpanExporter {
  /** Never waits, never throws: what the collector does not take in time is given up. */
  add(span: Span): void;
  /** Sends what is left. */
  close(): Promise<void>;
}

export interface SpanExporterOptions {
  /** Base URL of a collector, such as `http://127.0.0.1:4318`: `/v1/traces` is appended (OTLP exporter specification). */
  readonly endpoint: string;
  /** Of every request; they may hold a secret. */
  readonly headers: Readonly<Record<string, string>>;
  /** `amas-worker` */
  readonly service: string;
  readonly log: Logger;
}

const everyMs = 2_000;
const timeoutMs = 10_000;
const maxSpans = 512;
const maxWaiting = 4_096;
/** Names of the attributes are those of this version. */
const schemaUrl = 'https://opentelemetry.io/schemas/1.42.0';

/** Sends spans to an OpenTelemetry collector over OTLP/HTTP in JSON, behind the work and in batches. */
export function createSpanExporter({ endpoint, headers, service, log }: SpanExporterOptions): SpanExporter {
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  let waiting: Span[] = [];
  let sending: Promise<void> | undefined;
  let isAway = false;

  const send = async (): Promise<void> => {
    const spans = waiting.splice(0, maxSpans);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(toBody(spans, service)),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the collector answered ${response.status}`);
      isAway = false;
    } catch (error) {
      if (!isAway) log.warn({ err: error, spans: spans.length }, 'spans not exported');
      isAway = true;
    }
  };
  const flush = async (): Promise<void> => {
    while (waiting.length > 0) await send();
  };
  const start = () => {
    if (waiting.length === 0) return;
    sending ??= flush().finally(() => {
      sending = undefined;
    });
  };
  const timer = setInterval(start, everyMs);
  timer.unref();

  return {
    add(span) {
      waiting.push(span);
      if (waiting.length > maxWaiting) waiting = waiting.slice(-maxWaiting);
      if (waiting.length >= maxSpans) start();
    },
    async close() {
      clearInterval(timer);
      await sending;
      await flush();
    },
  };
}

const toBody = (spans: readonly Span[], service: string) => ({
  resourceSpans: [
    {
      resource: { attributes: toOtlpAttributes({ 'service.name': service }) },
      schemaUrl,
      scopeSpans: [{ scope: { name: 'amas' }, schemaUrl, spans: spans.map(toOtlpSpan) }],
    },
  ],
});

/** `OTEL_EXPORTER_OTLP_HEADERS`: `name=value` pairs, comma-separated, values percent-encoded (W3C Baggage). */
export function readExporterHeaders(text: string): Record<string, string> {
  const pairs = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part): [string, string] => {
      const at = part.indexOf('=');
      return [part.slice(0, at).trim(), decoded(part.slice(at + 1).trim())];
    });
  return Object.fromEntries(pairs);
}

/** A value that is no percent-encoding is taken as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
