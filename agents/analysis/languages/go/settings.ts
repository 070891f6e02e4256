import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import type { Match } from '../../rules/define-rule.ts';
import { isConstantBytes } from '../shared/constant-bytes.ts';
import { namesSecret } from '../shared/secret-names.ts';
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

export const settings: readonly Check[] = [
  brokenHash(/(^|\/)(md5|sha1|md4|ripemd160)\.(New|Sum\w*)$/, ({ name }) => /(\w+)\.\w+$/.exec(name)?.[1]),
  callCheck('weak-hash', /(^|\/)hmac\.New$/, (call) => {
    const hash = /\b(md5|sha1)\.New/.exec(call.call.arguments[0]?.value.node.text ?? '')?.[1];
    return hash === undefined ? undefined : { sink: 'hmac.New', source: hash.toUpperCase() };
  }),
  callCheck('weak-hash', /(^|\/)sha(256|512)\.(Sum\w+)$/, (call) =>
    /passw(or)?d|passwd|\bpwd\b/i.test(call.call.arguments[0]?.value.node.text ?? '')
      ? { sink: call.method, source: 'A fast hash', cwe: 'CWE-916', severity: 'medium' }
      : undefined,
  ),
  dangerousCall('weak-crypto', /(^|\/)(des\.New(TripleDES)?Cipher|rc4\.NewCipher|blowfish\.NewCipher)$/, {
    source: 'a broken cipher',
  }),
  callCheck('weak-crypto', /(^|\/)cipher\.New(CBC|CFB|OFB|CTR)\w*$|(^|\/)cipher\.NewCTR$/, (call, file) =>
    isConstantBytes(file.argument(call.call, 1), file)
      ? { source: 'a constant IV', cwe: 'CWE-329' }
      : undefined,
  ),
  callCheck('weak-crypto', /\.Seal$/, (call, file) =>
    isConstantBytes(file.argument(call.call, 1), file)
      ? { source: 'a constant nonce', cwe: 'CWE-329' }
      : undefined,
  ),
  callCheck('weak-crypto', /(^|\/)(aes\.NewCipher|hmac\.New)$/, (call, file) =>
    isConstantBytes(file.argument(call.call, call.method === 'New' ? 1 : 0), file)
      ? { source: 'a key written in the code', cwe: 'CWE-321' }
      : undefined,
  ),
  callCheck('weak-crypto', /(^|\/)rsa\.GenerateKey$/, (call, file) => {
    const bits = file.numberOf(file.argument(call.call, 1));
    return bits !== undefined && bits < 2048
      ? { source: `a key of ${bits} bits`, cwe: 'CWE-326' }
      : undefined;
  }),
  callCheck('weak-crypto', /(^|\/)bcrypt\.GenerateFromPassword$/, (call, file) => {
    const cost = file.argument(call.call, 1);
    const rounds = file.numberOf(cost) ?? (/MinCost/.test(cost?.node.text ?? '') ? 4 : 10);
    return rounds < 10 ? { source: `cost ${rounds}`, cwe: 'CWE-916', severity: 'medium' } : undefined;
  }),
  callCheck('weak-crypto', /(^|\/)pbkdf2\.Key$/, (call, file) => {
    const rounds = file.numberOf(file.argument(call.call, 2));
    if (rounds !== undefined && rounds < 100_000)
      return { source: `${rounds} rounds`, cwe: 'CWE-916', severity: 'medium' };
    return isConstantBytes(file.argument(call.call, 1), file)
      ? { source: 'a constant salt', cwe: 'CWE-760', severity: 'medium' }
      : undefined;
  }),
  predictable(
    /^(math\/)?rand(\/v2)?\.(Int\w*|Intn|Uint\w*|Read|Perm|Float\w*|N|IntN|Shuffle)$|math\/rand\.New\(\)\.\w+$|time\.Now\(\)\.Unix\w*$/,
  ),
  dangerousOption('tls-verification-off', /(^|\.)InsecureSkipVerify$/, /^true$/),
  dangerousOption('weak-crypto', /^MinVersion$/, /VersionTLS1[01]|VersionSSL30/, {
    source: 'an outdated protocol',
    cwe: 'CWE-326',
    severity: 'medium',
  }),
  dangerousCall('tls-verification-off', /(^|\/)ssh\.InsecureIgnoreHostKey$/),
  dangerousCall('jwt', /\.ParseUnverified$/, {
    source: 'the signature is not checked',
    severity: 'critical',
  }),
  { kind: 'file', rule: 'security/jwt', find: acceptedNone },
  callCheck('jwt', /(^|\/)jwt\.(Parse|ParseWithClaims)$/, uncheckedMethod),
  callCheck('jwt', /\.SignedString$/, (call, file) =>
    isConstantBytes(file.argument(call.call, 0), file)
      ? { source: 'signed with a secret that is written in the code', cwe: 'CWE-798' }
      : undefined,
  ),
  { kind: 'file', rule: 'security/cookie-flags', find: openCookies },
  callCheck('cookie-flags', /gin\.Context#\.SetCookie$/, (call, file) => {
    const name = file.textOf(file.argument(call.call, 0)) ?? '';
    const lost = [
      ['secure', 5],
      ['httpOnly', 6],
    ].filter(([, at]) => file.isFalse(file.argument(call.call, at ?? 0)));
    return lost.length > 0 && isSession(name)
      ? { sink: `\`${name}\``, source: `lacks ${lost.map(([flag]) => flag).join(' and ')}` }
      : undefined;
  }),
  optionCheck('cors', /^(AllowAllOrigins|AllowOrigins|AllowedOrigins)$/, (option, file) => {
    const isAny = file.isTrue(option.value) || /^\[\]string\{\s*"\*"\s*\}$/.test(option.value.node.text);
    return isAny && /AllowCredentials:\s*true/.test(option.owner?.node.text ?? '')
      ? { source: 'every origin is allowed, with credentials' }
      : undefined;
  }),
  callCheck('cors', /\.(Set|Add|Header)$/, (call, file) => {
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
  optionCheck('cors', /(^|\.)CheckOrigin$/, ({ value }) =>
    /\{\s*return true;?\s*\}/.test(value.node.text)
      ? { source: 'WebSockets of every origin are accepted', cwe: 'CWE-1385' }
      : undefined,
  ),
  { kind: 'file', rule: 'security/debug-exposure', find: profiler },
  {
    kind: 'file',
    rule: 'security/timing-unsafe-compare',
    find: function* find(file): Generator<Match> {
      yield* secretComparisons(file, ['binary_expression']);
    },
  },
  loggedSecret(
    /(^|\/)(log|logger|slog|logrus|zap|zerolog|glog|klog)(\.\w+\(\))?\.(Print\w*|Info\w*|Debug\w*|Warn\w*|Error\w*|Fatal\w*|Panic\w*|Log\w*|Trace\w*)$|(^|\/)fmt\.Print\w*$|(Logger#|SugaredLogger#)\.\w+$/,
  ),
  callCheck(
    'world-writable',
    /(^|\/)(os|ioutil|syscall)\.(Chmod|WriteFile|Mkdir|MkdirAll|Mkfifo)$/,
    (call) => {
      const mode = call.call.arguments.at(-1)?.value.node.text ?? '';
      const octal = /^0o?([0-7]{3,4})$/.exec(mode)?.[1];
      return octal !== undefined && (Number.parseInt(octal, 8) & 0o002) !== 0
        ? { sink: call.call.callee.node.text, source: mode }
        : undefined;
    },
  ),
];

function isSession(name: string): boolean {
  return /sess|auth|token|sid$|jwt|remember|login/i.test(name);
}

/** A key function that looks at no algorithm accepts the one the token names. */
function uncheckedMethod(call: CodeCall): Partial<Match> | undefined {
  const keyFunction = call.call.arguments.find(({ value }) => value.kind === 'function');
  if (
    keyFunction === undefined ||
    /WithValidMethods|\.Method\b|SigningMethod|Alg\(\)|\["alg"\]/.test(call.node.text)
  )
    return undefined;
  return { source: 'the algorithm is not checked', severity: 'medium' };
}

function* acceptedNone(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('selector_expression')) {
    if (node.fieldText('field') === 'UnsafeAllowNoneSignatureType')
      yield { node, source: 'tokens without a signature are accepted', severity: 'critical' };
  }
}

function* openCookies(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('composite_literal')) {
    if (!/^\*?http\.Cookie$/.test(node.fieldText('type'))) continue;
    const written = node.text;
    const name = /Name:\s*"?([\w.-]+)"?/.exec(written)?.[1] ?? '';
    const isCleared = /MaxAge:\s*-|Expires:\s*time\.Unix\(0/.test(written);
    const lost = ['Secure', 'HttpOnly'].filter(
      (flag) => !new RegExp(`\\b${flag}:\\s*(?!false)\\w`).test(written),
    );
    const isMeant = namesSecret(name) || isSession(name);
    if (isMeant && lost.length > 0 && !isCleared && !setLater(node, lost))
      yield { node, sink: `\`${name}\``, source: `lacks ${lost.join(' and ')}` };
  }
}

function setLater(node: Match['node'], lost: readonly string[]): boolean {
  let block = node.parent;
  while (block !== undefined && block.kind !== 'block' && block.kind !== 'statement_list')
    block = block.parent;
  return lost.every((flag) => new RegExp(`\\.${flag}\\s*=\\s*(?!false)`).test(block?.text ?? ''));
}

/** The profiler adds its pages to the default server when it is imported. */
function* profiler(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('import_spec')) {
    if (node.fieldText('path') === '"net/http/pprof"')
      yield { node, source: 'net/http/pprof', severity: 'low' };
  }
}
