/** Names of values that protect something, in any style of writing. */
const secretName =
  /(^|[_\W]|(?<=[a-z]))(pass_?(word|wd|phrase|code)?|pwd|secret|token|otp|nonce|salt|session_?(id|key)?|csrf|api_?key|credential|private_?key|signing_?key|encryption_?key|auth_?code|verification_?code|reset_?code|activation_?(code|key)|invite_?code|pin_?code|iv|key)s?($|[_\W]|(?=[A-Z]))/i;
/** The same words for something else. */
const otherMeaning =
  /token_?(count|type|limit|index|usage|s_?per)|tokeni[sz]|num_?tokens|max_?tokens|_tokens?_(used|left)|pass_?(count|es|ed|rate)|primary_?key|foreign_?key|sort_?key|cache_?key|key_?(word|board|name|path|s$)|public_?key|partition_?key|session_?(maker|count)|passing|bypass|^keys?$|partition|^pass$/i;

export function namesSecret(text: string): boolean {
  return secretName.test(text) && !otherMeaning.test(text);
}

/** Values that must not be written to a log. */
const unloggable =
  /(^|[_.\W]|(?<=[a-z]))(password|passwd|pwd|passphrase|secret|(access|refresh|auth|bearer|api|session|reset|id)_?token|api_?key|private_?key|secret_?key|credentials?|authorization|credit_?card|card_?number|cvv|ssn)($|[_.\W\d])/i;
const toldAbout =
  /(has|is|no|num|count|len|length|hash(ed)?|encrypted|mask(ed)?|redact\w*|expired?|expires|expiry|type|name|id|url|file|path|valid|error|exception|policy|field|reset_?(url|link)|changed|required|missing|strength)/i;

export function isUnloggable(name: string): boolean {
  const last = name.split(/\.|->|::/).at(-1) ?? name;
  return unloggable.test(name) && !toldAbout.test(last.replace(unloggable, ' '));
}
