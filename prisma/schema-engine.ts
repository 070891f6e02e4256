import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import { Pool } from 'pg';

const schemaPath = join(import.meta.dirname, 'schema.prisma');

/** The current data model, as the engine wants it. */
export async function readSchema(): Promise<{ content: string; path: string }> {
  return { content: await readFile(schemaPath, 'utf8'), path: schemaPath };
}

/**
 * Prisma's own schema engine, compiled to WebAssembly: it applies migrations and computes them, and nothing native
 * is downloaded. Its connections end with `work`.
 */
export async function withSchemaEngine<Result>(
  url: string,
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  instantiation ??= instantiate();
  const bound = await instantiation;
  const { content, path } = await readSchema();
  const pool = new Pool({ connectionString: url });
  pool.on('error', () => {});
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
    return await work(await bound.SchemaEngine.new({ datamodels: [[path, content]] }, () => {}, adapter));
  } finally {
    await pool.end();
  }
}

/** The bindings keep one module instance and cached views of its memory: a second one would corrupt the first. */
let instantiation: Promise<EngineBindings> | undefined;

/** By hand, because importing `.wasm` as a module is not available in every Node we run on. */
async function instantiate(): Promise<EngineBindings> {
  const engine = bindings as unknown as EngineBindings;
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
  const { WebAssembly: wasm } = globalThis as unknown as { WebAssembly: WasmGlobal };
  const { instance } = await wasm.instantiate(await readFile(join(dirname(entry), 'schema_engine_bg.wasm')), {
    './schema_engine_bg.js': Object.fromEntries(Object.entries(bindings).map(unreferTimer)),
  });
  engine.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return engine;
}

/** The engine leaves the timer of its lock behind, for ten seconds: it must not keep a process alive that is done. */
function unreferTimer([name, binding]: [string, unknown]): [string, unknown] {
  if (!name.startsWith('__wbg_setTimeout_')) return [name, binding];
  const setTimer = binding as typeof setTimeout;
  return [name, (callback: () => void, ms: number) => setTimer(callback, ms).unref()];
}

interface EngineBindings {
  __wbg_set_wasm(exports: WasmExports): void;
  readonly SchemaEngine: typeof SchemaEngine;
}

interface WasmExports {
  __wbindgen_start(): void;
}

/** The part of the global that is used here: Node's types leave it to the DOM library. */
interface WasmGlobal {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: WasmExports } }>;
}
