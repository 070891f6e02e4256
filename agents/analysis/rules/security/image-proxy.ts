import { keyName, stringValue, unwrap } from '../../syntax/expressions.ts';
import { ancestors, descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';

export const imageProxy = defineRule({
  id: 'security/image-proxy',
  title: 'The image service of this server is open too wide: `{source}`',
  summary: 'The image service of Next.js fetches from every host, or serves SVG as it came',
  cwe: 'CWE-918',
  severity: 'medium',
  why: 'Strangers let this server fetch and resize whatever they name, at its cost and from its network; an SVG that is served from its own address runs scripts there.',
  instead: 'Name the hosts that images come from, and leave SVG out or send a policy with it.',
  example: "images: { remotePatterns: [{ protocol: 'https', hostname: 'images.example.com' }] }",
  *find(file): Iterable<Match> {
    if (!/(^|\/)next\.config\.[cm]?[jt]s$/.test(file.path)) return;
    for (const pair of file.nodes('pair')) {
      const value = pair.field('value');
      const weakness = value === undefined || !isOfImages(pair) ? undefined : weaknessOf(pair, value);
      if (weakness !== undefined) yield { node: pair, source: pair.text, cwe: weakness };
    }
  },
});

function weaknessOf(pair: SyntaxNode, value: SyntaxNode): string | undefined {
  const name = keyName(pair.field('key'));
  if (name === 'dangerouslyAllowSVG')
    return unwrap(value).text === 'true' && !hasPolicy(pair) ? 'CWE-79' : undefined;
  if (name !== 'hostname' && name !== 'domains') return undefined;
  return [...descendants(value)].some(isAny) ? 'CWE-918' : undefined;
}

function isAny(node: SyntaxNode): boolean {
  return /^\*{1,2}$/.test(stringValue(node) ?? '');
}

function imagesOf(node: SyntaxNode): SyntaxNode | undefined {
  for (const outer of ancestors(node))
    if (outer.kind === 'pair' && keyName(outer.field('key')) === 'images') return outer;
  return undefined;
}

function isOfImages(node: SyntaxNode): boolean {
  return imagesOf(node) !== undefined;
}

function hasPolicy(node: SyntaxNode): boolean {
  return /contentSecurityPolicy|contentDispositionType:\s*['"]attachment/.test(imagesOf(node)?.text ?? '');
}
