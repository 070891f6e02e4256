import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import { fromRequest, isFragmentDanger, isSqlDanger } from '../../code/judgements.ts';
import { isTainted, taintedHole, type Value } from '../../flow/value.ts';
import { fromOutside } from '../../rules/sink-rule.ts';
import { callCheck } from '../shared/settings.ts';
import { sink } from '../shared/sink.ts';

function isQuery(value: Value, { receiver }: CodeCall): boolean {
  const isDatabase = /db|conn|context|session|sql|database|repo/i.test(receiver?.node.text ?? '');
  return isSqlDanger(value) && (isDatabase || value.shape !== taintedHole);
}

/** A reader also takes a stream. */
const namesFile = ({ call }: CodeCall) => !/stream|\.Body\b/i.test(call.arguments[0]?.value.node.text ?? '');
const isShell = ({ call }: CodeCall) => !/UseShellExecute\s*=\s*true/.test(call.node.text);
const isHttp = ({ name, receiver }: CodeCall) =>
  /http|client|flurl/i.test(`${name} ${receiver?.node.text ?? ''}`);
const isMarkup = (call: CodeCall, file: CodeFile) =>
  /text\/html/.test(call.node.text) ||
  /ContentType\s*=\s*"text\/html/.test(file.flow.index.enclosing(call.node)?.node.text ?? '');

