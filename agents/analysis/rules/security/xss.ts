import { defineSinkRule, fromOutside } from '../sink-rule.ts';
import { domSinks } from './html-in-pages.ts';
import { responseSinks } from './html-in-responses.ts';

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
  accepts: fromOutside,
  *sinks(file) {
    yield* domSinks(file);
    yield* responseSinks(file);
  },
});
