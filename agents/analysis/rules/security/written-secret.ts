import { stringValue } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

interface Taker {
  readonly call: RegExp;
  /** The argument that is the secret, or that holds the options named below. */
  readonly argument: number;
  readonly options?: readonly string[];
}

const takers: readonly Taker[] = [
  { call: /^express-session$/, argument: 0, options: ['secret'] },
  { call: /^(cookie-session|koa-session)$/, argument: 0, options: ['secret', 'keys'] },
  { call: /^cookie-parser$/, argument: 0 },
  { call: /^iron-session\.(getIronSession|sealData|unsealData)$/, argument: 2, options: ['password'] },
  { call: /^iron-session\.(sealData|unsealData)$/, argument: 1, options: ['password'] },
  { call: /^@nestjs\/jwt\.JwtModule\.register$/, argument: 0, options: ['secret', 'privateKey'] },
  { call: /^passport-jwt\.Strategy$/, argument: 0, options: ['secretOrKey'] },
  { call: /^express-jwt(\.expressjwt)?$/, argument: 0, options: ['secret'] },
  { call: /^fast-jwt\.(createSigner|createVerifier)$/, argument: 0, options: ['key'] },
  { call: /^next-auth(\.default)?$|^better-auth\.betterAuth$/, argument: 0, options: ['secret'] },
  { call: /^hono\/jwt\.jwt$/, argument: 0, options: ['secret'] },
  { call: /^hono\/jwt\.(sign|verify)$/, argument: 1 },
  { call: /^jose\.(jwtVerify|jwtDecrypt)$/, argument: 1 },
  { call: /^jose\.(SignJWT|EncryptJWT)#.*\.(sign|encrypt)$/, argument: 0 },
];

const plugins = /^@fastify\/(jwt|cookie|session|secure-session)$/;

export const writtenSecret = defineRule({
  id: 'security/written-secret',
  title: 'The secret of `{sink}` is written in the code',
  cwe: 'CWE-798',
  severity: 'high',
  why: 'Whoever can read the repository signs sessions or tokens of anyone, an administrator included; so does everyone who knows the example it was copied from.',
  instead: 'Read it from the environment or a secret store, and refuse to start without it.',
  example: 'app.use(session({ secret: config.sessionSecret, resave: false, saveUninitialized: false }));',
  *find(file): Iterable<Match> {
    for (const call of file.calls()) {
      const written = secretsOf(file, call).find((secret) => isWritten(file, secret));
      if (written !== undefined)
        yield { node: call.node, trail: [written], sink: call.callee.text.slice(0, 40) };
    }
  },
});

function secretsOf(file: SourceFile, call: CallSite): readonly SyntaxNode[] {
  if (
    call.method === 'register' &&
    plugins.test(file.flow.names.nameOf(call.arguments[0] ?? call.node) ?? '')
  )
    return ['secret', 'key'].flatMap((name) => file.option(call.arguments[1], name) ?? []);
  return takers
    .filter((taker) => taker.call.test(call.name))
    .flatMap(({ argument, options }) => {
      const given = call.arguments[argument];
      if (options === undefined) return given ?? [];
      return options.flatMap((name) => file.option(given, name) ?? []);
    });
}

/** A literal, a list that holds one, the bytes of one, or one that stands in when the environment has none. */
function isWritten(file: SourceFile, expression: SyntaxNode): boolean {
  const node = file.constantOf(expression);
  const text = stringValue(node);
  if (text !== undefined)
    return text !== '' && !text.startsWith('-----BEGIN PUBLIC') && !/^https?:/.test(text);
  if (node.kind === 'array') return node.children.some((item) => isWritten(file, item));
  if (/^(\|\||\?\?)$/.test(node.token('operator'))) {
    const fallback = node.field('right');
    return fallback !== undefined && isWritten(file, fallback);
  }
  const encoded =
    /^(new TextEncoder\(\)\.encode|Buffer\.from|encoder\.encode|textEncoder\.encode|createSecretKey)\(/i.test(
      node.text,
    );
  const [first] = encoded ? (node.field('arguments')?.children ?? []) : [];
  return first !== undefined && isWritten(file, first);
}
