import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const cookieName = 'amas_setup';
const lifetimeSeconds = 3_600;

/** The browser's cookie as grants hold it; undefined when it brought none. */
export function browserOf(request: IncomingMessage): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  const value = pairs.find(([name]) => name === cookieName)?.[1];
  return value !== undefined && /^[\w-]{32}$/.test(value) ? digest(value) : undefined;
}

/** Gives the browser a cookie and returns how grants hold it. It comes along when the platform sends the browser back. */
export function nameBrowser(response: ServerResponse, origin: string): string {
  const value = randomBytes(24).toString('base64url');
  const secure = origin.startsWith('https:') ? '; Secure' : '';
  response.setHeader(
    'set-cookie',
    `${cookieName}=${value}; Path=/setup; Max-Age=${lifetimeSeconds}; HttpOnly; SameSite=Lax${secure}`,
  );
  return digest(value);
}

const digest = (value: string): string => createHash('sha256').update(value).digest('base64url');
