import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export type ServerName = 'hub' | 'worker' | 'gateway';

/**
 * @param output file descriptor of its standard output and error; those of this process when absent.
 */
export function forkServer(
  name: ServerName,
  environment: NodeJS.ProcessEnv,
  output: number | undefined,
): ChildProcess {
  return fork(join(import.meta.dirname, '../..', name, 'main.ts'), {
    env: environment,
    // Of its own group: Ctrl-C in the terminal reaches the parent only, which stops the children in order.
    detached: true,
    stdio: ['ignore', output ?? 'inherit', output ?? 'inherit', 'ipc'],
    execArgv: [],
  });
}
