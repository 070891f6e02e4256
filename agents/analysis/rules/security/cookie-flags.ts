import { stringValue } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { code, defineRule, type Match } from '../define-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';
import { wordsOf } from '../words.ts';

const sessionMiddleware =
  /^(express-session|cookie-session|@fastify\/session|@fastify\/secure-session|koa-session|iron-session\.getIronSession)$/;
const readableByDesign =
  /csrf|xsrf|theme|locale|lang|consent|banner|dark|color|tz|timezone|sidebar|layout|preference/i;

export const cookieFlags = defineRule({
  id: 'security/cookie-flags',
  title: 'The cookie {sink} {source}',
  cwe: 'CWE-1004',
  severity: 'medium',
  why: 'Without these flags a script on the page, an unencrypted request or another site’s form gets at the session and acts as its owner.',
  instead: 'Set all three flags on cookies that sign somebody in.',
  example: "res.cookie('sid', id, { httpOnly: true, secure: true, sameSite: 'lax' });",
  *find(file): Iterable<Match> {
    for (const call of file.calls()) {
      const cookie = cookieOf(file, call);
      if (cookie === undefined) continue;
      const fault = flagFault(file, cookie);
      if (fault !== undefined) yield { node: call.node, sink: cookie.label, ...fault };
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

function cookieOf(file: SourceFile, call: CallSite): Cookie | undefined {
  if (sessionMiddleware.test(call.name)) {
    const [options] = call.arguments.slice(-1);
    return {
      label: 'of the session',
      options: file.option(options, 'cookie') ?? file.option(options, 'cookieOptions') ?? options,
      isSession: true,
      defaultsOff: false,
    };
  }
  if (!setsCookie(call)) return undefined;
  // Hono takes the context first.
  const [first, , options] = call.name === 'hono/cookie.setCookie' ? call.arguments.slice(1) : call.arguments;
  if (first === undefined) return undefined;
  const written = file.flow.valueOf(first, 'header').shape.replace(/[\uE000\uE001]/g, '');
  const name = written === '' ? first.text : written;
  if (readableByDesign.test(name)) return undefined;
  const words = wordsOf(name);
  const isSession = words.some((word) =>
    /^(sid|session|sessionid|token|auth|jwt|refresh|access|remember|sess|connect|login|id)$/.test(word),
  );
  return { label: code(name), options, isSession, defaultsOff: true };
}

function setsCookie(call: CallSite): boolean {
  if (call.arguments.length < 2) return false;
  if (/^(cookie|setCookie)$/.test(call.method))
    return call.receiver !== undefined || /^hono\/cookie\./.test(call.name);
  if (/^cookie\.serialize$|^hono\/cookie\.setCookie$/.test(call.name)) return true;
  return call.method === 'set' && /cookies(\(\))?\)?$/i.test(call.receiver?.text ?? '');
}

function flagFault(file: SourceFile, cookie: Cookie): Pick<Match, 'source' | 'cwe' | 'trail'> | undefined {
  const flag = (name: string) => file.option(cookie.options, name);
  const given = file.objectOf(cookie.options);
  const off = (name: string) => flag(name)?.text === 'false';
  if (off('httpOnly')) return { source: 'can be read by scripts (`httpOnly: false`)' };
  if (off('secure') && (cookie.isSession || given === undefined))
    return { source: 'is sent over plain HTTP (`secure: false`)', cwe: 'CWE-614' };
  const sameSite = stringValue(flag('sameSite'))?.toLowerCase();
  if (sameSite === 'none' && flag('secure') === undefined && cookie.isSession) {
    return { source: 'goes to other sites without `secure`', cwe: 'CWE-1275' };
  }
  if (!cookie.isSession || !cookie.defaultsOff) return undefined;
  // Options from elsewhere may well hold the flags.
  if (cookie.options !== undefined && (given === undefined || hasUnknownSpread(file, given)))
    return undefined;
  const missing = ['httpOnly', 'secure'].filter((name) => flag(name) === undefined);
  return missing.length === 0
    ? undefined
    : { source: `signs somebody in without ${missing.map(code).join(' and ')}` };
}

function hasUnknownSpread(file: SourceFile, options: SyntaxNode): boolean {
  return options.children.some(
    (member) => member.kind === 'spread_element' && file.objectOf(member.children[0]) === undefined,
  );
}
