import { calleeOf, keyName, lastName, unwrap } from '../../syntax/expressions.ts';
import { hole, isTainted, taintedHole, type Value } from '../../flow/value.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { fromOutside, type Sink } from '../sink-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const htmlProperties = /^(innerHTML|outerHTML|srcdoc)$/;
const urlAttributes = /^(href|src|action|formAction|srcDoc)$/;

/** Places of a page where text becomes markup. */
export function* domSinks(file: SourceFile): Iterable<Sink> {
  for (const node of file.nodes('assignment_expression', 'augmented_assignment_expression')) {
    const name = node.field('left')?.fieldText('property') ?? '';
    const argument = node.field('right');
    if (argument !== undefined && htmlProperties.test(name))
      yield { node, argument, name, accepts: intoMarkup };
  }
  for (const node of file.nodes('pair')) yield* propertySink(node);
  for (const node of file.nodes('jsx_attribute')) yield* attributeSink(node);
  for (const call of file.calls()) yield* callSink(call);
}

/** `{ __html: x }`, and `innerHTML` of a created element. */
function* propertySink(node: SyntaxNode): Iterable<Sink> {
  const argument = node.field('value');
  const key = keyName(node.field('key')) ?? '';
  if (argument === undefined) return;
  const isReact = key === '__html';
  if (!isReact && !(/^(innerHTML|domPropsInnerHTML)$/.test(key) && isOfElement(node))) return;
  const name = isReact ? 'dangerouslySetInnerHTML' : key;
  yield { node, argument, name, accepts: intoReact(argument) };
}

/** `h('div', { innerHTML: x })` */
function isOfElement(pair: SyntaxNode): boolean {
  const call = pair.parent?.parent?.parent;
  return (
    call?.kind === 'call_expression' &&
    /^(h|createVNode|createElement|jsx|_h)$/.test(lastName(calleeOf(call)))
  );
}

/** `href={x}`: a value that may start with `javascript:`. */
function* attributeSink(node: SyntaxNode): Iterable<Sink> {
  const [attribute, value] = node.children;
  const name = attribute?.text ?? '';
  const argument = value?.kind === 'jsx_expression' ? value.children[0] : undefined;
  if (argument === undefined) return;
  if (/^(innerHTML|set:html)$/.test(name)) yield { node, argument, name, accepts: intoReact(argument) };
  if (!urlAttributes.test(name)) return;
  const accepts = (found: Value) => fromOutside(found) && found.shape.startsWith(taintedHole);
  yield { node, argument, name, severity: 'medium', accepts };
}

interface HtmlCall {
  readonly method: RegExp;
  readonly receiver?: RegExp;
  readonly argument: number;
  readonly accepts: (value: Value) => boolean;
}

const jquery = /^(\$|jQuery)(?![\w$])|^\$\w/;

const htmlCalls: readonly HtmlCall[] = [
  { method: /^insertAdjacentHTML$/, argument: 1, accepts: intoMarkup },
  { method: /^(write|writeln)$/, receiver: /^(window\.)?document$/, argument: 0, accepts: intoMarkup },
  { method: /^(createContextualFragment|parseHTMLUnsafe|setHTMLUnsafe)$/, argument: 0, accepts: intoMarkup },
  { method: /^html$/, receiver: jquery, argument: 0, accepts: intoMarkup },
  {
    method: /^(append|prepend|after|before|replaceWith|wrap)$/,
    receiver: jquery,
    argument: 0,
    accepts: (value) => intoMarkup(value) && (fromOutside(value) || markup.test(value.shape)),
  },
  {
    method: /^(bypassSecurityTrust(Html|Script|Url|ResourceUrl|Style)|unsafeHTML|SafeString)$/,
    argument: 0,
    accepts: isTainted,
  },
];

function* callSink(call: CallSite): Iterable<Sink> {
  const receiver = call.receiver?.text ?? '';
  const found = htmlCalls.find(
    (html) => html.method.test(call.method) && (html.receiver?.test(receiver) ?? true),
  );
  const argument = found === undefined ? undefined : call.arguments[found.argument];
  if (found === undefined || argument === undefined) return;
  yield { node: call.node, argument, name: call.method, accepts: found.accepts };
}

export const markup = /<\/?[a-z!][^>]*/i;
const unknownInMarkup = new RegExp(`>[^<]*${hole}`);

/** A caller's or unknown value inside written markup, or a caller's value alone. */
function intoMarkup(value: Value): boolean {
  if (looksHarmless(value)) return false;
  if (fromOutside(value)) return true;
  if (isTainted(value)) return markup.test(value.shape) || value.origin?.exported === true;
  return value.grade === 'unknown' && unknownInMarkup.test(value.shape);
}

function looksHarmless(value: Value): boolean {
  return /safe|sanit|escaped|trusted|purif/i.test(value.origin?.label ?? '');
}

/** Markup of a property or of a fetched record; a serialised constant is none. */
function intoReact(argument: SyntaxNode): (value: Value) => boolean {
  const { text } = unwrap(argument);
  const isMade = /^JSON\.stringify\(|safe|sanit|escape|purif|highlight|serialize|css|style/i.test(text);
  return (value) =>
    isMade ? fromOutside(value) : intoMarkup(value) || (isTainted(value) && !looksHarmless(value));
}
