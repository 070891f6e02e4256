import { isIdentifier, isPlaceholder } from './allow-list.ts';
import { entropyOf } from './entropy.ts';

const secretName =
  /pass(word|wd|phrase)|pwd|secret|token|api[_-]?key|credential|private[_-]?key|client[_-]?secret|auth[_-]?key|access[_-]?key|encryption[_-]?key|signing[_-]?key|master[_-]?key|auth$/i;
const otherName =
  /(^|[_-])(ids?|names?|urls?|uris?|paths?|files?|types?|len|length|fields?|labels?|headers?|regexp?|pattern|placeholder|prefix|suffix|alias|hash(es)?|public|count|max|min|limit|column|param|selector|input|error|message|msg|title|text|description|hint|route|endpoint|scope|policy|rules?|kinds?|expiry|expires?|ttl|schema|version|provider|event|action|class|style|icon|method|format|algorithm|env|variable|var|template|mask|test|key_?id)($|[_-])|(Id|Ids|Name|Url|Uri|Path|File|Type|Length|Field|Label|Header|Regex|Pattern|Placeholder|Prefix|Suffix|Alias|Hash|Count|Column|Param|Error|Message|Title|Text|Hint|Route|Endpoint|Scope|Policy|Kind|Schema|Version|Provider|Event|Action|Class|Style|Method|Format|Algorithm|Env|Template|Mask)$|primary|foreign|sort_?key|keyboard|monkey|csrf|author|tokeni[sz]|passage|secretary/;
const passwordName = /pass(word|wd|phrase)|pwd/i;

const quoted =
  /["']?([A-Za-z_][\w.-]{2,60})["']?\s*(?::\s*(?:string|const)?\s*=?|=>|:?=|,)\s*(["'`])([^"'`\n]{6,150})\2/g;
const bare = /^\s*(?:export\s+|-\s+)?([A-Za-z_][\w.-]{2,60})\s*[:=]\s*([^\s"'`#]{6,150})\s*(?:#.*)?$/;

export interface GenericSecret {
  readonly name: string;
  readonly value: string;
  readonly index: number;
}

/** Literals that are secrets by the name they are given. `withoutQuotes`: in files where values need no quotes. */
export function* genericSecrets(line: string, withoutQuotes: boolean): Iterable<GenericSecret> {
  if (!secretName.test(line)) return;
  for (const match of line.matchAll(quoted)) {
    const [whole, name = '', , value = ''] = match;
    if (isSecret(name, value)) yield { name, value, index: match.index + whole.lastIndexOf(value) };
  }
  const [whole, name = '', value = ''] = (withoutQuotes ? bare.exec(line) : null) ?? [];
  if (whole !== undefined && isSecret(name, value))
    yield { name, value, index: line.indexOf(value, name.length) };
}

/** Bits a character; words stay below it. */
const minEntropy = 3.5;
const minHexEntropy = 3;
/** People choose passwords, and chance chooses keys. */
const minPasswordEntropy = 2.8;
/** Shorter ones count only where the name says password. */
const minValueChars = 10;
const minShortPasswordEntropy = 2.5;

function isSecret(name: string, value: string): boolean {
  if (!secretName.test(name) || otherName.test(name) || !/\d/.test(value) || /\s/.test(value)) return false;
  if (isPlaceholder(value) || isIdentifier(value) || isReference(value)) return false;
  const isPassword = passwordName.test(name);
  if (value.length < minValueChars) {
    return isPassword && /[A-Za-z]/.test(value) && entropyOf(value) >= minShortPasswordEntropy;
  }
  return entropyOf(value) >= thresholdOf(value, isPassword);
}

function thresholdOf(value: string, isPassword: boolean): number {
  if (/^[\da-f]+$/i.test(value)) return minHexEntropy;
  return isPassword ? minPasswordEntropy : minEntropy;
}

/** Names, paths, addresses, calls and interpolations are no values. */
function isReference(value: string): boolean {
  return (
    /^(https?:|\/|\.{1,2}\/|~\/|arn:|urn:|file:|[\w-]+\.[\w.-]+\.[a-z]{2,}$)/i.test(value) ||
    /[()[\]{}<>]|\$\w|^\w+(\.\w+)+$|::|=>/.test(value) ||
    /^[a-z]+([-_.:/][a-z]+)*\d?$/i.test(value) ||
    /^[A-Z][A-Z\d]*(_[A-Z\d]+)+$/.test(value)
  );
}
