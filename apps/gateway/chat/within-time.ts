import { createContext, runInContext } from 'node:vm';

const context = createContext({ work: undefined as (() => unknown) | undefined });

/**
 * What the work gives, or undefined when it takes longer: whoever writes a schema writes its regular expressions too, and
 * a few characters of those run for years and hold everybody up. Regular expressions are interrupted as well.
 * @param limitMs milliseconds
 */
export function withinTime<Result>(limitMs: number, work: () => Result): Result | undefined {
  context['work'] = work;
  try {
    return runInContext('work()', context, { timeout: limitMs }) as Result;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  } finally {
    context['work'] = undefined;
  }
}
