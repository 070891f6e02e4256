import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import type { Expression } from '../../code/expression.ts';
import { fromRequest, isFragmentDanger, isSqlDanger } from '../../code/judgements.ts';
import { isTainted, taintedHole, type Value } from '../../flow/value.ts';
import type { Match } from '../../rules/define-rule.ts';
import { sink } from '../shared/sink.ts';

const runs = /^(asyncio\.)?subprocess\.(run|call|Popen|check_output|check_call)$/;
const usesShell = (call: CodeCall, file: CodeFile) => {
  const shell = file.argument(call.call, 'shell');
  return shell !== undefined && !file.isFalse(shell);
};

/** `["sh", "-c", x]` hands `x` to a shell as well. */
const runsShellByName = (call: CodeCall, file: CodeFile) => {
  const given = file.argument(call.call, 0, 'args');
  const list = given === undefined ? undefined : file.constantOf(given);
  const first = list?.kind === 'collection' ? file.textOf(list.items[0]?.value) : file.textOf(given);
  return /(^|\/)((ba|z|da|k)?sh|cmd(\.exe)?|powershell(\.exe)?)$/.test(first ?? '') && !usesShell(call, file);
};

/** A list needs no shell; a program that the caller names needs none either. */
const namesProgram = (call: CodeCall, file: CodeFile) => {
  const given = file.argument(call.call, 0, 'args');
  const isList = given !== undefined && file.constantOf(given).kind === 'collection';
  return !isList && !usesShell(call, file);
};

const requested =
  /^(requests|httpx|aiohttp|urllib3|grequests|requests\.sessions)(\.(Session|Client|AsyncClient|ClientSession|PoolManager|session)\(\))?\.(get|post|put|patch|delete|head|options|stream)$/;
const requestedWith =
  /^(requests|httpx|aiohttp|urllib3)(\.(Session|Client|AsyncClient|ClientSession|PoolManager)\(\))?\.(request|urlopen|ws_connect)$/;

const fileCalls =
  /^(open|io\.open|codecs\.open|aiofiles\.open|os\.(open|remove|unlink|rename|mkdir|makedirs|rmdir|listdir|scandir|stat|chmod|walk|removedirs|truncate|symlink|link|utime)|os\.path\.(exists|isfile|getsize)_|shutil\.(copy\w*|move|rmtree|make_archive|unpack_archive)|(flask\.|quart\.|django\.http\.|starlette\.responses\.|fastapi\.responses\.|aiohttp\.web\.|web\.)?(send_file|FileResponse)|bottle\.static_file|zipfile\.ZipFile|tarfile\.open|numpy\.load|pandas\.read_\w+|linecache\.getline|runpy\.run_path|glob\.i?glob)$/;

