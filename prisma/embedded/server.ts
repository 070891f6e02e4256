import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { createFolder } from '#monitoring/create-folder.ts';
import { AmasError } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';
import { findBinaries, othersMayEnter } from './binaries.ts';

const databaseName = 'amas';
const userName = 'amas';
const startTimeoutMs = 20_000;
const stopTimeoutMs = 20_000;
const leftoverCheckMs = 250;
/** `nobody` exists on every Linux and owns nothing. */
const nobody = { uid: 65_534, gid: 65_534 };

export interface EmbeddedPostgres {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** False when the server was already running: somebody else stops it, unless they died. */
  readonly started: boolean;
  isAlive(): boolean;
  /** Fast stop: open transactions are rolled back, and everything committed is on disk. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** AMAS's data folder; the database lies in `postgres/` below it, or where root's helper user can reach it. */
  readonly dataDirectory: string;
  readonly log: Logger;
  /** The port of a server that ended unasked: its clients know only that one. */
  readonly port?: number;
}

/**
 * Starts PostgreSQL 18 from npm's binaries under the data folder, or joins the one that already runs there.
 * It has a session of its own, so that Ctrl-C reaches AMAS only, which drains first and stops it last.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const place = await findPlace(options.dataDirectory);
  const running = await findRunning(place);
  if (running) return running;
  const binaries = await findBinaries(place.owner !== undefined);
  if (!existsSync(join(place.data, 'PG_VERSION'))) await initialise(binaries, place);
  const port = options.port ?? (await freePort());
  const password = await readPassword(place);
  const server = await launchWhenFree(binaries, place, port, options.log);
  const pid = server.pid ?? 0;
  try {
    await createDatabase(port, password);
  } catch (error) {
    // Whoever gets no server back can't stop it.
    await stopServer(pid);
    throw error;
  }
  return {
    url: urlOf(port, password),
    port,
    pid,
    started: true,
    isAlive: () => isAlive(pid),
    stop: () => stopServer(pid),
  };
}

/** True when a database was made under this data folder; creates nothing. */
export const hasEmbeddedPostgres = (dataDirectory: string): boolean =>
  existsSync(passwordFileOf(resolve(dataDirectory)));

/** The URL of the server that runs under this data folder, when one does. */
export async function findEmbeddedPostgres(dataDirectory: string): Promise<EmbeddedPostgres | undefined> {
  return await findRunning(await findPlace(dataDirectory));
}

interface Place {
  /** PostgreSQL's own data folder. */
  readonly data: string;
  readonly passwordFile: string;
  /** The user the server runs as, when it cannot be ours. */
  readonly owner: { uid: number; gid: number } | undefined;
}

async function findPlace(dataDirectory: string): Promise<Place> {
  const directory = resolve(dataDirectory);
  await createFolder(directory, 0o755).catch((cause: unknown) => {
    throw new AmasError('prisma.data_folder', `cannot create ${directory}`, {
      cause,
      publicMessage: `The data folder ${directory} cannot be created. Set AMAS_DATA_DIR to a folder you may write to.`,
    });
  });
  const passwordFile = passwordFileOf(directory);
  const runsAsRoot = process.getuid?.() === 0;
  if (!runsAsRoot) return { data: join(directory, 'postgres'), passwordFile, owner: undefined };
  if (await othersMayEnter(directory))
    return { data: join(directory, 'postgres'), passwordFile, owner: nobody };
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  return { data: `/var/tmp/amas-data-${name}`, passwordFile, owner: nobody };
}

/** Always in the data folder itself, wherever the database lies. */
const passwordFileOf = (directory: string) => join(directory, 'postgres-password');

/**
 * Made apart, and moved into place when it is whole and its password is kept: whatever a crash leaves on the way is not
 * taken for a database.
 */
