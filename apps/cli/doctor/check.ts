/** One line of the diagnosis. */
export interface Check {
  readonly id: string;
  readonly status: 'ok' | 'warn' | 'fail';
  /** What was found. */
  readonly message: string;
  /** What to do about it; null when all is well. */
  readonly remedy: string | null;
}

export const ok = (id: string, message: string): Check => ({ id, status: 'ok', message, remedy: null });

/** Nothing is broken, but a person should know. */
export const warn = (id: string, message: string, remedy: string): Check => ({
  id,
  status: 'warn',
  message,
  remedy,
});

/** AMAS does not work like that. */
export const fail = (id: string, message: string, remedy: string): Check => ({
  id,
  status: 'fail',
  message,
  remedy,
});
