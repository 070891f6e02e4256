import { keyName, stringValue, unwrap } from '../../syntax/expressions.ts';
import { isTainted, taintedHole, type Value } from '../../flow/value.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineSinkRule, fromOutside, type Sink } from '../sink-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const markup = /<\/?[a-z!][^>]*/i;
const htmlProperties = /^(innerHTML|outerHTML|srcdoc)$/;
const jqueryMethods = /^(html|append|prepend|after|before|replaceWith|wrap)$/;
const trustCalls = /^bypassSecurityTrust(Html|Script|Url|ResourceUrl|Style)$/;
const responder = /^_?(res|reply|response|resp)$/;

export const xss = defineSinkRule({
  id: 'security/xss',
  title: '`{source}` is written as HTML by `{sink}`',
  cwe: 'CWE-79',
  severity: 'high',
  purpose: 'html',
  why: 'Markup in the value runs as script in the visitor’s session: `<img src=x onerror=…>` reads the page, its tokens and acts in the visitor’s name.',
  instead:
    'Write text as text (`textContent`, JSX children, a template that escapes), or sanitise markup with DOMPurify.',
  example: 'element.textContent = name;',
  accepts: (value) => fromOutside(value),
  *sinks(file) {
    yield* assignments(file);
    yield* reactHtml(file);
    for (const call of file.calls()) yield* callSinks(file, call);
  },
});

/** A caller's or unknown value inside written markup, or a caller's value alone. */
function intoMarkup(value: Value): boolean {
  if (looksHarmless(value)) return false;
  if (fromOutside(value)) return true;
  if (isTainted(value)) return markup.test(value.shape) || value.origin?.exported === true;
  return value.grade === 'unknown' && />[^<]*\uE000/.test(value.shape);
}

function looksHarmless(value: Value): boolean {
  return /safe|sanit|escaped|trusted|purif/i.test(value.origin?.label ?? '');
}

function* assignments(file: SourceFile): Iterable<Sink> {
  for (const node of file.nodes('assignment_expression', 'augmented_assignment_expression')) {
    const left = node.field('left');
    const argument = node.field('right');
    const property = left?.kind === 'member_expression' ? (left.field('property')?.text ?? '') : '';
    if (argument === undefined || left === undefined) continue;
    if (htmlProperties.test(property)) yield { node, argument, name: property, accepts: intoMarkup };
    if (property === 'body' && /^(ctx|context)$/.test(left.field('object')?.text ?? '')) {
      yield { node, argument, name: left.text, accepts: intoPage };
    }
  }
}

function* reactHtml(file: SourceFile): Iterable<Sink> {
  for (const pair of file.nodes('pair')) {
    const argument = pair.field('value');
    if (argument === undefined || keyName(pair.field('key')) !== '__html') continue;
    yield { node: pair, argument, name: 'dangerouslySetInnerHTML', accepts: reactAccepts(argument) };
  }
  for (const attribute of file.nodes('jsx_attribute')) {
    const [name, value] = attribute.children;
    if (value?.kind !== 'jsx_expression' || !/^(href|src|action|formAction|srcDoc)$/.test(name?.text ?? ''))
      continue;
    const argument = value.children[0];
    if (argument === undefined) continue;
    const accepts = (found: Value) => fromOutside(found) && found.shape.startsWith(taintedHole);
    yield { node: attribute, argument, name: name?.text ?? '', severity: 'medium', accepts };
  }
}

/** Markup of a property or of a fetched record; a serialised constant is none. */
function reactAccepts(argument: SyntaxNode): (value: Value) => boolean {
  const text = unwrap(argument).text;
  if (/^JSON\.stringify\(|safe|sanit|escape|purif|highlight|serialize|css|style/i.test(text))
    return fromOutside;
  return (value) => !looksHarmless(value) && (isTainted(value) || intoMarkup(value));
}

function* callSinks(file: SourceFile, call: CallSite): Iterable<Sink> {
  const [first, second] = call.arguments;
  if (first === undefined) return;
  const { node, method } = call;
  const receiver = call.receiver?.text ?? '';
  if (method === 'insertAdjacentHTML' && second !== undefined) {
    yield { node, argument: second, name: method, accepts: intoMarkup };
  } else if (/^(write|writeln)$/.test(method) && /^(window\.)?document$/.test(receiver)) {
    yield { node, argument: first, name: `document.${method}`, accepts: intoMarkup };
  } else if (/^createContextualFragment$|^parseHTMLUnsafe$|^setHTMLUnsafe$/.test(method)) {
    yield { node, argument: first, name: method, accepts: intoMarkup };
  } else if (jqueryMethods.test(method) && /^(\$|jQuery)(?![\w$])|^\$\w/.test(receiver)) {
    yield { node, argument: first, name: `${receiver}.${method}`, accepts: jqueryMarkup(method) };
  } else if (trustCalls.test(method) || call.name === 'lit/directives/unsafe-html.js.unsafeHTML') {
    yield { node, argument: first, name: method, accepts: isTainted };
  } else {
    yield* responseSinks(file, call);
  }
}

function jqueryMarkup(method: string): (value: Value) => boolean {
  return (value) =>
    intoMarkup(value) && (method === 'html' || markup.test(value.shape) || fromOutside(value));
}

function* responseSinks(file: SourceFile, call: CallSite): Iterable<Sink> {
  const [first] = call.arguments;
  const receiver = call.receiver?.text ?? '';
  if (first === undefined) return;
  const name = call.callee.text.length > 30 ? call.method : call.callee.text;
  const root = receiver.replace(/[.(][\s\S]*$/, '');
  if (/^(send|end|write)$/.test(call.method) && responder.test(root)) {
    const plain = /\.(type|contentType)\(\s*['"](text|text\/plain|json|application\/json|txt)['"]/.test(
      receiver,
    );
    if (!plain && !answersPlain(file, call, root))
      yield { node: call.node, argument: first, name, accepts: intoPage };
  } else if (call.method === 'html' && /^(c|ctx|context)$/.test(root)) {
    yield { node: call.node, argument: first, name };
  } else if (
    /^global\.Response$|^next\/server\.NextResponse$/.test(call.name) &&
    isHtmlResponse(file, call)
  ) {
    yield { node: call.node, argument: first, name: 'Response' };
  }
}

/** Whether the same function sets a content type that no browser runs. */
function answersPlain(file: SourceFile, call: CallSite, root: string): boolean {
  return file
    .calls()
    .some(
      (other) =>
        other.node.start < call.node.start &&
        call.node.start - other.node.start < 2_000 &&
        other.receiver?.text.startsWith(root) === true &&
        /^(type|contentType|set|setHeader|header|writeHead)$/.test(other.method) &&
        /text\/plain|application\/(json|octet|pdf|xml)|image\/|text\/(csv|event-stream)/.test(
          other.node.text,
        ),
    );
}

/** Express sends a string as HTML; an object as JSON. Only what is text for certain counts. */
function intoPage(value: Value): boolean {
  if (!isTainted(value)) return false;
  if (markup.test(value.shape)) return true;
  const written = value.shape.replaceAll(taintedHole, '');
  if (!fromOutside(value) || value.origin?.kind !== 'request') return false;
  return /[a-z]/i.test(written) ? !/^\s*[[{]/.test(written) : /(query|params)\./.test(value.origin.label);
}

function isHtmlResponse(file: SourceFile, call: CallSite): boolean {
  const headers = file.option(call.arguments[1], 'headers');
  const type =
    file.option(headers, 'Content-Type') ??
    file.option(headers, 'content-type') ??
    file.option(headers, 'Content-type');
  return (stringValue(type) ?? '').startsWith('text/html');
}
