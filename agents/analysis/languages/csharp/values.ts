import type { FunctionShape, Parameter } from '../../code/grammar.ts';
import type { Language } from '../../code/language.ts';
import { ancestors, type SyntaxNode } from '../../syntax/syntax-node.ts';

const request = String.raw`(Request|\w*HttpRequest\w*#|[\w.~?#]*\.Request|~(req|request))`;

/** ASP.NET's request, uploaded files, and the names of entries in archives. */
export const sources = new RegExp(
  String.raw`^${request}\.(Query|QueryString|Form|Headers|Cookies|Path|Params|Body|BodyReader|RouteValues|Files|Url|RawUrl|UrlReferrer|UserAgent|InputStream|ReadFormAsync|ReadFromJsonAsync)\b|^${request}\[\]|^(I?FormFile#|HttpPostedFile\w*#|[?~]file)\.FileName|^([?~]\w*entry|ZipArchiveEntry#|TarEntry#)\.(FullName|Name)\b|^RouteData\.Values\b`,
);
export const argumentSources =
  /^~args\[\]|^String#\[\]|^string#\[\]_$|^Console\.ReadLine\(\)|^Environment\.GetCommandLineArgs\(\)/;
export const harmlessTypes =
  /^(int|long|short|byte|uint|ulong|double|float|decimal|bool|char|Int32|Int64|Guid|DateTime|DateTimeOffset|DateOnly|TimeSpan|CancellationToken|\w*Status|\w*Enum|ClaimsPrincipal|ILogger|HttpContext|HttpRequest|HttpResponse)$/;

const given = /^From(Query|Body|Form|Route|Header)\b/;
const routed = /^(Http(Get|Post|Put|Patch|Delete)|Route|AcceptVerbs)\b/;
const mapped = /\.Map(Get|Post|Put|Patch|Delete|Methods)$/;
/** Types that injection provides begin with I and a capital. */
const service =
  /^I(?!FormFile)[A-Z]\w*$|^(HttpContext|DbContext|\w+(Service|Context|Repository|Client|Options|Factory|Manager|Store))$/;

/** Whether ASP.NET binds a parameter from the request: of actions, of page handlers, of minimal endpoints. */
export function isOutside(fn: FunctionShape, { annotations, type }: Parameter): boolean {
  if (annotations.some((annotation) => given.test(annotation))) return true;
  if (
    annotations.some((annotation) => /^From(Services|KeyedServices)\b/.test(annotation)) ||
    service.test(type)
  )
    return false;
  if (fn.annotations.some((annotation) => routed.test(annotation))) return true;
  if (fn.node.kind === 'lambda_expression') return isEndpoint(fn.node);
  return fn.exported && isAction(fn);
}

function isEndpoint(lambda: SyntaxNode): boolean {
  const call = lambda.parent?.parent?.parent;
  return mapped.test(call?.fieldText('function') ?? '');
}

function isAction({ node, name }: FunctionShape): boolean {
  if (node.kind !== 'method_declaration') return false;
  for (const outer of ancestors(node)) {
    if (outer.kind !== 'class_declaration') continue;
    const bases = outer.children.find(({ kind }) => kind === 'base_list')?.text ?? '';
    return (
      /\bController(Base)?\b|\bHub\b/.test(bases) ||
      (/\bPageModel\b/.test(bases) && /^On(Get|Post)/.test(name))
    );
  }
  return false;
}

export const values: Pick<Language, 'sanitizers' | 'carriers' | 'same' | 'pathJoins' | 'formats'> = {
  sanitizers: {
    any: /(^|\.)(int|long|short|double|decimal|bool|Guid|DateTime|DateOnly|Int32|Int64|Enum|TimeSpan)\.(Parse|TryParse|ParseExact|IsDefined)$|(^|\.)Convert\.To(Int\d+|Double|Decimal|Boolean|DateTime|Single|Byte)$|^\((int|long|short|byte|double|float|decimal)\)$|^Url\.(Action|RouteUrl|Page)$|\.(HashData|ComputeHash|ToHexString)$|^(File|Directory)\.Exists$/,
    html: /HtmlEncode$|Encoder\.\w+\.Encode$|(HtmlEncoder|HtmlSanitizer|JavaScriptEncoder|UrlEncoder)\w*(#|\.Default)?\.(Encode|Sanitize)$|UrlEncode$|EscapeDataString$|Serializer\.Serialize$|~?_?encoder\.Encode$/i,
    path: /(^|\.)Path\.(GetFileName|GetFileNameWithoutExtension|GetRandomFileName|GetTempFileName|GetExtension)$/,
    url: /UrlEncode$|EscapeDataString$/,
    redirect: /UrlEncode$|EscapeDataString$/,
    ldap: /LdapFilterEncode|LdapEncode|Encoder\.Ldap\w+$/,
    regex: /(^|\.)Regex\.Escape$/,
    xpath: /XmlConvert\.Encode\w+$|SecurityElement\.Escape$/,
  },
  carriers:
    /^((Web|Http)Utility\.(Url|Html)Decode|WebUtility\.\w+Decode|Uri\.UnescapeDataString|Convert\.(From|To)Base64String|Encoding\.\w+\.(GetString|GetBytes)|JsonSerializer\.Deserialize\w*|JsonConvert\.DeserializeObject|MemoryStream|StreamReader|StringReader|XmlReader\.Create|BinaryReader|Regex\.(Split|Match)|Task\.FromResult|JsonDocument\.Parse|JObject\.Parse|UriBuilder|string\.Concat|String\.Concat|StringContent)$|\.(ReadToEnd(Async)?|ReadAsString(Async)?|OpenReadStream|ReadFormAsync|ReadFromJsonAsync|FirstOrDefault|Select|Where|Trim\w*|GetString|ElementAt|Take|Skip|Distinct|Cast|Value|AsEnumerable|Reverse|OfType|PadLeft|PadRight|Remove|Insert|AsSpan)$/,
  same: /^(Uri|String|StringBuilder|FileInfo|DirectoryInfo|StringValues|ProcessStartInfo_|string\.Copy|Path\.(GetFullPath|TrimEndingDirectorySeparator)|System\.IO\.Path\.GetFullPath|Convert\.ToString)$/,
  pathJoins: /(^|\.)Path\.(Combine|Join)$/,
  formats: [{ calls: /^(string|String)\.Format$/, at: 0 }],
};
