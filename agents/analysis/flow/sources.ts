import {
  argumentsOf,
  calleeOf,
  isFunction,
  keyName,
  lastName,
  objectOf,
  parametersOf,
  stringValue,
} from '../syntax/expressions.ts';
import { ancestors, type SyntaxNode } from '../syntax/syntax-node.ts';
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
const archivePath =
  /^(adm-zip|node-stream-zip|yauzl|unzipper|jszip|tar)\b[^ ]*\.\*?\.?(entryName|fileName|filename|path|name)$|^(jszip|fflate)\b[^ ]*\.keys\(\)\.\*(\.0)?$/;
const argumentsPath =
  /^(global\.)?process\.argv\b(?!\.[01]$)|^global\.(Deno\.args|Bun\.argv)\b|^util\.parseArgs\(\)/;

function globalSource(path: string): Source | undefined {
  const label = path.replace(/^global\./, '').replace(/^next\/headers\./, '');
  if (browserPath.test(path)) return { kind: 'browser', label };
  if (requestPath.test(path) || archivePath.test(path)) return { kind: 'request', label };
  return argumentsPath.test(path) ? { kind: 'arguments', label } : undefined;
}

/** A read of a parameter, with what the conventions ask about it. */
interface Reading {
  readonly binding: ParameterBinding;
  readonly fn: SyntaxNode;
  readonly index: number;
  readonly steps: readonly string[];
  /** The first two steps; empty where there are none. */
  readonly first: string;
  readonly second: string;
  /** The parameter's name; empty when it is a pattern. */
  readonly name: string;
  /** The name of its type without arguments, and of its function; empty when there is none. */
  readonly type: string;
  readonly fnName: string;
}

function isRequestData(binding: ParameterBinding, steps: readonly string[]): boolean {
  const { fn, index, parameter } = binding;
  const [first = '', second = ''] = steps;
  const name = parameter.pattern.kind === 'identifier' ? parameter.pattern.text : '';
  const type = parameter.type?.text.replace(/<[\s\S]*$/, '').trim() ?? '';
  const reading = { binding, fn, index, steps, first, second, name, type, fnName: functionName(fn) ?? '' };
  return conventions.some((reads) => reads(reading));
}

/** Each is one convention by which frameworks hand over what a stranger sent. */
const conventions: readonly ((reading: Reading) => boolean)[] = [
  isRequest,
  isContext,
  isDecorated,
  ({ fn }) => isServerAction(fn),
  isPageInput,
  isLoaderInput,
  isProcedureInput,
  isResolverInput,
  isCloudEvent,
  isMessage,
  isArchiveEntry,
];

const requestType =
  /^(\w+\.)?(Express|Next|NextApi|Fastify|Vercel|Http|Api|Now|Auth\w*|User\w*|Custom\w*|Typed\w*|With\w*)?(Request|IncomingMessage)$/;
const requestName = /^_?(req|request|httpRequest)$/;
const requestMembers =
  /^(body|rawBody|query|params|headers|cookies|signedCookies|files?|get\(\)|header\(\)|param\(\)|nextUrl|json\(\)|text\(\)|formData\(\)|arrayBuffer\(\)|searchParams|query\(\)|queries\(\)|parseBody\(\))$/;
const requestPlaces = /^(url|originalUrl|path|hostname|host|href|search|querystring)$/;
const httpMethod = /^(GET|POST|PUT|PATCH|DELETE|HEAD)$/;

function isRequest(reading: Reading): boolean {
  const { first, type, name, index } = reading;
  const isMember = requestMembers.test(first) && !isChosenByUpload(reading);
  if (!isMember && !requestPlaces.test(first)) return false;
  if (requestType.test(type) || name === 'req') return true;
  const isNamed = requestName.test(name);
  if (isNamed && isMember) return true;
  // A client's own request object has a URL as well, and any object may have a body: a handler's is a stranger's.
  return (isNamed || (name === '' && index === 0)) && answersRequests(reading);
}

/** Where the upload middleware put a file: its own choice. */
function isChosenByUpload({ first, steps }: Reading): boolean {
  return /^files?$/.test(first) && steps.some((step) => /^(path|filename|destination|size)$/.test(step));
}

/** Whether the function looks like a request handler: its second parameter answers, or a router takes it. */
function answersRequests({ fn, fnName }: Reading): boolean {
  const second = parametersOf(fn)[1]?.pattern.text ?? '';
  if (/^_?(res|reply|response|rep|resp|h|next)$/.test(second) || isRouteHandler(fn)) return true;
  return httpMethod.test(fnName) && isExported(fn);
}

const contextType = /^(\w+\.)?\w*Context$/;
const contextMembers =
  /^(query|querystring|params|headers|header|url|originalUrl|path|hostname|get\(\)|body)$/;

/** Koa and Hono: the request inside a context, or read from the context itself. */
function isContext(reading: Reading): boolean {
  const { first, second, name, type, index, fn } = reading;
  const isNamed = /^_?(ctx|context)$/.test(name) || contextType.test(type);
  const isHandlers =
    (name === 'c' || (name === '' && index === 0)) && (isRouteHandler(fn) || isMiddleware(fn));
  if (!isNamed && !isHandlers) return false;
  if (first === 'cookies') return second.startsWith('get');
  return contextMembers.test(first) || isInsideRequest(reading);
}

/** `createMiddleware(async (c, next) => …)` */
function isMiddleware(fn: SyntaxNode): boolean {
  return (
    parametersOf(fn)[1]?.pattern.text === 'next' ||
    /^createHandlers?$/.test(lastName(calleeOf(passedTo(fn)?.call ?? fn)))
  );
}

