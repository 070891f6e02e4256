import type { FunctionShape, Parameter } from '../../code/grammar.ts';

const requestMembers =
  'args|form|values|json|data|files|headers|cookies|get_json|get_data|stream|query_string|view_args|environ|url|full_path|path|referrer|user_agent|GET|POST|PUT|body|FILES|META|COOKIES|REQUEST|query_params|path_params|get_full_path|path_info|query|match_info|post|text|rel_url|forms|params|arguments|content';

/** Flask, Quart, Django, REST framework, Starlette, aiohttp, Bottle, Tornado, `http.server`, sockets. */
export const sources = new RegExp(
  [
    `^((flask|quart|bottle|sanic)\\.request|request|~request|~req|~self\\.request|self\\.request|(\\w+\\.)*\\w*(Request|WebSocket)#|cherrypy\\.request)\\.(${requestMembers}|receive_(text|json|bytes))(\\b|\\(\\))`,
    '^~?self\\.(get_(query_|body_)?arguments?|get_cookie)\\(\\)|^~self\\.(path|headers|rfile)(\\.|$)',
    '(^|\\.)(recv|recvfrom|receive_text|receive_json)\\(\\)$',
    '^cgi\\.FieldStorage\\(\\)\\.getvalue\\(\\)|^cgi\\.FieldStorage\\(\\)\\[\\]|^streamlit\\.(text_input|text_area)\\(\\)',
    '\\.infolist\\(\\)\\.filename|^zipfile\\.ZipFile\\(\\)\\.(namelist|infolist)\\(\\)|^tarfile\\.(open|TarFile)\\(\\)\\.(getnames|getmembers)\\(\\)',
  ].join('|'),
);

export const argumentSources =
  /^sys\.argv(\[\]|$)|^input\(\)|^raw_input\(\)|\.parse_args\(\)\.|^click\.prompt\(\)|^sys\.stdin\.(read|readline)\(\)/;

export const harmlessTypes =
  /^(int|float|bool|UUID\d?|uuid\.UUID|date|datetime|datetime\.\w+|timedelta|Decimal|decimal\.Decimal|PositiveInt|NonNegativeInt|conint|Literal|\w*Enum|Session|AsyncSession|BackgroundTasks|Logger)$/;

const route =
  /^[\w.]*\.(route|get|post|put|patch|delete|api_route|websocket|head|options)\(|^(api_view|action|require_\w+)\b/;
const message = /^[\w.]*\.(on|event|on_event|message_handler|command|slash_command)\b/;

/** Whether a framework hands a stranger's value to a parameter, by decorator or by the names of a view's parameters. */
export function isOutside(fn: FunctionShape, parameter: Parameter): boolean {
  const [first = '', second = ''] = fn.parameters
    .filter(({ receiver }) => receiver !== true)
    .map(({ name }) => name);
  if (parameter.receiver === true || ownObjects.test(parameter.name)) return false;
  if (first === 'event' && second === 'context') return parameter.name === 'event';
  if (isResolver(fn, first, second)) return true;
  const place = fn.annotations.find((annotation) => route.test(annotation));
  if (place !== undefined) return isRouted(place, parameter);
  const isMessage = fn.annotations.some((annotation) => message.test(annotation));
  return isMessage ? /^$|str|dict/.test(parameter.type) : isOfView(fn, first, parameter);
}

function isOfView(fn: FunctionShape, first: string, { name, type }: Parameter): boolean {
  return /^(request|req)$/.test(first) && !fn.name.startsWith('_') && type === '' && isText(name);
}

const ownObjects = /^(request|req|self|cls|info|context|ctx|db|session)$/;

/** GraphQL: what stands behind `info` comes from the query. */
function isResolver({ name }: FunctionShape, first: string, second: string): boolean {
  return second === 'info'
    ? /^(root|parent|obj|_\w*)$/.test(first)
    : name.startsWith('resolve_') && first === 'info';
}

/** What a URL carries as a number more often than as text. */
function isText(name: string): boolean {
  return !/(^|_)(id|pk|year|month|day|page|number|num|count|response|queryset|form|user|instance|serializer|format|args)$/.test(
    name,
  );
}

function isRouted(route: string, { name, type, annotations }: Parameter): boolean {
  if (annotations.some((written) => /\b(Depends|Security|Inject|Header_only)\(/.test(written))) return false;
  const converter = new RegExp(`<(?:(\\w+)(?:\\([^)]*\\))?:)?${name}>`).exec(route);
  if (converter !== null) return !/^(int|float|uuid)$/.test(converter[1] ?? '');
  if (new RegExp(`\\{${name}(:path)?\\}`).test(route)) return true;
  // A handler without `<name>` in its route gets its other parameters from the query or the body.
  return (
    !/<\w/.test(route) &&
    !/^\w*(Response|Session|Connection|Client|Service|Manager|Settings|Logger|User)$/.test(type)
  );
}
