import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import type { Expression } from '../../code/expression.ts';
import { fromRequest, isSqlDanger } from '../../code/judgements.ts';
import { isTainted, taintedHole, type Value } from '../../flow/value.ts';
import type { Match } from '../../rules/define-rule.ts';
import { fromOutside } from '../../rules/sink-rule.ts';
import { sink } from '../shared/sink.ts';

function isQuery(value: Value, { receiver, name }: CodeCall): boolean {
  const isDatabase =
    /Statement|Connection|Jdbc|EntityManager|Session|createQuery|prepare/.test(name) ||
    /db|conn|stmt|statement|jdbc|template|entityManager|^em$|session|sql|query/i.test(
      receiver?.node.text ?? '',
    );
  return isSqlDanger(value) && (isDatabase || value.shape !== taintedHole);
}

const shellList = (call: CodeCall, file: CodeFile) => {
  const [first, second] = call.call.arguments;
  const list = first === undefined ? undefined : file.constantOf(first.value);
  const program =
    list?.kind === 'collection' || list?.kind === 'call'
      ? list.node.text
      : `${first?.value.node.text ?? ''} ${second?.value.node.text ?? ''}`;
  return /"(\/bin\/|\/usr\/bin\/)?(ba|z)?sh"|"cmd(\.exe)?"|"powershell/.test(program);
};

const isPlain = (call: CodeCall, file: CodeFile) => {
  const around = file.flow.index.enclosing(call.node)?.node.text ?? '';
  return /application\/json|text\/plain|APPLICATION_JSON|TEXT_PLAIN|octet-stream/.test(around);
};

