import { keyName, unwrap } from '../../syntax/expressions.ts';
import { ancestors, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';

const options =
  /^(introspection|includeStacktraceInErrorResponses|graphiql|playground|exposeStack|showStack|productionBrowserSourceMaps)$/;
const servers =
  /ApolloServer|createYoga|graphqlHTTP|createHandler|mercurius|GraphQLModule|ApolloDriver|NextConfig|next\.config|nextConfig|errorHandler|errorhandler/;

export const debugExposure = defineRule({
  id: 'security/debug-exposure',
  title: 'A tool for developers is open to everyone: `{source}`',
  cwe: 'CWE-489',
  severity: 'medium',
  confidence: 0.75,
  why: 'Whoever finds the address reads the whole schema, the source or the stack of an error: the map for the next step.',
  instead: 'Open it outside of production only.',
  example: "introspection: process.env.NODE_ENV !== 'production'",
  *find(file): Iterable<Match> {
    if (/(^|[./-])(dev|development|local)[./-]/.test(file.path)) return;
    for (const pair of file.nodes('pair')) {
      const name = keyName(pair.field('key')) ?? '';
      const value = pair.field('value');
      if (!options.test(name) || value === undefined || unwrap(value).text !== 'true') continue;
      if (isOfServer(pair, file.text) && !isDevelopmentOnly(pair)) yield { node: pair, source: pair.text };
    }
    for (const call of file.callsOf(/^errorhandler$/)) {
      if (!isDevelopmentOnly(call.node)) yield { node: call.node, source: call.node.text };
    }
  },
});

function isOfServer(pair: SyntaxNode, text: string): boolean {
  const call = [...ancestors(pair)].find(
    ({ kind }) => kind === 'call_expression' || kind === 'new_expression',
  );
  return servers.test(call?.text.slice(0, 120) ?? text);
}

function isDevelopmentOnly(node: SyntaxNode): boolean {
  return [...ancestors(node)].some(
    (outer) =>
      /^(ternary_expression|binary_expression|if_statement)$/.test(outer.kind) &&
      /NODE_ENV|\bisDev|development|\bdev\b|production/i.test(
        outer.fieldText('condition') || outer.fieldText('left'),
      ),
  );
}
