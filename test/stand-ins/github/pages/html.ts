import { content, type Reply } from '../http/reply.ts';

/** Markup that may be sent as it stands. */
export interface Html {
  readonly html: string;
}

type Part = Html | readonly Html[] | string | number;

/** A template whose values are escaped unless they are markup themselves. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const pieces = strings.flatMap((text, index) => {
    const part = parts[index];
    return part === undefined ? [text] : [text, toMarkup(part)];
  });
  return { html: pieces.join('') };
}

export const nothing: Html = { html: '' };

function toMarkup(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'html' in part ? part.html : part.map((inner) => inner.html).join('');
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const style = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --add: #2da44e26; --remove: #cf222e26; --link: #0969da; }
@media (prefers-color-scheme: dark) { :root { --link: #58a6ff; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
a { color: var(--link); }
h1 { font-size: 1.5rem; font-weight: 500; margin-bottom: .25rem; }
h2 { font-size: 1.1rem; margin-top: 2rem; }
.quiet { opacity: .7; font-size: .9em; }
.box { border: 1px solid var(--line); border-radius: 6px; margin: 1rem 0; overflow: hidden; }
.box > header { background: var(--soft); padding: .4rem .8rem; border-bottom: 1px solid var(--line); }
.box > .body { padding: .2rem .8rem; overflow-x: auto; }
.state { border-radius: 1em; padding: .1em .7em; background: var(--soft); border: 1px solid var(--line); font-size: .85em; }
pre, code { font: 12.5px/1.45 ui-monospace, monospace; font-weight: inherit; }
pre { background: var(--soft); padding: .6rem; border-radius: 6px; overflow-x: auto; }
table.diff { border-collapse: collapse; width: 100%; font: 12.5px/1.45 ui-monospace, monospace; }
table.diff td { padding: 0 .5rem; white-space: pre-wrap; overflow-wrap: anywhere; vertical-align: top; }
table.diff td.number { text-align: right; opacity: .6; width: 1%; white-space: nowrap; user-select: none; }
tr.add { background: var(--add); } tr.remove { background: var(--remove); } tr.hunk { background: var(--soft); }
tr.comment td { white-space: normal; font: 15px/1.5 system-ui, sans-serif; }
.markdown table { border-collapse: collapse; } .markdown td, .markdown th { border: 1px solid var(--line); padding: .2rem .6rem; }
`;

/** A whole page. Scripts never run on it: everything shown was written by somebody else. */
export function page(title: string, body: Html): Reply {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          ${{ html: style }}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html> `;
  return {
    ...content('text/html; charset=utf-8', document.html),
    headers: { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" },
  };
}
