import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import type { Match } from '../../rules/define-rule.ts';
import { isConstantBytes } from '../shared/constant-bytes.ts';
import { removedAttributes, removedCalls } from '../shared/removed-guards.ts';
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

const fewestRounds = 100_000;
const fewestBits = 2048;

const cryptography: readonly Check[] = [
  brokenHash(
    /^(\w+\.)*(MD5|SHA1|RIPEMD160)\.(Create|HashData|HashDataAsync)$|^(\w+\.)*(MD5|SHA1)(CryptoServiceProvider|Managed|Cng)$|^(\w+\.)*HMAC(MD5|SHA1)$/,
    (call) => /(MD5|SHA1|RIPEMD160)/.exec(call.name)?.[1],
  ),
  callCheck(
    'weak-crypto',
    /^(\w+\.)*(DES|TripleDES|RC2)\.Create$|^(\w+\.)*(DES|TripleDES|RC2)CryptoServiceProvider$/,
    (call) => ({ source: /(TripleDES|DES|RC2)/.exec(call.name)?.[0] ?? 'a broken cipher' }),
  ),
  dangerousOption('weak-crypto', /(^|\.)Mode$/, /^CipherMode\.ECB$/, { sink: 'Mode', source: 'ECB mode' }),
  dangerousCall('weak-crypto', /\.(En|De)cryptEcb$/, { source: 'ECB mode' }),
  optionCheck('weak-crypto', /(^|\.)(IV|Key)$/, (option, file) => {
    if (!isConstantBytes(option.value, file)) return undefined;
    return option.name.endsWith('IV')
      ? { source: 'a constant IV', cwe: 'CWE-329' }
      : { source: 'a key written in the code', cwe: 'CWE-321' };
  }),
  callCheck('weak-crypto', /\.Create(En|De)cryptor$/, (call, file) =>
    isConstantBytes(file.argument(call.call, 1), file)
      ? { source: 'a constant IV', cwe: 'CWE-329' }
      : undefined,
  ),
  callCheck('weak-crypto', /(^|\.)Rfc2898DeriveBytes(\.Pbkdf2)?$|KeyDerivation\.Pbkdf2$/, (call, file) => {
    if (isConstantBytes(file.argument(call.call, 1, 'salt'), file))
      return { source: 'a constant salt', cwe: 'CWE-760' };
    const at = call.method === 'Pbkdf2' && call.name.startsWith('Key') ? 3 : 2;
    const rounds = file.numberOf(file.argument(call.call, at, 'iterations', 'iterationCount'));
    return rounds !== undefined && rounds > 1 && rounds < fewestRounds
      ? { source: `${rounds} rounds`, cwe: 'CWE-916', severity: 'medium' }
      : undefined;
  }),
  callCheck('weak-crypto', /(^|\.)(RSA|DSA)\.Create$|(^|\.)(RSA|DSA)CryptoServiceProvider$/, (call, file) => {
    const bits = file.numberOf(file.argument(call.call, 0));
    return bits !== undefined && bits < fewestBits
      ? { source: `a key of ${bits} bits`, cwe: 'CWE-326' }
      : undefined;
  }),
  dangerousOption(
    'weak-crypto',
    /(^|\.)(SslProtocols?|SecurityProtocol|EnabledSslProtocols)$/,
    /\b(SslProtocols\.(Tls|Tls11|Ssl[23])|SecurityProtocolType\.(Ssl3|Tls|Tls11))\b(?!1[23])/,
    {
      source: 'an outdated protocol',
      cwe: 'CWE-326',
      severity: 'medium',
    },
  ),
  predictable(/^(\w+\.)*(Random#|Random\.Shared)\.(Next\w*|GetItems|GetString)$/),
  callCheck('jwt', /^SymmetricSecurityKey$/, (call, file) =>
    isConstantBytes(file.argument(call.call, 0), file)
      ? { source: 'signed with a secret that is written in the code', cwe: 'CWE-798' }
      : undefined,
  ),
  optionCheck(
    'jwt',
    /(^|\.)(ValidateIssuerSigningKey|RequireSignedTokens|ValidateLifetime|RequireExpirationTime|ValidateAudience|ValidateIssuer)$/,
    (option, file) =>
      file.isFalse(option.value)
        ? {
            source: `${option.name} = false`,
            severity: /Sign/.test(option.name) ? 'critical' : 'medium',
            cwe: /Sign/.test(option.name) ? 'CWE-347' : 'CWE-613',
          }
        : undefined,
  ),
  callCheck('jwt', /\.(ReadJwtToken|ReadToken)$/, (_, file) =>
    /\.ValidateToken(Async)?\(|AddJwtBearer/.test(file.text)
      ? undefined
      : { source: 'claims are read without checking the signature' },
  ),
  {
    kind: 'file',
    rule: 'security/timing-unsafe-compare',
    find: function* find(file): Generator<Match> {
      yield* secretComparisons(file, ['binary_expression']);
    },
  },
  callCheck('timing-unsafe-compare', /\.(Equals|SequenceEqual)$/, (call) => {
    const sides = [
      call.receiver?.node.text ?? '',
      ...call.call.arguments.map(({ value }) => value.node.text),
    ];
    const digest = sides.find((side) =>
      /^(\w*\.)?\w*(signature|hmac|digest|computedHash|expectedMac|apiKey)$/i.test(side),
    );
    return digest === undefined || sides.some((side) => /^("|null)/.test(side))
      ? undefined
      : { sink: call.method, source: digest };
  }),
];

const accepting =
  /=>\s*(true|\{\s*return\s+true;\s*\})\s*$|^delegate[^{]*\{\s*return\s+true;\s*\}$|DangerousAcceptAny/;
const callbacks =
  /(ServerCertificateCustomValidationCallback|ServerCertificateValidationCallback|RemoteCertificateValidationCallback|CertificateValidationCallback)$/;

/** `handler.Callback += (…) => true`, as a member, an assignment or a constructor. */
function* acceptedCertificates(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('assignment_expression')) {
    const left = node.fieldText('left');
    if (callbacks.test(left) && accepting.test(node.fieldText('right'))) yield { node, sink: left };
  }
  for (const node of file.nodes('string_literal', 'interpolated_string_expression')) {
    if (
      /TrustServerCertificate\s*=\s*(true|yes)/i.test(node.text) &&
      !/localhost|127\.0\.0\.1|\(localdb\)/i.test(node.text)
    )
      yield { node, sink: 'TrustServerCertificate=True', source: 'the connection string' };
  }
}

const sessionName = /sess|auth|token|remember|login|jwt|sid$/i;

const settings: readonly Check[] = [
  { kind: 'file', rule: 'security/tls-verification-off', find: acceptedCertificates },
  dangerousOption(
    'tls-verification-off',
    /(^|\.)(CheckCertificateRevocationList_|RequireHttpsMetadata)$/,
    /^false$/,
    {
      severity: 'low',
    },
  ),
  dangerousCall(
    'unsafe-deserialisation',
    /(BinaryFormatter|LosFormatter|SoapFormatter|NetDataContractSerializer|ObjectStateFormatter)#\.(Unsafe)?Deserialize$/,
  ),
  dangerousOption(
    'unsafe-deserialisation',
    /(^|\.)TypeNameHandling$/,
    /TypeNameHandling\.(All|Auto|Objects|Arrays)$/,
  ),
  dangerousOption('xxe', /(^|\.)DtdProcessing$/, /^DtdProcessing\.Parse$/, { source: 'DtdProcessing.Parse' }),
  dangerousOption('xxe', /(^|\.)ProhibitDtd$/, /^false$/, { source: 'ProhibitDtd = false' }),
  dangerousOption('xxe', /(^|\.)XmlResolver$/, /^new\s+XmlUrlResolver\b/, { source: 'XmlUrlResolver' }),
  optionCheck('cookie-flags', /(^|\.)(Secure|HttpOnly)$/, (option, file) =>
    file.isFalse(option.value) &&
    /Cookie/i.test(`${option.name} ${option.owner?.node.text ?? ''} ${option.node.text}`)
      ? { sink: 'the cookie', source: `lacks ${option.name.split('.').at(-1)}` }
      : undefined,
  ),
  dangerousOption('cookie-flags', /(^|\.)SecurePolicy$/, /CookieSecurePolicy\.None$/, {
    sink: 'the cookie',
    source: 'lacks Secure',
  }),
  callCheck('cookie-flags', /Cookies\.Append$/, (call, file) => {
    const name = file.textOf(file.argument(call.call, 0)) ?? '';
    return sessionName.test(name) && call.call.arguments.length === 2
      ? { sink: `\`${name}\``, source: 'lacks Secure and HttpOnly' }
      : undefined;
  }),
  callCheck('cookie-flags', /^CookieOptions$/, (call, file) => {
    const around = file.flow.index.enclosing(call.node)?.node.text ?? '';
    const lost = ['Secure', 'HttpOnly'].filter((flag) => !new RegExp(`\\b${flag}\\s*=`).test(around));
    const name = /Cookies\.Append\(\s*"([^"]*)"/.exec(around)?.[1] ?? '';
    return lost.length > 0 && sessionName.test(name)
      ? { sink: `\`${name}\``, source: `lacks ${lost.join(' and ')}` }
      : undefined;
  }),
  { kind: 'file', rule: 'security/csrf-protection-off', find: disabledForgeryChecks },
  dangerousCall('csrf-protection-off', /\.DisableAntiforgery$/, { source: 'DisableAntiforgery()' }),
  { kind: 'file', rule: 'security/authorisation-off', find: openActions },
  callCheck('cors', /\.(AllowCredentials)$/, (call) =>
    /AllowAnyOrigin\(\)|SetIsOriginAllowed\(\s*\(?\w*\)?\s*=>\s*true\s*\)/.test(
      outermost(call.node.text, call.node.parent?.parent?.text ?? ''),
    )
      ? { source: 'every origin is allowed, with credentials' }
      : undefined,
  ),
  optionCheck('cors', /^Access-Control-Allow-Origin$|AccessControlAllowOrigin$/i, (option, file) =>
    file.valueOf(option.value, 'header').origin?.kind === 'request'
      ? { source: 'the caller’s origin is allowed as it came' }
      : undefined,
  ),
  callCheck('debug-exposure', /\.UseDeveloperExceptionPage$/, (call, file) =>
    /IsDevelopment\(\)|IsEnvironment\(/.test(file.flow.index.enclosing(call.node)?.node.text ?? file.text)
      ? undefined
      : { sink: 'UseDeveloperExceptionPage', source: 'UseDeveloperExceptionPage()' },
  ),
  callCheck(
    'error-exposure',
    /^(BadRequest|StatusCode|Content|Ok|Problem|(Typed)?Results\.(Problem|BadRequest|Text|Content))$|Response\.WriteAsync$/,
    (call) => {
      const told = call.call.arguments.find(({ value }) =>
        /^\w*(ex|exception|error)\w*\.(ToString\(\)|StackTrace)$/i.test(value.node.text),
      );
      return told === undefined ? undefined : { sink: call.method, source: told.value.node.text };
    },
  ),
  loggedSecret(
    /(ILogger#|[lL]og(ger)?|Log)\.(Log(Information|Debug|Warning|Error|Trace|Critical)?|Information|Debug|Warning|Error|Verbose|Fatal|Info|Warn)$|^(\w+\.)*(Console|Debug|Trace)\.Write(Line)?$/,
  ),
];

function outermost(own: string, around: string): string {
  return around.includes(own) ? around : own;
}

function* disabledForgeryChecks(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('attribute'))
    if (/^IgnoreAntiforgeryToken\b/.test(node.text))
      yield { node, source: '[IgnoreAntiforgeryToken]', sink: 'IgnoreAntiforgeryToken' };
}

const meantForAll =
  /log_?(in|out)|sign_?(in|up|out)|register|health|ping|error|webhook|callback|public|forgot|reset|confirm|refresh|token|index|home|privacy|captcha|robots/i;

/** `[AllowAnonymous]` where the name does not say that everybody is meant. */
function* openActions(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('attribute')) {
    const name = node.parent?.parent?.fieldText('name') ?? '';
    if (/^AllowAnonymous\b/.test(node.text) && name !== '' && !meantForAll.test(name))
      yield { node, source: '[AllowAnonymous]', identity: `AllowAnonymous at ${name}` };
  }
}

const who = { loss: 'the check of who may do this', cwe: 'CWE-862' };

const removed: readonly Check[] = [
  removedAttributes(
    ['attribute'],
    [
      {
        pattern: /^(Authorize|RequiresPermission|RequirePermission|PermissionRequired|RequiredScope)\b/,
        ...who,
      },
      {
        pattern: /^(Auto)?Validate(AntiForgery|Antiforgery)Token\b|^RequireAntiforgeryToken\b/,
        loss: 'the check against forged requests',
        cwe: 'CWE-352',
      },
      { pattern: /^RequireHttps\b/, loss: 'the demand for HTTPS', cwe: 'CWE-319' },
      { pattern: /^EnableRateLimiting\b/, loss: 'the rate limit', cwe: 'CWE-770' },
      {
        pattern: /^(RequestSizeLimit|RequestFormLimits)\b/,
        loss: 'the limit of the request’s size',
        cwe: 'CWE-770',
      },
    ],
  ),
  removedCalls(
    [
      { pattern: /^(UseAuthentication|UseAuthorization|RequireAuthorization)$/, ...who },
      { pattern: /^UseAntiforgery$/, loss: 'the check against forged requests', cwe: 'CWE-352' },
      { pattern: /^(UseHttpsRedirection|UseHsts)$/, loss: 'the demand for HTTPS', cwe: 'CWE-319' },
      { pattern: /^(UseRateLimiter|RequireRateLimiting)$/, loss: 'the rate limit', cwe: 'CWE-770' },
      { pattern: /^FixedTimeEquals$/, loss: 'the constant-time comparison', cwe: 'CWE-208' },
      { pattern: /^ValidateToken(Async)?$/, loss: 'the check of the token’s signature', cwe: 'CWE-347' },
    ],
    (after, name) => name !== 'RequireAuthorization' && after.text.includes(`${name}(`),
  ),
];

const alreadyMarkup = /(Html|Json|Script|Css|Markup|Safe|Sanitized|Rendered|Svg|Icon)$/i;

/** A view that writes a member of its model as markup: whoever stored it writes into the page. */
const views: readonly Check[] = [
  callCheck('xss', /Html\.Raw$|^\(MarkupString\)$/, (call, file) => {
    const written = call.call.arguments[0]?.value.node.text ?? '';
    const isMember =
      /^(@?Model|item|\w+|ViewBag|ViewData|TempData)(\??\.\w+)+$|^(ViewData|TempData)\["\w+"\]$/.test(
        written,
      );
    const isView = /\.(cshtml|razor)$/.test(file.path);
    return isView && isMember && !alreadyMarkup.test(written.replace(/"\]$/, ''))
      ? { sink: call.method, source: written, severity: 'medium' }
      : undefined;
  }),
];

export const checks: readonly Check[] = [...cryptography, ...settings, ...views, ...removed];
