import { stringValue } from '../../syntax/expressions.ts';
import { isTainted, taintedHole, type Value } from '../../flow/value.ts';
import { fromOutside, type Sink } from '../sink-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';
import { markup } from './html-in-pages.ts';

const responder = /^_?(res|reply|response|resp)$/;
const context = /^(c|ctx|context)$/;

/** Answers of a server that a browser reads as a page. */
export function* responseSinks(file: SourceFile): Iterable<Sink> {
  for (const node of file.nodes('assignment_expression')) {
    const left = node.field('left');
    const argument = node.field('right');
    if (argument === undefined || left?.fieldText('property') !== 'body') continue;
    if (context.test(left.fieldText('object'))) yield { node, argument, name: left.text, accepts: intoPage };
  }
  for (const call of file.calls()) yield* callSink(file, call);
}

function* callSink(file: SourceFile, call: CallSite): Iterable<Sink> {
  const [argument] = call.arguments;
  if (argument === undefined) return;
  const { node, method } = call;
  const root = (call.receiver?.text ?? '').replace(/[.(][\s\S]*$/, '');
  if (/^(send|end|write)$/.test(method) && responder.test(root)) {
    if (!answersPlain(file, call, root))
      yield { node, argument, name: `${root}.${method}`, accepts: intoPage };
  }
  if (method === 'html' && context.test(root)) yield { node, argument, name: `${root}.html` };
  if (isHtmlResponse(file, call)) yield { node, argument, name: 'Response' };
}

/** Express sends a string as HTML, an object as JSON: only what is text for certain counts. */
function intoPage(value: Value): boolean {
  if (!isTainted(value)) return false;
  if (markup.test(value.shape)) return true;
  if (!fromOutside(value) || value.origin?.kind !== 'request') return false;
  const written = value.shape.replaceAll(taintedHole, '');
  return /[a-z]/i.test(written) ? !/^\s*[[{]/.test(written) : /(query|params)\./.test(value.origin.label);
}

const plainTypes =
  /text\/plain|application\/(json|octet|pdf|xml)|image\/|text\/(csv|event-stream)|\(\s*['"](text|json|txt)['"]/;
/** The headers of an answer are set close before it. */
const maxCharsBefore = 2_000;

/** Whether the answer gets a content type that no browser runs, in its own chain or shortly before. */
function answersPlain(file: SourceFile, call: CallSite, root: string): boolean {
  const chain = call.receiver?.text ?? '';
  if (/\.(type|contentType|set|header)\(/.test(chain) && plainTypes.test(chain)) return true;
  return file.calls().some((other) => {
    const distance = call.node.start - other.node.start;
    if (distance <= 0 || distance > maxCharsBefore) return false;
    if (!/^(type|contentType|set|setHeader|header|writeHead)$/.test(other.method)) return false;
    return (other.receiver?.text ?? '').startsWith(root) && plainTypes.test(other.node.text);
  });
}

function isHtmlResponse(file: SourceFile, call: CallSite): boolean {
  if (!/^global\.Response$|^next\/server\.NextResponse$/.test(call.name)) return false;
  const headers = file.option(call.arguments[1], 'headers');
  const type = ['Content-Type', 'content-type', 'Content-type']
    .map((name) => file.option(headers, name))
    .find(Boolean);
  return (stringValue(type) ?? '').startsWith('text/html');
}
