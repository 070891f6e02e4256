import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import { enclosingName } from '../../code/enclosing-name.ts';
import type { Expression } from '../../code/expression.ts';
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
import { chainOf } from './chain.ts';

const fewestBits = 2048;
const fewestRounds = 100_000;
const fewestCost = 10;

const literalBytes = /^&?(\*?b"[^"]{4,}"|\[\s*0(x[\da-f]+)?(u8)?\s*;\s*\w+\s*\])$/i;
const converting = /^(into|as_ref|as_slice|as_bytes|to_vec|try_into|unwrap|clone|to_owned|as_str)$/;

/** `b"…"`, `[0u8; 12]`, `"…".as_bytes()`, `&KEY`, converted or not. */
function isWritten(expression: Expression | undefined, file: CodeFile): boolean {
  if (expression === undefined) return false;
  const constant = file.constantOf(expression);
  if (constant.kind === 'call' && constant.callee.kind === 'member' && converting.test(constant.callee.name))
    return isWritten(constant.callee.object, file);
  return isConstantBytes(constant, file) || literalBytes.test(constant.node.text);
}

const cryptography: readonly Check[] = [
  brokenHash(
    /^md5\.(compute|Md5\.(new|digest))$|^sha1\.(Sha1\.(new|digest|from)|sha1)$|(^|\.)(Md5|Sha1|Md4|Ripemd160)\.(new|digest|from)$|^openssl\.(sha\.sha1|hash\.hash)$|(^|\.)MessageDigest\.(md5|sha1)$/,
    ({ name, call }) =>
      /md5|md4|sha1|ripemd160/i.exec(name === 'openssl.hash.hash' ? call.node.text : name)?.[0],
  ),
  dangerousCall('weak-crypto', /(^|\.)Cipher\.(des_\w+|rc4|bf_\w+|cast5_\w+|aes_\d+_ecb)$/, {
    source: 'a broken cipher or mode',
  }),
  callCheck(
    'weak-crypto',
    /(^|\.)(Des|TdesEde3|TdesEde2|Rc4|Rc2|Blowfish)\.(new\w*)$|^(des|rc4|blowfish)\.\w+\.(new\w*)$/,
    (call) => ({
      source: call.name.split('.').at(-2) ?? 'a broken cipher',
    }),
  ),
  { kind: 'file', rule: 'security/weak-crypto', find: ecbTypes },
  callCheck(
    'weak-crypto',
    /(^|\.)(Nonce|XNonce|Iv|IvParam)\.(from_slice|from|clone_from_slice|(try_)?assume_unique_for_key)$/,
    (call, file) =>
      isWritten(file.argument(call.call, 0), file)
        ? { source: 'a constant nonce', cwe: 'CWE-329' }
        : undefined,
  ),
  callCheck('weak-crypto', /(^|\.)GenericArray\.(from_slice|from)$/, (call, file) => {
    if (!isWritten(file.argument(call.call, 0), file)) return undefined;
    return /key/i.test(enclosingName(call.node, file))
      ? { source: 'a key written in the code', cwe: 'CWE-321' }
      : { source: 'a constant nonce', cwe: 'CWE-329' };
  }),
  callCheck('weak-crypto', /\.(encrypt|encrypt_in_place(_detached)?|seal_in_place\w*)$/, (call, file) =>
    /cipher|aes|chacha|aead|key/i.test(`${call.name} ${call.receiver?.node.text ?? ''}`) &&
    isWritten(file.argument(call.call, 0), file) &&
    call.call.arguments.length > 1
      ? { source: 'a constant nonce', cwe: 'CWE-329' }
      : undefined,
  ),
  callCheck(
    'weak-crypto',
    /(^|\.)(Aes\w+|X?ChaCha\w+|Salsa20|Hmac|\w+Cipher|\w*(Encryptor|Decryptor))\.(new|new_from_slices?)$/,
    (call, file) =>
      isWritten(file.argument(call.call, 0), file)
        ? { source: 'a key written in the code', cwe: 'CWE-321' }
        : isWritten(file.argument(call.call, 1), file)
          ? { source: 'a constant IV', cwe: 'CWE-329' }
          : undefined,
  ),
  callCheck('weak-crypto', /(^|\.)(Key|LessSafeKey|UnboundKey)\.(from_slice|new)$/, (call, file) =>
    call.call.arguments.some(({ value }) => isWritten(value, file))
      ? { source: 'a key written in the code', cwe: 'CWE-321' }
      : undefined,
  ),
  callCheck('weak-crypto', /(^|\.)(Rsa\.generate|RsaPrivateKey\.new(_with_exp)?)$/, (call, file) => {
    const bits = file.numberOf(file.argument(call.call, call.method === 'generate' ? 0 : 1));
    return bits !== undefined && bits < fewestBits
      ? { source: `a key of ${bits} bits`, cwe: 'CWE-326' }
      : undefined;
  }),
  callCheck('weak-crypto', /(^|\.)(pbkdf2(_hmac(_array)?)?|pbkdf2\.derive|derive)$/, (call, file) => {
    if (!/pbkdf2/.test(`${call.name} ${call.call.callee.node.text}`)) return undefined;
    const rounds = call.call.arguments
      .map(({ value }) => file.numberOf(value))
      .find((value) => value !== undefined && value > 1);
    return rounds !== undefined && rounds < fewestRounds
      ? { source: `${rounds} rounds`, cwe: 'CWE-916', severity: 'medium' }
      : undefined;
  }),
  callCheck('weak-crypto', /^bcrypt\.hash\w*$/, (call, file) => {
    const cost = file.numberOf(file.argument(call.call, 1));
    return cost !== undefined && cost < fewestCost
      ? { source: `a cost of ${cost}`, cwe: 'CWE-916', severity: 'medium' }
      : undefined;
  }),
  callCheck('weak-crypto', /\.(min_protocol_version|set_min_proto_version|min_tls_version)$/, (call) =>
    /Tlsv?1(0|1|_0|_1)?\b|TLS_?1_[01]\b|SSL3|Sslv3/i.test(
      call.node.text.slice(call.node.text.lastIndexOf('(')),
    )
      ? { source: 'an outdated protocol', cwe: 'CWE-326', severity: 'medium' }
      : undefined,
  ),
  predictable(
    /^fastrand\.\w+$|^oorandom\.|(^|\.)(SmallRng|Pcg\w*|XorShiftRng|Xoshiro\w+|WyRand|Mt\w*)\.\w+\(\)(\.\w+\(\)*)*\.?\w*$|(^|\.)(StdRng|ChaCha\w*Rng|SmallRng)\.seed_from_u64(\(\)(\.\w+(\(\))?)*)?$/,
  ),
  callCheck(
    'jwt',
    /\.(insecure_disable_signature_validation|dangerous_insecure_decode\w*)$|(^|\.)(dangerous_insecure_decode\w*|dangerous_unsafe_decode|insecure_decode|decode_without_verification|dangerous\.insecure_decode)$/,
    (call) => ({
      sink: call.method,
      source: 'claims are read without checking the signature',
      severity: 'critical',
    }),
  ),
  dangerousOption('jwt', /(^|\.)validate_exp$/, /^false$/, {
    source: 'validate_exp = false',
    cwe: 'CWE-613',
    severity: 'medium',
  }),
  callCheck('jwt', /(^|\.)(EncodingKey|DecodingKey)\.from_(secret|base64_secret)$/, (call, file) =>
    isWritten(file.argument(call.call, 0), file)
      ? { source: 'signed with a secret that is written in the code', cwe: 'CWE-798' }
      : undefined,
  ),
  {
    kind: 'file',
    rule: 'security/timing-unsafe-compare',
    find: function* find(file): Generator<Match> {
      yield* secretComparisons(file, ['binary_expression']);
    },
  },
];

