import type { FunctionShape, Parameter } from '../../code/grammar.ts';
import type { Language } from '../../code/language.ts';
import { isExtractor } from './functions.ts';

/** Requests of actix, axum, rocket, warp and hyper, names in archives, and what a closure of a route is given. */
export const sources =
  /^request input$|^(~req|~request|([\w.]+\.)?(HttpRequest|ServiceRequest|Request|RequestHead)#)\.(headers|uri|query_string|match_info(\(\)\.(get|query))?|path|cookie|cookies|body|into_body|into_inner|get_ref|param|params|query|form|json|header|url|take_body|body_string|body_json|parse_\w+|connection_info|full_url|extract|uri\(\)\.(path|query|host))(\(\))?$|^(~headers|([\w.]+\.)?HeaderMap#)\.(get|get_all)\(\)$|\.by_index\(\)\.name\(\)$|^[?~](file|zip_file)\.name\(\)$|^(~jar|([\w.]+\.)?CookieJar#)\.get\(\)$|^(~multipart|~field|\?field|([\w.]+\.)?Field#)\.(file_name|name|text|bytes|content_disposition)\(\)$/;
export const argumentSources =
  /^(std\.)?env\.args(_os)?\(\)$|^std\.io\.(stdin|read_line|read_to_string)\(\)$/;
export const harmlessTypes =
  /^([iu](8|16|32|64|128|size)|f32|f64|bool|char|([\w.]+\.)?(Uuid|NaiveDate|NaiveDateTime|DateTime|OffsetDateTime|Duration|ObjectId|SocketAddr|IpAddr|Ipv4Addr|\w*Pool|Connection|\w*State|Claims|Level|Ordering|StatusCode|Method))$/;

const routed =
  /^(rocket::|actix_web::|\w+::)?(get|post|put|patch|delete|head|options|route|handler|endpoint|oai)\b/;
const texts = /^(str|String|Vec|Data|Strict|Lenient|Contextual|TempFile|RawStr)$/;

/** Whether a framework hands a parameter over: by an extractor, or in a function that an attribute routes to. */
export function isOutside({ annotations }: FunctionShape, { type, receiver }: Parameter): boolean {
  if (receiver === true) return false;
  return isExtractor(type) || (texts.test(type) && annotations.some((annotation) => routed.test(annotation)));
}

export const values: Pick<Language, 'sanitizers' | 'carriers' | 'same' | 'pathJoins' | 'formats'> = {
  sanitizers: {
    any: /^as ([iu](8|16|32|64|128|size)|f32|f64)$|\.(len|is_some|is_none|is_empty|is_ok|is_err|finalize|digest|as_u64|as_i64|timestamp|count|status|exists|is_file|is_dir|parse_str|to_digit|elapsed)$|^(\w+\.)*Uuid\.\w+$/,
    html: /(^|\.)(html_escape\.\w+|ammonia\.\w+|askama_escape\.\w+|v_htmlescape\.\w+|encode_(safe|text|minimal|double_quoted_attribute|quoted_attribute)|escape_html|clean|encode_text|parse)$|^htmlescape\.\w+$/,
    sql: /(^|\.)(parse|escape_string|quote_literal|quote_identifier|quote_ident|escape_literal)$/,
    command: /(^|\.)(parse|try_quote|quote|shell_quote)$|^(shell_escape|shlex|shell_words)\.\w+(\.\w+)?$/,
    path: /(?<![Ff]ield#?|part|multipart)\.file_name$|\.(file_stem|enclosed_name|mangled_name|parse)$|(^|\.)sanitize_filename(\.\w+)*$|^sanitize$/,
    code: /\.parse$/,
    url: /^(urlencoding|percent_encoding|form_urlencoded)\.\w*(encode|serialize)\w*$|\.utf8_percent_encode$|^utf8_percent_encode$/,
    redirect: /^(urlencoding|percent_encoding)\.\w*encode\w*$|utf8_percent_encode$/,
    ldap: /ldap_escape$|dn_escape$/,
    regex: /^regex\.escape$/,
  },
  carriers:
    /^(serde_json\.(from_str|from_slice|from_value|from_reader|to_string\w*)|serde_yaml\.\w+|serde_urlencoded\.from_\w+|serde_qs\.from_\w+|toml\.from_str|base64\.decode\w*|std\.str\.from_utf8|str\.from_utf8|String\.from_utf8(_lossy)?|urlencoding\.decode|percent_encoding\.percent_decode\w*|hex\.decode|url\.form_urlencoded\.parse|form_urlencoded\.parse|(http\.|reqwest\.)?header\.HeaderValue\.from_\w+|HeaderValue\.from_\w+|std\.io\.(Cursor|BufReader)\.new|csv\.Reader\.from_reader|to_bytes|hyper\.body\.to_bytes|axum\.body\.to_bytes)$|(STANDARD|URL_SAFE|engine)\w*\.decode$/,
  same: /^(Some|Ok|Box\.(new|from)|Arc\.new|(std\.borrow\.)?Cow\.(from|Borrowed|Owned)|(std\.string\.)?String\.from|(std\.path\.)?(Path\.new|PathBuf\.from)|(url\.)?Url\.parse|(reqwest\.)?Url\.parse|(http\.|hyper\.)?Uri\.from_\w+|(std\.ffi\.)?OsStr(ing)?\.(new|from)|OsString\.from|std\.fs\.canonicalize|tokio\.fs\.canonicalize|format|AssertSqlSafe|sqlx\.AssertSqlSafe|web\.Bytes\.from|Bytes\.from)$|\.(as_deref|as_mut|to_string_lossy|to_str|into_owned|as_path|to_path_buf|cloned|copied|borrow|into_string|as_bytes|to_vec|into_bytes|to_bytes|canonicalize|unwrap_unchecked|trim_matches|trim_end_matches|trim_start_matches|trim_start|trim_end|to_lowercase|to_uppercase|to_ascii_lowercase|to_ascii_uppercase|boxed|into_boxed_str|as_os_str|display)$/,
  pathJoins: /^(?!)/,
  formats: [],
};
