import { isPlaceholder, isWordForSecret } from './allow-list.ts';
import type { SecretPattern } from './patterns.ts';

const passed = (kind: string, hint: string, pattern: RegExp): SecretPattern => ({
  id: 'command-line-password',
  kind,
  severity: 'high',
  hint,
  pattern,
  accepts: isPassed,
});

/** Passwords that commands and calls are given as they stand. */
export const commandLinePatterns: readonly SecretPattern[] = [
  {
    ...passed(
      'password on a command line',
      'curl',
      /\bcurl\b[^\n]*?\s(?:-u|--user|--proxy-user|-U)[ =]?["']?[\w.@+-]+:([^\s"'$]{4,})/g,
    ),
    id: 'curl-password',
  },
  passed('password on a command line', 'sshpass', /\bsshpass\s+-p\s*["']?([^\s"']{4,})/g),
  passed(
    'password on a command line',
    'mysql',
    /\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^\n|;]*?\s-p["']?([^\s"'$-][^\s"']{3,})/g,
  ),
  passed(
    'password on a command line',
    'login',
    /\b(?:docker|podman|helm registry|oras|az|az acr|npm|cf|ibmcloud)\s+login\b[^\n]*?\s(?:-p|--password)[ =]["']?([^\s"'$-][^\s"']{3,})/g,
  ),
  passed(
    'password on a command line',
    'redis-cli',
    /\bredis-cli\b[^\n|;]*?\s(?:-a|--pass)[ =]["']?([^\s"']{4,})/g,
  ),
  passed(
    'password on a command line',
    '--',
    /\s--(?:db-|admin-|http-|proxy-|ftp-|root-)?(?:password|passwd|passphrase|token|api-?key|secret|client-secret)(?:=|\s+)["']?([^\s"'$<-][^\s"'<>]{5,})(?=["'\s\\]|$)/g,
  ),
  passed(
    'password on a command line',
    'pgpassword',
    /\b(?:PGPASSWORD|MYSQL_PWD|RESTIC_PASSWORD|SSHPASS)=["']?([^\s"']{4,})/g,
  ),
  passed(
    'password on a command line',
    'wget',
    /\bwget\b[^\n]*?\s--(?:http-|ftp-|proxy-)?password[ =]["']?([^\s"'$]{4,})/g,
  ),
  passed('password on a command line', 'net', /\bnet\s+use\s[^\n]*?\/user:\S+\s+([^\s"'$/]{4,})/gi),
  passed(
    'password on a command line',
    'chpasswd',
    /\becho\s+["']?[\w.-]+:([^\s"'$]{4,})["']?\s*\|\s*(?:sudo\s+)?chpasswd/g,
  ),
  passed(
    'password on a command line',
    '--from-literal',
    /--from-literal[= ]["']?[\w.-]*(?:pass(?:word|wd)?|secret|token|key)[\w.-]*=([^\s"'$]{4,})/gi,
  ),
  passed(
    'password on a command line',
    'securestring',
    /ConvertTo-SecureString\s+(?:-String\s+)?["']([^"'\n$]{4,})["']/gi,
  ),
  passed('password in a configuration', 're', /^\s*(?:requirepass|masterauth)\s+["']?([^\s"'$]{4,})/gm),
  passed(
    'signing secret in a call',
    'jwt',
    /\b(?:jwt|JWT|jsonwebtoken)\.(?:sign|verify|encode|decode)\([^\n"'\x60]{1,120}?,[ \t]*["']([^"'\n]{10,})["']/g,
  ),
  passed(
    'password in SQL',
    ' ',
    /(?<!['"[])\b(?:IDENTIFIED(?: WITH \w+)? BY|(?:ENCRYPTED )?PASSWORD\s*=?)\s*'([^'\n]{5,})'/gi,
  ),
  passed(
    'password in a call',
    'auth',
    /\bauth\s*[=:]\s*[([]\s*["'][^"'\n]{1,60}["']\s*,\s*["']([^"'\n]{5,})["']/g,
  ),
  passed(
    'password in a call',
    '(',
    /\b(?:HTTPBasicAuth|HTTPDigestAuth|HttpBasicAuth|NetworkCredential|UsernamePasswordCredentials|BasicAWSCredentials|AwsBasicCredentials\.create|PasswordAuthentication|Credentials\.basic|[sS]etBasicAuth|basic_auth|basicAuth|BasicAuth|httpBasic|http_basic_authenticate_with|PlainAuth)\(\s*(?:["'][^"'\n]*["']\s*,\s*)?["'][^"'\n]{1,80}["']\s*,\s*["']([^"'\n]{5,})["']/g,
  ),
  passed(
    'password in a call',
    'getconnection',
    /\bgetConnection\(\s*[^,\n]{1,200},\s*["'][^"'\n]{1,60}["']\s*,\s*["']([^"'\n]{5,})["']/g,
  ),
  passed('password in a call', 'login(', /\.login\(\s*["'][^"'\n]{1,60}["']\s*,\s*["']([^"'\n]{5,})["']/g),
];

/** A password has a digit or a mark in it; a bare word is a word. */
function isPassed(secret: string): boolean {
  if (isPlaceholder(secret) || isWordForSecret(secret) || /^[$%{([<@]|\$\(|\$\{|^-|^\w+=./.test(secret))
    return false;
  return /\d|[^\w.-]/.test(secret) && /[A-Za-z]/.test(secret) && !/^(https?:|\/|\.\/)/.test(secret);
}
