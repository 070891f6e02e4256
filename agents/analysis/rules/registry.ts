import { assignmentInCondition } from './correctness/assignment-in-condition.ts';
import { asyncCallback } from './correctness/async-callback.ts';
import { duplicateCondition } from './correctness/duplicate-condition.ts';
import { duplicateKey } from './correctness/duplicate-key.ts';
import { emptyCatch } from './correctness/empty-catch.ts';
import { floatingPromise } from './correctness/floating-promise.ts';
import { foundAtStart } from './correctness/found-at-start.ts';
import { indexPastEnd } from './correctness/index-past-end.ts';
import { mapParseInt } from './correctness/map-parse-int.ts';
import { notANumber } from './correctness/not-a-number.ts';
import { numericSort } from './correctness/numeric-sort.ts';
import { returnInFinally } from './correctness/return-in-finally.ts';
import { selfCompare } from './correctness/self-compare.ts';
import { templateInQuotes } from './correctness/template-in-quotes.ts';
import type { Rule } from './define-rule.ts';
import { argumentInjection } from './security/argument-injection.ts';
import { commandInjection } from './security/command-injection.ts';
import { cookieFlags } from './security/cookie-flags.ts';
import { cors } from './security/cors.ts';
import { dynamicCode } from './security/dynamic-code.ts';
import { errorExposure } from './security/error-exposure.ts';
import { insecureRandomness } from './security/insecure-randomness.ts';
import { jwt } from './security/jwt.ts';
import { massAssignment } from './security/mass-assignment.ts';
import { messageOrigin } from './security/message-origin.ts';
import { nosqlCode, nosqlInjection } from './security/nosql-injection.ts';
import { openRedirect } from './security/open-redirect.ts';
import { pathTraversal } from './security/path-traversal.ts';
import { prototypePollution } from './security/prototype-pollution.ts';
import { redos, regexInjection } from './security/redos.ts';
import { removedGuard } from './security/removed-guard.ts';
import { secretInLog } from './security/secret-in-log.ts';
import { sqlInjection } from './security/sql-injection.ts';
import { ssrf } from './security/ssrf.ts';
import { templateInjection } from './security/template-injection.ts';
import { timingUnsafeCompare } from './security/timing-unsafe-compare.ts';
import { tlsVerificationOff } from './security/tls-verification-off.ts';
import { unsafeDeserialisation } from './security/unsafe-deserialisation.ts';
import { weakCrypto } from './security/weak-crypto.ts';
import { weakHash } from './security/weak-hash.ts';
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
  removedGuard,
  secretInLog,
  sqlInjection,
  ssrf,
  templateInjection,
  timingUnsafeCompare,
  tlsVerificationOff,
  unsafeDeserialisation,
  weakCrypto,
  weakHash,
  xss,
  xxe,
  assignmentInCondition,
  asyncCallback,
  duplicateCondition,
  duplicateKey,
  emptyCatch,
  floatingPromise,
  foundAtStart,
  indexPastEnd,
  mapParseInt,
  notANumber,
  numericSort,
  returnInFinally,
  selfCompare,
  templateInQuotes,
];
