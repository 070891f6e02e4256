import { keyName } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineSinkRule, fromOutside, type Sink } from '../sink-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const starting =
  /^child_process\.(exec|execSync|execFile|execFileSync|spawn|spawnSync|fork)$|^execa(\.\w+)?$|^cross-spawn(\.\w+)?$|^global\.Bun\.spawn(Sync)?$|^worker_threads\.Worker$/;
/** Variables by which programs load code or choose what they run. */
const loading =
  /^(NODE_OPTIONS|NODE_PATH|LD_PRELOAD|LD_LIBRARY_PATH|DYLD_\w+|PATH|BASH_ENV|ENV|PYTHONPATH|PYTHONSTARTUP|PERL5OPT|RUBYOPT|JAVA_TOOL_OPTIONS|GIT_SSH_COMMAND|GIT_\w+|SHELL|EDITOR|PAGER|HTTPS?_PROXY|ALL_PROXY)$/;

export const childEnvironment = defineSinkRule({
  id: 'security/child-environment',
  title: '`{source}` decides variables of the program that `{sink}` starts',
  cwe: 'CWE-15',
  severity: 'high',
  purpose: 'key',
  why: 'Variables such as `NODE_OPTIONS`, `LD_PRELOAD` or `GIT_SSH_COMMAND` make the program load code of the caller’s choice.',
  instead: 'Name the variables that the program needs, and set only their values.',
  example: 'spawn(program, args, { env: { PATH: process.env.PATH, JOB_NAME: name } });',
  accepts: fromOutside,
  *sinks(file) {
    for (const call of file.callsOf(starting)) {
      for (const options of call.arguments) yield* variables(file, call, options);
    }
  },
});

function* variables(file: SourceFile, call: CallSite, options: CallSite['node']): Iterable<Sink> {
  const environment = file.option(options, 'env');
  if (environment === undefined) return;
  const object = file.objectOf(environment);
  const sink = { node: call.node, name: call.callee.text };
  if (object === undefined) yield { ...sink, argument: environment };
  for (const member of object?.children ?? []) {
    const argument = decidingPart(member);
    if (argument !== undefined) yield { ...sink, argument };
  }
}

/** What must not be a stranger's: a whole set of variables, a name, or the value of a variable that loads code. */
function decidingPart(member: SyntaxNode): SyntaxNode | undefined {
  if (member.kind === 'spread_element') return member.children[0];
  const key = member.field('key');
  if (key?.kind === 'computed_property_name') return key.children[0];
  return loading.test(keyName(key) ?? '') ? member.field('value') : undefined;
}
