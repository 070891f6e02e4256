import { isDigest, isIdentifier, isPlaceholder, isWordForSecret } from './allow-list.ts';
import { entropyOf } from './entropy.ts';
import { meaningOf } from './secret-names.ts';

/** `name = "value"` with the operators and type annotations of common languages; also defaults of look-ups. */
const quoted =
  /["'[:@$]?([A-Za-z_][\w.-]{1,60})["'\]]{0,2}\)?\s*(?::\s*(?:&?'?\w+(?:\s+\w+)?)?\s*=|=>|->|:=|\|\|=?|\?\?=?|\?:|[:=,]|\bor\b|\bdefault\b)\s*(?:[bruf@$]{0,2})(["'`])([^"'`\n]{6,150})\2/g;
/** `setPassword("value")`, `.token('value')`: not the look-ups, whose argument is a name. */
const called =
  /\b((?:set|with|use)[A-Z_]\w{2,40}|password|passwd|token|apiKey|api_key|secret|secretKey)\(\s*(["'`])([^"'`\n]{6,150})\2\s*\)/g;
/** `<password>value</password>`, `key="Password" value="value"`. */
const element = /<([A-Za-z][\w.:-]{1,60})>([^<>\s]{6,150})<\/\1>/g;
const attributes =
  /\b(?:key|name|id|property)\s*=\s*"([A-Za-z_][\w.:-]{1,60})"[^<>]{0,40}?\bvalue\s*=\s*"([^"\s]{6,150})"/gi;
/** `storePassword 'value'`, as Gradle and Puppet have it. */
const spoken = /\b(\w*[pP]assword)\s+(["'])([^"'\n\s]{6,150})\2/g;
/** What stands in where the environment has nothing: `${DB_PASSWORD:-value}`. */
const fallback = /\$\{([A-Za-z_][\w.-]{1,60}):-?([^}\s$]{6,150})\}/g;
const defined = /#define\s+([A-Za-z_]\w{1,60})\s+"([^"\s]{6,150})"/g;
/** A whole line, in files where values need no quotes. */
const bare =
  /^\s*(?:export\s+|-\s+|ENV\s+|ARG\s+|set\s+)?["']?([A-Za-z_][\w.-]{1,60})["']?\s*(?:[:=]|(?<=ENV\s+\S+)\s)\s*([^\s"'`#]{6,150})\s*(?:[#;].*|\\)?$/;
/** Several on one line, before a command: `DB_PASSWORD=value ./migrate`. */
const assigned =
  /(?<![\w$./-])(?:-e\s+|--env[= ])?([A-Z][A-Z\d_]{2,60})=([^\s"'`$;&|]{6,150})(?=[\s;&|\\]|$)/g;

export interface GenericSecret {
  readonly name: string;
  readonly value: string;
  readonly index: number;
}

/** Literals that are secrets by the name they are given. `withoutQuotes`: in files where values need no quotes. */
export function* genericSecrets(line: string, withoutQuotes: boolean): Iterable<GenericSecret> {
  if (!/pass|pwd|pw\b|secret|token|key|cred|auth|kennwort|pat\b/i.test(line)) return;
  for (const match of line.matchAll(quoted)) yield* secretAt(match, match[1], match[3]);
  for (const match of line.matchAll(called))
    yield* secretAt(match, match[1]?.replace(/^(set|with|use)_?/, ''), match[3]);
  for (const match of line.matchAll(spoken)) yield* secretAt(match, match[1], match[3]);
  for (const pattern of [element, attributes, fallback, defined])
    for (const match of line.matchAll(pattern)) yield* secretAt(match, match[1], match[2]);
  if (!withoutQuotes) return;
  const whole = bare.exec(line);
  if (whole !== null) yield* secretAt(whole, whole[1], whole[2]);
  for (const match of line.matchAll(assigned)) yield* secretAt(match, match[1], match[2]);
}

function* secretAt(match: RegExpExecArray, name = '', value = ''): Iterable<GenericSecret> {
  if (isSecret(name, value)) yield { name, value, index: match.index + match[0].lastIndexOf(value) };
}

/** Bits a character; words stay below it. */
const minEntropy = 3.5;
const minHexEntropy = 3;
/** People choose passwords, and chance chooses keys. */
const minPasswordEntropy = 2.8;
/** Shorter ones count only where the name says password. */
const minValueChars = 10;
const minShortPasswordEntropy = 2.5;

export function isSecret(name: string, value: string): boolean {
  const meaning = meaningOf(name);
  if (meaning === undefined || /\s/.test(value)) return false;
  if (isPlaceholder(value) || isWordForSecret(value) || isIdentifier(value) || isReference(value))
    return false;
  return meaning === 'password' ? isPassword(value) : isKey(value);
}

function isPassword(value: string): boolean {
  if (!/[A-Za-z]/.test(value) || !(/\d/.test(value) || /[A-Za-z][^\w\s.:/-]|[^\w\s.:/-][A-Za-z]/.test(value)))
    return false;
  const least = value.length < minValueChars ? minShortPasswordEntropy : minPasswordEntropy;
  return entropyOf(value) >= least;
}

function isKey(value: string): boolean {
  if (value.length < minValueChars || !/\d/.test(value)) return false;
  if (isDigest(value) || /^[\da-f]+$/i.test(value))
    return value.length >= 16 && entropyOf(value) >= minHexEntropy;
  return entropyOf(value) >= minEntropy;
}

/** Words in one of the usual shapes, alone or joined, with a number at the end of each at most. */
const words =
  /^(?:[a-z]+(?:[A-Z][a-z]+)*|(?:[A-Z][a-z]+)+|[A-Z]+)\d?(?:[-_.:/](?:(?:[a-z]+(?:[A-Z][a-z]+)*|(?:[A-Z][a-z]+)+|[A-Z]+)\d?|v?\d{1,3}))*$/;

/** Names, paths, addresses, calls and interpolations are no values. */
function isReference(value: string): boolean {
  return (
    /^(https?:|\/[\w.-]+\/|\.{1,2}\/|~\/|arn:|urn:|file:|[\w-]+\.[\w.-]+\.[a-z]{2,}$)/i.test(value) ||
    /[{}<>]|^\w[\w.]*\(|\(\?|\\|^\^|^\$|\$[A-Z_]{3}|#\{|^\w+(\.[A-Za-z_]\w*)+$|::|=>|%[sdv]/.test(value) ||
    /^[\w.+-]+@[\w-]+(\.[a-z]{2,})+$/.test(value) ||
    words.test(value) ||
    /^[A-Z][A-Z\d]*(_[A-Z\d]+)+$/.test(value) ||
    /^[\d.,:-]+$/.test(value)
  );
}
