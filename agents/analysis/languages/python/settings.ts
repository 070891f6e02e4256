import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import type { Match } from '../../rules/define-rule.ts';
import { isConstantBytes } from '../shared/constant-bytes.ts';
import {
  brokenHash,
  callCheck,
  dangerousCall,
  dangerousOption,
  loggedSecret,
  optionCheck,
  predictable,
  secretComparisons,
} from '../shared/settings.ts';

/** Hashes for passwords by name of the function; the fewest rounds that hold. */
const minRounds = 100_000;

export const settings: readonly Check[] = [
  brokenHash(
    /^hashlib\.(md5|sha1|new)$|^Crypto(dome)?\.Hash\.(MD5|MD4|MD2|SHA1?)\.new$|^cryptography\.hazmat\.primitives\.hashes\.(MD5|SHA1)$|^hashes\.(MD5|SHA1)$|^(MD5|SHA1?|md5)\.new$/,
    (call, file) => {
      if (file.isFalse(file.argument(call.call, 'usedforsecurity'))) return undefined;
      if (call.method !== 'new') return call.method;
      return file.textOf(file.argument(call.call, 0, 'name')) ?? /\.(\w+)\.new$/.exec(call.name)?.[1];
    },
  ),
  callCheck('weak-hash', /^hmac\.(new|digest|HMAC)$/, (call, file) => {
    const digest = file.argument(call.call, 2, 'digestmod', 'digest');
    const named = file.textOf(digest) ?? digest?.node.text ?? '';
    return /md5|sha1$/i.test(named) ? { sink: 'hmac', source: named } : undefined;
  }),
  callCheck('weak-hash', /^hashlib\.(sha256|sha512|sha224|sha384)$|^hashlib\.sha3_\w+$/, (call) => {
    const hashed = call.call.arguments[0]?.value.node.text ?? '';
    return /passw(or)?d|passwd|\bpwd\b/i.test(hashed)
      ? { sink: call.method, source: 'A fast hash', cwe: 'CWE-916', severity: 'medium' }
      : undefined;
  }),
  callCheck('weak-crypto', /^hashlib\.pbkdf2_hmac$|(^|\.)PBKDF2(HMAC)?$/, (call, file) => {
    const rounds = file.numberOf(file.argument(call.call, 'iterations', 'count', 3));
    if (rounds !== undefined && rounds < minRounds)
      return { source: `${rounds} rounds`, cwe: 'CWE-916', severity: 'medium' };
    const salt = file.argument(call.call, 'salt', call.method === 'pbkdf2_hmac' ? 2 : 1);
    return isConstantBytes(salt, file)
      ? { source: 'a constant salt', cwe: 'CWE-760', severity: 'medium' }
      : undefined;
  }),
  callCheck('weak-crypto', /^(hashlib\.scrypt|bcrypt\.hashpw|crypt\.crypt)$/, (call, file) => {
    const salt = file.argument(call.call, 'salt', 1);
    return isConstantBytes(salt, file)
      ? { source: 'a constant salt', cwe: 'CWE-760', severity: 'medium' }
      : undefined;
  }),
  callCheck('weak-crypto', /^bcrypt\.gensalt$/, (call, file) => {
    const rounds = file.numberOf(file.argument(call.call, 0, 'rounds'));
    return rounds !== undefined && rounds < 10
      ? { source: `cost ${rounds}`, cwe: 'CWE-916', severity: 'medium' }
      : undefined;
  }),
  callCheck(
    'weak-crypto',
    /(^|\.)(DES3?|ARC[24]|Blowfish|CAST|XOR|IDEA)\.new$|(^|\.)(algorithms|decrepit\.\w+\.algorithms)\.(ARC4|Blowfish|IDEA|CAST5|TripleDES|SEED)$|^(pyDes\.)?(des|triple_des)$/,
    (call) => ({
      source: /(\w+)(\.new)?$/.exec(call.call.callee.node.text)?.[1] ?? 'a broken cipher',
    }),
  ),
  callCheck('weak-crypto', /(^|\.)AES\.new$/, (call, file) => {
    const mode = file.argument(call.call, 1, 'mode');
    if (/MODE_ECB/.test(mode?.node.text ?? '')) return { source: 'ECB mode' };
    const iv = file.argument(call.call, 2, 'iv', 'IV', 'nonce');
    if (isConstantBytes(iv, file)) return { source: 'a constant IV', cwe: 'CWE-329' };
    const key = file.argument(call.call, 0, 'key');
    return isConstantBytes(key, file) ? { source: 'a key written in the code', cwe: 'CWE-321' } : undefined;
  }),
  dangerousCall('weak-crypto', /(^|\.)modes\.ECB$/, { source: 'ECB mode' }),
  callCheck('weak-crypto', /(^|\.)modes\.(CBC|CTR|OFB|CFB|GCM)$/, (call, file) =>
    isConstantBytes(file.argument(call.call, 0), file)
      ? { source: 'a constant IV', cwe: 'CWE-329' }
      : undefined,
  ),
  callCheck('weak-crypto', /^(cryptography\.fernet\.)?Fernet$/, (call, file) =>
    isConstantBytes(file.argument(call.call, 0), file)
      ? { source: 'a key written in the code', cwe: 'CWE-321' }
      : undefined,
  ),
  callCheck(
    'weak-crypto',
    /(^|\.)(RSA|DSA|rsa|dsa)\.(generate|generate_private_key|newkeys|generate_parameters)$|^rsa\.newkeys$/,
    (call, file) => {
      const bits = file.numberOf(
        file.argument(call.call, 'key_size', 'bits', call.method === 'generate_private_key' ? 1 : 0),
      );
      return bits !== undefined && bits > 0 && bits < 2048
        ? { source: `a key of ${bits} bits`, cwe: 'CWE-326' }
        : undefined;
    },
  ),
  dangerousCall('weak-crypto', /(^|\.)ec\.(SECP192R1|SECT163K1|SECT163R2)$/, {
    source: 'a short curve',
    cwe: 'CWE-326',
  }),
  predictable(
    /^random\.(random|randint|randrange|choice|choices|sample|getrandbits|uniform|randbytes|shuffle)$|^(numpy|np)\.random\.\w+$|^uuid\.uuid1$|^time\.time$|^random\.Random\(\)\.\w+$/,
  ),
  dangerousOption(
    'tls-verification-off',
    /^(verify|ssl|verify_ssl|ssl_verify|validate_certs?|validate_certificate|tls_verify|check_hostname)$|\.(verify|check_hostname)$/,
    /^False$/,
  ),
  dangerousOption(
    'tls-verification-off',
    /^(cert_reqs|verify_mode)$|\.(verify_mode|cert_reqs)$/,
    /CERT_NONE|^['"]NONE['"]$|^None$/,
  ),
  dangerousCall('tls-verification-off', /^ssl\._create_unverified_context$/),
  dangerousCall(
    'tls-verification-off',
    /^paramiko\.(AutoAddPolicy|WarningPolicy)$|^paramiko\.client\.(AutoAddPolicy|WarningPolicy)$/,
  ),
  callCheck('tls-verification-off', /(^|\.)set_missing_host_key_policy$/, (call) => {
    const policy = call.call.arguments[0]?.value;
    return policy?.kind === 'member' && /AutoAddPolicy|WarningPolicy/.test(policy.name)
      ? { sink: policy.node.text }
      : undefined;
  }),
  optionCheck('tls-verification-off', /_create_default_https_context$/, ({ value }) =>
    /_create_unverified_context/.test(value.node.text) ? { sink: value.node.text } : undefined,
  ),
  { kind: 'file', rule: 'security/weak-crypto', find: oldProtocols },
  callCheck(
    'jwt',
    /(^|\.)jwt\.decode$|^jose\.jwt\.decode$|^jwt\.decode$|^(~self\.)?jwt\.(api_jwt\.)?decode$/,
    (call, file) => tokenFault(call, file),
  ),
  callCheck('jwt', /(^|\.)jwt\.encode$/, (call, file) => {
    const algorithm = file.textOf(file.argument(call.call, 2, 'algorithm'));
    if (algorithm?.toLowerCase() === 'none')
      return { source: 'issued without a signature', severity: 'critical' };
    return isConstantBytes(file.argument(call.call, 1, 'key'), file)
      ? { source: 'signed with a secret that is written in the code', cwe: 'CWE-798' }
      : undefined;
  }),
  dangerousCall('jwt', /(^|\.)jwt\.get_unverified_(claims)$/, {
    source: 'claims are read without checking the signature',
  }),
  callCheck('debug-exposure', /(^|\.)(run|run_app|run_simple|Flask)$/, (call, file) => {
    const debug = file.argument(call.call, 'debug', 'use_debugger');
    return file.isTrue(debug) && /app|server|run_simple|Flask|socketio/i.test(call.call.callee.node.text)
      ? { source: 'debug=True' }
      : undefined;
  }),
  optionCheck(
    'debug-exposure',
    /^(DEBUG|app\.debug)$|^TEMPLATE_DEBUG$|^DEBUG_PROPAGATE_EXCEPTIONS$/,
    (option, file) =>
      file.isTrue(option.value) &&
      (/settings|config/i.test(file.path) || option.name === 'app.debug' || option.owner === undefined)
        ? { source: `${option.name} = True` }
        : undefined,
  ),
  dangerousOption('csrf-protection-off', /^(WTF_CSRF_ENABLED|WTF_CSRF_CHECK_DEFAULT)$/, /^False$/),
  { kind: 'file', rule: 'security/csrf-protection-off', find: exemptViews },
  dangerousOption('cookie-flags', /^(SESSION|CSRF|LANGUAGE|REMEMBER)_COOKIE_(SECURE|HTTPONLY)$/, /^False$/, {
    source: 'is sent without protection',
  }),
  callCheck('cookie-flags', /(^|\.)set_cookie$/, (call, file) => {
    const name = file.textOf(file.argument(call.call, 0, 'key'));
    const isSession = /sess|auth|token|sid|jwt|remember|login|user/i.test(
      name ?? call.call.arguments[0]?.value.node.text ?? '',
    );
    const lost = ['secure', 'httponly'].filter(
      (flag) =>
        file.isFalse(file.argument(call.call, flag)) ||
        (isSession && file.argument(call.call, flag) === undefined),
    );
    const isSpread = call.call.arguments.some(({ spread }) => spread === true);
    return lost.length === 0 || isSpread
      ? undefined
      : { sink: `\`${name ?? ''}\``, source: `lacks ${lost.join(' and ')}` };
  }),
  optionCheck('cors', /^(CORS_ORIGIN_ALLOW_ALL|CORS_ALLOW_ALL_ORIGINS)$/, (option, file) =>
    file.isTrue(option.value) ? { source: 'every origin is allowed' } : undefined,
  ),
  callCheck('cors', /(^|\.)add_middleware$/, (call, file) => {
    const origins = file.argument(call.call, 'allow_origins');
    const isAny = origins !== undefined && /^\[\s*["']\*["']\s*\]$/.test(file.constantOf(origins).node.text);
    if (!isAny && !/^r?["']\.\*["']$/.test(file.argument(call.call, 'allow_origin_regex')?.node.text ?? ''))
      return undefined;
    return file.isTrue(file.argument(call.call, 'allow_credentials'))
      ? { source: 'every origin is allowed, with credentials' }
      : undefined;
  }),
  callCheck('cors', /(^|\.)(CORS|cross_origin)$/, (call, file) => {
    const origins = file.textOf(file.argument(call.call, 'origins', 'resources'));
    return file.isTrue(file.argument(call.call, 'supports_credentials')) &&
      (origins === '*' || file.argument(call.call, 'origins', 'resources') === undefined)
      ? { source: 'every origin is allowed, with credentials' }
      : undefined;
  }),
  optionCheck('cors', /^Access-Control-Allow-Origin$/i, (option, file) => {
    const value = file.valueOf(option.value, 'header');
    return value.origin?.kind === 'request'
      ? { source: 'the caller’s origin is allowed as it came' }
      : undefined;
  }),
  dangerousOption('authorisation-off', /^permission_classes$/, /AllowAny/, { source: 'AllowAny' }),
  optionCheck('debug-exposure', /^ALLOWED_HOSTS$/, (option) =>
    /^\[\s*["']\*["']\s*\]$/.test(option.value.node.text)
      ? { source: "ALLOWED_HOSTS = ['*']", severity: 'low' }
      : undefined,
  ),
  dangerousOption('mass-assignment', /^fields$/, /^["']__all__["']$/, {
    source: 'the request',
    sink: "fields = '__all__'",
    severity: 'low',
  }),
  callCheck('xxe', /(^|\.)(XMLParser|iterparse)$/, (call, file) => {
    const on =
      ['resolve_entities', 'load_dtd', 'huge_tree_'].find((name) =>
        file.isTrue(file.argument(call.call, name)),
      ) ?? (file.isFalse(file.argument(call.call, 'no_network')) ? 'no_network' : undefined);
    return on === undefined ? undefined : { sink: call.method, source: on };
  }),
  callCheck('xxe', /(^|\.)setFeature$/, (call, file) => {
    const feature = file.argument(call.call, 0)?.node.text ?? '';
    return /feature_external_(ges|pes)|external-general-entities/.test(feature) &&
      file.isTrue(file.argument(call.call, 1))
      ? { sink: 'setFeature', source: feature }
      : undefined;
  }),
  {
    kind: 'sink',
    rule: 'security/xxe',
    calls:
      /^(xml\.etree\.(c?ElementTree)|xml\.dom\.(minidom|pulldom)|xml\.sax|lxml\.etree|lxml\.objectify|xmltodict_)\.(parse|fromstring|parseString|XML|iterparse|make_parser_)$|^(ET|etree|ElementTree|minidom)\.(parse|fromstring|parseString|XML)$/,
    at: [0],
    accepts: (value) => value.grade === 'tainted' && value.origin?.kind === 'request',
  },
  {
    kind: 'file',
    rule: 'security/timing-unsafe-compare',
    find: function* find(file): Generator<Match> {
      yield* secretComparisons(file, ['comparison_operator']);
    },
  },
  loggedSecret(
    /^(logging|logger|log|app\.logger|current_app\.logger|flask\.current_app\.logger|self\.logger|~self\.(logger|log)|logging\.getLogger\(\)|structlog\.get_logger\(\)|loguru\.logger|print)(\.(debug|info|warning|warn|error|exception|critical|log))?$/,
  ),
  callCheck(
    'world-writable',
    /^os\.(chmod|mkdir|makedirs|open|fchmod|mkfifo)$|(^|\.)chmod$/,
    (call, file) => {
      const mode = file.argument(
        call.call,
        'mode',
        call.method === 'open' ? 2 : call.name === 'os.chmod' || call.receiver?.node.text === 'os' ? 1 : 0,
      );
      const bits = modeOf(mode?.node.text ?? '');
      return bits !== undefined && (bits & 0o002) !== 0
        ? { sink: call.method, source: mode?.node.text ?? '' }
        : undefined;
    },
  ),
  callCheck('world-writable', /^os\.umask$/, (call) =>
    /^0(o?0+)?$/.test(call.call.arguments[0]?.value.node.text ?? '')
      ? { sink: 'umask', source: '0' }
      : undefined,
  ),
  dangerousCall('insecure-temp-file', /^tempfile\.mktemp$|^os\.(tmpnam|tempnam)$/),
  callCheck('archive-extraction', /(^|\.)extractall$/, (call, file) => {
    const filter = file.argument(call.call, 'filter');
    const isTar = /tarfile/.test(call.name) || /tar/i.test(call.receiver?.node.text ?? '');
    if (
      !isTar ||
      /data|tar/.test(file.textOf(filter) ?? '') ||
      (filter !== undefined && file.textOf(filter) !== 'fully_trusted') ||
      file.argument(call.call, 'members') !== undefined
    )
      return undefined;
    return /is_within|safe_members|commonpath|commonprefix|realpath/.test(file.text)
      ? undefined
      : { sink: 'extractall' };
  }),
];

function tokenFault(call: CodeCall, file: CodeFile): Partial<Match> | undefined {
  const options = file.argument(call.call, 'options');
  const written = options === undefined ? '' : file.constantOf(options).node.text;
  const off = /["']verify_(signature|exp|aud|iss)["']\s*:\s*False/.exec(written)?.[1];
  if (off === 'signature' || file.isFalse(file.argument(call.call, 'verify')))
    return { source: 'the signature is not checked', severity: 'critical' };
  if (off !== undefined)
    return { source: `the claim \`${off}\` is not checked`, cwe: 'CWE-613', severity: 'medium' };
  const algorithms = file.argument(call.call, 2, 'algorithms');
  if (algorithms !== undefined) return algorithmFault(file.constantOf(algorithms).node.text);
  const isComplete =
    call.call.arguments.length >= 2 && !call.call.arguments.some(({ spread }) => spread === true);
  return isComplete ? { source: 'the list of algorithms is missing', severity: 'medium' } : undefined;
}

function algorithmFault(list: string): Partial<Match> | undefined {
  if (/["']none["']/i.test(list))
    return { source: 'tokens without a signature are accepted', severity: 'critical' };
  if (/header|\[["']alg["']\]/.test(list)) return { source: 'the token itself chooses the algorithm' };
  const isMixed = /["']HS\d/.test(list) && /["'](RS|ES|PS)\d/.test(list);
  return isMixed ? { source: 'symmetric and asymmetric algorithms are mixed' } : undefined;
}

function modeOf(text: string): number | undefined {
  const octal = /^0o?([0-7]{3,4})$/.exec(text)?.[1];
  if (octal !== undefined) return Number.parseInt(octal, 8);
  if (/S_IRWXO|S_IWOTH/.test(text)) return 0o002;
  return undefined;
}

/** `ssl.PROTOCOL_TLSv1` and older, wherever they are named. */
function* oldProtocols(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('attribute')) {
    const name = node.fieldText('attribute');
    if (
      /^(PROTOCOL_(SSLv2|SSLv3|SSLv23_|TLSv1|TLSv1_1)|SSLv[23]_METHOD|TLSv1_METHOD|TLSv1_1_METHOD)$/.test(
        name,
      )
    )
      yield { node, sink: node.text, source: 'an outdated protocol', cwe: 'CWE-326', severity: 'medium' };
  }
}

function* exemptViews(file: CodeFile): Generator<Match> {
  for (const fn of file.functions()) {
    const exempt = (fn.node.parent?.children ?? []).find(
      ({ kind, text }) => kind === 'decorator' && /csrf_exempt\b|csrf\.exempt/.test(text),
    );
    if (exempt !== undefined)
      yield {
        node: exempt,
        source: exempt.text,
        identity: `csrf_exempt ${fn.name}`,
      };
  }
}