async function initialise(binaries: string, place: Place): Promise<void> {
  const workshop = await mkdtemp(`${place.data}.`);
  const data = join(workshop, 'data');
  const handover = join(workshop, 'password');
  const password = randomBytes(24).toString('base64url');
  try {
    await writeFile(handover, password, { mode: 0o600 });
    if (place.owner) {
      const { uid, gid } = place.owner;
      await Promise.all([workshop, handover].map((path) => chown(path, uid, gid)));
    }
    await runInitdb(binaries, place, { data, handover });
    await writeFile(place.passwordFile, password, { mode: 0o600 });
    await rm(place.data, { recursive: true, force: true });
    await rename(data, place.data);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

async function runInitdb(
  binaries: string,
  place: Place,
  { data, handover }: { readonly data: string; readonly handover: string },
): Promise<void> {
  const child = spawn(
    join(binaries, 'bin/initdb'),
    [
      '-D',
      data,
      '-U',
      userName,
      '--pwfile',
      handover,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ],
    { ...processOptions(binaries, place), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const errors = collect(child);
  const status = await new Promise<number | null>((done) => child.once('close', done));
  if (status !== 0) throw startFailed(errors());
}

/**
 * Processes of a server that was killed outlive it by as long as they compute, and PostgreSQL does not start beside
 * them ("pre-existing shared memory block"): they are waited for.
 */
async function launchWhenFree(
  binaries: string,
  place: Place,
  port: number,
  log: Logger,
): Promise<ChildProcess> {
  const giveUpAt = Date.now() + startTimeoutMs;
  for (;;) {
    try {
      return await launch(binaries, place, port, log);
    } catch (error) {
      if (!isHeldByLeftovers(error)) throw error;
      if (Date.now() > giveUpAt) throw leftoversRemain(error);
      log.warn({}, 'processes of a database that was killed are still at work, they are waited for');
      await new Promise((done) => setTimeout(done, leftoverCheckMs));
    }
  }
}

const isHeldByLeftovers = (error: unknown) =>
  error instanceof AmasError && /shared memory block/.test(String(error.details?.['line']));

const leftoversRemain = (cause: unknown) =>
  new AmasError('prisma.embedded_start', 'processes of a killed server are still at work', {
    cause,
    publicMessage:
      'Processes of an embedded PostgreSQL that was killed are still at work on its data. End them (they are called "postgres: amas") or wait, and start again.',
  });

async function launch(binaries: string, place: Place, port: number, log: Logger): Promise<ChildProcess> {
  const child = spawn(
    join(binaries, 'bin/postgres'),
    [
      '-D',
      place.data,
      '-p',
      String(port),
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'max_connections=100',
      '-c',
      // A statement whose client is gone ends within a second.
      'client_connection_check_interval=1000',
    ],
    { ...processOptions(binaries, place), detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const errors = collect(child);
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((done, fail) => {
    timer = setTimeout(() => {
      child.kill('SIGQUIT');
      fail(startFailed(`not ready after ${startTimeoutMs} ms\n${errors()}`));
    }, startTimeoutMs);
    child.once('error', (error) => fail(startFailed(error.message)));
    child.once('close', () => fail(startFailed(errors())));
    child.stderr?.on('data', () => {
      if (errors().includes('ready to accept connections')) done();
    });
  }).finally(() => clearTimeout(timer));
  child.removeAllListeners('close');
  child.stderr?.removeAllListeners('data');
  child.stderr?.on('data', (chunk: Buffer) => log.debug({ line: chunk.toString().trimEnd() }, 'postgres'));
  // The server outlives a crash of ours; it must not keep our event loop alive.
  child.unref();
  (child.stderr as unknown as { unref?: () => void } | null)?.unref?.();
  return child;
}

function processOptions(binaries: string, place: Place) {
  return {
    cwd: '/',
    env: {
      LD_LIBRARY_PATH: join(binaries, 'lib'),
      DYLD_LIBRARY_PATH: join(binaries, 'lib'),
      PATH: '/usr/bin:/bin',
      LC_ALL: 'C',
      TZ: 'UTC',
    },
    ...place.owner,
  };
}

/** `postmaster.pid` names the process and its port: line 1 and line 4 (PostgreSQL manual, "postmaster.pid"). */
async function findRunning(place: Place): Promise<EmbeddedPostgres | undefined> {
  const lines = (await readFile(join(place.data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 0 || !Number.isInteger(port) || !isAlive(pid)) return undefined;
  const password = await readPassword(place);
  const url = urlOf(port, password);
  // A stale file may name a pid that belongs to something else by now: only an answer proves it.
  if (!(await answers(url))) return undefined;
  return { url, port, pid, started: false, isAlive: () => isAlive(pid), stop: () => stopServer(pid) };
}

async function readPassword(place: Place): Promise<string> {
  const password = await readFile(place.passwordFile, 'utf8').catch(() => '');
  if (password !== '') return password.trim();
  throw new AmasError('prisma.embedded_password', `${place.passwordFile} is missing`, {
    publicMessage: `The password file ${place.passwordFile} of the embedded database is missing. Restore it, or remove ${place.data} to start anew (its data is lost).`,
  });
}

async function createDatabase(port: number, password: string): Promise<void> {
  const client = new Client({ connectionString: urlOf(port, password, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end();
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function stopServer(pid: number): Promise<void> {
  if (pid <= 0 || !isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + stopTimeoutMs;
  while (isAlive(pid) && Date.now() < deadline) await new Promise((done) => setTimeout(done, 20));
  if (isAlive(pid)) process.kill(pid, 'SIGQUIT');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const urlOf = (port: number, password: string, database = databaseName) =>
  `postgresql://${userName}:${password}@127.0.0.1:${port}/${database}`;

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-4_000);
  });
  return () => text;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : 0;
}

function startFailed(errors: string): AmasError {
  const line =
    errors.split('\n').findLast((text) => /FATAL|error:|ERROR/.test(text)) ??
    errors.trim().split('\n').at(-1) ??
    '';
  return new AmasError('prisma.embedded_start', 'the embedded PostgreSQL did not start', {
    details: { line },
    publicMessage: `The embedded PostgreSQL did not start: ${line.trim().slice(0, 300)} Set DATABASE_URL to use a server of your own.`,
  });
}
