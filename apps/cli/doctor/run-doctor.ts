import { amount } from '#agents/orchestrator/report-words.ts';
import type { Cli } from '../command.ts';
import { paintStatus } from '../output/paint-status.ts';
import { printJson } from '../output/print-json.ts';
import type { Check } from './check.ts';
import { diagnose, type DoctorOptions } from './diagnose.ts';

/** Prints the diagnosis. Ends with 1 when a check failed. */
export async function runDoctor(cli: Cli, options: DoctorOptions): Promise<void> {
  const checks = await diagnose(cli, options);
  const status = worstOf(checks);
  if (options.json) printJson(cli.terminal, { status, checks });
  else print(cli, checks);
  if (status === 'fail') cli.setExitCode(1);
}

function worstOf(checks: readonly Check[]): Check['status'] {
  const has = (status: Check['status']) => checks.some((check) => check.status === status);
  return has('fail') ? 'fail' : has('warn') ? 'warn' : 'ok';
}

function print({ terminal }: Cli, checks: readonly Check[]): void {
  const colors = terminal.outColors;
  const idWidth = Math.max(...checks.map(({ id }) => id.length));
  const indent = ' '.repeat(idWidth + 8);
  for (const { id, status, message, remedy } of checks) {
    const [first = '', ...rest] = message.split('\n');
    const word = paintStatus(status, status.padEnd(4), colors);
    const lines = [...rest, ...(remedy === null ? [] : [`→ ${remedy}`])];
    terminal.out(`${word}  ${id.padEnd(idWidth)}  ${first}\n`);
    for (const line of lines) terminal.out(`${indent}${line.trim()}\n`);
  }
  terminal.out(`\n${summary(checks)}\n`);
}

function summary(checks: readonly Check[]): string {
  const count = (status: Check['status']) => checks.filter((check) => check.status === status).length;
  const [failed, warnings] = [count('fail'), count('warn')];
  if (failed > 0) return `${amount(failed, 'check')} failed, ${amount(warnings, 'warning')}.`;
  return warnings > 0 ? `No check failed: ${amount(warnings, 'warning')}.` : 'All is well.';
}
