import { defineRule, type Match } from '../define-rule.ts';

export const xxe = defineRule({
  id: 'security/xxe',
  title: '`{sink}` resolves external entities (`{source}`)',
  summary: 'An XML parser resolves external entities',
  cwe: 'CWE-611',
  severity: 'high',
  why: 'A document can name files and addresses as entities: the parser reads `/etc/passwd` or calls an internal service and puts the answer into the result.',
  instead: 'Leave entity and DTD loading off.',
  example: 'const document = parseXml(text, { noent: false, nonet: true });',
  *find(file): Iterable<Match> {
    for (const call of file.callsOf(
      /^libxmljs2?(-mt)?\.(parseXml|parseXmlString|parseXmlAsync|parseHtml|Document\.fromXml)$/,
    )) {
      for (const option of ['noent', 'replaceEntities', 'dtdload']) {
        const value = file.option(call.arguments[1], option);
        if (value?.text !== 'true') continue;
        yield { node: call.node, trail: [value], sink: call.callee.text, source: `${option}: true` };
        break;
      }
    }
  },
});
