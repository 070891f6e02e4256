import { isFunction, parametersOf, stringValue, unwrap } from '../../syntax/expressions.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { localFunction } from '../../flow/evaluate-call.ts';
import { defineRule, type Match } from '../define-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

export const messageOrigin = defineRule({
  id: 'security/message-origin',
  title: '{source}',
  summary: 'A window message is taken from, or sent to, any origin',
  cwe: 'CWE-346',
  severity: 'medium',
  why: 'Any page that frames this one, or that it opened, can send the message or read the answer.',
  instead: 'Compare `event.origin` with the one expected, and name the target origin when posting.',
  example: "if (event.origin !== 'https://app.example.com') return;",
  *find(file): Iterable<Match> {
    for (const call of file.calls()) {
      const handler = messageHandler(file, call);
      if (handler !== undefined && !checksOrigin(handler)) {
        yield { node: call.node, source: 'Messages from every origin are acted upon' };
      }
      if (
        call.method === 'postMessage' &&
        stringValue(call.arguments[1]) === '*' &&
        /window|parent|opener|top|frame|contentWindow/i.test(call.receiver?.text ?? '')
      ) {
        yield { node: call.node, source: 'The message is posted to whatever page is there (`*`)' };
      }
    }
  },
});

/** A listener on the window: workers, ports and sockets have one sender only. */
function messageHandler(file: SourceFile, call: CallSite): SyntaxNode | undefined {
  if (call.method !== 'addEventListener' || stringValue(call.arguments[0]) !== 'message') return undefined;
  if (!/^(window|globalThis|self)?$/.test(call.receiver?.text ?? '')) return undefined;
  const handler = call.arguments[1] === undefined ? undefined : unwrap(call.arguments[1]);
  if (handler === undefined) return undefined;
  return isFunction(handler) ? handler : localFunction(file.flow, handler);
}

function checksOrigin(handler: SyntaxNode): boolean {
  const [event] = parametersOf(handler);
  if (event === undefined || !/\bdata\b/.test(handler.text)) return true;
  return /\.origin\b|\borigin\b|\.source\b|isTrusted/.test(handler.text);
}
