import type { Severity } from '#agents/contract.ts';

/** What a check is about, told by the words of its condition or by the name of the function that does it. */
export interface GuardKind {
  readonly what: string;
  readonly cwe: string;
  readonly severity: Severity;
  readonly pattern: RegExp;
  /** In added lines: something of the kind takes its place. */
  readonly instead: RegExp;
  /** Only a refusal counts (an error, a status of 4xx): leaving early may have other reasons. */
  readonly needsRefusal: boolean;
}

const anyCheck = String.raw`\b(assert|ensure|check|guard|verify|validate|require|authori[sz]e|enforce|parse|safeParse|refuse|reject)\w*\(`;
const instead = (words: string) => new RegExp(`${anyCheck}|${words}`, 'i');

/** The first that fits tells what is lost. */
export const guardKinds: readonly GuardKind[] = [
  {
    what: 'the refusal of keys that reach the prototype',
    cwe: 'CWE-1321',
    severity: 'high',
    pattern: /__proto__|['"]prototype['"]|isPrototypePolluted|isSafeKey|isUnsafeKey/,
    instead: instead(String.raw`__proto__|forbidden|unsafe|hasOwn|new Map\b|Object\.create\(null|\.has\(`),
    needsRefusal: false,
  },
  {
    what: 'the check of a signature',
    cwe: 'CWE-347',
    severity: 'high',
    pattern: /signature|\bhmac\b|timingSafeEqual|\bverif(y|ied)\w*(Sig|Hmac|Mac|Webhook|Token|Jwt|Digest)/i,
    instead: instead('signature|hmac|timingSafeEqual|verif'),
    needsRefusal: false,
  },
  {
    what: 'the check against forged requests',
    cwe: 'CWE-352',
    severity: 'high',
    pattern: /csrf|xsrf|\bnonce\b|\bstate\b[^;]*(session|cookie)|(session|cookie)[^;]*\bstate\b/i,
    instead: instead('csrf|xsrf|nonce|state'),
    needsRefusal: false,
  },
  {
    what: 'the check of who may do this',
    cwe: 'CWE-862',
    severity: 'high',
    pattern:
      /\b(is|has|can|may|check|require|ensure|assert|authori[sz]e|authenticate|verify|get)?(Auth(enticated|ori[sz]ed|ori[sz]ation)?|Admin\w*|Owner\w*|Owns|Permissions?|Permitted|Roles?|Access|LoggedIn|SignedIn|Member|Moderator|Superuser|CurrentUser|Session)\b(?!s?\.(length|size))|\b(can|may)(?!cel)[A-Z]\w*\(|\.(role|roles|permissions?|scopes?|ownerId|isAdmin|tenantId|authorId|createdBy)\b|\b(auth|getSession|getServerSession|getUser|currentUser)\(|\b(req|request|ctx|context|locals|session|event\.locals)\??\.(user|session|auth)\b|\bsession\b|\bunauthori[sz]ed\b|\.can(not)?\(/i,
    instead: instead(
      'auth|session|permission|role|owner|guard|access|allowed|admin|middleware|preHandler|protected|policy|user',
    ),
    needsRefusal: false,
  },
  {
    what: 'the check that a path stays inside its folder',
    cwe: 'CWE-22',
    severity: 'high',
    pattern:
      /\.startsWith\([^;]*\b(sep|root|base\w*|dir|directory|folder|prefix|public\w*|upload\w*)\b|isAbsolute\(|\brelative\b[^;]*\.\.|['"]\.\.(\/|\\\\)?['"]|isSub(Path|dir)|isInside|isWithin|isPathSafe|isSafePath|\\0/i,
    instead: instead('startsWith|relative|isAbsolute|inside|within|safe|basename|sanit|realpath|root:'),
    needsRefusal: false,
  },
  {
    what: 'the check of the address',
    cwe: 'CWE-918',
    severity: 'high',
    pattern:
      /\.(hostname|host|origin|protocol)\b|\b(allowed|trusted|known|blocked|denied|private|internal)_?(hosts?|origins?|domains?|address\w*|ips?|protocols?|schemes?|urls?|redirects?)\b|\bis_?(private|loopback|internal|local|safe|allowed|trusted|valid|relative)_?(address|ip|host\w*|url|redirect|origin|domain|uri)\b/i,
    instead: instead('host|origin|protocol|allow|trusted|private|safe|dispatcher|agent|redirect'),
    needsRefusal: false,
  },
  {
    what: 'the check of a length or a limit',
    cwe: 'CWE-1284',
    severity: 'medium',
    pattern:
      /(?<!=)[<>](?!\w+>)=?[^;]*\b\w*(length|size|max|limit|bytes|depth|offset|remaining|capacity|quota|attempts?|count)\w*\b|\b\w*(length|size|max|limit|bytes|depth|offset|remaining|capacity|quota|attempts?|count)\w*\b[^;]*(?<!=)[<>]/i,
    instead: instead(String.raw`\s[<>]=?\s|Math\.(min|max)|clamp|limit|max[A-Z_]|\.max\(`),
    needsRefusal: true,
  },
  {
    what: 'the validation of a value',
    cwe: 'CWE-20',
    severity: 'medium',
    pattern:
      /\.(test|has|includes|match)\(|\bis_?(Valid|Safe|Allowed|Supported|Known|Uuid|Email|Alphanumeric)\w*\(|\bvalidate\w*\(|Number\.isInteger|Number\.isSafeInteger|\bisNaN\(|Object\.hasOwn|typeof [^;]*!==/i,
    instead: instead(
      String.raw`\.test\(|\.has\(|\.includes\(|valid|is[A-Z]\w*\(|hasOwn|typeof|enum|literal|in\s|===|Map\b`,
    ),
    needsRefusal: true,
  },
];

export function guardKindOf(text: string): GuardKind | undefined {
  return guardKinds.find(({ pattern }) => pattern.test(text));
}
