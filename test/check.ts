import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * `npm run check`: everything that must hold before a change lands, all of it even when a part fails. CI runs the
 * same. Ends with one line that counts each check and each test.
 */
const workspace = mkdtempSync(join(tmpdir(), 'amas-check-'));
const testReport = join(workspace, 'tests.json');
/** Every process that a check starts, however deep, carries this in its environment. */
const marker = { AMAS_CHECK: randomUUID() };
const total = { passed: 0, failed: 0, skipped: 0 };

const checks: readonly (readonly string[])[] = [
  ['typecheck'],
  ['lint'],
  ['format:check'],
  ['dead-code'],
  ['registries', '--', '--check'],
];
for (const check of checks) count(run(check) ? { passed: 1 } : { failed: 1 });
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${testReport}`];
// A shared machine may be too busy for a moment: a test that needs its second try passes, and the report marks it.
count(testCounts(run(['test', '--', '--retry=1', ...reporters])));
count(await leftovers());
rmSync(workspace, { recursive: true, force: true });

console.log(
  `\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`,
);
process.exitCode = total.failed === 0 ? 0 : 1;

function count(more: Partial<typeof total>): void {
  total.passed += more.passed ?? 0;
  total.failed += more.failed ?? 0;
  total.skipped += more.skipped ?? 0;
}

/** Runs a script of package.json. */
function run(script: readonly string[]): boolean {
  console.log(`\n== npm run ${script[0]}`);
  const start = performance.now();
  const { status } = spawnSync('npm', ['run', '--silent', ...script], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...marker },
  });
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  console.log(`== ${script[0]} ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
  return status === 0;
}

/** The counts of Vitest's report; a run that failed without a failed test (a file that did not load) counts as one. */
function testCounts(succeeded: boolean): typeof total {
  if (!existsSync(testReport)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(testReport, 'utf8')) as Record<
    'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests',
    number
  >;
  const isSound = succeeded && report.numPassedTests > 0;
  return {
    passed: report.numPassedTests,
    failed: Math.max(report.numFailedTests, isSound ? 0 : 1),
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** What the tests started must be gone soon after them. Where there is no /proc, this is not checked. */
async function leftovers(): Promise<Partial<typeof total>> {
  if (!existsSync('/proc/self/environ')) return {};
  console.log('\n== no process left behind');
  for (let tries = 20; markedProcesses().length > 0 && tries > 0; tries -= 1) await wait(250);
  const left = markedProcesses();
  for (const pid of left) {
    console.log(`still running: ${aboutProcess(pid, 'cmdline').replaceAll('\0', ' ')}`);
    endProcess(pid);
  }
  console.log(`== no process left behind: ${left.length === 0 ? 'passed' : 'FAILED'}`);
  return left.length === 0 ? { passed: 1 } : { failed: 1 };
}

function markedProcesses(): string[] {
  return readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && aboutProcess(name, 'environ').includes(`AMAS_CHECK=${marker.AMAS_CHECK}`),
  );
}

/** Empty for processes that have ended meanwhile, and for those of others. */
function aboutProcess(pid: string, file: 'cmdline' | 'environ'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function endProcess(pid: string): void {
  try {
    process.kill(Number(pid), 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}
