import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

type Option = readonly [call: RegExp, argument: number, option: string, value: string];

/** Options that make a renderer write markup as it came. */
const options: readonly Option[] = [
  [/^markdown-it$/, 0, 'html', 'true'],
  [/^handlebars\.(compile|precompile|create\(\)\.compile)$/, 1, 'noEscape', 'true'],
  [/^nunjucks\.(configure|Environment)$/, 1, 'autoescape', 'false'],
  [/^nunjucks\.configure$/, 0, 'autoescape', 'false'],
  [/^(showdown\.Converter|snarkdown)$/, 0, 'noHTMLBlocks', 'false'],
  [/^(eta\.Eta|eta\.configure)$/, 0, 'autoEscape', 'false'],
  [/^remark-rehype$/, 0, 'allowDangerousHtml', 'true'],
  [/^rehype-stringify$/, 0, 'allowDangerousHtml', 'true'],
];

export const unescapedOutput = defineRule({
  id: 'security/unescaped-output',
  title: '`{sink}` writes markup as it came: `{source}`',
  cwe: 'CWE-79',
  severity: 'medium',
  confidence: 0.75,
  why: 'Whoever writes the text writes HTML: `<img src=x onerror=…>` runs as script in the browser of everyone who reads it.',
  instead: 'Leave escaping on, or sanitise what comes out.',
  example: 'const markdown = new MarkdownIt({ linkify: true });',
  *find(file): Iterable<Match> {
    if (/sanitiz|purify|\bxss\b/i.test(file.text)) return;
    for (const call of file.calls()) {
      const found = weakOption(file, call);
      if (found !== undefined)
        yield {
          node: found.value,
          trail: [call.node],
          sink: call.callee.text,
          source: `${found.option}: ${found.value.text}`,
        };
      const raw = call.method === 'use' ? call.arguments[0] : undefined;
      if (raw !== undefined && file.flow.names.nameOf(raw) === 'rehype-raw')
        yield { node: call.node, sink: 'rehype-raw', source: raw.text };
    }
  },
});

function weakOption(
  file: SourceFile,
  call: CallSite,
): { readonly option: string; readonly value: SyntaxNode } | undefined {
  for (const [name, argument, option, weak] of options) {
    const value = name.test(call.name) ? file.option(call.arguments[argument], option) : undefined;
    if (value?.text === weak) return { option, value };
  }
  return undefined;
}
