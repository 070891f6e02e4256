import { code } from '../findings/shown-text.ts';
import type { Match } from '../rules/define-rule.ts';
import { linesOnlyIn } from '../rules/removed/counterpart.ts';
import { descendants, type SyntaxNode } from '../syntax/syntax-node.ts';
import type { CodeCall, CodeFile } from './code-file.ts';
import { shortText } from './run-checks.ts';

/** What stands before a handler and asks who calls: by the name of the function, or of Laravel's and Spring's rules. */
const guard =
  /\b(auth|(require|requires|ensure|is|check|verify|must|with|only|need)_?(auth|login|logged|signed|admin|user|owner|role|permission|session|access|jwt|token|scope)\w*|auth(enticate|ori[sz]e)\w*|authenticated|protect\w*|\w*(auth|jwt|session|admin|role|permission|csrf|token)_?(required|middleware|only|guard|check|filter|handler)\w*|has(Any)?(Role|Authority)|denyAll|login_required|csrf|adminOnly|membersOnly)\b/i;

const using =
  /^(use|Use|UseMiddleware|add_middleware|addFilterBefore|addFilterAfter|middleware|before_request)$/;
const routing =
  /^(Handle|HandleFunc|Method|GET|POST|PUT|PATCH|DELETE|Get|Post|Put|Patch|Delete|Any|Group|Route|Path|PathPrefix|get|post|put|patch|delete|any|match|prefix|resource|apiResource|group|route|path|include_router|add_api_route|requestMatchers|antMatchers|mvcMatchers|securityMatcher)$/;

/** Middleware that is no longer used, and routes that lost theirs. */
export function* lostMiddleware(file: CodeFile): Generator<Match> {
  const after = file.after?.();
  if (after === undefined) return;
  const added = linesOnlyIn(after.text, file.text);
  for (const call of file.calls()) {
    const lost = using.test(call.method)
      ? lostUse(call, file, after, added)
      : lostOfRoute(call, after, added);
    if (lost !== undefined) yield lost;
  }
}

/** `router.Use(RequireAuth)` */
function lostUse(
  { node, call }: CodeCall,
  file: CodeFile,
  after: CodeFile,
  added: string,
): Match | undefined {
  const given = call.arguments.map(({ value }) => value.node.text).join(', ');
  const word = guard.exec(given)?.[0];
  const isUsed = word === undefined || usesOf(word, after) >= usesOf(word, file);
  if (isUsed || guard.test(withoutImports(added))) return undefined;
  const around = file.flow.index.enclosing(node)?.name;
  const anchor =
    around === undefined || around === ''
      ? node.text.slice(0, node.text.indexOf('(')).split(/\.|->|::/)[0]
      : around;
  const source = shortText(given);
  return {
    node,
    sink: `${code(source)} before everything that follows`,
    source,
    cwe: 'CWE-862',
    identity: `use ${source}`,
    anchor: anchor ?? '',
  };
}

function usesOf(word: string, { text }: CodeFile): number {
  return withoutImports(text).split(word).length - 1;
}

function withoutImports(text: string): string {
  return text.replace(/^\s*(import\b.*|"[^"]*"|use [\\\w]+;|from .*)$/gm, '');
}

/** A route whose registration names no guard any more. */
function lostOfRoute({ node, method, call }: CodeCall, after: CodeFile, added: string): Match | undefined {
  const path = routing.test(method) ? routeOf(call.arguments[0]?.value.node) : undefined;
  if (path === undefined) return undefined;
  const place = guardIn(registrationOf(node), path);
  if (place === undefined) return undefined;
  const now = after
    .calls()
    .filter((other) => other.method === method && routeOf(other.call.arguments[0]?.value.node) === path)
    .map((other) => registrationOf(other.node));
  const isReached = now.length > 0 || fallsToOthers(method, after);
  if (!isReached || now.some((one) => guardIn(one, path) !== undefined)) return undefined;
  const others = added.split('\n').filter((line) => !line.includes(path));
  if (guard.test(withoutImports(others.join('\n')))) return undefined;
  return {
    node: place,
    sink: `${code(shortText(place.text))} from ${code(`${method} ${path}`)}`,
    source: shortText(place.text),
    cwe: 'CWE-862',
    identity: `guard of ${path}`,
    anchor: now.length > 0 ? path : 'anyRequest()',
  };
}

/** In Spring the rule for all other requests takes over. */
function fallsToOthers(method: string, { text }: CodeFile): boolean {
  return method.endsWith('Matchers') && text.includes('anyRequest()');
}

function routeOf(node: SyntaxNode | undefined): string | undefined {
  return /^["'`]((?:[A-Z]+ )?\/[^"'`]*)["'`]$/.exec(node?.text ?? '')?.[1];
}

/** A call with what is called on its result, up to two steps: `->middleware('auth')`, `.hasRole("ADMIN")`. */
function registrationOf(call: SyntaxNode): SyntaxNode {
  let whole = call;
  for (let step = 0; step < 2; step += 1) {
    const { parent } = whole;
    const isObject = parent !== undefined && (parent.field('object') ?? parent.children[0]) === whole;
    const outer = isObject ? callAround(parent, whole) : undefined;
    // The next rule of a chain is about another path.
    if (outer === undefined || routing.test(outer.field('name')?.text ?? '')) break;
    whole = outer;
  }
  return whole;
}

function callAround(parent: SyntaxNode, whole: SyntaxNode): SyntaxNode | undefined {
  if (/call|invocation/.test(parent.kind)) return parent;
  const { parent: outer } = parent;
  return outer !== undefined && /call/.test(outer.kind) && outer.children[0]?.contains(whole) === true
    ? outer
    : undefined;
}

/** The name or text in a registration that asks who calls; what the route itself and its last handler are called does not. */
function guardIn(registration: SyntaxNode, path: string): SyntaxNode | undefined {
  // What a handler does in its body is looked at by itself.
  return [...descendants(registration, ({ kind }) => !/func_literal|_function$|lambda/.test(kind))].find(
    ({ kind, text }) =>
      /^(identifier|field_identifier|name|string_content|string_fragment|interpreted_string_literal_content|string_literal|string)$/.test(
        kind,
      ) &&
      !text.includes(path) &&
      guard.test(text.replace(/^['"]|['"]$/g, '')) &&
      /^\W*[\w.:-]+\W*$/.test(text),
  );
}
