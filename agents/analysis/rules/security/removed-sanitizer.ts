import {
  argumentsOf,
  calleeOf,
  enclosingFunction,
  lastName,
  normaliseText,
  unwrap,
} from '../../syntax/expressions.ts';
import { descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineRule, type Match } from '../define-rule.ts';
import { counterpartOf } from '../removed/counterpart.ts';
import { shortText } from '../sink-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

interface Sanitizer {
  /** The origin of the function or, where that is not known, its name. */
  readonly call: RegExp;
  readonly what: string;
  readonly cwe: string;
}

const sanitizers: readonly Sanitizer[] = [
  {
    call: /^(dompurify|isomorphic-dompurify)\.sanitize$|^(sanitize-html|escape-html|xss|he\.(escape|encode)|html-entities\.encode|lodash\.escape|handlebars\.(escapeExpression|Utils\.escapeExpression))$|\b(escape|sanitiz?s?e?|encode)_?(Html|Markup|Xml|Attribute|Script)\w*$|\bDOMPurify\.sanitize$/i,
    what: 'the escaping or sanitising of markup',
    cwe: 'CWE-79',
  },
  {
    call: /^path\.(posix\.|win32\.)?basename$|\b(sanitize|safe)_?(File|Path|Name)\w*$|^sanitize-filename$|^filenamify/i,
    what: 'the reduction to a bare file name',
    cwe: 'CWE-22',
  },
  {
    call: /^shell-quote\.quote$|^shell-escape$|\b(shell)?(escape|quote)_?(Shell|Arg|Argument|Command)\w*$|\bshellQuote$/i,
    what: 'the quoting of a shell argument',
    cwe: 'CWE-78',
  },
  {
    call: /\.(escapeId|escapeLiteral|escapeIdentifier)$|^(mysql2?|sqlstring)\.(escape|format)$|^pg-format$|\b(escape|quote)_?(Sql|Identifier|Literal|Table|Column)\w*$/i,
    what: 'the escaping of SQL',
    cwe: 'CWE-89',
  },
  {
    call: /\bescape_?(Reg_?Exp?|RegularExpression)$|^lodash\.escapeRegExp$|^escape-string-regexp$|^global\.RegExp\.escape$/i,
    what: 'the escaping of a pattern',
    cwe: 'CWE-1333',
  },
  { call: /^global\.encodeURIComponent$/, what: 'the encoding of a part of a URL', cwe: 'CWE-74' },
  {
    call: /\b(stripTags|stripHtml|sanitize|sanitise|sanitizeInput|cleanHtml|purify|escape)$/i,
    what: 'the sanitising of a value',
    cwe: 'CWE-116',
  },
  { call: /\b(mask|redact|obfuscate|scrub|censor)\w*$/i, what: 'the masking of a value', cwe: 'CWE-532' },
];

/** A call that may do the same under another name. */
const successor =
  /encode|escape|sanit|clean|purif|quote|strip|safe|slug|mask|redact|basename|parse|normali[sz]e|filter|valid|text|format|replace|sql|html/i;

export const removedSanitizer = defineRule({
  id: 'security/removed-sanitizer',
  title: 'The change removes {sink}: `{source}`',
  summary: 'The change uses a value without the call that made it harmless',
  cwe: 'CWE-116',
  severity: 'high',
  confidence: 0.65,
  side: 'old',
  why: 'The value went through `{source}` before; now it is used as it comes, and whatever a stranger puts into it takes effect.',
  instead: 'Keep the call around the value, or say in the change what makes it harmless now.',
  example: 'return `<li>${escapeHtml(name)}</li>`;',
  *find(file): Iterable<Match> {
    const after = file.after?.();
    if (after === undefined) return;
    for (const call of file.calls()) {
      const sanitizer = sanitizerOf(call);
      const [argument] = call.arguments;
      if (sanitizer === undefined || argument === undefined || isKept(call, argument, after)) continue;
      yield {
        node: call.node,
        sink: sanitizer.what,
        source: shortText(call.node),
        cwe: sanitizer.cwe,
        anchor: '',
      };
    }
  },
});

function sanitizerOf(call: CallSite): Sanitizer | undefined {
  const name = call.name === '' || call.name.startsWith('.') ? call.callee.text : call.name;
  return sanitizers.find((sanitizer) => sanitizer.call.test(name));
}

/** Whether the value is gone, still goes through the call, or through one that may do the same. */
function isKept(call: CallSite, argument: SyntaxNode, after: SourceFile): boolean {
  const fn = enclosingFunction(call.node);
  const counterpart = fn === undefined ? undefined : counterpartOf(fn, after);
  if (counterpart === undefined) return true;
  const value = normaliseText(unwrap(argument).text);
  const uses = [...descendants(counterpart)].filter(
    (node) => normaliseText(node.text) === value && node.kind !== 'property_identifier',
  );
  const read = uses.filter((node) => !isDeclaration(node));
  return read.length === 0 || read.some((node) => goesThroughCall(node, call.method));
}

function isDeclaration(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent === undefined) return false;
  if (/parameter|_pattern$|^formal_parameters$/.test(parent.kind) || node.kind.endsWith('_pattern'))
    return true;
  return parent.kind === 'variable_declarator' && parent.field('name') === node;
}

function goesThroughCall(use: SyntaxNode, method: string): boolean {
  for (let node = use.parent; node !== undefined; node = node.parent) {
    if (/statement|declaration|^program$/.test(node.kind)) return false;
    if (node.kind !== 'call_expression') continue;
    const name = lastName(calleeOf(node));
    if (
      name === method ||
      (successor.test(name) && argumentsOf(node).some((argument) => argument.contains(use)))
    )
      return true;
  }
  return false;
}
