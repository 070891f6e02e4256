import { hole, isTainted, taintedHole, type Value } from '../../flow/value.ts';
import { defineSinkRule, fromOutside, type Sink } from '../sink-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const directories = /^(ldapjs|ldapts|activedirectory2?|ldapjs-client|@ldapjs\/[\w-]+)\b/;
const searching =
  /^(search|searchAsync|searchPaginated|findUsers?|findGroups?|parseFilter|parse|compare|del|bind)$/;
/** `(uid=…`: an assertion of a filter with a value put into it. */
const assertion = new RegExp(`\\(\\s*[\\w;.-]+\\s*[~<>]?=[^()]*[${hole}${taintedHole}]`);

export const ldapInjection = defineSinkRule({
  id: 'security/ldap-injection',
  title: '`{source}` is written into the LDAP filter of `{sink}`',
  cwe: 'CWE-90',
  severity: 'high',
  purpose: 'ldap',
  why: 'A value such as `*)(uid=*` closes the assertion and adds another: the search finds entries of everyone, and a login passes with any name.',
  instead: 'Build the filter from objects, or escape the value as RFC 4515 says.',
  example: "const filter = new EqualityFilter({ attribute: 'uid', value: login });",
  accepts: (value) => isTainted(value) && assertion.test(value.shape),
  *sinks(file) {
    for (const call of file.calls()) {
      if (searching.test(call.method)) yield* filtersOf(file, call);
    }
  },
});

function* filtersOf(file: SourceFile, call: CallSite): Iterable<Sink> {
  const name = call.callee.text.length > 40 ? call.method : call.callee.text;
  const isDirectory = directories.test(call.name);
  for (const argument of call.arguments) {
    const filter = file.option(argument, 'filter');
    if (filter !== undefined)
      yield { node: call.node, argument: filter, name, ...(isDirectory ? { accepts: intoFilter } : {}) };
    else if (isDirectory && file.objectOf(argument) === undefined) yield { node: call.node, argument, name };
  }
}

/** The whole filter from outside, or a part of one. */
function intoFilter(value: Value): boolean {
  return fromOutside(value) || (isTainted(value) && assertion.test(value.shape));
}