export const injections: readonly Check[] = [
  sink(
    'command-injection',
    /^(os|posix|commands)\.(system|popen\d?|getoutput|getstatusoutput)$|^subprocess\.(getoutput|getstatusoutput)$|^(asyncio\.)?(subprocess\.)?create_subprocess_shell$|(^|\.)exec_command$|^pty\.spawn$|^pexpect\.(spawn|run)$|^invoke\.run$|^fabric\.api\.(local|run|sudo)$|^popen2\.\w+$|(^|\.)run_command$|^ansible\.\w+$/,
    [0, 'cmd', 'command'],
  ),
  sink('command-injection', runs, [0, 'args'], { when: usesShell }),
  sink('command-injection', runs, [0, 'args'], { when: runsShellByName }),
  sink('command-injection', runs, [0, 'args'], { when: namesProgram, accepts: fromRequest }),
  sink(
    'command-injection',
    /^os\.(exec[lv]p?e?|spawn[lv]p?e?|startfile)$|^(asyncio\.)?create_subprocess_exec$/,
    [0, 1],
    { accepts: fromRequest },
  ),
  sink(
    'dynamic-code',
    /^(eval|exec|compile|builtins\.(eval|exec|compile)|__builtins__\.\w+|code\.interact|execfile|timeit\.timeit|asteval\.Interpreter\(\)|pandas\.eval|numexpr\.evaluate)$/,
    [0],
  ),
  sink('dynamic-code', /^(importlib\.import_module|__import__)$/, [0], { accepts: fromRequest }),
  sink(
    'sql-injection',
    /(^|[.~?])(execute|executemany|executescript|exec_driver_sql|execute_sql|read_sql|read_sql_query|execute_async|fetch|fetchrow|fetchval|fetch_all|fetch_one|raw_sql|mogrify|query|run_query|execute_query|executeQuery)$/,
    [0, 'query', 'sql', 'statement'],
    { when: ({ name }) => !otherExecutes.test(name), accepts: isQuery },
  ),
  sink(
    'sql-injection',
    /\.objects(\.\w+(\(\))?)*\.raw$|(^|\.)RawSQL$|^django\.db\.models\.expressions\.RawSQL$|^(sqlalchemy\.)?(sql\.)?(text|literal_column)$/,
    [0],
  ),
  sink('sql-injection', /(^|\.)(extra)$/, ['where', 'select', 'tables', 'order_by'], {
    accepts: isFragmentDanger,
  }),
  sink('sql-injection', /(^|\.)(filter|where|order_by|group_by|having|from_statement)$/, [0], {
    accepts: (value) =>
      isTainted(value) &&
      value.shape.trim() !== taintedHole &&
      /[a-z]\w*\s*(=|<|>|\blike\b|\bin\b)/i.test(value.shape),
  }),
  sink('path-traversal', fileCalls, [0, 'file', 'filename', 'path', 'path_or_file', 'filename_or_fp']),
  sink('path-traversal', /^(shutil\.(copy\w*|move)|os\.(rename|replace|link|symlink))$/, [1]),
  { kind: 'file', rule: 'security/path-traversal', find: pathMethods },
  sink('path-traversal', /(^|\.)(save|extract|saveas)$/, [0, 'path', 'dst'], {
    when: ({ receiver }) => /file|upload|image|photo|zip|tar|^f$/i.test(receiver?.node.text ?? ''),
  }),
  sink('ssrf', requested, [0, 'url']),
  sink('ssrf', requestedWith, [1, 'url']),
  sink(
    'ssrf',
    /^urllib\d?\.(request\.)?(urlopen|urlretrieve|Request)$|^(urlopen|urlretrieve)$|^http\.client\.HTTPS?Connection$|^socket\.create_connection$|^wget\.download$|^pycurl\.\w+$|^(websockets|websocket)\.(connect|create_connection)$|^tornado\.httpclient\.\w+(\(\))?\.fetch$|^feedparser\.parse$|(^|\.)page\.goto$/,
    [0, 'url', 'host'],
  ),
  sink('ssrf', /(^|\.)(session|client|http|http_client|s)\.(get|post|put|patch|delete|head)$/, [0, 'url'], {
    when: ({ name }) => !/request|flask|django|redis|cache/i.test(name),
  }),
  sink(
    'open-redirect',
    /^((flask|quart|django\.shortcuts|werkzeug\.utils|bottle|starlette\.responses|fastapi\.responses|django\.http|aiohttp\.web)\.)?(redirect|HttpResponseRedirect|HttpResponsePermanentRedirect|RedirectResponse|HTTPFound|HTTPSeeOther|HTTPTemporaryRedirect)$|^~self\.redirect$|(^|\.)HTTPRedirect$/,
    [0, 'url', 'location', 'redirect_to'],
  ),
  sink(
    'xss',
    /^(markupsafe\.|flask\.|jinja2\.)?Markup$|^(django\.utils\.safestring\.)?(mark_safe|SafeString|SafeText)$/,
    [0],
  ),
  sink(
    'xss',
    /^(flask\.|django\.http\.|quart\.|werkzeug\.(wrappers\.)?|starlette\.responses\.|fastapi\.responses\.|fastapi\.|sanic\.response\.)?(make_response|HttpResponse|HTMLResponse|Response|HttpResponseBadRequest|HttpResponseNotFound|html)$|^~self\.(write|wfile\.write)$|^web\.Response$/,
    [0, 'content', 'text', 'body', 'response'],
    { when: isHtmlResponse },
  ),
  { kind: 'file', rule: 'security/xss', find: returnedMarkup },
  sink(
    'template-injection',
    /^(flask\.|quart\.)?render_template_string$|^jinja2\.(Template|Environment\(\)\.from_string|sandbox_)$|(^|\.)from_string$|^mako\.template\.Template$|^(mako\.)?Template$|^django\.template\.Template$|^tornado\.template\.Template$|^(chevron|pystache)\.render$|^Environment\(\)\.from_string$/,
    [0, 'source', 'text'],
  ),
  sink(
    'unsafe-deserialisation',
    /^(pickle|cPickle|_pickle|dill|cloudpickle|marshal|jsonpickle|shelve|joblib)\.(loads?|decode|open|Unpickler)$|^pandas\.read_pickle$|^(yaml|ruamel\.yaml)\.(unsafe_load|full_load|unsafe_load_all|full_load_all)$/,
    [0],
    { accepts: (value) => isTainted(value) },
  ),
  sink('unsafe-deserialisation', /^yaml\.load(_all)?$/, [0], {
    when: usesUnsafeLoader,
    accepts: (value) => value.grade !== 'constant',
  }),
  sink('unsafe-deserialisation', /^torch\.load$/, [0], {
    when: (call, file) => file.isFalse(file.argument(call.call, 'weights_only')),
    accepts: () => true,
  }),
  sink('unsafe-deserialisation', /^numpy\.load$/, [0], {
    when: (call, file) => file.isTrue(file.argument(call.call, 'allow_pickle')),
  }),
  sink(
    'nosql-injection',
    /(^|[.\]])(find|find_one|find_one_and_\w+|update_one|update_many|delete_one|delete_many|count_documents|aggregate|replace_one|distinct)$/,
    [0, 'filter'],
    {
      when: ({ name }) => !/^(text#|re\.)/.test(name) && /\.|\[\]/.test(name),
      accepts: (value) => fromRequest(value) && value.grade === 'tainted',
    },
  ),
  sink('ldap-injection', /(^|\.)(search_s|search_ext_s|search_ext|search_st)$/, [0, 2, 'filterstr', 'base']),
  sink(
    'ldap-injection',
    /^(ldap3\.)?Connection\(\)\.search$|(^|[~?.])(conn|connection|ldap\w*|server)\.search$/,
    [0, 1, 'search_filter', 'search_base'],
  ),
  sink('xpath-injection', /(^|\.)(xpath|XPath|ETXPath|findall|iterfind)$/, [0, 'path'], {
    when: ({ name }) => !/^re\.|^regex\./.test(name),
  }),
  sink('regex-injection', /^(re|regex)\.(compile|match|search|fullmatch|findall|sub|split|finditer)$/, [
    0,
    'pattern',
  ]),
];

