import { taintedHole } from '../../flow/value.ts';
import { defineSinkRule } from '../sink-rule.ts';

const fileCalls = /^child_process\.(spawn|spawnSync|execFile|execFileSync)$|^execa(\.(execa|execaSync))?$/;
const optionHungry = /(^|\/)(git|ssh|scp|rsync|curl|wget|tar|find|zip|ffmpeg|hg|npm|docker)$/;

export const argumentInjection = defineSinkRule({
  id: 'security/argument-injection',
  title: '`{source}` can be read as an option of `{sink}`',
  cwe: 'CWE-88',
  severity: 'high',
  purpose: 'command',
  why: 'No shell is involved, but a value that starts with `-` is an option to this program, and some options run commands (`--upload-pack=…`, `-oProxyCommand=…`, `-exec`).',
  instead: 'End the options with `--` before the value, or refuse values that start with `-`.',
  example: "execFile('git', ['clone', '--', url]);",
  accepts: (value) => value.grade === 'tainted' && value.shape.startsWith(taintedHole),
  *sinks(file) {
    for (const call of file.callsOf(fileCalls)) {
      const [program, list] = call.arguments;
      const name = program === undefined ? '' : file.flow.valueOf(program, 'command').shape;
      const items = list === undefined ? undefined : file.constantOf(list);
      if (items?.kind !== 'array' || !optionHungry.test(name)) continue;
      const separator = items.children.findIndex((item) => /^['"]--['"]$/.test(item.text));
      for (const item of separator < 0 ? items.children : items.children.slice(0, separator)) {
        yield { node: call.node, argument: item, name };
      }
    }
  },
});
