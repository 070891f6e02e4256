#!/usr/bin/env node
// Plain JavaScript for any Node from 20 on: finds a Node that runs TypeScript by itself and hands everything to it.
/* oxlint-disable node/no-process-env -- it runs before config.ts can be loaded, and only hands the environment on */
import { spawn } from 'node:child_process';
import nodeModule, { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
// Compiled code of earlier starts: without it every process strips the types again, at 100 ms and 20 MB.
const compileCache = fileURLToPath(new URL('../../../node_modules/.cache/amas', import.meta.url));

if (runsTypeScript(process.versions.node)) {
  process.env.NODE_COMPILE_CACHE ??= compileCache;
  nodeModule.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
  // A program that asks for its own name or arguments sees main.ts, as when it is started directly.
  process.argv[1] = main;
  import(pathToFileURL(main).href).catch(failedStart);
} else {
  const node = packagedNode();
  if (node === undefined) {
    complain(
      `AMAS needs Node 22.18 or newer, and this is Node ${process.versions.node}. Its own Node 24 is not installed for ` +
        `${process.platform}-${process.arch}: run "npm ci" in the folder of AMAS (without --omit=optional), or install ` +
        'Node 24 from https://nodejs.org.',
    );
  } else {
    runWith(node);
  }
}

/** Type stripping is on without a flag since 22.18 and 23.6. */
function runsTypeScript(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

/** The Node that package.json pins for this platform. */
function packagedNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    return join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    return undefined;
  }
}

function runWith(node) {
  const child = spawn(node, [main, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: compileCache, ...process.env },
  });
  // A terminal sends Ctrl-C to the child as well; whoever signals this process alone means the child.
  const isForeground = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !isForeground) child.kill(signal);
    });
  }
  child.on('error', (error) => complain(`The Node of AMAS at ${node} can't be started (${error.message}).`));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}

function failedStart(error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  complain(
    `A part of AMAS is missing (${error.message.split('\n')[0]}). Run "npm ci" in the folder of AMAS.`,
  );
}

function complain(sentence) {
  process.stderr.write(`amas: ${sentence}\n`);
  process.exitCode = 3;
}