const otherExecutes =
  /^(asyncio|concurrent|subprocess|requests|urllib|~self\.(executor|pool)|os|re)\b|[Ee]xecutor|^redis|text#/;

/** The text as a whole only where the object is a database by its name. */
function isQuery(value: Value, { receiver }: CodeCall): boolean {
  const isDatabase = /cur|conn|db|session|engine|database|sql|pool|transaction/i.test(
    receiver?.node.text ?? '',
  );
  return isSqlDanger(value) && (isDatabase || value.shape !== taintedHole);
}

/** Reading and writing through `pathlib`: the path is what the method is called on. */
function* pathMethods(file: CodeFile): Generator<Match> {
  for (const call of file.calls()) {
    if (
      call.receiver === undefined ||
      !/^(open|read_text|read_bytes|write_text|write_bytes|unlink|rmdir|mkdir|touch|iterdir)$/.test(
        call.method,
      )
    )
      continue;
    if (!/Path\(\)|Path#/.test(call.name)) continue;
    const value = file.valueOf(call.receiver, 'path');
    if (!fromRequest(value)) continue;
    yield {
      node: call.node,
      trail: [call.receiver.node, ...value.trail],
      sink: call.method,
      source: value.origin?.label ?? '',
      confidence: 0.9,
    };
  }
}

/** JSON and plain text are no pages. */
function isHtmlResponse(call: CodeCall, file: CodeFile): boolean {
  const type = file.argument(call.call, 'content_type', 'mimetype', 'media_type');
  const written = file.textOf(type) ?? '';
  return written === '' ? !/json/i.test(type?.node.text ?? '') : /html/i.test(written);
}

const routed = /\.(route|get|post|put|delete|patch|errorhandler)\(/;

/** A Flask view's returned text is a page. */
function* returnedMarkup(file: CodeFile): Generator<Match> {
  for (const fn of file.functions()) {
    const isPage =
      fn.annotations.some((annotation) => routed.test(annotation)) && !isApi(fn.annotations, file);
    for (const returned of isPage ? file.flow.index.returnsOf(fn) : []) {
      const value = file.valueOf(returned, 'html');
      const { origin } = value;
      if (!isText(returned) || value.grade !== 'tainted' || origin?.kind !== 'request') continue;
      yield {
        node: returned.node,
        trail: value.trail,
        sink: 'return',
        source: origin.label,
        confidence: 0.8,
      };
    }
  }
}

function isText(returned: Expression): boolean {
  if (returned.kind === 'call') return /format|join/.test(returned.node.text);
  return returned.kind === 'joined' || returned.kind === 'binary' || returned.kind === 'name';
}

/** FastAPI answers JSON unless told otherwise. */
function isApi(annotations: readonly string[], file: CodeFile): boolean {
  if (annotations.some((annotation) => /HTMLResponse/.test(annotation))) return false;
  return /\bfastapi\b|\bFastAPI\b|APIRouter/.test(file.text);
}

/** `yaml.load` is safe with the safe loaders alone. */
function usesUnsafeLoader(call: CodeCall, file: CodeFile): boolean {
  const loader = file.argument(call.call, 1, 'Loader');
  return !/Safe|Base/.test(loader?.node.text ?? '');
}
