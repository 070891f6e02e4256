import type { Fault, Guard } from '../configuration-rule.ts';
import { tlsOffText } from '../shared-texts.ts';
import { defineNginxRule } from './define.ts';
import { contextOf, type Directive } from './nginx-file.ts';

export const weakTls = defineNginxRule({
  id: 'configuration/nginx-weak-tls',
  title: 'Encryption that can be broken is offered: `{sink}`',
  cwe: 'CWE-326',
  severity: 'medium',
  confidence: 0.95,
  why: 'Whoever stands between can talk both ends down to the old protocol or cipher, and use its known weaknesses to read along.',
  instead: 'Offer TLS 1.2 and 1.3 with their modern ciphers.',
  example: `ssl_protocols TLSv1.2 TLSv1.3;`,
  *find({ all }): Iterable<Fault> {
    for (const { directive, parents } of all) {
      const { name, arguments: words, head } = directive;
      if (/^(ssl|proxy_ssl|grpc_ssl)_protocols$/.test(name)) {
        const weak = words.filter((word) => /^(SSLv2|SSLv3|TLSv1|TLSv1\.1)$/.test(word));
        const strong = words.filter((word) => /^TLSv1\.[23]$/.test(word));
        if (weak.length === 0) continue;
        const isExact = strong.length > 0;
        yield {
          at: head,
          identity: `${contextOf(parents)} ${name} ${weak.join(' ')}`,
          sink: weak.join(' '),
          ...(isExact ? { edit: { at: head, text: `${name} ${strong.join(' ')}` } } : {}),
        };
      }
      const cipher = /^(ssl|proxy_ssl)_ciphers$/.test(name)
        ? words
            .join(':')
            .split(':')
            .find((one) =>
              /^(ALL|aNULL|eNULL|NULL|EXPORT|EXP|LOW|DES|3DES|RC4|MD5|DES-CBC3-SHA|RC4-(SHA|MD5)|ADH)$/.test(
                one,
              ),
            )
        : undefined;
      if (cipher !== undefined) yield { at: head, identity: `${contextOf(parents)} ${cipher}`, sink: cipher };
    }
  },
});

export const tlsOff = defineNginxRule({
  ...tlsOffText,
  example: `proxy_ssl_verify on;
proxy_ssl_trusted_certificate /etc/nginx/upstream-ca.pem;`,
  *find({ all }): Iterable<Fault> {
    for (const { directive, parents } of all)
      if (/^(proxy|grpc|uwsgi)_ssl_verify$/.test(directive.name) && directive.arguments[0] === 'off')
        yield {
          at: directive.head,
          identity: `${contextOf(parents)} ${directive.name}`,
          sink: `${directive.name} off`,
          severity: 'medium',
        };
  },
  *guards({ all }): Iterable<Guard> {
    for (const { directive, parents } of all)
      if (/^(proxy|grpc|uwsgi)_ssl_verify$/.test(directive.name) && directive.arguments[0] === 'on')
        yield {
          at: directive.head,
          identity: `${contextOf(parents)} ${directive.name}`,
          subject: contextOf(parents),
          sink: `${directive.name} on`,
        };
  },
});

export const listedFolder = defineNginxRule({
  id: 'configuration/nginx-autoindex',
  title: 'Every file of the folder is listed to visitors',
  cwe: 'CWE-548',
  severity: 'medium',
  confidence: 0.85,
  why: 'Backups, old versions and files that were never linked are found by looking, and fetched.',
  instead: 'Leave listings off, or keep them to a folder that is a public archive behind a login.',
  example: `autoindex off;`,
  *find({ all }): Iterable<Fault> {
    for (const { directive, parents } of all) {
      const around = parents.at(-1)?.block ?? [];
      const isGuarded = around.some(({ name }) => /^(auth_basic|auth_request|internal|allow)$/.test(name));
      if (directive.name === 'autoindex' && directive.arguments[0] === 'on' && !isGuarded)
        yield {
          at: directive.head,
          identity: contextOf(parents),
          edit: { at: directive.head, text: 'autoindex off' },
        };
    }
  },
});

