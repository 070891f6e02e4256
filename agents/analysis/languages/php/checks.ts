import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import { fromRequest, isFragmentDanger, isSqlDanger } from '../../code/judgements.ts';
import { isTainted, taintedHole, type Value } from '../../flow/value.ts';
import type { Match } from '../../rules/define-rule.ts';
import { fromOutside } from '../../rules/sink-rule.ts';
import { isConstantBytes } from '../shared/constant-bytes.ts';
import { brokenHash, callCheck, loggedSecret, predictable, secretComparisons } from '../shared/settings.ts';
import { sink } from '../shared/sink.ts';

function isQuery(value: Value, { receiver }: CodeCall): boolean {
  const isDatabase =
    receiver === undefined || /db|pdo|conn|mysqli|sql|stmt|wpdb|database|link/i.test(receiver.node.text);
  return isSqlDanger(value) && (isDatabase || value.shape !== taintedHole);
}

const isPage = (_: CodeCall, file: CodeFile) =>
  !/Content-Type:\s*(application\/json|text\/plain)/i.test(file.text);

const injections: readonly Check[] = [
  sink(
    'command-injection',
    /^(exec|shell_exec|system|passthru|popen|proc_open|pcntl_exec|expect_popen)$|^Process\.fromShellCommandline$/,
    [0],
  ),
  sink('dynamic-code', /^(eval|assert|create_function|call_user_func|call_user_func_array)$/, [0, 1], {
    accepts: (value, call) =>
      call.name === 'eval' || call.name === 'create_function' ? isTainted(value) : fromRequest(value),
  }),
  sink(
    'sql-injection',
    /^(mysqli?_(query|multi_query|prepare|real_query|unbuffered_query)|pg_(query|send_query|prepare)|sqlite_query|odbc_exec|sqlsrv_query|mssql_query|oci_parse)$/,
    [0, 1, 2],
    { accepts: isQuery },
  ),
  sink(
    'sql-injection',
    /\.(query|exec|prepare|multi_query|real_query|executeQuery|executeStatement|fetchAll\w*|fetchAssociative|get_results|get_row|get_var|get_col|createQuery|createNativeQuery|rawQuery)$/,
    [0],
    { accepts: isQuery },
  ),
  sink(
    'sql-injection',
    /\.(raw|select|statement|unprepared|whereRaw|orWhereRaw|selectRaw|orderByRaw|havingRaw|groupByRaw|fromRaw|update|insert|delete)$/,
    [0],
    {
      accepts: (value, call) =>
        /raw|unprepared|statement|select/i.test(call.method)
          ? isFragmentDanger(value) && (/raw/i.test(call.method) || value.shape !== taintedHole)
          : isSqlDanger(value) && value.shape !== taintedHole,
    },
  ),
  sink(
    'path-traversal',
    /^(fopen|file_get_contents|file_put_contents|file|readfile|unlink|include|require|copy|rename|mkdir|rmdir|opendir|scandir|parse_ini_file|highlight_file|show_source|simplexml_load_file)$/,
    [0],
    { accepts: (value) => fromRequest(value) && !/^https?:/i.test(value.shape) },
  ),
  sink('path-traversal', /^move_uploaded_file$/, [1]),
  sink(
    'path-traversal',
    /\.(download|file|storeAs|putFileAs)$|^(Storage|File)\.(get|put|delete|download)$/,
    [0, 1],
    { when: ({ name }) => /response\(\)|Response|Storage|File\b/.test(name) },
  ),
  sink(
    'ssrf',
    /^(curl_init|get_headers|fsockopen|file_get_contents|fopen)$|^Http\.(get|post|put|patch|delete|head)$|(Client#?|HttpClient|client|guzzle)\.(get|post|put|delete|head)$/,
    [0],
    {
      accepts: (value, call) =>
        fromRequest(value) &&
        (/^(fopen|file_get_contents)$/.test(call.name)
          ? /^https?:\/\/[^/]*\uE001/i.test(value.shape)
          : new RegExp(`^([a-z]*:?//[^/?#]*)?${taintedHole}`, 'i').test(value.shape)),
    },
  ),
  sink('ssrf', /^curl_setopt$/, [2], {
    when: ({ call }) => /CURLOPT_URL/.test(call.arguments[1]?.value.node.text ?? ''),
  }),
  sink('ssrf', /(Client#?|HttpClient|client|guzzle)\.request$/, [1]),
  sink(
    'open-redirect',
    /^(redirect|wp_redirect)$|^(Redirect|redirect\(\))\.(to|away)$|^RedirectResponse$|\.(redirect|withRedirect)$/,
    [0],
  ),
  sink('open-redirect', /^header$/, [0], {
    accepts: (value) =>
      fromOutside(value) && new RegExp(`^location:\\s*(https?://)?${taintedHole}`, 'i').test(value.shape),
  }),
  sink('xss', /^(echo|print|printf|exit|die|print_r|vprintf)$/, [], { when: isPage, accepts: fromRequest }),
  sink('xss', /^(HtmlString|Markup)$|^response\(\)\.make$/, [0], { accepts: fromOutside }),
  { kind: 'file', rule: 'security/xss', find: shortEcho },
  sink('template-injection', /\.(createTemplate|renderString)$|^Blade\.(render|compileString)$/, [0], {
    accepts: fromOutside,
  }),
  sink('unsafe-deserialisation', /^(unserialize|yaml_parse|igbinary_unserialize)$/, [0], {
    when: ({ call }) => !/allowed_classes'?"?\]?\s*=>\s*(false|\[)/.test(call.node.text),
    accepts: (value) => isTainted(value),
  }),
  sink('ldap-injection', /^ldap_(search|list|read)$/, [1, 2]),
  sink('xpath-injection', /\.(xpath|query|evaluate)$/, [0], {
    when: ({ name }) => /xpath/i.test(name),
    accepts: fromOutside,
  }),
  sink('regex-injection', /^preg_(match|replace|split|match_all)$/, [0]),
];

const settings: readonly Check[] = [
  brokenHash(/^(md5|sha1|hash|hash_hmac)$/, (call, file) =>
    call.name.startsWith('hash')
      ? file.textOf(file.argument(call.call, 0))
      : /passw|pwd|token|secret|sign/i.test(call.node.text) || call.node.parent?.kind === 'binary_expression'
        ? call.name
        : undefined,
  ),
  callCheck('weak-crypto', /^openssl_(en|de)crypt$/, (call, file) => {
    const method = file.textOf(file.argument(call.call, 1)) ?? '';
    if (/-ecb$|^(des|rc4|bf|rc2)/i.test(method)) return { source: method };
    return isConstantBytes(file.argument(call.call, 4), file)
      ? { source: 'a constant IV', cwe: 'CWE-329' }
      : undefined;
  }),
  callCheck('weak-crypto', /^mcrypt_\w+$/, () => ({ source: 'an abandoned library' })),
  predictable(/^(rand|mt_rand|uniqid|lcg_value|array_rand|str_shuffle|shuffle|microtime)$/),
  callCheck('tls-verification-off', /^curl_setopt$/, (call, file) => {
    const option = call.call.arguments[1]?.value.node.text ?? '';
    return /CURLOPT_SSL_VERIFY(PEER|HOST)/.test(option) && file.isFalse(file.argument(call.call, 2))
      ? { sink: option }
      : undefined;
  }),
  {
    kind: 'option',
    rule: 'security/tls-verification-off',
    name: /^(verify|verify_peer|verify_peer_name|CURLOPT_SSL_VERIFYPEER|CURLOPT_SSL_VERIFYHOST)$/,
    find: (option, file) =>
      option.owner !== undefined && file.isFalse(option.value) ? { sink: option.name } : undefined,
  },
  callCheck('jwt', /^JWT\.decode$/, (call) =>
    /'none'/i.test(call.node.text)
      ? { source: 'tokens without a signature are accepted', severity: 'critical' }
      : undefined,
  ),
  callCheck('xxe', /^(simplexml_load_(string|file))$|\.(loadXML|load)$/, (call) =>
    /LIBXML_NOENT|LIBXML_DTDLOAD/.test(call.node.text)
      ? { sink: call.method, source: 'LIBXML_NOENT' }
      : undefined,
  ),
  callCheck('cors', /^header$/, (call, file) => {
    const value = file.argument(call.call, 0);
    return value !== undefined &&
      /^["']?Access-Control-Allow-Origin:\s*["']?\s*\.?\s*\{?\$_SERVER\[['"]?HTTP_ORIGIN/i.test(
        value.node.text,
      )
      ? { source: 'the caller’s origin is allowed as it came' }
      : undefined;
  }),
  callCheck('cookie-flags', /^setcookie$/, (call, file) => {
    const name = file.textOf(file.argument(call.call, 0)) ?? '';
    const isSession = /sess|auth|token|remember|login|jwt/i.test(name);
    const lacks = !/secure/i.test(call.node.text) && call.call.arguments.length < 7;
    return isSession && lacks && call.call.arguments.length >= 2
      ? { sink: `\`${name}\``, source: 'lacks secure and httponly' }
      : undefined;
  }),
  {
    kind: 'file',
    rule: 'security/timing-unsafe-compare',
    find: function* find(file): Generator<Match> {
      yield* secretComparisons(file, ['binary_expression']);
    },
  },
  loggedSecret(/^(error_log|syslog|Log\.\w+|logger\(\)\.\w+)$|\.(logger|log)\.(info|debug|error|warning)$/),
  callCheck('world-writable', /^(chmod|mkdir)$/, (call) => {
    const mode = /^0o?([0-7]{3,4})$/.exec(call.call.arguments[1]?.value.node.text ?? '')?.[1];
    return mode !== undefined && (Number.parseInt(mode, 8) & 0o002) !== 0
      ? { sink: call.method, source: mode }
      : undefined;
  }),
];

export const checks: readonly Check[] = [...injections, ...settings];

/** The tag with some blanks behind it. */
const maxTagChars = 10;

/** `<?= $value ?>` writes into the page. */
function* shortEcho(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('expression_statement')) {
    if (
      !file.text
        .slice(Math.max(0, node.start - maxTagChars), node.start)
        .trimEnd()
        .endsWith('<?=')
    )
      continue;
    const value = file.valueOf(file.flow.index.read(node), 'html');
    if (fromRequest(value))
      yield { node, trail: value.trail, sink: '<?=', source: value.origin?.label ?? '' };
  }
}
