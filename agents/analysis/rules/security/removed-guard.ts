import { argumentsOf, enclosingFunction, stringValue } from '../../syntax/expressions.ts';
import { ancestors, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { functionName } from '../../flow/functions.ts';
import { defineRule, type Match } from '../define-rule.ts';
import { code } from '../../findings/shown-text.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

interface Guard {
  readonly calls: RegExp;
  readonly loss: string;
  readonly cwe: string;
}

const guards: readonly Guard[] = [
  { calls: /(^|\.)timingSafeEqual$/, loss: 'the constant-time comparison', cwe: 'CWE-208' },
  {
    calls: /(^|\.)(jwtVerify|verifyIdToken)$|^jsonwebtoken\.verify$/,
    loss: 'the check of the token’s signature',
    cwe: 'CWE-347',
  },
  {
    calls: /^(helmet|@fastify\/(helmet|csrf-protection)|csurf|lusca(\.csrf)?|csrf-csrf\.doubleCsrf)$/,
    loss: 'a protection of every response',
    cwe: 'CWE-693',
  },
  {
    calls:
      /^(express-rate-limit(\.rateLimit)?|@fastify\/(rate-limit|throttler)|koa-ratelimit|express-slow-down)$/,
    loss: 'the rate limit',
    cwe: 'CWE-770',
  },
];

const middleware =
  /^(auth\w*|(require|ensure|is|check|verify)_?(auth|login|logged|admin|user|role|permission|session|access)\w*|authenticate\w*|authorize\w*|protect|csrf\w*)$/i;

export const removedGuard = defineRule({
  id: 'security/removed-guard',
  title: 'The change removes {sink}',
  summary: 'The change removes a guard',
  cwe: 'CWE-693',
  severity: 'high',
  confidence: 0.6,
  side: 'old',
  why: '`{source}` stood here and nothing of its kind takes its place in the new version.',
  instead: 'Keep the guard, or say in the change what does its work now.',
  example: 'const equal = timingSafeEqual(expected, given);',
  *find(file): Iterable<Match> {
    for (const call of file.calls()) {
      const guard = guards.find(({ calls }) => calls.test(call.name) || calls.test(call.callee.text));
      if (guard !== undefined)
        yield removal(call.node, { sink: guard.loss, source: call.callee.text, cwe: guard.cwe });
      for (const plugin of pluginsOf(file, call))
        yield removal(call.node, { sink: plugin.loss, source: call.node.text, cwe: plugin.cwe });
      for (const argument of guardArguments(call)) {
        if (isAppliedElsewhere(file.after?.(), call, argument)) continue;
        const sink = `the check ${code(argument.text)} from ${routeOf(call)}`;
        const anchor = stringValue(call.arguments[0]) ?? `.${call.method}(`;
        yield { node: argument, sink, source: argument.text, cwe: 'CWE-862', identity: sink, anchor };
      }
    }
    for (const decorator of file.nodes('decorator')) {
      const name = /^@(UseGuards|Roles|Authorized|RequirePermissions?|Auth)\b/.exec(decorator.text)?.[0];
      if (name !== undefined)
        yield removal(decorator, { sink: code(decorator.text), source: name, cwe: 'CWE-862' });
    }
  },
});

/** A removal is a fault only while what was guarded is still there: the function, the method or the call around it. */
function removal(node: SyntaxNode, match: Omit<Match, 'node'>): Match {
  const fn = enclosingFunction(node);
  const call = [...ancestors(node)].find((outer) => outer.kind === 'call_expression');
  const decorated = node.kind === 'decorator' ? decoratedName(node) : undefined;
  const anchor =
    decorated ?? (fn === undefined ? undefined : functionName(fn)) ?? call?.field('function')?.text;
  const identity = `${match.source ?? ''} in ${anchor ?? ''}`;
  return { node, ...match, identity, ...(anchor === undefined ? {} : { anchor }) };
}

function decoratedName(decorator: SyntaxNode): string | undefined {
  const siblings = decorator.parent?.children ?? [];
  const next = siblings.slice(siblings.indexOf(decorator)).find(({ kind }) => kind !== 'decorator');
  return next?.field('name')?.text ?? decorator.parent?.field('name')?.text;
}

/** `app.register(rateLimit, …)`, where the plugin is handed over and not called. */
function pluginsOf(file: SourceFile, call: CallSite): readonly Guard[] {
  const [first] = call.arguments;
  if (!/^(register|use)$/.test(call.method) || first === undefined || first.kind === 'call_expression')
    return [];
  const name = file.flow.names.nameOf(first) ?? '';
  const isKept = file.after?.()?.text.includes(`${call.method}(${first.text}`) === true;
  return isKept ? [] : guards.filter(({ calls }) => calls.test(name));
}

/** A check for every route that now stands at single ones, or one of a route that now stands before all of them. */
function isAppliedElsewhere(after: SourceFile | undefined, call: CallSite, argument: SyntaxNode): boolean {
  if (after === undefined) return false;
  const name = argument.kind === 'call_expression' ? (argument.field('function')?.text ?? '') : argument.text;
  const used = after.text
    .split('\n')
    .filter((line) => !/^\s*import\b|\brequire\(/.test(line) && line.includes(name));
  if (call.method === 'use' && stringValue(call.arguments[0]) === undefined) return used.length > 0;
  return used.some((line) => /\.(use|addHook)\(/.test(line));
}

/** Middleware handed to a router beside the handler. */
function guardArguments(call: CallSite): readonly SyntaxNode[] {
  if (!/^(get|post|put|patch|delete|all|use|route)$/.test(call.method) || call.receiver === undefined)
    return [];
  return argumentsOf(call.node).filter((argument) => {
    const name =
      argument.kind === 'call_expression' ? (argument.field('function')?.text ?? '') : argument.text;
    return middleware.test(name.split('.').at(-1) ?? '');
  });
}

function routeOf(call: CallSite): string {
  const path = stringValue(call.arguments[0]);
  return path === undefined ? 'the router' : code(`${call.method.toUpperCase()} ${path}`);
}
