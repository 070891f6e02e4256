import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import { shortText } from '../../code/run-checks.ts';
import type { Match } from '../../rules/define-rule.ts';
import { ancestors, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { isConstantBytes } from '../shared/constant-bytes.ts';
import {
  brokenHash,
  callCheck,
  dangerousOption,
  loggedSecret,
  optionCheck,
  predictable,
  secretComparisons,
} from '../shared/settings.ts';
import { responses } from './responses.ts';

const fewestBits = 2048;
const fewestRounds = 100_000;
const fewestCost = 10;

const cryptography: readonly Check[] = [
  brokenHash(
    /^(OpenSSL::)?Digest::(MD5|SHA1)(\.\w+)?$|^OpenSSL::Digest$|^OpenSSL::HMAC\.(hexdigest|digest|base64digest)$|^Digest\.(MD5|SHA1)$/,
    (call, file) =>
      /Digest::(MD5|SHA1)/.exec(call.name)?.[1] ?? file.textOf(file.argument(call.call, 0)) ?? undefined,
  ),
  callCheck('weak-crypto', /^OpenSSL::Cipher(::\w+)?(\.\w+)?$/, (call, file) => {
    const mode = /:(ECB)\b/i.exec(call.node.text)?.[1];
    const named =
      mode ?? file.textOf(file.argument(call.call, 0)) ?? call.name.replace('OpenSSL::Cipher', '');
    const weak = /(^|[-:])(des(-ede3?|3)?|rc2|rc4|bf|blowfish|cast5?)\b|-ecb\b|\becb$/i.exec(named);
    return weak === null ? undefined : { source: named };
  }),
  optionCheck('weak-crypto', /(^|\.)(iv|key)$/, (option, file) => {
    const text = file.textOf(option.value);
    const isCipher = option.owner === undefined && /cipher|aes|encryptor|decryptor/i.test(option.name);
    if (!isCipher || (text === undefined && !isConstantBytes(option.value, file))) return undefined;
    return option.name.endsWith('iv')
      ? { source: 'a constant IV', cwe: 'CWE-329' }
      : { source: 'a key written in the code', cwe: 'CWE-321' };
  }),
  callCheck('weak-crypto', /^OpenSSL::PKey::(RSA|DSA)(\.(new|generate))?$/, (call, file) => {
    const bits = file.numberOf(file.argument(call.call, 0));
    return bits !== undefined && bits < fewestBits
      ? { source: `a key of ${bits} bits`, cwe: 'CWE-326' }
      : undefined;
  }),
  callCheck('weak-crypto', /^OpenSSL::(PKCS5\.pbkdf2_hmac(_sha1)?|KDF\.pbkdf2_hmac)$/, (call, file) => {
    const rounds = file.numberOf(file.argument(call.call, 'iterations', 2));
    return rounds !== undefined && rounds < fewestRounds
      ? { source: `${rounds} rounds`, cwe: 'CWE-916', severity: 'medium' }
      : undefined;
  }),
  callCheck('weak-crypto', /^BCrypt::Password\.create$/, (call, file) => {
    const cost = file.numberOf(file.argument(call.call, 'cost'));
    return cost !== undefined && cost < fewestCost
      ? { source: `a cost of ${cost}`, cwe: 'CWE-916', severity: 'medium' }
      : undefined;
  }),
  dangerousOption(
    'weak-crypto',
    /(^|\.)(ssl_version|min_version)$/,
    /SSLv[23]|TLSv1(_1)?$|TLS1(_1)?_VERSION$|SSL3_VERSION$/,
    { source: 'an outdated protocol', cwe: 'CWE-326', severity: 'medium' },
  ),
  predictable(/^(Kernel\.)?(rand|srand)$|^Random(\.(rand|new|bytes))?$|^Random#\.\w+$/),
  callCheck('insecure-randomness', /\.(sample|shuffle)!?$/, (call, file) => {
    if (/SecureRandom/.test(call.node.text)) return undefined;
    return secretMade(call.node, file);
  }),
  callCheck('jwt', /^JWT\.decode$/, (call, file) => {
    const [, key, verify] = call.call.arguments.map(({ value }) => value);
    if (file.isFalse(verify)) return { source: 'claims are read without checking the signature' };
    if (/['"]none['"]/i.test(call.node.text))
      return { source: 'tokens without a signature are accepted', severity: 'critical' };
    if (/verify_expiration:\s*false/.test(call.node.text))
      return { source: 'verify_expiration: false', severity: 'medium', cwe: 'CWE-613' };
    return writtenKey(key === undefined ? undefined : file.textOf(key));
  }),
  callCheck('jwt', /^JWT\.encode$/, (call, file) => {
    const algorithm = file.argument(call.call, 2);
    if (/^['"]none['"]$/i.test(algorithm?.node.text ?? ''))
      return { source: 'tokens without a signature are made', severity: 'critical' };
    return writtenKey(file.textOf(file.argument(call.call, 1)));
  }),
  {
    kind: 'file',
    rule: 'security/timing-unsafe-compare',
    find: function* find(file): Generator<Match> {
      yield* secretComparisons(file, ['binary']);
    },
  },
];

function writtenKey(text: string | undefined): { source: string; cwe: string } | undefined {
  return text === undefined || text === '' || text.includes('BEGIN PUBLIC')
    ? undefined
    : { source: 'signed with a secret that is written in the code', cwe: 'CWE-798' };
}

const secretWord = /token|password|secret|otp|nonce|salt|code\b|api_?key|pin\b|session/i;

/** The name that a value gets, or the method that makes it. */
function secretMade(node: SyntaxNode, file: CodeFile): { sink: string; source: string } | undefined {
  const named = madeInto(node, file);
  return secretWord.test(named) && !/_?(type|index|count|sample|status)$/.test(named)
    ? { sink: named, source: shortText(node.text) }
    : undefined;
}

function madeInto(node: SyntaxNode, file: CodeFile): string {
  const outer = [...ancestors(node)].find(({ kind }) =>
    /^(assignment|pair|operator_assignment|method|class)$/.test(kind),
  );
  if (outer?.kind === 'method') return file.flow.index.enclosing(node)?.name ?? '';
  return outer?.field('left')?.text ?? outer?.fieldText('key') ?? '';
}

const isOff = /^(OpenSSL::SSL::VERIFY_NONE|false|0|:none|['"]none['"])$/;

const connections: readonly Check[] = [
  dangerousOption('tls-verification-off', /(^|\.)(verify_mode|openssl_verify_mode|ssl_verify_mode)$/, isOff),
  dangerousOption(
    'tls-verification-off',
    /^(verify_ssl|ssl_verifypeer|ssl_verify_peer|verify_peer|ssl_verify|ssl_verifyhost|ssl_verify_host)$/,
    isOff,
  ),
  optionCheck('tls-verification-off', /^verify$/, (option, file) => {
    const around = option.owner?.node.parent?.parent?.text ?? '';
    const told = `${around.slice(0, 300)} ${option.owner?.node.text ?? ''}`;
    return option.owner !== undefined &&
      file.isFalse(option.value) &&
      /ssl|HTTParty|Faraday|HTTP|tls/i.test(told)
      ? { sink: 'verify: false' }
      : undefined;
  }),
  optionCheck('tls-verification-off', /VERIFY_PEER$/, (option) =>
    /VERIFY_NONE/.test(option.value.node.text) ? { sink: option.name } : undefined,
  ),
  callCheck('tls-verification-off', /\.(set_params|ssl_context|ctx)$/, (call) =>
    /VERIFY_NONE/.test(call.node.text) ? { sink: call.method } : undefined,
  ),
  callCheck('xxe', /\.(noent|dtdload)$/, (call) => ({ sink: call.method, source: call.method })),
  callCheck(
    'xxe',
    /^Nokogiri(::XML(::\w+)*)?(\.(XML|parse|new|from_io|from_memory))?$|^LibXML::.*|\.parse$/,
    (call) =>
      /\b(NOENT|DTDLOAD)\b/.test(call.node.text) ? { sink: call.method, source: 'NOENT' } : undefined,
  ),
  dangerousOption('xxe', /default_substitute_entities$|default_load_external_dtd$/, /^true$/, {
    source: 'default_substitute_entities = true',
  }),
  optionCheck('cors', /^Access-Control-Allow-Origin$/i, (option, file) =>
    file.valueOf(option.value, 'header').origin?.kind === 'request'
      ? { source: 'the caller’s origin is allowed as it came' }
      : undefined,
  ),
  callCheck('cors', /^resource$|\.resource$/, (call, file) => {
    const around = call.node.parent?.text ?? '';
    const isOpen =
      /\borigins?\b[ (]*(['"]\*['"]|\/\.\*\/|->|lambda|proc)/.test(around) &&
      !/origins[^\n]*(==|include\?|match)/.test(around);
    return isOpen && file.isTrue(file.argument(call.call, 'credentials'))
      ? { source: 'every origin is allowed, with credentials' }
      : undefined;
  }),
];

const sessionName = /sess|auth|token|remember|login|jwt|sid$/i;

/** `cookies[:session] = …` without what protects it. */
function* writtenCookies(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('assignment')) {
    const name = /^cookies(?:\.permanent)?\[[:'"]+(\w+)['"]?\]$/.exec(node.fieldText('left'))?.[1] ?? '';
    const value = node.field('right');
    if (value === undefined || !sessionName.test(name) || /^(nil|['"]{2})$/.test(value.text)) continue;
    const lost = ['secure', 'httponly'].filter((flag) => !new RegExp(`\\b${flag}:`).test(value.text));
    if (lost.length > 0) yield { node, sink: `\`${name}\``, source: `lacks ${lost.join(' and ')}` };
  }
}

const cookies: readonly Check[] = [
  optionCheck('cookie-flags', /^(secure|httponly|http_only)$/, (option, file) => {
    const owner = `${option.owner?.node.text ?? ''} ${option.owner?.node.parent?.text.slice(0, 200) ?? ''}`;
    return file.isFalse(option.value) && /cookie|session_store|session/i.test(owner)
      ? { sink: `with \`${option.name}: false\``, source: 'is open to theft' }
      : undefined;
  }),
  {
    kind: 'file',
    rule: 'security/cookie-flags',
    find: writtenCookies,
  },
  callCheck('cookie-flags', /\.set_cookie$|^set_cookie$/, (call, file) => {
    const name = file.textOf(file.argument(call.call, 0)) ?? file.argument(call.call, 0)?.node.text ?? '';
    const lost = ['secure', 'httponly'].filter((flag) => !new RegExp(`\\b${flag}\\b`).test(call.node.text));
    return sessionName.test(name) && lost.length > 0
      ? { sink: `\`${name}\``, source: `lacks ${lost.join(' and ')}` }
      : undefined;
  }),
];

const open = /webhook|callback|hook|health|status|api|token|oauth|saml/i;
const meantForAll =
  /session|login|sign|registration|password|public|home|page|static|health|status|webhook|callback|error|welcome|confirmation|landing|token|invitation/i;

const protection: readonly Check[] = [
  callCheck(
    'csrf-protection-off',
    /^(skip_before_action|skip_forgery_protection|skip_before_filter)$/,
    (call, file) =>
      (call.method === 'skip_forgery_protection' || /:verify_authenticity_token/.test(call.node.text)) &&
      !open.test(`${className(call, file)} ${/only:.*/.exec(call.node.text)?.[0] ?? ''}`)
        ? { source: call.node.text.replace(/\s+/g, ' '), sink: call.method }
        : undefined,
  ),
  dangerousOption('csrf-protection-off', /allow_forgery_protection$/, /^false$/, {
    source: 'allow_forgery_protection = false',
  }),
  callCheck(
    'authorisation-off',
    /^(skip_before_action|skip_before_filter|skip_authorization_check|skip_load_and_authorize_resource|skip_authorize_resource|skip_after_action)$/,
    (call, file) => {
      const named =
        /:(authenticate\w*!?|require_(login|user|admin|auth\w*)|login_required|authorize\w*!?|check_(auth|admin|permission)\w*|verify_authorized|ensure_(logged_in|admin|auth\w*)|set_current_user)/.exec(
          call.node.text,
        )?.[1];
      const isAbout = named !== undefined || /authoriz/.test(call.method);
      const actions = /only:(.*)/s.exec(call.node.text)?.[1] ?? '';
      const lets = actions === '' ? className(call, file) : actions;
      return isAbout && !meantForAll.test(lets) && !/(:|\b)(index|show|new|create)\b/.test(actions)
        ? { source: `skip of ${named ?? call.method}` }
        : undefined;
    },
  ),
  callCheck('mass-assignment', /\.permit$/, (call, file) => {
    const found = /:(admin|is_admin|superuser|superadmin|role|roles|role_id|is_staff|permissions)\b/.exec(
      call.call.arguments
        .map(({ value, name }) => `${name === undefined ? '' : `:${name} `}${value.node.text}`)
        .join(' '),
    );
    return found === null || /admin/i.test(`${file.path} ${className(call, file)}`)
      ? undefined
      : { sink: 'permit', source: `:${found[1]}`, severity: 'medium' };
  }),
  optionCheck('debug-exposure', /consider_all_requests_local$/, (option, file) =>
    file.isTrue(option.value) && !/(development|test)\.rb$/.test(file.path)
      ? { sink: 'consider_all_requests_local', source: 'consider_all_requests_local = true' }
      : undefined,
  ),
  callCheck('debug-exposure', /^set$/, (call, file) =>
    /^:?(show_exceptions|dump_errors)$/.test(file.argument(call.call, 0)?.node.text ?? '') &&
    file.isTrue(file.argument(call.call, 1))
      ? { sink: 'show_exceptions', source: call.node.text }
      : undefined,
  ),
  callCheck('error-exposure', /^(\w+\.)?render$|^(halt|json|body)$/, (call) => {
    const told =
      /\b(e|ex|err|error|exception)\.(backtrace|full_message|inspect|backtrace\.join\([^)]*\))/.exec(
        call.node.text,
      );
    return told === null ? undefined : { sink: call.method, source: told[0] };
  }),
  loggedSecret(
    /^(Rails\.logger|logger|@?log(ger)?|.*\blogger)\.(info|debug|warn|error|fatal|unknown|add)$|^(puts|p|pp|print|warn)$/,
  ),
  callCheck(
    'world-writable',
    /^(File|FileUtils)\.(chmod|chmod_R|mkdir_p|mkdir|open|new|mkfifo)$|^Dir\.mkdir$/,
    (call) => {
      const mode = /(?<![\w.])0o?([0-7]{3})(?![\w.])/.exec(
        call.call.arguments.map(({ value }) => value.node.text).join(' '),
      )?.[1];
      return mode !== undefined && (Number.parseInt(mode, 8) & 0o002) !== 0
        ? { sink: call.method, source: `0${mode}` }
        : undefined;
    },
  ),
  { kind: 'file', rule: 'security/xss', find: responses },
  callCheck('xss', /^(raw|html_safe)$/, (call, file) => storedMarkup(call, file)),
];

/** Names of what people write. */
const writtenByPeople =
  /\.(body|content|text|comment|bio|description|message|title|name|summary|note|notes|about|subject|caption|signature)$/;

/** A view that writes a stored text as markup: whoever stored it writes into the page. */
function storedMarkup(call: CodeCall, file: CodeFile): { sink: string; source: string } | undefined {
  const value = file.argument(call.call, 0);
  const isText =
    value?.kind === 'member' &&
    writtenByPeople.test(value.node.text) &&
    /^@?\w+(\.\w+)+$/.test(value.node.text);
  return isText && file.path.endsWith('.erb') ? { sink: call.method, source: value.node.text } : undefined;
}

function className(call: CodeCall, file: CodeFile): string {
  return file.flow.index.enclosingClass(call.node)?.fieldText('name') ?? '';
}

export const settings: readonly Check[] = [...cryptography, ...connections, ...cookies, ...protection];
