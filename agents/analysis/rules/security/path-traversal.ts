import { stringValue } from '../../syntax/expressions.ts';
import { isTainted, taintedHole, type Value } from '../../flow/value.ts';
import { defineSinkRule, type Sink } from '../sink-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const fileCalls =
  /^fs\.(promises\.)?(access|appendFile|chmod|chown|copyFile|cp|createReadStream|createWriteStream|exists|lstat|mkdir|mkdtemp|open|openAsBlob|opendir|readdir|readFile|readlink|realpath|rename|rm|rmdir|stat|symlink|truncate|unlink|utimes|watch|writeFile|outputFile|readJson|readJSON|writeJson|writeJSON|remove|move|copy|ensureDir|ensureFile|emptyDir|pathExists)(Sync)?$|^global\.Bun\.(file|write)$|^global\.Deno\.(readFile|readTextFile|writeFile|writeTextFile|open|remove|readDir|stat|mkdir)(Sync)?$|^global\.require\.resolve$/;
const twoPaths = /\.(copyFile|cp|rename|link|symlink|move|copy)(Sync)?$/;
const belowFolder = new RegExp(`[^${taintedHole}]/${taintedHole}`);
const callersName = /file_?name|upload|attachment|avatar|requested|user_?path/i;

export const pathTraversal = defineSinkRule({
  id: 'security/path-traversal',
  title: '`{source}` decides which file `{sink}` touches',
  cwe: 'CWE-22',
  severity: 'high',
  purpose: 'path',
  why: 'A value such as `../../etc/passwd` (or an absolute path) leaves the folder that was meant: the caller reads or writes any file this process can.',
  instead:
    'Resolve the path, then check that it still lies below the base folder; or keep only `path.basename`.',
  example:
    "const file = path.resolve(base, name);\nif (!file.startsWith(base + path.sep)) throw new Error('outside of the folder');",
  accepts: (value) => (value.grade === 'tainted' && value.origin?.kind === 'request') || isCallersFile(value),
  *sinks(file) {
    for (const call of file.calls()) {
      if (fileCalls.test(call.name)) yield* pathsOf(call, twoPaths.test(call.name) ? 2 : 1);
      else yield* servedFile(file, call);
    }
  },
});

/** A caller's file name below a folder, in a function that other files call. */
function isCallersFile(value: Value): boolean {
  return (
    isTainted(value) &&
    value.origin?.exported === true &&
    callersName.test(value.origin.label) &&
    belowFolder.test(value.shape)
  );
}

function* pathsOf(call: CallSite, count: number): Iterable<Sink> {
  for (const argument of call.arguments.slice(0, count)) {
    yield { node: call.node, argument, name: call.name.replace(/^global\./, '') };
  }
}

/** `res.sendFile(x)`: with a `root` option Express itself refuses to leave it. */
function* servedFile(file: SourceFile, call: CallSite): Iterable<Sink> {
  const [argument] = call.arguments;
  if (argument === undefined || stringValue(argument) !== undefined) return;
  const sends =
    /^(sendFile|sendfile|download)$/.test(call.method) &&
    /^_?(res|reply|response|ctx|c)\b/.test(call.receiver?.text ?? '');
  if (!sends && call.name !== 'express.static' && call.name !== 'koa-send') return;
  const rooted = call.arguments.some((other) => file.option(other, 'root') !== undefined);
  if (!rooted)
    yield {
      node: call.node,
      argument,
      name: `${call.receiver?.text ?? ''}.${call.method}`.replace(/^\./, ''),
    };
}
