import {
  argumentsOf,
  calleeOf,
  keyName,
  lastName,
  objectOf,
  parametersOf,
  stringValue,
} from '../syntax/expressions.ts';
import { ancestors } from '../syntax/syntax-node.ts';
import type { AccessPath } from './access-path.ts';
import type { ParameterBinding } from './bindings.ts';
import { functionName, isExported, isRouteHandler, isServerAction, passedTo } from './functions.ts';

/** Who controls a value: whoever sends requests, whoever gives the page its URL, or whoever starts the program. */
export type SourceKind = 'request' | 'browser' | 'arguments';

export interface Source {
  readonly kind: SourceKind;
  /** As a reader would write it: `req.query.id`. */
  readonly label: string;
}

/** The outside value that a path reads, if it reads one. */
export function sourceAt(path: AccessPath): Source | undefined {
  if (typeof path.root === 'string') return globalSource([path.root, ...path.steps].join('.'));
  if (!isRequestData(path.root, path.steps)) return undefined;
  return { kind: 'request', label: labelOf(path.root, path.steps) };
}

function labelOf(root: ParameterBinding, steps: readonly string[]): string {
  const { pattern } = root.parameter;
  const written = pattern.kind === 'identifier' ? [pattern.text, ...steps] : steps;
  return (written.length === 0 ? [root.name] : written.slice(0, 4)).join('.').replaceAll('.*', '[…]');
}

const browserPath =
  /^global\.(document\.)?location(\.(href|search|hash|pathname|toString\(\)))?(\.|$)|^global\.document\.(referrer|URL|documentURI|cookie)\b|^global\.name(\.|$)|\buseSearchParams\(\)|\buseParams\(\)|\buseRouter\(\)\.(query|asPath)\b/;
const requestPath = /^next\/headers\.(cookies|headers)\(\)\.(get|getAll)\(\)/;
/** Whoever made an archive named its entries. */
const archivePath = /^(adm-zip|node-stream-zip|yauzl|unzipper|jszip|tar)\b[^ ]*\.\*?\.?(entryName|fileName|filename|path|name)$/;
const argumentsPath = /^(global\.)?process\.argv\b|^global\.(Deno\.args|Bun\.argv)\b|^util\.parseArgs\(\)/;

function globalSource(path: string): Source | undefined {
  const label = path.replace(/^global\./, '').replace(/^next\/headers\./, '');
  if (browserPath.test(path)) return { kind: 'browser', label };
  if (requestPath.test(path) || archivePath.test(path)) return { kind: 'request', label };
  return argumentsPath.test(path) ? { kind: 'arguments', label } : undefined;
}

type Reader = (binding: ParameterBinding, steps: readonly string[]) => boolean;

/** Each knows one convention by which frameworks hand over what a stranger sent. */
const readers: readonly Reader[] = [
  fromRequest,
  fromContext,
  fromDecorated,
  fromServerAction,
  fromPage,
  fromLoader,
  fromProcedure,
  fromResolver,
  fromCloudEvent,
  fromMessage,
  fromArchive,
];

function isRequestData(binding: ParameterBinding, steps: readonly string[]): boolean {
  return readers.some((reads) => reads(binding, steps));
}

const requestType =
  /^(\w+\.)?(Express|Next|NextApi|Fastify|Vercel|Http|Api|Now|Auth\w*|User\w*|Custom\w*|Typed\w*|With\w*)?(Request|IncomingMessage)$/;
const contextType = /^(\w+\.)?\w*(Context|RouterContext|ExecutionContext|ServerSidePropsContext)$/;
const requestMembers =
  /^(body|rawBody|query|params|headers|cookies|signedCookies|files?|get\(\)|header\(\)|param\(\)|nextUrl|json\(\)|text\(\)|formData\(\)|arrayBuffer\(\)|searchParams|query\(\)|queries\(\)|parseBody\(\))$/;
const requestPlaces = /^(url|originalUrl|path|hostname|host|href|search|querystring)$/;
const contextMembers =
  /^(query|querystring|params|headers|header|url|originalUrl|path|hostname|get\(\)|cookies|body)$/;

function typeName(binding: ParameterBinding): string {
  return binding.parameter.type?.text.replace(/<[\s\S]*$/, '').trim() ?? '';
}

function fromRequest(binding: ParameterBinding, steps: readonly string[]): boolean {
  const [first = ''] = steps;
  // The upload middleware chose these.
  if (/^files?$/.test(first) && steps.some((step) => /^(path|filename|destination|size)$/.test(step))) return false;
  const typed = requestType.test(typeName(binding));
  const named = binding.path.length === 0 && /^_?(req|request|httpRequest)$/.test(binding.name);
  const destructured = binding.path.length > 0 && binding.index === 0 && (answersRequests(binding) || typed);
  if (!typed && !named && !destructured) return false;
  if (requestMembers.test(first)) return typed || named || answersRequests(binding);
  // A client's own request object has a URL as well: only a handler's is a stranger's.
  return requestPlaces.test(first) && (typed || binding.name === 'req' || answersRequests(binding));
}

/** Whether the function looks like a request handler: its second parameter answers, or a router takes it. */
function answersRequests({ fn }: ParameterBinding): boolean {
  const second = parametersOf(fn)[1]?.pattern.text ?? '';
  if (/^_?(res|reply|response|rep|resp|h|next)$/.test(second)) return true;
  return (
    isRouteHandler(fn) ||
    (isExported(fn) && /^(GET|POST|PUT|PATCH|DELETE|HEAD)$/.test(functionName(fn) ?? ''))
  );
}

