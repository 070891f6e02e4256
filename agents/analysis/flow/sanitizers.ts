import type { Purpose } from './value.ts';

/** A function that says by its name that it makes text harmless. Its author looked; a reviewer may trust that far. */
const named =
  /sanitiz|sanitis|(^|[a-z_])escape(?!d)|^escape|^quote(?!d)|^shell(Quote|Escape|Arg)|^purify|^validate|^ensure|^assert|^toSafe|^safe[A-Z]|^slugify$|^whitelist|^allowlist/;

const byPurpose: Partial<Record<Purpose, RegExp>> = {
  command: /^shell-quote\.|^shell-escape|^shlex\.|\.shellescape$/,
  sql: /^pg-format\b|^sqlstring\.|^mysql2?\.(escape|escapeId|format)$|\.(escapeId|escapeIdentifier|escapeLiteral)$|^kysely\.sql\.(ref|id|table)$/,
  nosql: /^global\.String$|\bObjectId(\(\)|\.createFromHexString)?$|\.toString$/,
  path: /(^|\.)basename$|^path\.extname$|^global\.encodeURIComponent$|^filenamify/,
  html: /^dompurify\b|^isomorphic-dompurify\b|^he\.|^entities\.|^xss\b|^global\.encodeURIComponent$|^global\.encodeURI$|^marked-xhtml|^global\.CSS\.escape$/i,
  url: /^global\.encodeURIComponent$/,
  redirect: /^global\.encodeURIComponent$/,
  ldap: /^ldap-escape\b|\.escapeFilter$|^ldapjs\.(parseDN|\w+Filter)$|^ldapts\.\w+Filter$/,
  xpath: /^xpath-escape\b/,
  size: /^global\.Math\.min$|^lodash\.clamp$|clamp$/,
  header: /^global\.encodeURIComponent$|^global\.encodeURI$/,
};

/** Calls whose result is no text an outsider wrote: numbers, booleans, hashes, ids. */
const harmlessGlobals =
  /^global\.(Number|parseInt|parseFloat|BigInt|Boolean|isNaN|isFinite|Date|Math|Symbol)(\.|$)|^global\.Number\.|^crypto\.|^global\.crypto\.|^uuid\b|^nanoid\b/;
const harmlessMethods =
  /^(indexOf|lastIndexOf|search|includes|startsWith|endsWith|test|has|every|some|localeCompare|charCodeAt|codePointAt|getTime|valueOf|toFixed|toISOString|hasOwnProperty|digest|findIndex)$/;

/** Whether a call's result carries nothing dangerous for the purpose, whatever goes in. */
export function isHarmlessCall(purpose: Purpose, name: string | undefined, method: string): boolean {
  if (purpose === 'size') return name !== undefined && byPurpose.size?.test(name) === true;
  if (harmlessMethods.test(method)) return true;
  if (name !== undefined && (harmlessGlobals.test(name) || byPurpose[purpose]?.test(name) === true))
    return true;
  if (purpose === 'nosql' && method === 'toString') return true;
  return named.test(method);
}

/** Replacing everything outside a list of characters. */
const keepsOnlyListed = /^(\[\^[^\]]+\][+*]?|\\[WD]\+?)$/;
/** A list that keeps what leads out of a folder, or everything, keeps too much. */
const keepsTooMuch = /\.\\?\/|\\s\\S|\\S/;

const replacedCharacters: Partial<Record<Purpose, RegExp>> = {
  html: /</,
  sql: /^['"`]$/,
  regex: /^(?=.*\\\$)(?=.*\*)/,
};

/** Whether replacing a pattern everywhere takes away what is dangerous for the purpose. */
export function isHarmlessReplace(purpose: Purpose, pattern: string, flags: string): boolean {
  if (!flags.includes('g')) return false;
  if (keepsOnlyListed.test(pattern) && !keepsTooMuch.test(pattern)) return true;
  return replacedCharacters[purpose]?.test(pattern) ?? false;
}
