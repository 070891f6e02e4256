import type { FunctionShape, Parameter } from '../../code/grammar.ts';
import type { Language } from '../../code/language.ts';

/** `net/http`, gin, echo, fiber, chi, gorilla, archives. */
export const sources =
  /(^|\/)http\.Request#\.(URL|FormValue|PostFormValue|PathValue|Form|PostForm|Header|Cookie|Cookies|Host|Body|MultipartForm|RequestURI|Referer|UserAgent|FormFile)\b|(^|\/)gin\.Context#\.(Query\w*|DefaultQuery|Param|Params|PostForm\w*|DefaultPostForm|GetHeader|GetRawData|Cookie|FormFile|FullPath|GetQuery|GetPostForm|Bind\w*|ShouldBind\w*|MustBind\w*|Request\.(URL|Header|Body|FormValue|PostFormValue|Host|Form|RequestURI|Cookie))\b|(^|\/)echo\.Context#\.(QueryParam\w*|Param|FormValue|Bind|Cookie|FormFile|QueryString|Request\(\)\.(URL|Header|Body|FormValue|Host|RequestURI))\b|(^|\/)fiber\.Ctx#\.(Params|Query|FormValue|Body\w*|Get|Cookies|FormFile|OriginalURL|QueryParser|ParamsParser)\b|(^|\/)chi\.URLParam\(\)|(^|\/)mux\.Vars\(\)|archive\/(zip|tar)\.\w+(\(\)|#)\.(File|Next\(\))|(^|\/)httprouter\.Params#\.ByName\(\)|(^|\/)websocket\.Conn#\.(ReadMessage|ReadJSON)\(\)|(^|\/)events\.APIGateway\w*Request#\.(Body|QueryStringParameters|PathParameters|Headers)/;

export const argumentSources = /^os\.Args(\[\]|$)|^flag\.(String|Arg|Args)\(\)/;
export const harmlessTypes =
  /^(u?int(8|16|32|64)?|float(32|64)|bool|uuid\.UUID|time\.(Time|Duration)|byte|rune|error|context\.Context|\w*\.?ObjectID)$/;

export function isOutside(_fn: FunctionShape, _parameter: Parameter): boolean {
  return false;
}

export const values: Pick<Language, 'sanitizers' | 'carriers' | 'same' | 'pathJoins' | 'formats'> = {
  sanitizers: {
    any: /^(len|cap|int\d*|uint\d*|float\d+|strconv\.(Atoi|ParseInt|ParseUint|ParseFloat|ParseBool)|uuid\.\w+|.*\/uuid\.\w+|time\.\w+|crypto\/\w+\.\w+)$|ObjectIDFromHex$/,
    command: /(^|\/)shellescape\.Quote$/,
    html: /(^|\/)(html|template)\.(EscapeString|HTMLEscapeString|HTMLEscaper|JSEscapeString)$|bluemonday|\.Sanitize$|^encoding\/json\.|^net\/url\.(Query|Path)Escape$/,
    path: /(^|\/)filepath\.Base$|^path\.Base$|securejoin\.SecureJoin$|(^|\/)filepath\.Localize$/,
    url: /(^|\/)url\.(Query|Path)Escape$/,
    redirect: /(^|\/)url\.(Query|Path)Escape$/,
    sql: /(^|\/)pq\.Quote(Identifier|Literal)$|pgx\.Identifier|\.Sanitize$/,
    ldap: /(^|\/)ldap\.Escape(Filter|DN)$/,
    regex: /(^|\/)regexp\.QuoteMeta$/,
    log: /(^|\/)strconv\.Quote$/,
  },
  carriers:
    /(^|\/)(strings\.(Split\w*|Fields|Repeat|Map|Join|Title|SplitN)|bytes\.\w+|url\.(Parse|ParseRequestURI|QueryUnescape|PathUnescape)|io\.(ReadAll|NopCloser|LimitReader)|ioutil\.ReadAll|bufio\.New\w+|json\.(NewDecoder|Marshal\w*)|xml\.NewDecoder|base64\.\w+\.DecodeString|hex\.DecodeString|append|http\.MaxBytesReader|path\.(Dir|Ext)|filepath\.(Dir|Ext|Rel)|strings\.NewReader)$|^append$/,
  same: /^(string|\[\]byte|template\.\w+)$|(^|\/)strings\.(TrimSpace|Trim\w*|ToLower|ToUpper|Replace|ReplaceAll)$|(^|\/)(filepath|path)\.(Clean|Abs|FromSlash|ToSlash|EvalSymlinks)$|(^|\/)fmt\.Sprint(ln)?$/,
  pathJoins: /(^|\/)(filepath|path)\.Join$/,
  formats: [{ calls: /(^|\/)fmt\.(Sprintf|Errorf)$/, at: 0 }],
};
