import cluster, { type Worker } from 'node:cluster';
import { AggregatorRegistry, type Registry } from 'prom-client';
import { AmasError } from './errors.ts';

interface Asked {
  readonly kind: 'metrics';
  readonly id: number;
}

interface Told extends Asked {
  /** Undefined when a process did not answer in time. */
  readonly body: string | undefined;
}

const isAbout = (message: unknown): message is Asked =>
  typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'metrics';

/** Longer than prom-client waits for each process (5 s). */
const patienceMs = 6_000;

/**
 * Several processes behind one port: whoever is asked for the metrics answers for all, or a scraper would see another
 * process at each scrape. In such a process it returns what asks the one that started it; elsewhere undefined.
 */
export function shareMetrics(registry: Registry): (() => Promise<string>) | undefined {
  if (!cluster.isWorker) return undefined;
  AggregatorRegistry.setRegistries([registry]);
  // Its constructor is what makes this process answer when it is asked for its part.
  void new AggregatorRegistry();
  const waiting = new Map<number, (body: string | undefined) => void>();
  let asked = 0;
  process.on('message', (message) => {
    if (isAbout(message)) waiting.get(message.id)?.((message as Told).body);
  });
  return async () => {
    const id = asked;
    asked += 1;
    let timer: NodeJS.Timeout | undefined;
    const body = await new Promise<string | undefined>((resolve) => {
      waiting.set(id, resolve);
      timer = setTimeout(() => resolve(undefined), patienceMs);
      process.send?.({ kind: 'metrics', id } satisfies Asked);
    });
    clearTimeout(timer);
    waiting.delete(id);
    if (body === undefined) throw notTold();
    return body;
  };
}

/** The other side: adds up what all processes counted, for whichever of them asks. */
export function gatherMetrics(): void {
  const all = new AggregatorRegistry();
  cluster.on('message', (worker: Worker, message: unknown) => {
    if (!isAbout(message)) return;
    void all
      .clusterMetrics()
      .catch(() => undefined)
      .then((body) => {
        if (worker.isConnected()) worker.send({ kind: 'metrics', id: message.id, body } satisfies Told);
        return undefined;
      });
  });
}

const notTold = () =>
  new AmasError('monitoring.metrics_incomplete', 'a process did not tell its metrics', {
    retry: { afterMs: 5_000 },
    publicMessage: 'One of the processes does not answer. Ask again shortly.',
  });
