/** Values that are documented, filled in later, or made to look like something. */
const placeholder =
  /example|sample|dummy|fake|change.?me|place.?holder|redacted|your[-_ ]|my[-_](secret|token|password|key)|insert[-_]|replace[-_]|x{4,}|\*{3,}|\.{3,}|<[^>]+>|\$\{|\{\{|%\w+%|\$\(|process\.env|getenv|vault:|todo|not[-_]?a[-_]?real|stand-?in|123456|abcdef|qwerty|lorem|foobar|deadbeef|0{8,}|^(test|demo|mock|stub|none|null|undefined|true|false)/i;
const repeated = /^(.)\1+$|^(.{1,4})\2{3,}$/;
const uuid = /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/i;
const digest = /^(sha(1|256|384|512)-|sha256:|md5:)|^[\da-f]{40}$|^[\da-f]{64}$|^[\da-f]{32}$/i;

/** Whether a value is a documented example or a stand-in for one that is filled in elsewhere. */
export function isPlaceholder(value: string): boolean {
  return placeholder.test(value) || repeated.test(value);
}

/** Whether a value has the form of an id or a checksum, which are public by nature. */
export function isIdentifier(value: string): boolean {
  return uuid.test(value) || digest.test(value);
}

/** A line that says what its long value is. */
export function speaksOfPublicValue(line: string): boolean {
  return /"?integrity"?\s*[:=]|sha(1|256|384|512)-|\bchecksum\b|\betag\b|\bcommit\b|PUBLIC KEY|ssh-(rsa|ed25519) |data:[\w/+-]+;base64|site[-_]?key|publishable/i.test(
    line,
  );
}
