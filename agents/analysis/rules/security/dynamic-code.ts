import { isFunction, unwrap } from '../../syntax/expressions.ts';
import { isTainted, taintedHole, type Value } from '../../flow/value.ts';
import { defineSinkRule, fromOutside, type Sink } from '../sink-rule.ts';
import type { CallSite } from '../source-file.ts';

const evaluating =
  /^global\.(eval|Function)$|^vm\.(runInNewContext|runInThisContext|runInContext|compileFunction|Script)$|^vm2\.(VM|NodeVM|VMScript)#\.run$|^isolated-vm\.Isolate#\.compileScript(Sync)?$/;
const timers = /^global\.(setTimeout|setInterval|setImmediate)$|^global\.execScript$/;

export const dynamicCode = defineSinkRule({
  id: 'security/dynamic-code',
  title: '`{source}` is run as code by `{sink}`',
  cwe: 'CWE-94',
  severity: 'critical',
  purpose: 'code',
  why: 'Whoever controls the text runs JavaScript in this process: it can read the environment, the files and the database. `node:vm` is no sandbox.',
  instead: 'Parse data with `JSON.parse`, and choose behaviour from a map of functions.',
  example: 'const run = Object.hasOwn(actions, name) ? actions[name] : undefined;',
  accepts: isTainted,
  *sinks(file) {
    for (const call of file.calls()) {
      const argument = codeArgument(call);
      if (argument === undefined || isFunction(unwrap(argument))) continue;
      yield { node: call.node, argument, name: call.name.replace(/^global\./, ''), ...refinement(call) };
    }
    for (const call of file.nodes('call_expression')) {
      const loads = call.field('function');
      const module = call.field('arguments')?.children[0];
      if (module === undefined || (loads?.kind !== 'import' && loads?.text !== 'require')) continue;
      yield { node: call, argument: module, name: loads.text, severity: 'high', accepts: choosesModule };
    }
  },
});

function codeArgument(call: CallSite): CallSite['node'] | undefined {
  if (call.name === 'global.Function') return call.arguments.at(-1);
  if (evaluating.test(call.name) || timers.test(call.name)) return call.arguments[0];
  return undefined;
}

/** A timer usually gets a function; only text made of outside text is certain. */
function refinement(call: CallSite): Pick<Sink, 'accepts'> {
  if (timers.test(call.name))
    return { accepts: (value) => fromOutside(value) && value.shape !== taintedHole };
  return {};
}

function choosesModule(value: Value): boolean {
  return fromOutside(value) && value.origin?.kind === 'request';
}
