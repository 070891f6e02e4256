import { stringValue } from '../../syntax/expressions.ts';
import { hole, taintedHole } from '../../flow/value.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import { code } from '../../findings/shown-text.ts';
import type { CallSite, SourceFile } from '../source-file.ts';
import { wordsOf } from '../words.ts';

const sessionMiddleware =
  /^(express-session|cookie-session|@fastify\/session|@fastify\/secure-session|koa-session|iron-session\.getIronSession)$/;
const readableByDesign =
  /csrf|xsrf|theme|locale|lang|consent|banner|dark|color|tz|timezone|sidebar|layout|preference/i;
const signingIn = /^(sid|session|sessionid|token|auth|jwt|refresh|access|remember|sess|connect|login)$/;

export const cookieFlags = defineRule({
  id: 'security/cookie-flags',
  title: 'The cookie {sink} {source}',
  summary: 'A cookie lacks a flag that protects it',
  cwe: 'CWE-1004',
  severity: 'medium',
  why: 'Without these flags a script on the page, an unencrypted request or another site’s form gets at the session and acts as its owner.',
  instead: 'Set all three flags on cookies that sign somebody in.',
  example: "res.cookie('sid', id, { httpOnly: true, secure: true, sameSite: 'lax' });",
  *find(file): Iterable<Match> {
    for (const call of file.calls()) {
      const cookie = sessionCookie(file, call) ?? namedCookie(file, call);
      const fault = cookie === undefined ? undefined : flagFault(file, cookie);
      if (cookie !== undefined && fault !== undefined)
        yield { node: call.node, sink: cookie.label, ...fault };
      yield* headerFault(file, call);
    }
  },
});

interface Cookie {
  readonly label: string;
  readonly options: SyntaxNode | undefined;
  /** Whether the name says that it signs somebody in. */
  readonly isSession: boolean;
  /** Whether a missing flag is off. */
  readonly defaultsOff: boolean;
}

type Fault = Pick<Match, 'source' | 'cwe'>;

function sessionCookie(file: SourceFile, call: CallSite): Cookie | undefined {
  if (!sessionMiddleware.test(call.name)) return undefined;
  const last = call.arguments.at(-1);
  const options = file.option(last, 'cookie') ?? file.option(last, 'cookieOptions') ?? last;
  return { label: 'of the session', options, isSession: true, defaultsOff: false };
}

function namedCookie(file: SourceFile, call: CallSite): Cookie | undefined {
  if (!setsCookie(call)) return undefined;
  // Hono takes the context first; Next also takes one object with the name inside.
  const [first, , third] = call.name === 'hono/cookie.setCookie' ? call.arguments.slice(1) : call.arguments;
  const named = file.option(first, 'name') ?? first;
  if (first === undefined || named === undefined) return undefined;
  const written = file.flow.valueOf(named, 'header').shape.replaceAll(hole, '').replaceAll(taintedHole, '');
  const name = written === '' ? named.text : written;
  if (readableByDesign.test(name)) return undefined;
  const isSession = wordsOf(name).some((word) => signingIn.test(word));
  return { label: code(name), options: named === first ? third : first, isSession, defaultsOff: true };
}

function setsCookie(call: CallSite): boolean {
  if (/^cookie\.serialize$|^hono\/cookie\.setCookie$/.test(call.name)) return true;
  if (call.name === 'next/headers.cookies().set') return true;
  const onJar = call.method === 'set' && /cookies(\(\))?\)?$/i.test(call.receiver?.text ?? '');
  const onReply = /^(cookie|setCookie)$/.test(call.method) && call.receiver !== undefined;
  return onJar || (onReply && call.arguments.length > 1);
}

function flagFault(file: SourceFile, cookie: Cookie): Fault | undefined {
  const flag = (name: string) => file.option(cookie.options, name);
  if (flag('httpOnly')?.text === 'false') return { source: 'can be read by scripts (`httpOnly: false`)' };
  if (!cookie.isSession) return undefined;
  if (flag('secure')?.text === 'false') {
    return { source: 'is sent over plain HTTP (`secure: false`)', cwe: 'CWE-614' };
  }
  if (/^none$/i.test(stringValue(flag('sameSite')) ?? '') && flag('secure') === undefined) {
    return { source: 'goes to other sites without `secure`', cwe: 'CWE-1275' };
  }
  if (!cookie.defaultsOff || mayHoldFlags(file, cookie.options)) return undefined;
  const missing = ['httpOnly', 'secure'].filter((name) => flag(name) === undefined);
  return missing.length === 0
    ? undefined
    : { source: `signs somebody in without ${missing.map(code).join(' and ')}` };
}

/** Options from elsewhere, or with something from elsewhere spread into them. */
function mayHoldFlags(file: SourceFile, options: SyntaxNode | undefined): boolean {
  if (options === undefined) return false;
  const object = file.objectOf(options);
  return (
    object === undefined ||
    object.children.some(
      (member) => member.kind === 'spread_element' && file.objectOf(member.children[0]) === undefined,
    )
  );
}

/** `res.setHeader('Set-Cookie', 'sid=…; Path=/')` */
function* headerFault(file: SourceFile, call: CallSite): Iterable<Match> {
  const [header, value] = call.arguments;
  if (value === undefined || !/^(setHeader|set|header|append)$/.test(call.method)) return;
  if (!/^set-cookie$/i.test(stringValue(header) ?? '')) return;
  const { shape } = file.flow.valueOf(value, 'header');
  const name = /^([\w.-]+)=/.exec(shape)?.[1] ?? '';
  if (!wordsOf(name).some((word) => signingIn.test(word)) || /httponly/i.test(shape)) return;
  yield { node: call.node, sink: code(name), source: `signs somebody in without ${code('HttpOnly')}` };
}
