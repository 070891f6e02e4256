import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Decimal } from 'decimal.js';
import { systemClock } from '#monitoring/clock.ts';
import { createLogger, silentLogger } from '#monitoring/logger.ts';
import type { CompletionRequest, CompletionResult, Model } from '#providers/contract.ts';
import type { Budget } from '#providers/router/budget.ts';
import { manifests } from '#providers/manifests.ts';
import type { Candidate } from '#providers/router/candidate.ts';
import { candidatesFrom } from '#providers/router/candidates.ts';
import { createRouter } from '#providers/router/router.ts';
import { startNode } from '#test/support/process.ts';
import { root } from '#test/support/repository.ts';

const inFlight = 64;
const calls = 6_000;
const streams = 1_500;
const calmSeconds = 8;
const calmPerSecond = 50;
const manyCalls = 100_000;
const never = new AbortController().signal;

const question: CompletionRequest = {
  messages: [{ role: 'user', content: 'Say hello to the bench.' }],
  maxOutputTokens: 100,
};
const body = (stream: boolean) =>
  JSON.stringify({ model: 'gpt-6-luna', messages: question.messages, ...(stream ? { stream } : {}) });

/** The router in this process, with all of its bookkeeping, beside bare `fetch` calls of the same server. */
export async function benchRouter(print: (line: string) => void): Promise<void> {
  const upstream = await startNode([join(root, 'test/load/fake-upstream.ts')]);
  try {
    const [, port = ''] = await upstream.waitForLine(/listens on (\d+)/);
    const url = `http://127.0.0.1:${port}/v1`;
    const model = await modelAt(url);
    const bare = async (stream = false) => {
      const response = await fetch(`${url}/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer bench' },
        body: body(stream),
      });
      if (!stream) await response.json();
      else for await (const _chunk of response.body ?? []) void _chunk;
    };
    const own: number[] = [];
    const routed = async () => {
      const { record } = await model.complete(question, never);
      own.push(record.decision.overheadMs);
    };
    const streamed = async () => {
      for await (const part of model.stream(question, never)) if (part.type === 'finish') return;
    };
    await compare(print, 'calls', { count: calls, bare: () => bare(), routed });
    await compare(print, 'streams of 20 chunks', {
      count: streams,
      bare: () => bare(true),
      routed: streamed,
    });
    own.length = 0;
    await calm(print, { bare: () => bare(), routed });
    const told = sorted(own);
    print(
      `of that the router itself, as its records tell: p50 ${ms(at(told, 0.5))}, p99 ${ms(at(told, 0.99))}`,
    );
    await many(print);
  } finally {
    await upstream.stop();
  }
}

/** Reserves and settles in decimals, as the one on PostgreSQL does inside of its lease. */
function countingBudget(): Budget {
  let spent = new Decimal(0);
  return {
    reserve: (_scope, usd) => {
      spent = spent.plus(usd);
      return Promise.resolve({ ok: true, hold: { usd, release: undefined } });
    },
    settle(hold, usd) {
      spent = spent.minus(hold.usd).plus(usd);
    },
  };
}

/** Two vendors at one address. */
async function modelAt(baseUrl: string): Promise<Model> {
  const candidates = await candidatesFrom(
    { openai: { apiKey: 'bench', baseUrl, model: 'gpt-6-luna' }, local: { baseUrl, model: 'bench-model' } },
    { order: ['openai', 'local'], clock: systemClock, log: silentLogger() },
  );
  return modelOf(candidates);
}

function modelOf(candidates: readonly Candidate[]): Model {
  let bytes = 0;
  let records = 0;
  const destination = { write: (line: string) => void (bytes += line.length) };
  const router = createRouter({
    candidates,
    clock: systemClock,
    log: createLogger({ level: 'info', name: 'bench', destination }),
    budget: countingBudget(),
    onRecord: () => void (records += 1),
  });
  return router.bind({
    agent: 'bench',
    organizationId: 'bench',
    taskId: 'bench',
    runId: 'bench',
    deadline: Date.now() + 3_600_000,
    maxCostUsd: 1_000_000,
    spentUsd: 0,
  });
}

interface Pair {
  readonly bare: () => Promise<unknown>;
  readonly routed: () => Promise<unknown>;
}

/** In slices, so that both meet the same moments of the machine. */
async function compare(
  print: (line: string) => void,
  what: string,
  { count, bare, routed }: Pair & { readonly count: number },
): Promise<void> {
  const [direct, through] = [emptyLoad(), emptyLoad()];
  await closed(count / 4, routed);
  await closed(count / 4, bare);
  for (let slice = 0; slice < slices; slice += 1) {
    await measure(direct, count / slices, bare);
    await measure(through, count / slices, routed);
  }
  const perSecond = ({ calls: made, ms: took }: Load) => (made * 1_000) / took;
  const share = (100 * perSecond(through)) / perSecond(direct);
  print(
    `${inFlight} at once: ${perSecond(through).toFixed(0)} ${what}/s; bare fetch ${perSecond(direct).toFixed(0)}/s (${share.toFixed(0)} %); ` +
      `processor time ${micros(through)} against ${micros(direct)} (${((100 * direct.cpuMicros) / through.cpuMicros).toFixed(0)} %)`,
  );
}

const slices = 6;

interface Load {
  calls: number;
  ms: number;
  /** Of this process: what a busy machine does not change. */
  cpuMicros: number;
}

const emptyLoad = (): Load => ({ calls: 0, ms: 0, cpuMicros: 0 });
const micros = ({ cpuMicros, calls: made }: Load) => `${(cpuMicros / made).toFixed(0)} µs`;

async function measure(load: Load, count: number, call: () => Promise<unknown>): Promise<void> {
  const cpu = process.cpuUsage();
  load.ms += await closed(count, call);
  const { user, system } = process.cpuUsage(cpu);
  load.cpuMicros += user + system;
  load.calls += Math.floor(count);
}

/** Returns how long it took. */
async function closed(count: number, call: () => Promise<unknown>): Promise<number> {
  let left = Math.floor(count);
  const startedAt = performance.now();
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return performance.now() - startedAt;
}

/** In turn, so that both meet the same moments of the machine. */
async function calm(print: (line: string) => void, { bare, routed }: Pair): Promise<void> {
  const times = { bare: [] as number[], routed: [] as number[] };
  for (let at = 0; at < calmSeconds * calmPerSecond; at += 1) {
    for (const [name, call] of [
      ['bare', bare],
      ['routed', routed],
    ] as const) {
      const startedAt = performance.now();
      await call();
      times[name].push(performance.now() - startedAt);
    }
    await wait(1_000 / calmPerSecond);
  }
  const [direct, through] = [sorted(times.bare), sorted(times.routed)];
  print(
    `at ${calmPerSecond}/s: p50 ${ms(at(through, 0.5))}, p99 ${ms(at(through, 0.99))}; bare fetch ${ms(at(direct, 0.5))}, ${ms(at(direct, 0.99))}; ` +
      `added p50 ${ms(at(through, 0.5) - at(direct, 0.5))}, p99 ${ms(at(through, 0.99) - at(direct, 0.99))}`,
  );
}

/** A vendor in this process, so that the memory that is seen is the router's. */
function inProcess(): Candidate {
  const usage = { inputUncached: 10, cacheRead: 0, cacheWrite: 0, output: 20, reasoning: 0 };
  const result: CompletionResult = {
    text: 'Hello.',
    toolCalls: [],
    finish: 'stop',
    usage,
    model: 'gpt-6-luna',
    warnings: [],
  };
  return {
    provider: {
      id: 'openai',
      complete: () => Promise.resolve(result),
      async *stream() {
        yield { type: 'finish', result };
      },
    },
    manifest: manifests.openai,
    model: 'gpt-6-luna',
  };
}

/** Memory after a tenth of the calls and after all of them. */
async function many(print: (line: string) => void): Promise<void> {
  const model = modelOf([inProcess()]);
  const routed = async () => void (await model.complete(question, never));
  await closed(manyCalls / 10, routed);
  const before = heapMb();
  const startedAt = process.cpuUsage();
  await closed((manyCalls * 9) / 10, routed);
  const { user, system } = process.cpuUsage(startedAt);
  print(
    `${manyCalls} calls without a wire: heap ${before} MB after a tenth, ${heapMb()} MB after all; ${((user + system) / (0.9 * manyCalls)).toFixed(0)} µs of processor time each`,
  );
}

/** Collects first, so that only what is held is counted. */
function heapMb(): string {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return (process.memoryUsage().heapUsed / 2 ** 20).toFixed(1);
}

const sorted = (values: readonly number[]) => values.toSorted((one, other) => one - other);
const at = (values: readonly number[], share: number) =>
  values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;
const ms = (value: number) => `${value.toFixed(2)} ms`;