export const injections: readonly Check[] = [
  sink(
    'command-injection',
    /(^|\.)Process\.Start$|^(\w+\.)*ProcessStartInfo$/,
    [0, 1, 'FileName', 'Arguments'],
    {
      when: isShell,
    },
  ),
  sink('command-injection', /^=.*(psi|info|process|proc|start)\w*\.(Arguments|FileName)$/i, [0]),
  sink('command-injection', /\.(AddScript|RunCommand|CreateCommand_)$/, [0]),
  sink(
    'dynamic-code',
    /(^|\.)CSharpScript\.(EvaluateAsync|RunAsync|Create)$|\.CompileAssemblyFromSource$/,
    [0, 1],
  ),
  sink(
    'dynamic-code',
    /(^|\.)(Type\.GetType|Assembly\.(Load|LoadFrom|LoadFile)|Activator\.CreateInstance)$|\.InvokeMember$/,
    [0],
    { accepts: fromRequest },
  ),
  sink(
    'sql-injection',
    /\.(FromSqlRaw|ExecuteSqlRaw|ExecuteSqlRawAsync|SqlQueryRaw|SqlQuery|ExecuteSqlCommand\w*|CreateSQLQuery|CreateQuery)$/,
    [0],
    { accepts: (value) => isSqlDanger(value) || isFragmentDanger(value) },
  ),
  sink(
    'sql-injection',
    /^(\w+\.)*\w*(Sql|SQLite|Sqlite|OleDb|Odbc|Oracle|Npgsql|Db)\w*(Command|DataAdapter)$/,
    [0, 'CommandText'],
  ),
  sink('sql-injection', /^=.*\.CommandText$|^=CommandText$/, [0]),
  sink(
    'sql-injection',
    /\.(Query|QueryAsync|QueryFirst\w*|QuerySingle\w*|QueryMultiple\w*|Execute|ExecuteAsync|ExecuteScalar\w*|ExecuteReader\w*|ExecuteQuery\w*)$/,
    [0],
    { accepts: isQuery },
  ),
  sink(
    'path-traversal',
    /(^|\.)(File|Directory)\.(\w*(Read|Write|Append|Open|Create|Delete|Copy|Move|Get)\w*)$/,
    [0, 1],
    { when: ({ name }) => !/GetCurrentDirectory|Exists/.test(name) },
  ),
  sink(
    'path-traversal',
    /^(\w+\.)*(FileStream|StreamReader|StreamWriter|FileInfo_|PhysicalFileResult|VirtualFileResult)$/,
    [0],
    { when: namesFile },
  ),
  sink(
    'path-traversal',
    /^(PhysicalFile|VirtualFile|(Typed)?Results\.(File|PhysicalFile|VirtualFile))$/,
    [0],
  ),
  sink('path-traversal', /\.(SaveAs|TransmitFile|WriteFile|SendFileAsync|GetFileInfo|DownloadFile)$/, [0], {
    when: (call) => !isHttp(call),
  }),
  sink('archive-extraction', /\.ExtractToFile$/, [0], { accepts: fromRequest }),
  sink(
    'ssrf',
    /\.(GetAsync|GetStringAsync|GetByteArrayAsync|GetStreamAsync|PostAsync|PutAsync|PatchAsync|DeleteAsync|PostAsJsonAsync|PutAsJsonAsync|GetFromJsonAsync|DownloadString\w*|DownloadData\w*|DownloadFile\w*|OpenRead\w*|UploadString\w*)$/,
    [0],
    { when: isHttp },
  ),
  sink(
    'ssrf',
    /^(\w+\.)*(WebRequest|HttpWebRequest)\.Create(Http)?$|^(RestClient|RestRequest|TcpClient)$/,
    [0],
  ),
  sink('ssrf', /^HttpRequestMessage$/, [1, 'RequestUri']),
  sink('ssrf', /^=.*\.(RequestUri|BaseAddress)$/, [0]),
  sink(
    'open-redirect',
    /^(Redirect(Permanent|PreserveMethod|PermanentPreserveMethod)?|RedirectResult|(Typed)?Results\.Redirect)$|Response\.Redirect(Permanent)?$/,
    [0, 'url'],
  ),
  sink('open-redirect', /^=.*Headers\.Location$/, [0]),
  sink(
    'xss',
    /Html\.Raw$|^(HtmlString|MvcHtmlString|\(MarkupString\)|MarkupString)$|\.(AppendHtml|SetHtmlContent)$/,
    [0],
  ),
  sink('xss', /^(Content|(Typed)?Results\.(Content|Text))$/, [0], { when: isMarkup, accepts: fromRequest }),
  sink('xss', /^ContentResult$/, ['Content'], { when: isMarkup, accepts: fromRequest }),
  sink('xss', /Response\.(Write|WriteAsync)$/, [0], {
    accepts: (value) =>
      fromRequest(value) && (/<\/?[a-z!]/i.test(value.shape) || value.shape === taintedHole),
    when: (_, file) => !/application\/json|text\/plain|text\/event-stream/.test(file.text),
  }),
  sink('xss', /^=\w*(Literal|lbl|lit|label)\w*\.Text$|\.InnerHtml$/i, [0], { accepts: fromRequest }),
  sink(
    'template-injection',
    /Engine\.Razor\.(RunCompile|Compile)$|(^|\.)(Template|Handlebars)\.(Parse|Compile)$|\.CompileRenderString\w*$/,
    [0, 1],
    {
      accepts: fromOutside,
    },
  ),
  sink('unsafe-deserialisation', /^(XmlSerializer|DataContractSerializer|DataContractJsonSerializer)$/, [0], {
    accepts: fromRequest,
  }),
  sink('unsafe-deserialisation', /JavaScriptSerializer#\.Deserialize\w*$/, [0, 1], {
    when: (_, file) => /SimpleTypeResolver/.test(file.text),
    accepts: isTainted,
  }),
  sink('ldap-injection', /^(\w+\.)*(DirectorySearcher|SearchRequest)$/, [0, 1, 'Filter']),
  sink('ldap-injection', /^=.*search\w*\.Filter$/i, [0]),
  sink(
    'xpath-injection',
    /\.(SelectNodes|SelectSingleNode|XPathSelectElements?|XPathEvaluate|Evaluate|Compile)$|^XPathExpression\.Compile$/,
    [0],
    { when: ({ name, method }) => /XPath|^Select/i.test(method) || /nav|xpath/i.test(name) },
  ),
  sink('regex-injection', /^(\w+\.)*Regex$/, [0]),
  sink('regex-injection', /(^|\.)Regex\.(IsMatch|Match|Matches|Replace|Split)$/, [1], {
    when: ({ call }) => call.arguments.length > 1,
  }),
  sink('nosql-code', /^BsonDocument\.Parse$|^(BsonJavaScript|JsonFilterDefinition)$/, [0]),
  callCheck(
    'mass-assignment',
    /\.(Add|AddAsync|Update|Attach|Insert|InsertAsync|InsertOneAsync|SetValues)$/,
    boundEntity,
  ),
  callCheck('mass-assignment', /^TryUpdateModel(Async)?$|^UpdateModel$/, (call) =>
    call.call.arguments.length === 1 ? { sink: call.method, source: 'every member of the model' } : undefined,
  ),
];

/** An entity that the request fills as it likes goes into the database. */
function boundEntity(call: CodeCall, file: CodeFile): { sink: string; source: string } | undefined {
  const [first] = call.call.arguments;
  if (
    first?.value.kind !== 'name' ||
    !/db|context|repo|users|entit|collection|CurrentValues/i.test(call.receiver?.node.text ?? '')
  )
    return undefined;
  const binding = file.flow.index.resolve(first.value.name, first.value.node);
  if (binding?.kind !== 'parameter') return undefined;
  const { parameter, fn } = binding;
  const isEntity =
    /^[A-Z]\w+$/.test(parameter.type) &&
    !/(Dto|DTO|Model|Request|Input|Command|Form|JsonElement|String)$/.test(parameter.type);
  const isLimited = parameter.annotations.some((annotation) => annotation.startsWith('Bind('));
  return isEntity && !isLimited && file.spec.isOutside(fn, parameter)
    ? { sink: call.method, source: parameter.name }
    : undefined;
}
