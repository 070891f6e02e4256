import type { Fault } from '../configuration-rule.ts';
import { defineNginxRule } from './define.ts';
import { contextOf, type Directive, type NginxFile, type Placed } from './nginx-file.ts';

export const aliasTraversal = defineNginxRule({
  id: 'configuration/nginx-alias-traversal',
  title: '`{sink}..` leads out of the folder that is served',
  cwe: 'CWE-22',
  severity: 'high',
  confidence: 0.95,
  why: 'The location matches without a slash at its end, so a request for `{sink}../secret` is joined to the parent folder: everybody reads the files beside it.',
  instead: 'End both with a slash.',
  example: `location /static/ {
  alias /srv/app/static/;
}`,
  *find({ all }): Iterable<Fault> {
    for (const { directive, parents } of all) {
      const location = parents.at(-1);
      if (directive.name !== 'alias' || location?.name !== 'location') continue;
      const [modifier = '', path = modifier] = location.arguments;
      const isPrefix = location.arguments.length === 1 || modifier === '^~';
      if (!isPrefix || path.endsWith('/') || directive.arguments[0]?.endsWith('/') !== true) continue;
      yield {
        at: location.head,
        trail: [directive.head],
        identity: contextOf(parents),
        sink: path,
      };
    }
  },
});

