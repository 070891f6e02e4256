/** Values that are documented, filled in later, or made to look like something. */
const placeholder =
  /example|sample|dummy|fake|change[-_ ]?(me|it|this)|place.?holder|redacted|your[-_ ]?|my[-_](secret|token|password|key)|insert[-_]|replace[-_]?(me|with|this)|x{4,}|\*{3,}|\.{3,}|<[^>]+>|\$\{|\{\{|%\w+%|\$\(|process\.env|getenv|vault:|todo|fixme|not[-_]?a[-_]?real|not[-_]?(so[-_]?)?secret|stand-?in|123456|abcdef|qwerty|lorem|foobar|deadbeef|0{8,}|^(test|demo|mock|stub|none|null|undefined|true|false)/i;
const repeated = /^(.)\1+$|^(.{1,4})\2{3,}$/;
/** What people write where the value is to be thought of, whatever number follows. */
const wordForSecret =
  /^(super[-_]?)?((my|your|the|some|a|an|user|db|root|admin|app|default|test|local|dev|top)[-_]?)*(pass(word|wd|phrase)?|pwd|secret|token|api[-_]?key|key|credentials?)[-_!.]*\d{0,4}[-_!.]*$/i;
const uuid = /^\{?[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}\}?$/i;
const markedDigest =
  /^(sha(1|256|384|512)[-:=]|md5[:=]|\$2[abxy]?\$|\$argon2|\$pbkdf2|\$scrypt|\{ssha\}|pbkdf2_|bcrypt)/i;
const digest = /^[\da-f]{40}$|^[\da-f]{64}$|^[\da-f]{32}$|^[\da-f]{96}$|^[\da-f]{128}$/i;
/** Encrypted by SOPS, Ansible, sealed-secrets, git-crypt, Rails, dotenvx and others. */
const encrypted =
  /^ENC\[|^ENC\(|^\$ANSIBLE_VAULT|^Ag[A-Za-z0-9+/]{150,}|^encrypted:|^\{cipher\}|^kms:|^AQICA|^age1|^secure:|^!vault|^gAAAAA/;
/** Where the value is kept elsewhere. */
const reference =
  /^(op|vault|ssm|asm|gcpsm|secretref|keyvault|aws-secretsmanager|akv|sm|secret|ref|env|file|azurekeyvault|doppler|infisical|bws|pass|cloudflare):(\/\/)?|^(arn|urn):|^projects\/[\w-]+\/secrets\/|@Microsoft\.KeyVault|^\/run\/secrets\//i;

/** Whether a value is a documented example, a stand-in for one that is filled in elsewhere, or the way to it. */
export function isPlaceholder(value: string): boolean {
  return placeholder.test(value) || repeated.test(value) || encrypted.test(value) || reference.test(value);
}

/** Whether a value is a word for a secret and no secret: `my-password`, `supersecret`, `password123`. */
export function isWordForSecret(value: string): boolean {
  return wordForSecret.test(value);
}

/** Whether a value has the form of an id or a checksum, which are public by nature. */
export function isIdentifier(value: string): boolean {
  return uuid.test(value) || markedDigest.test(value);
}

/** A digest by its length: a key too, where its name calls it one. */
export function isDigest(value: string): boolean {
  return digest.test(value);
}

/** A line that says what its long value is. */
export function speaksOfPublicValue(line: string): boolean {
  return /"?integrity"?\s*[:=]|sha-?(1|256|384|512)[-:"'=]|\bchecksum\b|\betag\b|\bdigest\b|\bcommit(sha|_sha|hash|id)?["']?\s*[:=]|PUBLIC KEY|ssh-(rsa|ed25519|dss) |ecdsa-sha2|data:[\w/+-]+;base64|site[-_]?key|publishable|fingerprint/i.test(
    line,
  );
}
