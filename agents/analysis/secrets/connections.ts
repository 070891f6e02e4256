import { isPlaceholder, isWordForSecret } from './allow-list.ts';
import { entropyOf } from './entropy.ts';
import type { SecretPattern } from './patterns.ts';

const schemes =
  'postgres(?:ql)?|mysqlx?|mariadb|mongodb(?:\\+srv)?|rediss?|valkeys?|amqps?|smtps?|imaps?|ftps?|sftp|ssh|https?|wss?|ldaps?|mssql|sqlserver|clickhouse|cockroachdb|snowflake|oracle|couchbases?|couchdb|neo4j(?:\\+s)?|bolt|nats|kafka|mqtts?|socks5h?|git|svn|rsync|smb|s3|jdbc:\\w+';

/** Passwords inside URLs and connection strings, whatever they connect to. */
export const connectionPatterns: readonly SecretPattern[] = [
  {
    id: 'connection-string',
    kind: 'password in a URL',
    severity: 'high',
    hint: '://',
    pattern: new RegExp(
      String.raw`\b(?:${schemes})(?:\+\w+)?://[^\s:/@"'` +
        '`' +
        String.raw`<>$]*:([^\s/@"'` +
        '`' +
        String.raw`<>]{3,200})@(?!example\.(?:com|org|net)\b)[\w.[\]-]+`,
      'g',
    ),
    accepts: isUrlPassword,
  },
  {
    id: 'connection-string',
    kind: 'password in a connection string',
    severity: 'high',
    hint: '=',
    pattern: /(?:^|[;"'`]|\n)\s*(?:Password|Pwd)\s*=\s*([^;"'`\s]{4,100})(?=[;"'`\s]|$)/gi,
    accepts: (secret, line) =>
      /(server|host|data source|user id|uid|database|initial catalog)\s*=/i.test(line) &&
      isConnectionPassword(secret, line),
  },
  {
    id: 'connection-string',
    kind: 'password in a connection string',
    severity: 'high',
    hint: 'password=',
    pattern: /[?&;](?:password|passwd|pwd)=([^&;\s"'`<>]{4,100})/gi,
    accepts: (secret, line) => /:\/\/|jdbc:|user/i.test(line) && isConnectionPassword(secret, line),
  },
  {
    id: 'connection-string',
    kind: 'password in a connection string',
    severity: 'high',
    hint: 'password=',
    pattern: /(?<=["'`\s])password=([^\s"'`;&]{4,100})/gi,
    accepts: (secret, line) =>
      /\b(host|dbname|sslmode|user)=\S/i.test(line) &&
      // A comma behind it parts arguments of a call.
      !secret.endsWith(',') &&
      isConnectionPassword(secret, line),
  },
  {
    id: 'connection-string',
    kind: 'password in a connection string',
    severity: 'high',
    hint: '@',
    pattern: /(?<=["'`\s=])[\w.-]{2,}:([^\s:/@"'`]{4,100})@(?:tcp|unix)\(/g,
    accepts: isConnectionPassword,
  },
  {
    id: 'connection-string',
    kind: 'password in a connection string',
    severity: 'high',
    hint: 'jdbc:oracle',
    pattern: /jdbc:oracle:\w+:[\w.-]+\/([^\s@"'`]{4,100})@/g,
    accepts: isConnectionPassword,
  },
];

function isUrlPassword(password: string, line: string): boolean {
  if (/^[$%{:]|^(x|\.\.\.)$|\$\w|\{\w*\}|%[sdv]/.test(password)) return false;
  // Userinfo of the form `x-oauth-basic` says that the token stands before it.
  return isConnectionPassword(password, line) && !/^x-oauth-basic$|^(pw|p|key)$/i.test(password);
}

function isConnectionPassword(password: string, line: string): boolean {
  if (isPlaceholder(password) || isWordForSecret(password) || /^[$%{([]|[(){}]|\$\w/.test(password))
    return false;
  return !isWeakLocal(password, line);
}

/** `postgres:postgres@localhost` opens nothing that is not open already. */
function isWeakLocal(password: string, line: string): boolean {
  const isLocal =
    /@(tcp\()?(localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0|host\.docker\.internal|db|postgres|mysql|mariadb|redis|mongo|mongodb|rabbitmq|database)\b|(server|host|data source)\s*=\s*(localhost|127\.0\.0\.1|\.)|\/\/(localhost|127\.0\.0\.1)\b/i.test(
      line,
    );
  const user = /:\/\/([^:/@]+):/.exec(line)?.[1];
  if (password === user) return true;
  return isLocal && (entropyOf(password) < 3 || /pass|secret|admin|root|test|dev|guest/i.test(password));
}