/** `ecb::Encryptor<Aes256>` in a type or a call. */
function* ecbTypes(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('scoped_type_identifier', 'scoped_identifier'))
    if (/^ecb::(Encryptor|Decryptor)$/.test(node.text)) yield { node, sink: node.text, source: 'ECB mode' };
  for (const node of file.nodes('generic_type'))
    if (node.text.startsWith('Ecb<')) yield { node, sink: 'Ecb', source: 'ECB mode' };
}

const connections: readonly Check[] = [
  callCheck(
    'tls-verification-off',
    /\.(danger_accept_invalid_certs|danger_accept_invalid_hostnames|tls_danger_accept_invalid_certs|accept_invalid_certs|accept_invalid_hostnames)$/,
    (call, file) => (file.isTrue(file.argument(call.call, 0)) ? { sink: `${call.method}(true)` } : undefined),
  ),
  callCheck('tls-verification-off', /\.(set_verify|set_verify_callback)$/, (call) =>
    /SslVerifyMode::NONE/.test(call.node.text) ? { sink: 'SslVerifyMode::NONE' } : undefined,
  ),
  callCheck(
    'tls-verification-off',
    /\.(verify_hostname|use_sni_|ssl_verify_host|ssl_verify_peer)$/,
    (call, file) =>
      file.isFalse(file.argument(call.call, 0)) ? { sink: `${call.method}(false)` } : undefined,
  ),
  { kind: 'file', rule: 'security/tls-verification-off', find: blindVerifiers },
  callCheck('cors', /(^|\.)CorsLayer\.very_permissive$|(^|\.)Cors\.permissive$/, (call) => ({
    sink: call.method,
    source: 'every origin is allowed, with credentials',
  })),
  callCheck('cors', /\.(allow_credentials|supports_credentials)$/, (call, file) => {
    const chain = call.receiver === undefined ? [] : chainOf(call.receiver, file);
    const text = `${call.node.text} ${chain.map(({ node }) => node.text).join(' ')} ${call.node.parent?.parent?.text.slice(0, 400) ?? ''}`;
    return /allow_any_origin|mirror_request|AllowOrigin::(any|predicate\(\s*\|[^|]*\|\s*true)|allowed_origin_fn\(\s*\|[^|]*\|\s*true/.test(
      text,
    )
      ? { source: 'every origin is allowed, with credentials' }
      : undefined;
  }),
  callCheck('cookie-flags', /\.(secure|http_only|set_secure|set_http_only)$/, (call, file) =>
    file.isFalse(file.argument(call.call, 0)) && /Cookie|Session/i.test(`${call.name} ${call.node.text}`)
      ? { sink: `with \`${call.method}(false)\``, source: 'is open to theft' }
      : undefined,
  ),
  callCheck('cookie-flags', /\.(with_secure|with_http_only|cookie_secure|cookie_http_only)$/, (call, file) =>
    file.isFalse(file.argument(call.call, 0))
      ? { sink: `with \`${call.method}(false)\``, source: 'is open to theft' }
      : undefined,
  ),
  callCheck('cookie-flags', /(^|\.)Cookie\.(new|build)$/, bareCookie),
  callCheck('error-exposure', /\.(body|json|text)$|^(\w+\.)*(InternalServerError|Json)$/, (call) => {
    const chain = call.receiver?.node.text ?? '';
    const told = /\{:#?\?\}"\s*,\s*&?(e|err|error)\b|\{(e|err|error):#?\?\}|backtrace\(\)/.exec(
      call.call.arguments.map(({ value }) => value.node.text).join(' '),
    );
    return told !== null && /InternalServerError|status\(|StatusCode/.test(`${chain} ${call.name}`)
      ? { sink: call.method, source: told[0].replace(/^.*,\s*&?/, '') }
      : undefined;
  }),
  loggedSecret(/^((log|tracing|slog|rocket)\.)?(trace|debug|info|warn|error|event)!$|^e?print(ln)?!$|^dbg!$/),
  callCheck('world-writable', /(^|\.)Permissions\.from_mode$|\.(set_mode|mode)$/, (call, file) => {
    const text = file.argument(call.call, 0)?.node.text ?? '';
    const mode = /^0o?(?:100)?([0-7]{3})$/.exec(text)?.[1];
    return mode !== undefined && (Number.parseInt(mode, 8) & 0o002) !== 0
      ? { sink: call.method, source: text }
      : undefined;
  }),
  optionCheck('cors', /^Access-Control-Allow-Origin$/i, (option, file) =>
    file.valueOf(option.value, 'header').origin?.kind === 'request'
      ? { source: 'the caller’s origin is allowed as it came' }
      : undefined,
  ),
];

/** A verifier that says yes to every certificate. */
function* blindVerifiers(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('impl_item')) {
    if (!/\b(ServerCertVerifier|ClientCertVerifier)$/.test(node.fieldText('trait'))) continue;
    const check = file.flow.index.functions.find(
      (fn) => /^verify_(server|client)_cert$/.test(fn.name) && node.contains(fn.node),
    );
    const body = check?.body?.text.replace(/\s+/g, ' ') ?? '';
    if (check !== undefined && /^\{ (return )?Ok\([\w:]*::assertion\(\)\);? \}$/.test(body))
      yield { node: check.node, sink: check.name };
  }
}

const sessionName = /sess|auth|token|remember|login|jwt|sid$/i;

/** A cookie that signs somebody in, made without what protects it. */
function bareCookie(call: CodeCall, file: CodeFile): { sink: string; source: string } | undefined {
  const given = file.argument(call.call, 0);
  const pair = given?.kind === 'collection' ? given.items.map(({ value }) => value) : [];
  const name = file.textOf(pair[0] ?? given) ?? '';
  const hasValue = pair.length > 1 || call.call.arguments.length > 1;
  if (!sessionName.test(name) || !hasValue) return undefined;
  const around = file.flow.index.enclosing(call.node)?.node.text ?? '';
  const lost = ['secure', 'http_only'].filter((flag) => !new RegExp(`\\b(set_)?${flag}\\(`).test(around));
  const isRemoval = /removal|remove\(|max_age\(\s*(Duration::)?(ZERO|zero)/.test(around);
  return lost.length > 0 && !isRemoval
    ? { sink: `\`${name}\``, source: `lacks ${lost.join(' and ')}` }
    : undefined;
}

export const settings: readonly Check[] = [...cryptography, ...connections];