export const injections: readonly Check[] = [
  sink('command-injection', /(Runtime\.getRuntime\(\)|Runtime#)\.exec$/, [0], {
    when: splitsOrUsesShell,
    accepts: (value) => fromOutside(value) || (isTainted(value) && /\s/.test(value.shape)),
  }),
  sink('command-injection', /^ProcessBuilder#?(\.command)?$/, [0, 1, 2, 3], { when: shellList }),
  sink('command-injection', /^ProcessBuilder#?(\.command)?$/, [0], { accepts: fromRequest }),
  sink(
    'command-injection',
    /^(CommandLine\.parse|DefaultExecutor#\.execute)$|ChannelExec#\.setCommand$/,
    [0],
  ),
  sink(
    'dynamic-code',
    /ScriptEngine#\.eval$|\.getEngineByName\(\)\.eval$|^GroovyShell#\.(evaluate|parse)$|ExpressionParser#\.parseExpression$|^(Ognl\.(getValue|parseExpression)|MVEL\.(eval|compileExpression)|Eval\.me|JexlEngine#\.createExpression)$|^Class\.forName$|ELProcessor#\.eval$/,
    [0],
    { accepts: (value, call) => (call.name === 'Class.forName' ? fromRequest(value) : isTainted(value)) },
  ),
  sink(
    'sql-injection',
    /\.(execute|executeQuery|executeUpdate|executeLargeUpdate|addBatch|prepareStatement|prepareCall|nativeSQL|query|queryForObject|queryForList|queryForMap|queryForRowSet|queryForInt|queryForLong|queryForStream|update|batchUpdate|createQuery|createNativeQuery|createSQLQuery|createStatement_|newQuery|rawQuery|execSQL|sql)$/,
    [0],
    { accepts: isQuery },
  ),
  sink(
    'sql-injection',
    /^(JpaSort\.unsafe|PreparedStatementCreatorFactory)$|\.(where|orderBy|having)$/,
    [0],
    { accepts: (value) => isSqlDanger(value) && value.shape !== taintedHole },
  ),
  sink(
    'path-traversal',
    /^(File|FileInputStream|FileOutputStream|FileReader|FileWriter|RandomAccessFile|PrintWriter|ZipFile|FileSystemResource|UrlResource|StreamSource_)$/,
    [0, 1],
    { when: ({ call }) => call.construction },
  ),
  sink('path-traversal', /^Files\.\w+$/, [0, 1], {
    when: ({ method }) => !/^(isDirectory_|exists_)$/.test(method),
  }),
  sink('path-traversal', /^(Paths\.get|Path\.of)$/, [0, 1, 2], { when: usesPath }),
  sink('path-traversal', /\.(transferTo|getResourceAsStream|getRealPath|sendFile)$/, [0], {
    accepts: fromRequest,
  }),
  { kind: 'file', rule: 'security/path-traversal', find: resolved },
  { kind: 'file', rule: 'security/ssrf', find: opened },
  sink(
    'ssrf',
    /(RestTemplate#|RestOperations#|restTemplate)\.(getForObject|getForEntity|postForObject|postForEntity|exchange|execute|put|delete|headForHeaders)$|WebClient\w*(#|\.create\(\)|\.builder\(\)\.build\(\))(\.\w+\(\))*\.uri$|^Jsoup\.connect$|^(HttpGet|HttpPost|HttpPut|HttpDelete|HttpHead|ImageIO\.read)$|HttpRequest\.newBuilder(\(\)(\.\w+\(\))*\.uri)?$|^(Socket|InetSocketAddress)$|Request\.Builder#?(\(\))?\.url$|^Unirest\.(get|post)$|Request\.(Get|Post)$|\.(uri|url)$/,
    [0],
  ),
  sink('open-redirect', /\.sendRedirect$|^(RedirectView)$|^Response\.(seeOther|temporaryRedirect)$/, [0]),
  sink('open-redirect', /\.(setHeader|addHeader|header)$/, [1], {
    when: (call, file) => /^location$/i.test(file.textOf(file.argument(call.call, 0)) ?? ''),
  }),
  { kind: 'file', rule: 'security/open-redirect', find: returnedRedirects },
  sink(
    'xss',
    /\.(getWriter|getOutputStream)\(\)\.(print|println|write|format|printf|append)$|^(PrintWriter|JspWriter|ServletOutputStream)#\.(print|println|write|format|printf|append)$/,
    [0, 1, 2],
    {
      when: (call, file) => !isPlain(call, file) && /Servlet|Response|JspWriter/.test(file.text),
      accepts: fromRequest,
    },
  ),
  { kind: 'file', rule: 'security/xss', find: returnedMarkup },
  sink('template-injection', /^(Velocity\.evaluate|VelocityEngine#\.evaluate)$/, [3], {
    accepts: fromOutside,
  }),
  sink(
    'template-injection',
    /^(Template|StringReader_)$|^(Handlebars#\.compileInline|TemplateEngine#\.process|SpringTemplateEngine#\.process|PebbleEngine#\.getLiteralTemplate)$/,
    [0, 1],
    { accepts: fromOutside },
  ),
  { kind: 'file', rule: 'security/unsafe-deserialisation', find: revived },
  sink(
    'unsafe-deserialisation',
    /^XMLDecoder$|^XStream#\.fromXML$|^(Kryo#\.readClassAndObject|Hessian2?Input#?\.readObject|SerializationUtils\.deserialize|JSON\.parseObject)$/,
    [0],
    { accepts: (value, call) => (call.method === 'parseObject' ? false : isTainted(value)) },
  ),
  sink('unsafe-deserialisation', /^Yaml#\.load\w*$/, [0], {
    when: (_, file) => !/SafeConstructor/.test(file.text),
  }),
  sink('ldap-injection', /(DirContext|LdapContext|LdapTemplate)#\.search$|\.search$/, [0, 1], {
    when: ({ name, call }) => /Context|Ldap|ctx|idc/i.test(name) && call.arguments.length >= 2,
  }),
  sink('xpath-injection', /\.(evaluate|compile|selectNodes|selectSingleNode)$/, [0], {
    when: ({ name }) => /XPath|xpath|xp\b|\.select/i.test(name),
  }),
  sink('regex-injection', /^Pattern\.(compile|matches)$/, [0]),
  sink('nosql-injection', /^(Document|BasicDBObject)\.parse$|^BasicQuery$/, [0], { accepts: fromOutside }),
];

/** A path that is put together is a fault where a file is touched; one that is checked after is none. */
function usesPath(call: CodeCall, file: CodeFile): boolean {
  const around = file.flow.index.enclosing(call.node)?.node.text ?? '';
  return (
    !/\.startsWith\(|getFileName\(\)|getCanonicalPath|normalize\(\)/.test(around) &&
    /Files\.|toFile\(|Resource|InputStream|transferTo/.test(around)
  );
}

/** `base.resolve(name)` where files are touched and nothing checks where it leads. */
function* resolved(file: CodeFile): Generator<Match> {
  for (const call of file.calls()) {
    const given = call.method === 'resolve' ? call.call.arguments[0] : undefined;
    if (given === undefined || !usesPath(call, file)) continue;
    const value = file.valueOf(given.value, 'path');
    if (fromRequest(value)) yield matchOf(call.node, value, 'resolve');
  }
}

/** `new URL(x).openStream()` */
function* opened(file: CodeFile): Generator<Match> {
  for (const call of file.calls()) {
    if (!/^(openStream|openConnection|getContent)$/.test(call.method) || call.receiver === undefined)
      continue;
    const value = file.valueOf(call.receiver, 'url');
    const before = value.shape.split(taintedHole, 1)[0] ?? '';
    if (fromRequest(value) && /^([a-z]*:?\/\/[^/?#]*)?$/i.test(before))
      yield matchOf(call.node, value, call.method);
  }
}

function* revived(file: CodeFile): Generator<Match> {
  for (const call of file.calls()) {
    if (
      !/^(readObject|readUnshared)$/.test(call.method) ||
      !/ObjectInputStream#|XMLDecoder#/.test(call.name) ||
      call.receiver === undefined
    )
      continue;
    if (isFiltered(call, file)) continue;
    const value = file.valueOf(call.receiver, 'code');
    if (isTainted(value)) yield matchOf(call.node, value, call.name.replace('#', ''));
  }
}

/** A filter on the stream, on every stream of the program, or a stream of the program's own. */
function isFiltered({ node }: CodeCall, file: CodeFile): boolean {
  const around = file.flow.index.enclosing(node)?.node.text ?? file.text;
  return (
    /setObjectInputFilter/.test(around) ||
    /setSerialFilter|ValidatingObjectInputStream|resolveClass/.test(file.text)
  );
}

/** One text is split at its blanks; an array is handed over as it is, to a shell if that is what it names. */
function splitsOrUsesShell({ call }: CodeCall): boolean {
  const given = call.arguments[0]?.value.node.text ?? '';
  const isArray = /^(new\s+String\s*\[\]\s*)?\{/.test(given);
  return !isArray || /\{\s*"([\w/]*\/)?(\w{0,2}sh|cmd(\.exe)?)"/.test(given);
}

function matchOf(node: Match['node'], value: Value, sinkName: string): Match {
  return {
    node,
    trail: value.trail,
    sink: sinkName,
    source: value.origin?.label ?? '',
    confidence: 0.85,
    ...(value.grade === 'tainted' ? {} : { severity: 'high' }),
  };
}

function* returnedFrom(
  file: CodeFile,
  isPage: (annotations: readonly string[]) => boolean,
): Generator<Expression> {
  for (const fn of file.functions()) if (isPage(fn.annotations)) yield* file.flow.index.returnsOf(fn);
}

const isMapped = (annotations: readonly string[]) =>
  annotations.some((annotation) => /Mapping\b/.test(annotation));

/** `return "redirect:" + url` */
function* returnedRedirects(file: CodeFile): Generator<Match> {
  for (const returned of returnedFrom(file, isMapped)) {
    const value = file.valueOf(returned, 'redirect');
    if (fromRequest(value) && new RegExp(`^redirect:/?${taintedHole}`).test(value.shape))
      yield matchOf(returned.node, value, 'redirect:');
  }
}

/** A mapped method of a REST controller that returns markup as text. */
function* returnedMarkup(file: CodeFile): Generator<Match> {
  if (!/@RestController|@ResponseBody|ResponseEntity/.test(file.text)) return;
  for (const returned of returnedFrom(file, isMapped)) {
    const value = file.valueOf(returned, 'html');
    if (fromRequest(value) && /<\/?[a-z]/i.test(value.shape)) yield matchOf(returned.node, value, 'return');
  }
}
