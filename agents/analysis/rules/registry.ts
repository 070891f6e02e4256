import { assignmentInCondition } from './correctness/assignment-in-condition.ts';
import { asyncEffect } from './correctness/async-effect.ts';
import { failOpen } from './correctness/fail-open.ts';
import { promiseInCondition } from './correctness/promise-in-condition.ts';
import { asyncCallback } from './correctness/async-callback.ts';
import { conditionalHook } from './correctness/conditional-hook.ts';
import { duplicateCondition } from './correctness/duplicate-condition.ts';
import { duplicateKey } from './correctness/duplicate-key.ts';
import { emptyCatch } from './correctness/empty-catch.ts';
import { floatingPromise } from './correctness/floating-promise.ts';
import { fallThrough } from './correctness/fall-through.ts';
import { foundAtStart } from './correctness/found-at-start.ts';
import { indexPastEnd } from './correctness/index-past-end.ts';
import { mapParseInt } from './correctness/map-parse-int.ts';
import { notANumber } from './correctness/not-a-number.ts';
import { numericSort } from './correctness/numeric-sort.ts';
import { removedBreak } from './correctness/removed-break.ts';
import { returnInFinally } from './correctness/return-in-finally.ts';
import { returnedPromise } from './correctness/returned-promise.ts';
import { selfCompare } from './correctness/self-compare.ts';
import { templateInQuotes } from './correctness/template-in-quotes.ts';
import type { Rule } from './define-rule.ts';
import { argumentInjection } from './security/argument-injection.ts';
import { childEnvironment } from './security/child-environment.ts';
import { commandInjection } from './security/command-injection.ts';
import { cookieFlags } from './security/cookie-flags.ts';
import { cors } from './security/cors.ts';
import { csrfProtectionOff } from './security/csrf-protection-off.ts';
import { imageProxy } from './security/image-proxy.ts';
import { debugExposure } from './security/debug-exposure.ts';
import { decompressionLimit } from './security/decompression-limit.ts';
import { dynamicCode } from './security/dynamic-code.ts';
import { electronIsolation } from './security/electron-isolation.ts';
import { errorExposure } from './security/error-exposure.ts';
import { insecureRandomness } from './security/insecure-randomness.ts';
import { insecureTempFile } from './security/insecure-temp-file.ts';
import { jwt } from './security/jwt.ts';
import { ldapInjection } from './security/ldap-injection.ts';
import { massAssignment } from './security/mass-assignment.ts';
import { messageOrigin } from './security/message-origin.ts';
import { nosqlCode, nosqlInjection } from './security/nosql-injection.ts';
import { openRedirect } from './security/open-redirect.ts';
import { originPattern } from './security/origin-pattern.ts';
import { pathTraversal } from './security/path-traversal.ts';
import { prototypePollution } from './security/prototype-pollution.ts';
import { publicEndpoint } from './security/public-endpoint.ts';
import { redos, regexInjection } from './security/redos.ts';
import { removedGuard } from './security/removed-guard.ts';
import { removedCheck } from './security/removed-check.ts';
import { removedOption } from './security/removed-option.ts';
import { removedSanitizer } from './security/removed-sanitizer.ts';
import { resourceLimits } from './security/resource-limits.ts';
import { secretInLog } from './security/secret-in-log.ts';
import { sqlInjection } from './security/sql-injection.ts';
import { ssrf } from './security/ssrf.ts';
import { templateInjection } from './security/template-injection.ts';
import { timingUnsafeCompare } from './security/timing-unsafe-compare.ts';
import { tlsVerificationOff } from './security/tls-verification-off.ts';
import { unescapedOutput } from './security/unescaped-output.ts';
import { unsafeDeserialisation } from './security/unsafe-deserialisation.ts';
import { weakCrypto } from './security/weak-crypto.ts';
import { weakHash } from './security/weak-hash.ts';
import { worldWritable } from './security/world-writable.ts';
import { writtenSecret } from './security/written-secret.ts';
import { xpathInjection } from './security/xpath-injection.ts';
import { xss } from './security/xss.ts';
import { xxe } from './security/xxe.ts';

/** Every rule on syntax trees. */
export const rules: readonly Rule[] = [
  argumentInjection,
  commandInjection,
  cookieFlags,
  cors,
  dynamicCode,
  errorExposure,
  insecureRandomness,
  jwt,
  massAssignment,
  messageOrigin,
  nosqlCode,
  nosqlInjection,
  openRedirect,
  pathTraversal,
  prototypePollution,
  redos,
  regexInjection,
  removedCheck,
  removedOption,
  removedSanitizer,
  removedGuard,
  secretInLog,
  sqlInjection,
  ssrf,
  templateInjection,
  timingUnsafeCompare,
  tlsVerificationOff,
  unsafeDeserialisation,
  ldapInjection,
  xpathInjection,
  decompressionLimit,
  unescapedOutput,
  csrfProtectionOff,
  debugExposure,
  imageProxy,
  insecureTempFile,
  worldWritable,
  electronIsolation,
  childEnvironment,
  originPattern,
  resourceLimits,
  writtenSecret,
  publicEndpoint,
  weakCrypto,
  weakHash,
  xss,
  xxe,
  assignmentInCondition,
  asyncEffect,
  failOpen,
  promiseInCondition,
  asyncCallback,
  conditionalHook,
  duplicateCondition,
  duplicateKey,
  emptyCatch,
  floatingPromise,
  fallThrough,
  removedBreak,
  foundAtStart,
  indexPastEnd,
  mapParseInt,
  notANumber,
  numericSort,
  returnInFinally,
  returnedPromise,
  selfCompare,
  templateInQuotes,
];
