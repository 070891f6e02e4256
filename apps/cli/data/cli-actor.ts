import { userInfo } from 'node:os';

/** Who uses the command line, for the audit log. A user without an entry in the password file has a number only. */
export function cliActor(): string {
  try {
    return `cli:${userInfo().username}`;
  } catch {
    return `cli:${process.getuid?.() ?? 'unknown'}`;
  }
}
