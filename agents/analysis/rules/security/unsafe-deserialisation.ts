import { defineSinkRule, fromOutside } from '../sink-rule.ts';

const reviving =
  /^(node-serialize\.unserialize|serialize-to-js\.deserialize|funcster\.deepDeserialize|cryo\.parse|v8\.deserialize|js-yaml\.(load|loadAll)|bson\.deserialize)$/;

export const unsafeDeserialisation = defineSinkRule({
  id: 'security/unsafe-deserialisation',
  title: '`{source}` is revived into objects by `{sink}`',
  cwe: 'CWE-502',
  severity: 'critical',
  purpose: 'code',
  why: 'This format can describe functions and prototypes: reading it runs what the sender put in.',
  instead: 'Exchange JSON and check it with a schema.',
  example: 'const order = Order.parse(JSON.parse(text));',
  accepts: fromOutside,
  *sinks(file) {
    for (const call of file.callsOf(reviving)) {
      const [argument] = call.arguments;
      // js-yaml reads plain data unless a schema asks for functions.
      const isYaml = call.name.startsWith('js-yaml');
      if (argument === undefined || (isYaml && !/DEFAULT_FULL_SCHEMA|js-yaml-js-types/.test(call.node.text)))
        continue;
      yield {
        node: call.node,
        argument,
        name: call.callee.text,
        ...(call.name === 'v8.deserialize' ? { severity: 'medium' as const } : {}),
      };
    }
  },
});
