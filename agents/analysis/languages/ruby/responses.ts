import type { CodeFile } from '../../code/code-file.ts';
import { fromRequest } from '../../code/judgements.ts';
import type { Match } from '../../rules/define-rule.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';

/** What a route of Sinatra, or an application of Rack, answers as markup. */
export function* responses(file: CodeFile): Generator<Match> {
  const isSinatra = /sinatra|Sinatra::|Roda|Hanami::API/.test(file.text);
  for (const block of isSinatra ? file.nodes('do_block', 'block') : []) {
    const answer = answerOf(block);
    if (answer !== undefined) yield* markupIn(answer, file);
  }
  for (const node of file.nodes('array')) {
    const body = bodyOf(node);
    if (body !== undefined) yield* markupIn(body, file);
  }
}

const asText = /content_type\s*[( ]:?['"]?(json|text|application|text\/plain)/;

/** The text that the block of a route ends with. */
function answerOf(block: SyntaxNode): SyntaxNode | undefined {
  const call = block.parent;
  const isRoute = /^(get|post|put|patch|delete)$/.test(call?.fieldText('method') ?? '');
  if (!isRoute || call?.field('receiver') !== undefined || asText.test(block.text)) return undefined;
  const last = block.field('body')?.children.at(-1);
  const isText = /^(string|heredoc_beginning|binary|chained_string|identifier)$/.test(last?.kind ?? '');
  return isText ? last : undefined;
}

/** `[200, { 'Content-Type' => 'text/html' }, [body]]` */
function bodyOf({ children, text }: SyntaxNode): SyntaxNode | undefined {
  const [status, , body] = children;
  if (children.length !== 3 || status?.kind !== 'integer' || body?.kind !== 'array') return undefined;
  return text.includes('text/html') ? body : undefined;
}

function* markupIn(node: SyntaxNode, file: CodeFile): Generator<Match> {
  const value = file.valueOf(file.flow.index.read(node), 'html');
  if (fromRequest(value))
    yield { node, trail: value.trail, sink: 'the response', source: value.origin?.label ?? '' };
}
