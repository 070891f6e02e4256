import { isPlaceholder } from './allow-list.ts';
import { entropyOf } from './entropy.ts';
import type { SecretPattern } from './patterns.ts';

/** Secrets that their surroundings give away: keys between markers, credentials inside URLs and headers. */
export const shapePatterns: readonly SecretPattern[] = [
  {
    id: 'private-key',
    kind: 'private key',
    severity: 'critical',
    pattern:
      /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\\[rn]|[\s"'+,>|])*(?:(?:Proc-Type|DEK-Info|Version|Comment)[^\n]*\s+)*((?:[A-Za-z0-9+/=]|\\[rn]|[\s"'+,]){64,})/g,
    accepts: (secret) => secret.replace(/\\[rn]|[\s"'+,]/g, '').length >= 64 && entropyOf(secret) > 4,
  },
  {
    id: 'jwt',
    kind: 'JSON Web Token',
    severity: 'high',
    pattern: /(?<![\w-])(eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,})(?![\w-])/g,
    accepts: isLiveToken,
  },
  {
    id: 'connection-string',
    kind: 'password in a URL',
    severity: 'high',
    pattern:
      /\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|smtps?|ftps?|sftp|https?|ldaps?|mssql|sqlserver|clickhouse|nats|kafka|git)(?:\+\w+)?:\/\/[^\s:/@"'`<>$]*:([^\s/@"'`<>]{3,200})@[\w.[\]-]+/g,
    accepts: isUrlPassword,
  },
  {
    id: 'connection-string',
    kind: 'password in a connection string',
    severity: 'high',
    pattern: /(?:^|[;"'])\s*(?:Password|Pwd)\s*=\s*([^;"'\s]{4,100})(?=[;"'])/gi,
    accepts: (secret, line) =>
      /(server|host|data source|user id|uid|database)\s*=/i.test(line) && !isWeakLocal(secret, line),
  },
  {
    id: 'authorization-header',
    kind: 'credential in a header',
    severity: 'high',
    pattern:
      /\b(?:authorization["']?\s*[:=,]\s*["'`]?\s*)?(?:Bearer|Basic)\s+([A-Za-z0-9+/_.=-]{20,})(?=["'`\s\\]|$)/g,
    accepts: (secret, line) =>
      /authorization|-H\s|header/i.test(line) && /\d/.test(secret) && entropyOf(secret) >= 3.5,
  },
  {
    id: 'curl-password',
    kind: 'password on a command line',
    severity: 'high',
    pattern: /\bcurl\b[^\n]*?\s(?:-u|--user)[ =]["']?[\w.@-]+:([^\s"'$]{6,})/g,
  },
  {
    id: 'npm-token',
    kind: 'registry token',
    severity: 'high',
    pattern: /:_(?:authToken|password|auth)\s*=\s*["']?([A-Za-z0-9+/=_-]{16,})/g,
  },
  {
    id: 'aws-secret-key',
    kind: 'AWS secret key',
    severity: 'critical',
    pattern:
      /aws.{0,20}?(?:secret|access).{0,20}?(?:key)?["']?\s*(?:[:=]|=>)\s*["']?([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])/gi,
    accepts: (secret) =>
      /[A-Z]/.test(secret) && /[a-z]/.test(secret) && /\d/.test(secret) && entropyOf(secret) > 4,
  },
];

interface Claims {
  readonly sub?: unknown;
  readonly role?: unknown;
}

/** Not the token of jwt.io, and not one that a page is meant to show. */
function isLiveToken(token: string): boolean {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
    const claims = JSON.parse(payload) as Claims;
    return claims.sub !== '1234567890' && claims.role !== 'anon' && claims.role !== 'public';
  } catch {
    return false;
  }
}

function isUrlPassword(password: string, line: string): boolean {
  if (isPlaceholder(password) || /^[$%{:]|^(x|\.\.\.)$|\$\w|\{\w*\}/.test(password)) return false;
  return (
    !isWeakLocal(password, line) &&
    !/^(user(name)?|pass(word|wd)?|pwd|secret|token|key|pw|p)$/i.test(password)
  );
}

/** `postgres:postgres@localhost` opens nothing that is not open already. */
function isWeakLocal(password: string, line: string): boolean {
  const isLocal =
    /@(localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0|host\.docker\.internal|db|postgres|mysql|redis|mongo|rabbitmq|database)\b|(server|host)\s*=\s*(localhost|127\.0\.0\.1|\.)/i.test(
      line,
    );
  const user = /:\/\/([^:/@]+):/.exec(line)?.[1];
  return (
    isLocal &&
    (password === user || entropyOf(password) < 3 || /pass|secret|admin|root|test|dev|guest/i.test(password))
  );
}
