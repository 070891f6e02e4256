import type { Proof } from '#bots/contract.ts';

export const ok = (id: string, message: string): Proof => ({ id, status: 'ok', message, remedy: null });

/** The connection works, but a person should know. */
export const warn = (id: string, message: string, remedy: string): Proof => ({
  id,
  status: 'warn',
  message,
  remedy,
});

export const fail = (id: string, message: string, remedy: string): Proof => ({
  id,
  status: 'fail',
  message,
  remedy,
});
