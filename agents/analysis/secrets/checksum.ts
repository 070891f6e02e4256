import { crc32 } from 'node:zlib';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const checksumChars = 6;

/**
 * Whether a token of 36 characters behind its prefix ends in the CRC-32 of those before, in base 62. GitHub says so of
 * its tokens (blog post "Behind GitHub's new authentication token formats", 2021), npm of its own. Chance does that once
 * in four thousand million times, so the token was issued.
 */
export function hasValidChecksum(token: string): boolean {
  const body = /^(?:gh[pousr]|npm)_([A-Za-z0-9]{36})$/.exec(token)?.[1];
  if (body === undefined) return false;
  const sum = crc32(body.slice(0, -checksumChars));
  return body.slice(-checksumChars) === inBase62(sum);
}

function inBase62(number: number): string {
  let text = '';
  for (let rest = number; rest > 0; rest = Math.floor(rest / digits.length))
    text = `${digits[rest % digits.length]}${text}`;
  return text.padStart(checksumChars, '0');
}