const securityHeader =
  /^(strict-transport-security|content-security-policy|x-frame-options|x-content-type-options|referrer-policy|permissions-policy|cross-origin-(opener|embedder|resource)-policy)$/i;

export const droppedHeaders = defineNginxRule({
  id: 'configuration/nginx-dropped-headers',
  title: 'This `add_header` drops those of the outer block: {sink}',
  cwe: 'CWE-693',
  severity: 'medium',
  confidence: 0.85,
  why: 'nginx inherits headers only where a block adds none of its own: here pages are sent without the protections that the rest of the server has.',
  instead: 'Repeat them here, or include one file with them in both places.',
  example: `location /assets/ {
  add_header Cache-Control "public, max-age=31536000";
  include snippets/security-headers.conf;
}`,
  *find({ all }): Iterable<Fault> {
    const seen = new Set<Directive>();
    for (const { directive, parents } of all) {
      const around = parents.at(-1);
      if (directive.name !== 'add_header' || around === undefined || seen.has(around)) continue;
      seen.add(around);
      const inner = around.block ?? [];
      if (inner.some(({ name }) => name === 'include' || name === 'add_header_inherit')) continue;
      const own = new Set(headersOf(inner));
      const outer = parents.slice(0, -1).findLast(({ block }) => headersOf(block ?? []).length > 0);
      const lost = headersOf(outer?.block ?? []).filter(
        (header) => securityHeader.test(header) && !own.has(header),
      );
      if (lost.length === 0) continue;
      yield {
        at: directive.head,
        trail: (outer?.block ?? []).filter(({ name }) => name === 'add_header').map(({ head }) => head),
        identity: contextOf(parents),
        sink: lost.join(', '),
      };
    }
  },
});

function headersOf(block: readonly Directive[]): readonly string[] {
  return block
    .filter(({ name }) => name === 'add_header')
    .map(({ arguments: words }) => (words[0] ?? '').toLowerCase());
}

export const removedGuard = defineNginxRule({
  id: 'configuration/nginx-removed-guard',
  title: 'A protection of the server is gone',
  guardTitle: 'The change removes `{sink}`',
  cwe: 'CWE-693',
  severity: 'medium',
  confidence: 0.85,
  why: 'What this line refused, slowed down or told the browser no longer holds: the place answers everybody, as often as they like, or pages lose a protection.',
  instead: 'Keep it, or say in the change what takes its place.',
  example: `location /admin/ {
  allow 10.0.0.0/8;
  deny all;
  limit_req zone=login burst=5 nodelay;
}`,
  *guards({ all }): Iterable<Guard> {
    for (const { directive, parents } of all) {
      const shown = protectionOf(directive);
      if (shown === undefined) continue;
      const context = contextOf(parents);
      const found = { at: directive.head, subject: context, sink: shown };
      yield { ...found, identity: `${context} ${shown}` };
      for (const inner of all) {
        if (inner.directive.block === undefined || !inner.parents.includes(parents.at(-1) ?? directive))
          continue;
        const within = contextOf([...inner.parents, inner.directive]);
        yield { ...found, identity: `${within} ${shown}`, inherited: true };
      }
    }
  },
});

const guarding: readonly (readonly [name: RegExp, first: RegExp, shown: 'name' | 'first' | 'both'])[] = [
  [/^(limit_req|limit_conn|auth_request|internal|satisfy|modsecurity)$/, /^/, 'name'],
  [/^auth_(basic|jwt)$/, /^(?!off$)/, 'name'],
  [/^deny$/, /^/, 'both'],
  [/^ssl_verify_client$/, /^on$/, 'both'],
  [/^server_tokens$/, /^off$/, 'both'],
  [/^return$/, /^(403|404|444)$/, 'both'],
  [/^add_header$/, securityHeader, 'first'],
];

function protectionOf({ name, arguments: words }: Directive): string | undefined {
  const [first = ''] = words;
  const found = guarding.find(([names, values]) => names.test(name) && values.test(first));
  if (found === undefined) return undefined;
  return { name, first, both: `${name} ${first}` }[found[2]];
}
