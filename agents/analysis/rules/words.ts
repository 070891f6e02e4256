/** The words of a name in camelCase, snake_case or kebab-case, in lower case. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
}

const secretWord =
  /^(password|passwd|passphrase|pwd|secret|token|otp|totp|nonce|salt|csrf|xsrf|apikey|credentials?|jwt|pin|cvv|ssn)$/;
const secretPair =
  /\b(api|access|private|secret|signing|encryption|auth|session|master|license|service) ?keys?\b|\b(session|reset|verification|confirmation|invite|invitation|auth|login|recovery|backup|one time|activation|magic) (id|code|link|key|ticket)\b|\bsession$/;
const notSecret =
  /\b(count|counts|length|name|type|types|limit|limits|usage|used|index|field|label|header|url|uri|path|file|max|min|total|size|position|kind|expires?|expiry|expiration|ttl|ms|seconds|at|is|has|should|needs|requires|regex|pattern|policy|strength|placeholder|input|ref|visible|hidden|error|errors|hint|provider|exists|valid|status|public|generation|cached|cache|id of|per|budget|estimate|estimated)\b/;

/** Whether a name says that its value must not be known or guessed by others. */
export function namesSecret(name: string): boolean {
  const words = wordsOf(name);
  const phrase = words.join(' ');
  if (notSecret.test(phrase)) return false;
  return words.some((word) => secretWord.test(word)) || secretPair.test(phrase);
}

const asking = /^(is|has|can|may|check|verify|validate|authorize|authorise|authenticate|allow|ensure)$/;
const guarding =
  /^(allowed|authorized|authorised|authenticated|valid|permitted|admin|owner|access|permission|permissions|role|signature|token|password|session|user|safe|trusted|license|quota|limit)$/;

/** Whether a function is called like a question that lets somebody in: `isAllowed`, `verify_signature`, `valid_token?`. */
export function asksForAccess(name: string): boolean {
  const [first = '', ...others] = wordsOf(name);
  if (name.endsWith('?')) return [first, ...others].some((word) => guarding.test(word));
  return asking.test(first) && others.some((word) => guarding.test(word));
}
