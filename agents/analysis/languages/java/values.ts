import type { FunctionShape, Parameter } from '../../code/grammar.ts';
import type { Language } from '../../code/language.ts';

const request =
  '\\w*(Http)?Servlet\\w*Request|HttpRequest|ServerRequest|WebRequest|NativeWebRequest|ServerHttpRequest|HttpServletRequestWrapper';

export const sources = new RegExp(
  `^(${request})#\\.(getParameter\\w*|getHeader\\w*|getQueryString|getCookies|getInputStream|getReader|getPathInfo|getRequestURI|getRequestURL|getPart\\w*|getRemoteUser|queryParam\\w*|pathVariable|getQueryParams|getBody|getURI|bodyToMono)\\(\\)|^Cookie#\\.get(Value|Name)\\(\\)|^(MultipartFile|FileItem|Part)#\\.(getOriginalFilename|getName|getSubmittedFileName|getInputStream|getBytes|getString)\\(\\)|^(Zip|Tar|Jar|TarArchive|ZipArchive|Archive)\\w*Entry#\\.getName\\(\\)|^UriInfo#\\.getQueryParameters\\(\\)|^Context#\\.(queryParam|pathParam|formParam|body|header|cookie)\\(\\)|^RoutingContext#\\.(request|pathParam|body\\w*|queryParam)\\(\\)|^Request#\\.(queryParams|params|queryString|body|headers)\\(\\)|^APIGateway\\w*Event#\\.get\\w+\\(\\)`,
);
export const argumentSources =
  /^~?args\[\]|^String#\[\]_$|^Scanner#\.next\w*\(\)$|^System\.console\(\)\.readLine\(\)|^Console#\.readLine\(\)/;
export const harmlessTypes =
  /^(int|long|short|byte|double|float|boolean|char|Integer|Long|Short|Byte|Double|Float|Boolean|Character|BigDecimal|BigInteger|UUID|LocalDate\w*|Instant|Date|Duration|Pageable|Locale|Principal|Authentication|Model|BindingResult|\w*Enum|\w*Status)$/;

const given =
  /^(RequestParam|PathVariable|RequestBody|RequestHeader|CookieValue|ModelAttribute|RequestPart|QueryParam|PathParam|FormParam|HeaderParam|CookieParam|MatrixParam|BeanParam|QueryValue|MatrixVariable|Argument|FormDataParam|DestinationVariable|Payload)\b/;
const mapping =
  /^(Get|Post|Put|Patch|Delete|Request|Message|Query|Mutation)Mapping\b|^(GET|POST|PUT|DELETE|PATCH)\b/;

/** Spring binds the parameters of a mapped method even where no annotation says so. */
export function isOutside(fn: FunctionShape, { annotations, type }: Parameter): boolean {
  if (annotations.some((annotation) => given.test(annotation))) return true;
  return (
    fn.annotations.some((annotation) => mapping.test(annotation)) &&
    /^(String|MultipartFile|\w+(Dto|DTO|Form|Request|Command|Input))$/.test(type) &&
    !/Http|Servlet/.test(type)
  );
}

export const values: Pick<Language, 'sanitizers' | 'carriers' | 'same' | 'pathJoins' | 'formats'> = {
  sanitizers: {
    any: /^(Integer|Long|Short|Byte|Double|Float|Boolean|UUID|BigDecimal|BigInteger|LocalDate\w*|Instant)\.(parse\w*|valueOf|fromString)$|^(BigDecimal|BigInteger|Integer|Long)$|^(Enum|\w+)\.valueOf$|^(DigestUtils|Objects\.hash|Math)\b|^MessageDigest\b/,
    html: /^(Encode\.for\w+|ESAPI\.encoder\(\)\.\w+|HtmlUtils\.htmlEscape\w*|StringEscapeUtils\.escape\w+|Jsoup\.clean|PolicyFactory#\.sanitize|URLEncoder\.encode|HtmlEscapers\.\w+\(\)\.escape)$|escapeHtml\w*$/,
    path: /^(FilenameUtils\.(getName|getBaseName)|Path#\.getFileName|File#\.getName)$|\.getFileName$/,
    url: /^URLEncoder\.encode$/,
    redirect: /^URLEncoder\.encode$/,
    sql: /^ESAPI\.encoder\(\)\.encodeForSQL$/,
    ldap: /^(LdapEncoder\.\w+|ESAPI\.encoder\(\)\.encodeFor(LDAP|DN)|Encode\.forLdap\w*)$/,
    xpath: /^ESAPI\.encoder\(\)\.encodeForXPath$/,
    command: /^ESAPI\.encoder\(\)\.encodeForOS$/,
    regex: /^Pattern\.quote$|^Matcher\.quoteReplacement$/,
  },
  carriers:
    /^(URLDecoder\.decode|Base64\.\w+\(\)\.(decode|encode)\w*|Base64\.(decode|encode)Base64\w*|(Arrays|Collections|List|Set|Map|Stream|Optional|Objects|CompletableFuture|Mono|Flux)\.\w+|StringEscapeUtils\.unescape\w+|IOUtils\.toString|ObjectMapper#\.\w+|Gson#\.\w+|(ArrayList|HashMap|LinkedList|HashSet|ByteArrayInputStream|InputStreamReader|BufferedReader|StringReader|InputSource|URL|FileInputStream|StringTokenizer|ObjectInputStream|BufferedInputStream|GZIPInputStream)|URI\.create|new URI|StringUtils\.(substring\w*|split|join|defaultString)|Jsoup\.parse|HttpEntity)$/,
  same: /^(String|StringBuilder|StringBuffer|File|URI|Path|SimpleStringProperty)$|^(String\.(valueOf|copyValueOf)|Objects\.(toString|requireNonNull\w*)|StringUtils\.(trim\w*|strip\w*|lowerCase|upperCase|cleanPath)|FilenameUtils\.normalize)$/,
  pathJoins: /^(Paths\.get|Path\.of|FileSystems\.getDefault\(\)\.getPath)$|\.(resolve|resolveSibling)_$/,
  formats: [{ calls: /^(String|MessageFormat)\.format$/, at: 0 }],
};