function isInsideRequest({ first, second }: Reading): boolean {
  return /^req(uest)?$/.test(first) && (requestMembers.test(second) || requestPlaces.test(second));
}

const valueDecorators =
  /^(Body|Query|Param|Headers|Cookies|UploadedFiles?|RawBody|MessageBody|Payload|Args)$/;

function isDecorated({ binding, first }: Reading): boolean {
  const { decorators } = binding.parameter;
  if (decorators.some((name) => valueDecorators.test(name))) return true;
  return decorators.some((name) => /^Req(uest)?$/.test(name)) && requestMembers.test(first);
}

/** Next.js: `params` and `searchParams` of a page, of its metadata, and of a route's second argument. */
function isPageInput({ first, index, fn, fnName }: Reading): boolean {
  if (first !== 'params' && first !== 'searchParams') return false;
  if (index === 1) return httpMethod.test(fnName);
  return index === 0 && isExported(fn) && /^([A-Z]|generateMetadata$|$)/.test(fnName);
}

const loaderName =
  /^(loader|action|load|clientLoader|GET|POST|PUT|PATCH|DELETE|onRequest\w*|getServerSideProps)$/;

/** Remix, SvelteKit, Astro and Workers hand one object that holds the request. */
function isLoaderInput(reading: Reading): boolean {
  if (reading.index !== 0 || !loaderName.test(reading.fnName)) return false;
  return /^(params|url|query)$/.test(reading.first) || isInsideRequest(reading);
}

/** tRPC and oRPC: `.query(({ input }) => …)` */
function isProcedureInput({ first, fn }: Reading): boolean {
  const passed = first === 'input' ? passedTo(fn) : undefined;
  if (passed === undefined) return false;
  return /^(query|mutation|subscription|handler)$/.test(lastName(calleeOf(passed.call)));
}

/** The arguments of a GraphQL resolver. */
function isResolverInput({ index, fn }: Reading): boolean {
  if (index !== 1) return false;
  return [...ancestors(fn)].some((outer) => {
    if (outer.kind === 'pair')
      return /^(Query|Mutation|Subscription)$/.test(keyName(outer.field('key')) ?? '');
    return outer.kind === 'variable_declarator' && /resolvers?$/i.test(outer.field('name')?.text ?? '');
  });
}

const eventMembers =
  /^(body|queryStringParameters|multiValueQueryStringParameters|pathParameters|headers|rawPath|rawQueryString|Records|cookies)$/;

function isCloudEvent({ index, first, type, fn, fnName }: Reading): boolean {
  if (index !== 0 || !eventMembers.test(first)) return false;
  if (/^(APIGateway|Lambda|SQS|SNS|S3|ALB|Handler|HandlerEvent)\w*$/.test(type)) return true;
  return /^(handler|main|lambdaHandler)$/.test(fnName) && isExported(fn);
}

const ownEvents = /^(error|close|end|data|timeout|(dis)?connect(ing|ion)?)$/;

/** What a socket, a worker or another window sends. */
function isMessage({ index, first, fn, fnName }: Reading): boolean {
  if (index !== 0) return false;
  const listener = listenerOf(fn);
  if (listener === undefined) return fnName === 'onmessage' && first === 'data';
  const { method, event, receiver } = listener;
  if (method === 'addEventListener') return event === 'message' && first === 'data';
  if (method !== 'on') return false;
  if (event === 'data') return isConnection(fn, receiver);
  if (event === 'message') return /^(ws|wss|socket|client|conn|connection|webSocket|peer)$/i.test(receiver);
  return /^(socket|sock)$/.test(receiver) && !ownEvents.test(event);
}

/** `createServer((socket) => socket.on('data', …))`: what the other end sends; or the body of a request. */
function isConnection(listener: SyntaxNode, receiver: string): boolean {
  if (/^(req|request)$/.test(receiver)) return true;
  const outer = [...ancestors(listener)].find((node) => isFunction(node));
  const passed = outer === undefined ? undefined : passedTo(outer);
  const [first] = outer === undefined ? [] : parametersOf(outer);
  if (passed === undefined || first?.pattern.text !== receiver) return false;
  return /^(createServer|on)$/.test(lastName(calleeOf(passed.call)));
}

interface Listener {
  readonly method: string;
  readonly event: string;
  /** The last name of what is listened to. */
  readonly receiver: string;
}

/** `receiver.method('event', fn)` */
function listenerOf(fn: SyntaxNode): Listener | undefined {
  const call = passedTo(fn)?.call;
  const callee = call === undefined ? undefined : calleeOf(call);
  const event = call === undefined ? undefined : stringValue(argumentsOf(call)[0]);
  if (callee === undefined || event === undefined) return undefined;
  const receiver = objectOf(callee)?.text.split('.').at(-1) ?? '';
  return { method: lastName(callee), event, receiver };
}

/** `zip.on('entry', (entry) => …)`: the maker of the archive chose the name. */
function isArchiveEntry({ first, fn, name }: Reading): boolean {
  if (!/^(path|fileName|filename|entryName|name)$/.test(first)) return false;
  const listener = listenerOf(fn);
  if (listener !== undefined) return listener.method === 'on' && listener.event === 'entry';
  const callee = calleeOf(passedTo(fn)?.call ?? fn);
  return /entry/i.test(name) && /\b(getEntries\(\)|entries|files)\.forEach$/.test(callee?.text ?? '');
}