function fromContext(binding: ParameterBinding, steps: readonly string[]): boolean {
  const typed = contextType.test(typeName(binding));
  const named =
    /^_?(ctx|context)$/.test(binding.parameter.pattern.text) ||
    (binding.parameter.pattern.text === 'c' && isRouteHandler(binding.fn));
  const destructured = binding.path.length > 0 && isRouteHandler(binding.fn) && binding.index === 0;
  if (!typed && !named && !destructured) return false;
  const [first = '', second = ''] = steps;
  if (first === 'request' || first === 'req')
    return requestMembers.test(second) || requestPlaces.test(second);
  return contextMembers.test(first) && (first !== 'cookies' || /^get/.test(second));
}

const valueDecorators =
  /^(Body|Query|Param|Headers|Cookies|UploadedFiles?|RawBody|MessageBody|Payload|Args)$/;

function fromDecorated(binding: ParameterBinding, steps: readonly string[]): boolean {
  const { decorators } = binding.parameter;
  if (decorators.some((name) => valueDecorators.test(name))) return true;
  return decorators.some((name) => /^Req(uest)?$/.test(name)) && requestMembers.test(steps[0] ?? '');
}

function fromServerAction(binding: ParameterBinding): boolean {
  return isServerAction(binding.fn);
}

/** Next.js: `params` and `searchParams` of a page, of its metadata, and of a route's second argument. */
function fromPage(binding: ParameterBinding, steps: readonly string[]): boolean {
  const [first = ''] = steps;
  if (first !== 'params' && first !== 'searchParams') return false;
  if (binding.index === 1) return /^(GET|POST|PUT|PATCH|DELETE|HEAD)$/.test(functionName(binding.fn) ?? '');
  if (binding.index !== 0 || !isExported(binding.fn)) return false;
  return /^[A-Z]|^generateMetadata$/.test(functionName(binding.fn) ?? 'Page');
}

const loaderName =
  /^(loader|action|load|clientLoader|GET|POST|PUT|PATCH|DELETE|onRequest\w*|getServerSideProps)$/;

/** Remix, SvelteKit, Astro and Workers hand one object that holds the request. */
function fromLoader(binding: ParameterBinding, steps: readonly string[]): boolean {
  if (binding.index !== 0 || !loaderName.test(functionName(binding.fn) ?? '')) return false;
  const [first = '', second = ''] = steps;
  if (first === 'request' || first === 'req')
    return requestMembers.test(second) || requestPlaces.test(second);
  return /^(params|url|query)$/.test(first);
}

function fromProcedure(binding: ParameterBinding, steps: readonly string[]): boolean {
  const passed = passedTo(binding.fn);
  return (
    steps[0] === 'input' &&
    passed !== undefined &&
    /^(query|mutation|subscription|handler)$/.test(lastName(calleeOf(passed.call)))
  );
}

function fromResolver(binding: ParameterBinding): boolean {
  if (binding.index !== 1) return false;
  return [...ancestors(binding.fn)].some(
    (outer) =>
      (outer.kind === 'pair' && /^(Query|Mutation|Subscription)$/.test(keyName(outer.field('key')) ?? '')) ||
      (outer.kind === 'variable_declarator' && /resolvers?$/i.test(outer.field('name')?.text ?? '')),
  );
}

const eventMembers =
  /^(body|queryStringParameters|multiValueQueryStringParameters|pathParameters|headers|rawPath|rawQueryString|Records|cookies)$/;

function fromCloudEvent(binding: ParameterBinding, steps: readonly string[]): boolean {
  const typed = /^(APIGateway|Lambda|SQS|SNS|S3|ALB|Handler|HandlerEvent)\w*$/.test(typeName(binding));
  const handler =
    /^(handler|main|lambdaHandler)$/.test(functionName(binding.fn) ?? '') && isExported(binding.fn);
  return binding.index === 0 && (typed || handler) && eventMembers.test(steps[0] ?? '');
}

function fromMessage(binding: ParameterBinding, steps: readonly string[]): boolean {
  const passed = passedTo(binding.fn);
  const callee = passed === undefined ? undefined : calleeOf(passed.call);
  if (passed === undefined || callee === undefined || binding.index !== 0)
    return isMessageHandler(binding, steps);
  const event = stringValue(argumentsOf(passed.call)[0]);
  const method = lastName(callee);
  if (method === 'addEventListener') return event === 'message' && steps[0] === 'data';
  if (method !== 'on' || event === undefined) return false;
  const receiver = objectOf(callee)?.text.split('.').at(-1) ?? '';
  if (event === 'message') return /^(ws|wss|socket|client|conn|connection|webSocket|peer)$/i.test(receiver);
  return (
    /^(socket|sock)$/.test(receiver) &&
    !/^(error|close|end|data|timeout|(dis)?connect(ing|ion)?)$/.test(event)
  );
}

/** `worker.onmessage = (event) => …` */
function isMessageHandler(binding: ParameterBinding, steps: readonly string[]): boolean {
  return binding.index === 0 && functionName(binding.fn) === 'onmessage' && steps[0] === 'data';
}

/** `zip.on('entry', (entry) => …)`: the maker of the archive chose the name. */
function fromArchive(binding: ParameterBinding, steps: readonly string[]): boolean {
  if (!/^(path|fileName|filename|entryName|name)$/.test(steps[0] ?? '')) return false;
  const passed = passedTo(binding.fn);
  const callee = passed === undefined ? undefined : calleeOf(passed.call);
  if (passed === undefined || callee === undefined) return false;
  if (lastName(callee) === 'on') return stringValue(argumentsOf(passed.call)[0]) === 'entry';
  return lastName(callee) === 'forEach' && /\b(getEntries|entries|files)\b/.test(objectOf(callee)?.text ?? '') && /entry/i.test(binding.name);
}
