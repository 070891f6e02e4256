import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const changing =
  /^fs\.(promises\.)?(chmod|fchmod|lchmod|mkdir|writeFile|appendFile|open|createWriteStream|cp|ensureDir|outputFile)(Sync)?$/;
/** The bit that lets every user of the machine write. */
const othersWrite = 0o002;

export const worldWritable = defineRule({
  id: 'security/world-writable',
  title: '`{sink}` lets every user of the machine write: `{source}`',
  cwe: 'CWE-732',
  severity: 'medium',
  why: 'Any other account or service on the machine can replace what this program reads or runs later.',
  instead: 'Give rights to the owner, and to a group where one needs them.',
  example: 'await chmod(folder, 0o750);',
  *find(file): Iterable<Match> {
    for (const call of file.calls()) {
      const mode = changing.test(call.name) ? modeOf(file, call) : umaskOf(call);
      if (mode !== undefined && isOpen(file, mode, call.name === 'global.process.umask'))
        yield { node: call.node, trail: [mode], sink: call.callee.text, source: mode.text };
    }
  },
});

function modeOf(file: SourceFile, call: CallSite): SyntaxNode | undefined {
  const option = call.arguments.map((argument) => file.option(argument, 'mode')).find(Boolean);
  if (option !== undefined) return option;
  if (/^(fchmod|lchmod|chmod|mkdir)(Sync)?$/.test(call.method)) return call.arguments[1];
  return /^open(Sync)?$/.test(call.method) ? call.arguments[2] : undefined;
}

function umaskOf(call: CallSite): SyntaxNode | undefined {
  return call.name === 'global.process.umask' ? call.arguments[0] : undefined;
}

function isOpen(file: SourceFile, mode: SyntaxNode, isMask: boolean): boolean {
  const text = file.textOf(mode);
  const number = text === undefined ? file.numberOf(mode) : Number.parseInt(text, 8);
  if (number === undefined || Number.isNaN(number)) return false;
  return isMask ? number === 0 : (number & othersWrite) !== 0;
}
