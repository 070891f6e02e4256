import { namesSecret } from '../rules/words.ts';

/** Names that hold no credential although one of their words says so. */
const harmless =
  /^(next_public|vite|react_app|nuxt_public|public|expo_public|gatsby)_|_(file|path|dir|url|uri|name|id|ids|ref|arn|enabled|required|length|ttl|expiry|expiration|expires(_in)?|version|type|header|prefix|algorithm|alg|issuer|audience|policy|rotation|lifetime|days|hours|minutes|seconds|count|limit|store|manager|provider|env|key_?name|location|endpoint|timeout|size|format|mode|field|fingerprint)$|(^|_)(gpg|pgp|public|cache|primary|foreign|partition|sort|idempotency|host|ssh_host|tokenizers?|pagination|continuation)_?|^(random_root|allow_empty|disable|enable|use|has|is|no|skip|require|with)_|secret_key_base_dummy|max_tokens?|_tokens$/i;

/** Whether a setting of this name holds a password, a token or a key. */
export function namesCredential(name: string): boolean {
  const flat = name.replace(/([a-z\d])([A-Z])/g, '$1_$2').replace(/[.\s-]+/g, '_');
  if (harmless.test(flat)) return false;
  if (/(^|_)(nonce|salt|session|otp|totp|pin|csrf|xsrf)$/i.test(flat)) return false;
  return (
    namesSecret(name) ||
    /(^|_)(pass|passw|pw|apitoken|authtoken|accesskey|secretkey|privatekey|dbpass)$/i.test(flat)
  );
}

/** A value that is filled in elsewhere. */
export function isReference(value: string): boolean {
  return /\$\{?[\w(]|\$\(|%\w+%|\{\{|<[^>]+>|^(ref\+|vault:|arn:|op:\/\/|aws-ssm:|gcp-secret:|file:|\/run\/secrets\/|ENC\[|env:|env\.|data\.|var\.|local\.|module\.|random_)|^@Microsoft\.KeyVault|\u{E000}/iu.test(
    value,
  );
}

/** A value that stands for another, or that unlocks nothing. */
export function isPlaceholder(value: string): boolean {
  return (
    isReference(value) ||
    /^(dummy|placeholder|unused|not-?used|none|null|nil|n\/a|todo|fake|build|build-?time|xxx+|\*+|\.\.\.|true|false|yes|no|on|off|\d{1,3}|your[-_ ].*|<.*>|replace[-_ ]?me.*|example|redacted|.*dummy.*|.*placeholder.*)$/i.test(
      value,
    )
  );
}