/** Decoded by nginx: line breaks of the request come through. */
const decodedPath = /\$(\{)?(uri|document_uri)(?!\w)/;

export const headerInjection = defineNginxRule({
  id: 'configuration/nginx-header-injection',
  title: 'A visitor’s line breaks get into the answer by `{sink}`',
  cwe: 'CWE-113',
  severity: 'high',
  confidence: 0.9,
  why: '`$uri` is decoded: a request for `/%0d%0aSet-Cookie:…` adds headers of the attacker’s choice to the answer, cookies and redirects among them.',
  instead: 'Use `$request_uri`, which stays encoded.',
  example: `return 301 https://$host$request_uri;`,
  *find({ all, text }): Iterable<Fault> {
    for (const { directive, parents } of all) {
      const { name, arguments: words, head } = directive;
      const value = answered(name, words);
      const variable = decodedPath.exec(value);
      if (variable === null) continue;
      const isOnly = value.indexOf(variable[0]) === value.lastIndexOf(variable[0]);
      const isExact = name === 'return' && isOnly && variable[1] === undefined;
      const start = text.indexOf(variable[0], head.start);
      const at = { start, end: start + variable[0].length };
      yield {
        at: head,
        identity: `${contextOf(parents)} ${name}`,
        sink: name,
        ...(name === 'proxy_pass' ? { severity: 'medium', confidence: 0.7 } : {}),
        ...(isExact ? { edit: { at, text: '$request_uri' } } : {}),
      };
    }
  },
});

/** The part of a directive that gets into the head of an answer or of a request behind; empty for others. */
function answered(name: string, words: readonly string[]): string {
  const [first = '', second = '', third = ''] = words;
  if (name === 'add_header') return second;
  if (name === 'proxy_pass') return first;
  if (name === 'return') return /^(30[1-8]|https?:)/.test(first) ? words.join(' ') : '';
  const isRedirect = /^(redirect|permanent)$/.test(third) || /^https?:/.test(second);
  return name === 'rewrite' && isRedirect ? second : '';
}

const fromRequest =
  /\$\{?(http_(?!host\b)\w+|arg_\w+|cookie_\w+|args|query_string|request_uri|uri|host|http_host)\b/;

export const hostFromRequest = defineNginxRule({
  id: 'configuration/nginx-request-decides-host',
  title: 'The request decides where nginx connects to: `{sink}`',
  cwe: 'CWE-918',
  severity: 'high',
  confidence: 0.85,
  why: 'A visitor names the host: the cloud’s metadata service, a database’s port or any machine of the inner network, and reads the answer.',
  instead: 'Name the upstream, or look the request’s value up in a `map` that has a safe default.',
  example: `map $http_x_region $region_upstream {
  default eu.internal.example.com;
  us      us.internal.example.com;
}`,
  *find(file): Iterable<Fault> {
    for (const { directive, parents } of file.all) {
      const { name, arguments: words } = directive;
      if (!/^(proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass$/.test(name)) continue;
      if (parents.some((parent) => parent.block?.some((inner) => inner.name === 'internal') === true))
        continue;
      const target = withSets(words[0] ?? '', file, parents);
      const host = hostOf(target);
      const source = fromRequest.exec(host)?.[0] ?? capturedIn(host, parents);
      if (source === undefined || isAllowedName(source, parents)) continue;
      yield { at: directive.head, identity: `${contextOf(parents)} ${name}`, sink: `${name} ${words[0]}` };
    }
  },
});

/** The host of an address; variables that begin with a slash end it. */
function hostOf(target: string): string {
  const authority = /^(?:\w+:\/\/)?([^/\s]*)/.exec(target)?.[1] ?? '';
  return authority.replace(/(.)\$\{?(request_uri|uri|document_uri|is_args)\b.*$/, '$1');
}

/** Variables that `set` fills in an enclosing block, replaced by their value. */
function withSets(target: string, { all }: NginxFile, parents: readonly Directive[]): string {
  return target.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => {
    const found = all.findLast(
      (other) =>
        other.directive.name === 'set' &&
        other.directive.arguments[0] === `$${name}` &&
        other.parents.every((parent) => parents.includes(parent) || parent.name === 'if'),
    );
    return found?.directive.arguments[1] ?? whole;
  });
}

/** `$1` or a named group of the location's pattern, where the pattern takes any text. */
function capturedIn(host: string, parents: readonly Directive[]): string | undefined {
  const variable = /\$\{?(\d|[a-z_]\w*)/.exec(host)?.[1];
  const words = parents.findLast(({ name }) => name === 'location')?.arguments ?? [];
  if (variable === undefined || words[0]?.startsWith('~') !== true) return undefined;
  const groups = [...(words[1] ?? '').matchAll(/\((?!\?:)(?:\?P?<(\w+)>)?([^()]*)\)/g)];
  const group = groups.find(([, name], index) => name === variable || String(index + 1) === variable);
  return /\.[*+]|\[\^/.test(group?.[2] ?? '') ? `$${variable}` : undefined;
}

/** `$host` among names that the server lists is one of them. */
function isAllowedName(source: string, parents: readonly Directive[]): boolean {
  if (!/^\$\{?(http_)?host$/.test(source)) return false;
  const names = parents
    .find(({ name }) => name === 'server')
    ?.block?.find(({ name }) => name === 'server_name')?.arguments;
  return names !== undefined && names.length > 0 && names.every((name) => /^[\w-]+(\.[\w-]+)+$/.test(name));
}

export const originPattern = defineNginxRule({
  id: 'configuration/nginx-origin-pattern',
  title: 'Sites of strangers pass as an allowed origin',
  cwe: 'CWE-942',
  severity: 'high',
  confidence: 0.85,
  why: 'The pattern also fits `https://example.com.attacker.net` or `https://notexample.com`: pages there read what your users see, with their session.',
  instead: 'Anchor the pattern at both ends and escape its dots, or list whole origins in a `map`.',
  example: `map $http_origin $allowed_origin {
  default "";
  "https://app.example.com" $http_origin;
}`,
  *find({ all }): Iterable<Fault> {
    for (const { directive, parents } of all) {
      const pattern = patternOf(directive, parents.at(-1));
      const isLoose =
        pattern !== undefined &&
        (!pattern.startsWith('^') ||
          !pattern.endsWith('$') ||
          /[a-z\d](?<!\\)\.(com|org|net|io|dev|[a-z]{2,4})\b/.test(pattern));
      if (isLoose) yield { at: directive.head, identity: `${contextOf(parents)} ${pattern}` };
    }
    yield* reflected(all);
  },
});

function patternOf({ name, arguments: words }: Directive, parent: Directive | undefined): string | undefined {
  if (name === 'if' && /^\(?\$http_origin$/.test(words[0] ?? '')) {
    const text = words.slice(1).join(' ').replace(/\)$/, '').trim();
    const match = /^(~\*?)\s*(.+)$/.exec(text);
    return match?.[2]?.replace(/^["'(]|["']$/g, '');
  }
  if (parent?.name === 'map' && parent.arguments[0] === '$http_origin' && name.startsWith('~'))
    return name.replace(/^~\*?/, '');
  return undefined;
}

/** The origin sent back to whoever asks, with credentials. */
function* reflected(all: readonly Placed[]): Iterable<Fault> {
  for (const { directive, parents } of all) {
    const [header = '', value = ''] = directive.arguments;
    if (
      directive.name !== 'add_header' ||
      !/^access-control-allow-origin$/i.test(header) ||
      value !== '$http_origin'
    )
      continue;
    const around = parents.at(-1);
    const isChecked = parents.some(
      ({ name, arguments: words }) => name === 'if' && words.join(' ').includes('$http_origin'),
    );
    const sendsCredentials = around?.block?.some(
      ({ name, arguments: words }) =>
        name === 'add_header' &&
        /^access-control-allow-credentials$/i.test(words[0] ?? '') &&
        words[1] === 'true',
    );
    if (!isChecked && sendsCredentials === true)
      yield { at: directive.head, identity: `${contextOf(parents)} reflected` };
  }
}
