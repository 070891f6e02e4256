import type { FunctionShape, Parameter } from '../../code/grammar.ts';
import type { Language } from '../../code/language.ts';

export const sources =
  /^\$_(GET|POST|REQUEST|COOKIE|FILES)\b|^(~\$request|\w*Request#|request\(\)|Request|~\$req)\.(input|get|query|post|all|header|headers|cookie|cookies|file|files|json|request|only|except|string|route|getContent|getParsedBody|getQueryParams|getUploadedFiles|getQuery|getPost|getVar|getParam|getParams|getBody|validated_|attributes|name|url|path|server)\b|^Input\.(get|all)\(\)|^filter_input\(\)$|^\$this\.(input\.(get|post|cookie)|request\.(getQuery|getData|getPost|getVar|query|data))\b|^\$HTTP_RAW_POST_DATA|^~\$this\.request\.(get\w*|query|input)/;
export const argumentSources = /^\$argv\b|^readline\(\)/;
export const harmlessTypes = /^(int|float|bool|DateTime\w*|Carbon\w*|UuidInterface|Uuid)$/;

const routed = /^Route\(/;

export function isOutside(fn: FunctionShape, { type }: Parameter): boolean {
  return fn.annotations.some((annotation) => routed.test(annotation)) && (type === '' || type === 'string');
}

export const values: Pick<Language, 'sanitizers' | 'carriers' | 'same' | 'pathJoins' | 'formats'> = {
  sanitizers: {
    any: /^(intval|floatval|boolval|count|strlen|ctype_\w+|is_\w+|md5|sha1|hash|hash_hmac|crc32|random_\w+|uniqid|time|date|password_hash|number_format|abs|round|floor|route|url)$/,
    html: /^(htmlspecialchars|htmlentities|strip_tags|esc_html|esc_attr|esc_url|esc_js|e|json_encode|urlencode|rawurlencode|filter_var|wp_kses\w*|sanitize_\w+|nl2br_)$|HtmlSanitizer|Purifier/,
    command: /^escapeshell(arg|cmd)$/,
    path: /^(basename|sanitize_file_name)$/,
    sql: /^(mysqli?_real_escape_string|pg_escape_\w+|addslashes_|esc_sql|sqlite_escape_string)$|\.(quote|real_escape_string|escape_string|escape|prepare)$/,
    url: /^(urlencode|rawurlencode|http_build_query)$/,
    redirect: /^(urlencode|rawurlencode|http_build_query|wp_validate_redirect)$/,
    ldap: /^ldap_escape$/,
    regex: /^preg_quote$/,
  },
  carriers:
    /^(explode|str_split|array_\w+|json_decode|base64_(de|en)code|urldecode|rawurldecode|html_entity_decode|stripslashes|addslashes|substr|mb_substr|ucfirst|ucwords|str_repeat|str_pad|nl2br|serialize|current|reset|end|parse_url|simplexml_load_string|hex2bin|gzuncompress|utf8_decode|iconv|mb_convert_\w+)$/,
  same: /^(trim|rtrim|ltrim|strtolower|strtoupper|mb_strtolower|strval|realpath|filter_input_|stripcslashes|Stringable)$/,
  pathJoins: /^path_join$/,
  formats: [{ calls: /^(sprintf|vsprintf|__)$/, at: 0 }],
};
