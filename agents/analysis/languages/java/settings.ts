import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import type { Match } from '../../rules/define-rule.ts';
import { isConstantBytes } from '../shared/constant-bytes.ts';
import {
  brokenHash,
  callCheck,
  dangerousCall,
  loggedSecret,
  predictable,
  secretComparisons,
} from '../shared/settings.ts';

export const settings: readonly Check[] = [
  brokenHash(
    /^MessageDigest\.getInstance$|^DigestUtils\.(md5\w*|sha1?\w*|getMd5Digest|getSha1Digest)$|^Hashing\.(md5|sha1)$/,
    (call, file) =>
      call.method === 'getInstance'
        ? file.textOf(file.argument(call.call, 0))
        : /^(?:get)?(md5|sha1|sha(?=Hex|$))/i.exec(call.method)?.[1],
  ),
  callCheck('weak-hash', /^Mac\.getInstance$/, (call, file) => {
    const name = file.textOf(file.argument(call.call, 0)) ?? '';
    return /^Hmac(MD5|SHA1)$/i.test(name) ? { sink: 'Mac', source: name } : undefined;
  }),
  callCheck('weak-crypto', /^(Cipher|KeyGenerator|SecretKeyFactory)\.getInstance$/, (call, file) =>
    cipherFault(call, file),
  ),
  callCheck(
    'weak-crypto',
    /^(IvParameterSpec|GCMParameterSpec|PBEKeySpec|PBEParameterSpec)$/,
    (call, file) => {
      const at = call.name === 'IvParameterSpec' ? 0 : 1;
      const rounds = call.name === 'PBEKeySpec' ? file.numberOf(file.argument(call.call, 2)) : undefined;
      if (rounds !== undefined && rounds < 100_000)
        return { source: `${rounds} rounds`, cwe: 'CWE-916', severity: 'medium' };
      return isConstantBytes(file.argument(call.call, at), file)
        ? { source: at === 0 ? 'a constant IV' : 'a constant IV or salt', cwe: 'CWE-329' }
        : undefined;
    },
  ),
  callCheck('weak-crypto', /^SecretKeySpec$/, (call, file) => {
    if (isConstantBytes(file.argument(call.call, 0), file))
      return { source: 'a key written in the code', cwe: 'CWE-321' };
    return /^(DES|DESede|RC4|ARCFOUR|Blowfish)$/i.test(file.textOf(file.argument(call.call, 1)) ?? '')
      ? { source: 'a broken cipher' }
      : undefined;
  }),
  callCheck(
    'weak-crypto',
    /(KeyPairGenerator#|KeyPairGenerator\.getInstance\(\))\.initialize$/,
    (call, file) => {
      const bits = file.numberOf(file.argument(call.call, 0));
      const isCurve = /getInstance\("EC/.test(file.flow.index.enclosing(call.node)?.node.text ?? '');
      return bits !== undefined && bits < 2048 && !isCurve
        ? { source: `a key of ${bits} bits`, cwe: 'CWE-326' }
        : undefined;
    },
  ),
  callCheck('weak-crypto', /^SSLContext\.getInstance$/, (call, file) =>
    /^(SSL|SSLv2|SSLv3|TLSv1|TLSv1\.1)$/.test(file.textOf(file.argument(call.call, 0)) ?? '')
      ? { source: 'an outdated protocol', cwe: 'CWE-326', severity: 'medium' }
      : undefined,
  ),
  callCheck('weak-crypto', /^BCryptPasswordEncoder$|^BCrypt\.gensalt$/, (call, file) => {
    const rounds = file.numberOf(file.argument(call.call, 0));
    return rounds !== undefined && rounds > 0 && rounds < 10
      ? { source: `cost ${rounds}`, cwe: 'CWE-916', severity: 'medium' }
      : undefined;
  }),
  dangerousCall('weak-crypto', /^NoOpPasswordEncoder\.getInstance$/, {
    source: 'passwords kept as they are',
    cwe: 'CWE-256',
  }),
  predictable(
    /^(Random#|Random|ThreadLocalRandom\.current\(\)|RandomStringUtils|Math)\.(next\w+|random\w*|ints)$/,
  ),
  { kind: 'file', rule: 'security/tls-verification-off', find: trustEverything },
  dangerousCall(
    'tls-verification-off',
    /^NoopHostnameVerifier$|^(TrustAllStrategy|TrustSelfSignedStrategy|AllowAllHostnameVerifier)$/,
  ),
  dangerousCall(
    'jwt',
    /^(Jwts\.parser\(\)|Jwts\.parserBuilder\(\)(\.\w+\(\))*|JwtParser#)\.(parse|parseClaimsJwt|parsePlaintextJwt|unsecured|parseUnsecuredClaims)$/,
    { source: 'tokens without a signature are accepted', severity: 'critical' },
  ),
  dangerousCall('jwt', /^Algorithm\.none$/, { source: 'tokens without a signature', severity: 'critical' }),
  callCheck('jwt', /^JWT\.decode$/, (_, file) =>
    /\.verify\(|JWTVerifier|JWT\.require/.test(file.text)
      ? undefined
      : { source: 'claims are read without checking the signature' },
  ),
  callCheck('jwt', /\.signWith$|^Algorithm\.HMAC\d+$|^Keys\.hmacShaKeyFor$/, (call, file) =>
    call.call.arguments.some(({ value }) => isConstantBytes(value, file))
      ? { source: 'signed with a secret that is written in the code', cwe: 'CWE-798' }
      : undefined,
  ),
  callCheck('cookie-flags', /\.(setSecure|setHttpOnly)$/, (call, file) =>
    file.isFalse(file.argument(call.call, 0))
      ? {
          sink: `\`${call.receiver?.node.text ?? ''}\``,
          source: `lacks ${call.method === 'setSecure' ? 'secure' : 'httpOnly'}`,
        }
      : undefined,
  ),
  callCheck('cookie-flags', /\.(secure|httpOnly)$/, (call, file) =>
    /ResponseCookie/.test(call.name) && file.isFalse(file.argument(call.call, 0))
      ? { sink: '`ResponseCookie`', source: `lacks ${call.method}` }
      : undefined,
  ),
  { kind: 'file', rule: 'security/cookie-flags', find: openCookies },
  callCheck('csrf-protection-off', /\.disable$/, (call) =>
    call.name.endsWith('csrf().disable') ? { source: 'csrf().disable()' } : undefined,
  ),
  { kind: 'file', rule: 'security/csrf-protection-off', find: disabledCsrf },
  callCheck('authorisation-off', /\.permitAll$/, (call) =>
    call.name.endsWith('anyRequest().permitAll') ||
    /(antMatchers|requestMatchers|mvcMatchers)\("\/\*\*"\)\s*\.permitAll/.test(call.node.text)
      ? { source: 'permitAll()' }
      : undefined,
  ),
  callCheck(
    'cors',
    /\.(allowedOrigins|allowedOriginPatterns|addAllowedOrigin|setAllowedOrigins|addAllowedOriginPattern)$/,
    (call, file) => {
      const isAny = call.call.arguments.some(
        ({ value }) => file.textOf(value) === '*' || /"\*"/.test(value.node.text),
      );
      return isAny && /allowCredentials\(true\)|setAllowCredentials\(true\)/.test(file.text)
        ? { source: 'every origin is allowed, with credentials' }
        : undefined;
    },
  ),
  callCheck('cors', /\.(setHeader|addHeader)$/, (call, file) => {
    const value = file.argument(call.call, 1);
    if (
      !/^access-control-allow-origin$/i.test(file.textOf(file.argument(call.call, 0)) ?? '') ||
      value === undefined
    )
      return undefined;
    return file.valueOf(value, 'header').origin?.kind === 'request'
      ? { source: 'the caller’s origin is allowed as it came' }
      : undefined;
  }),
  { kind: 'file', rule: 'security/xxe', find: openParsers },
  callCheck('timing-unsafe-compare', /^Arrays\.equals$|\.equals$/, (call) => {
    const sides = [
      ...(call.receiver === undefined ? [] : [call.receiver.node.text]),
      ...call.call.arguments.map(({ value }) => value.node.text),
    ];
    const digest = sides.find(
      (side) =>
        /^(\w*\.)?\w*(signature|hmac|digest|computedHash|expectedMac|apiKey)\w*$/i.test(side) &&
        !/algorithm|length|type|name|header$/i.test(side),
    );
    const isLiteral = sides.some((side) => /^("|null|[A-Z_]+$)/.test(side));
    return digest === undefined || isLiteral || call.receiver?.node.text === 'MessageDigest'
      ? undefined
      : { sink: call.method, source: digest };
  }),
  {
    kind: 'file',
    rule: 'security/timing-unsafe-compare',
    find: function* find(file): Generator<Match> {
      yield* secretComparisons(file, ['binary_expression']);
    },
  },
  loggedSecret(
    /^(Logger#|LOG|LOGGER|log|logger|Log)\.(trace|debug|info|warn|error|fatal|fine|severe|warning|log|d|i|e|w|v)$|^System\.(out|err)\.print(ln|f)?$/,
  ),
];

function cipherFault(call: CodeCall, file: CodeFile): Partial<Match> | undefined {
  const name = file.textOf(file.argument(call.call, 0)) ?? '';
  if (/^(DES|DESede|TripleDES|RC2|RC4|ARCFOUR|Blowfish|PBEWithMD5AndDES)(\/|$)/i.test(name))
    return { source: name.split('/', 1)[0] ?? name };
  if (/^PBKDF2WithHmacSHA1$/i.test(name) || !call.name.startsWith('Cipher')) return undefined;
  return /^AES$|\/ECB\//i.test(name) ? { source: 'ECB mode' } : undefined;
}

/** A trust manager or verifier with nothing in it. */
function* trustEverything(file: CodeFile): Generator<Match> {
  for (const fn of file.functions()) {
    const body = fn.body?.text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '').replace(/\s+/g, '') ?? '';
    const isOpen =
      fn.name === 'checkServerTrusted'
        ? body === '{}' || body === '{return;}'
        : fn.name === 'verify' && body === '{returntrue;}';
    if (isOpen) yield { node: fn.node, sink: fn.name, identity: `${fn.name} in ${file.path}` };
  }
  yield* openVerifiers(file);
}

function* openVerifiers(file: CodeFile): Generator<Match> {
  for (const call of file.calls()) {
    const verifier = call.method.endsWith('HostnameVerifier')
      ? call.call.arguments[0]?.value.node.text
      : undefined;
    if (verifier !== undefined && /->\s*true\s*$/.test(verifier))
      yield { node: call.node, sink: call.method };
  }
}

/** Cookies for sessions whose flags nobody sets. */
function* openCookies(file: CodeFile): Generator<Match> {
  for (const call of file.calls()) {
    if (call.name !== 'Cookie' || !call.call.construction) continue;
    const name = file.textOf(file.argument(call.call, 0)) ?? '';
    const around = file.flow.index.enclosing(call.node)?.node.text ?? '';
    if (!/sess|auth|token|remember|login|jwt|sid$/i.test(name) || /setMaxAge\(0\)/.test(around)) continue;
    const lost = ['setSecure', 'setHttpOnly']
      .filter((setter) => !around.includes(setter))
      .map((setter) => (setter === 'setSecure' ? 'secure' : 'httpOnly'));
    if (lost.length > 0)
      yield { node: call.node, sink: `\`${name}\``, source: `lacks ${lost.join(' and ')}` };
  }
}

/** `http.csrf(csrf -> csrf.disable())`, `AbstractHttpConfigurer::disable` */
function* disabledCsrf(file: CodeFile): Generator<Match> {
  for (const call of file.calls()) {
    if (call.method === 'csrf' && /Configurer::disable/.test(call.call.arguments[0]?.value.node.text ?? ''))
      yield { node: call.node, source: 'csrf(AbstractHttpConfigurer::disable)', identity: 'csrf disable' };
    if (call.method === 'disable' && call.receiver?.node.text === 'csrf')
      yield { node: call.node, source: 'csrf.disable()' };
  }
}

const factories =
  /^(DocumentBuilderFactory|SAXParserFactory|XMLInputFactory|TransformerFactory|SchemaFactory|XMLReaderFactory)\.(newInstance|newFactory|newDefaultInstance|createXMLReader)$|^(SAXReader|SAXBuilder)$/;
const guarding =
  /disallow-doctype-decl|external-general-entities|FEATURE_SECURE_PROCESSING|SUPPORT_DTD|IS_SUPPORTING_EXTERNAL_ENTITIES|ACCESS_EXTERNAL_|setExpandEntityReferences\(false\)|supportDTD/i;

/** A parser that is made and used without switching off documents' own definitions. */
function* openParsers(file: CodeFile): Generator<Match> {
  for (const call of file.calls()) {
    if (!factories.test(call.name)) continue;
    const around = file.flow.index.enclosing(call.node)?.node.text ?? file.text;
    const parses =
      /\.(parse|read|build|createXMLStreamReader|createXMLEventReader|newTransformer|newSchema|transform)\(/.test(
        around,
      );
    if (parses && !guarding.test(around))
      yield {
        node: call.node,
        sink: call.call.callee.node.text,
        source: 'DTD and external entities are on',
        confidence: 0.7,
      };
  }
}
